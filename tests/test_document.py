"""An automation as YAML and back; what is not exactly that is refused with the place."""

import dataclasses
import json
from dataclasses import replace
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.document import all_from_yaml, from_yaml, load, to_document, to_yaml
from nomologi_tui.document.configuration import HowItRuns
from nomologi_tui.document.gallery import gallery
from nomologi_tui.document.placeholders import filled, samples
from nomologi_tui.document.schema import json_schema, schema_text
from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Automation, Configuration, OnFailure, RunMode, Step, StepType, Template

REGISTRY = load_registry()
BLOCKS = list(REGISTRY)
START = "version: 1\ngoal: g\n"
COMMAND = Step(StepType.ACTION, "run_command", {"command": "true"}, "run_command")


def as_in_a_file(value: Any) -> Any:
    if isinstance(value, list | dict):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.name)
def test_every_blocks_example_comes_back_the_same(block: Any) -> None:
    config = {name: as_in_a_file(value) for name, value in block.example.items()}
    step = Step(block.type, block.name, config, "it")
    text = to_yaml(Automation("a goal", (step,)), REGISTRY)
    assert from_yaml(text, REGISTRY).steps == (step,)
    assert to_yaml(from_yaml(text, REGISTRY), REGISTRY) == text


@pytest.mark.parametrize("goal", ["no", "1.0", "[/foo] \x1b[31m", "a: b # c", "é文\u202e", "null", "- x", "*a", "x\ny"])
def test_any_goal_comes_back_the_same(goal: str) -> None:
    automation = Automation(goal, (COMMAND, replace(COMMAND, name="two", enabled=False)))
    back = from_yaml(to_yaml(automation, REGISTRY), REGISTRY)
    assert (back.goal, back.steps) == (goal, automation.steps)


def test_the_configuration_comes_back_without_its_defaults() -> None:
    automation = Automation("g", (COMMAND,), configuration=Configuration(mode=RunMode.QUEUED, retries=1))
    assert to_document(automation, REGISTRY)["configuration"] == {"mode": "queued", "retries": 1}
    assert from_yaml(to_yaml(automation, REGISTRY), REGISTRY).configuration == automation.configuration


def test_steps_for_a_failure_stand_under_instead_and_come_back() -> None:
    steps = (COMMAND, replace(COMMAND, name="rescue", instead=True))
    automation = Automation("g", steps, configuration=Configuration(on_failure=OnFailure.INSTEAD))
    document = to_document(automation, REGISTRY)
    assert [step["name"] for step in document["instead"]] == ["rescue"]
    back = from_yaml(to_yaml(automation, REGISTRY), REGISTRY)
    assert (back.steps, back.configuration) == (steps, automation.configuration)


def test_what_a_person_writes_of_how_it_runs_is_what_the_model_holds() -> None:
    fields = {field.name: field.default for field in dataclasses.fields(Configuration)}
    assert {name: info.default for name, info in HowItRuns.model_fields.items()} == fields


def test_lengths_of_time_of_the_configuration_are_read_as_people_write_them() -> None:
    text = START + "configuration:\n  cooldown: 5 min\n  retries: 0\n  mode: restart\n"
    assert from_yaml(text, REGISTRY).configuration == Configuration(mode=RunMode.RESTART, cooldown=300.0, retries=0)


def test_a_secret_stays_behind_but_the_name_of_its_variable_does_not() -> None:
    config = {"token": "t" * 32, "scheme": "github", "secret": "keyring:webhook/secret/1"}
    step = Step(StepType.TRIGGER, "webhook", config)
    assert "keyring" not in to_yaml(Automation("g", (step,)), REGISTRY)
    named = replace(step, config={**config, "secret": "env:HOOK"})
    assert "secret: env:HOOK" in to_yaml(Automation("g", (named,)), REGISTRY)


def test_a_word_that_yaml_takes_for_a_switch_stays_a_word() -> None:
    text = START + "what:\n- block: write_file\n  name: no\n  config: {path: no, content: 010, mode: append}\n"
    step = from_yaml(text, REGISTRY).steps[0]
    assert (step.name, step.config["path"], step.config["content"]) == ("no", "no", "010")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("- a\n- b\n", "no mapping"),
        ("goal: g\n", "version is missing"),
        ("version: 2\ngoal: g\n", "version is 2"),
        ("version: 1_0\ngoal: g\n", "version is 1_0"),
        ("version: 1\n", "no goal"),
        ("version: 1\ngoal: ''\n", "no goal"),
        ("version: 1\ngoal: [a]\n", "no goal"),
        (START + "goal: h\n", "a key twice: goal, on line 3, column 1. Keep one"),
        (
            START + "what:\n- block: run_command\n  config: {command: a, command: b}\n",
            "a key twice: command, on line 5, column 24.",
        ),
        (
            START + "what:\n- block: run_command\n  config: {comand: a}\n",
            "comand: There is no such field. Did you mean c",
        ),
        (
            START + "what:\n- block: run_command\n  confg: {command: a}\n",
            "step 1, confg: There is no such field. Did you mean config",
        ),
        (START + "what:\n- block: run_command\n  config: x\n", "what, step 1: “config” is no mapping"),
        (START + "configuration: {retrys: 1}\n", "configuration, retrys: There is no such field. Did you mean retries"),
        (START + "a: 1\n", "a key “a”"),
        (START + "---\nb: 2\n", "not YAML"),
        (START + "a:\n\tb: 1\n", "not YAML"),
        ("a: &a [x]\nb: [*a, *a, *a]\n", "an alias"),
        ("a: &a [*a]\n", "an alias"),
        ("a: " + "[" * 51 + "]" * 51, "50 levels"),
        ("[" * 100_000, "50 levels"),
        ("x" * (1024 * 1024 + 1), "larger than 1 MB"),
        ("\x00", "not YAML"),
        (START + "what: x\n", "not a list of steps"),
        (START + "what:\n- x\n", "what, step 1 names no block"),
        (START + "what:\n- block: gone\n", "what, step 1: There is no action called “gone”"),
        (START + "when:\n- block: run_command\n", "There is no trigger called “run_command”"),
        (START + "what:\n- block: run_command\n", "what, step 1, command: This is needed"),
        (
            START + "what:\n- block: run_command\n  config: {command: a, colour: red}\n",
            "colour: There is no such field",
        ),
        (START + "what:\n- block: run_command\n  run: now\n", "what, step 1, run: There is no such field"),
        (START + "what:\n- block: run_command\n  config: [a]\n", "“config” is no mapping"),
        (START + "configuration: {colour: red}\n", "There is no such field"),
        (START + "configuration: {retries: many}\n", "configuration, retries"),
        (START + "configuration: {mode: wild}\n", "configuration, mode"),
    ],
    ids=lambda text: repr(text)[:30],
)
def test_what_is_not_a_document_is_refused_with_the_place(text: str, words: str) -> None:
    with pytest.raises(BadInputError) as refused:
        from_yaml(text, REGISTRY)
    assert words in str(refused.value)
    assert "\n" not in refused.value.message
    assert len(str(refused.value)) < 500


def test_a_tag_makes_no_object() -> None:
    with pytest.raises(BadInputError):
        from_yaml("!!python/object/apply:os.system ['true']\n", REGISTRY)
    assert from_yaml("version: 1\ngoal: !!python/name:os.system x\n", REGISTRY).goal == "x"


def test_a_byte_order_mark_is_no_matter() -> None:
    assert from_yaml("\ufeff" + START, REGISTRY).goal == "g"


SCHEMA = Draft202012Validator(json_schema(REGISTRY))


def as_text(value: Any) -> Any:
    """The value as a file that is read holds it: text alone."""
    return load(yaml.safe_dump({"it": value}, sort_keys=False))["it"]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.name)
def test_what_came_from_a_file_goes_out_as_it_came_and_fits_the_schema(block: Any) -> None:
    made = to_yaml(Automation("g", (Step(block.type, block.name, block.example),)), REGISTRY)
    read = to_yaml(Automation("g", (Step(block.type, block.name, as_text(block.example)),)), REGISTRY)
    assert read == made
    assert [one.message for one in SCHEMA.iter_errors(yaml.safe_load(read))] == []


@pytest.mark.parametrize(
    ("field", "typed", "goes_out"),
    [
        ("recursive", "yes", "recursive: true"), ("recursive", "False", "recursive: false"),
        ("settle", "2 s", "settle: 2 s"), ("settle", "90", "settle: 90"), ("settle", "1.5", "settle: 1.5"),
        ("pattern", "2", "pattern: '2'"), ("pattern", "no", "pattern: 'no'"),
    ],
)  # fmt: skip
def test_a_value_goes_out_as_what_its_field_is(field: str, typed: str, goes_out: str) -> None:
    step = Step(StepType.TRIGGER, "file", {"folder": "~/in", field: typed})
    text = to_yaml(Automation("g", (step,)), REGISTRY)
    assert f"    {goes_out}\n" in text
    assert to_yaml(from_yaml(text, REGISTRY), REGISTRY) == text


def test_conditions_inside_a_group_go_out_as_they_came() -> None:
    inside = [{"block": "host_reachable", "config": {"host": "nas", "port": 22}}]
    made = Step(StepType.CONDITION, "group", {"mode": "any", "conditions": inside})
    text = to_yaml(Automation("g", (made,)), REGISTRY)
    assert "port: 22\n" in text
    assert to_yaml(from_yaml(text, REGISTRY), REGISTRY) == text


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.name)
def test_the_schema_takes_every_example_and_nothing_unknown(block: Any) -> None:
    document = to_document(Automation("g", (Step(block.type, block.name, block.example),)), REGISTRY)
    assert SCHEMA.is_valid(document)
    place = next(iter(set(document) - {"version", "goal"}))
    assert not SCHEMA.is_valid({**document, "more": 1})
    assert not SCHEMA.is_valid({**document, place: [{"block": "gone"}]})
    assert not SCHEMA.is_valid({**document, "version": 2})


@pytest.mark.parametrize("template", gallery(), ids=lambda template: template.slug)
def test_what_a_template_makes_is_written_as_the_schema_wants_it(template: Template) -> None:
    automation = Automation("g", filled(template, samples(template), REGISTRY), configuration=template.configuration)
    text = to_yaml(automation, REGISTRY)
    again = to_yaml(from_yaml(text, REGISTRY), REGISTRY)
    assert again == text
    assert SCHEMA.is_valid(yaml.safe_load(again))


@pytest.mark.parametrize(
    ("block", "field", "text", "written"),
    [
        ("file", "recursive", "yes", True),
        ("web_check", "misses", "3", 3),
        ("metric", "threshold", "0.5", 0.5),
        ("metric", "threshold", "{{ event.n }}", "{{ event.n }}"),
        ("file", "folder", "90", "90"),
    ],
)
def test_numbers_and_switches_are_written_as_such(block: str, field: str, text: str, written: Any) -> None:
    document = to_document(Automation("g", (Step(StepType.TRIGGER, block, {field: text}),)), REGISTRY)
    assert document["when"][0]["config"][field] == written


def test_every_reference_of_the_schema_leads_somewhere() -> None:
    text = schema_text(REGISTRY)
    named = {part.split('"')[0] for part in text.split('"#/$defs/')[1:]}
    assert named == set(json_schema(REGISTRY)["$defs"])


NESTED = """version: 1
goal: g
what:
- block: for_each
  name: loop
  config:
    items: '{{ event.files }}'
  steps:
  - block: branch
    config:
      test: item.size > 5
    steps:
    - block: run_command
      name: big
      config:
        command: 'true'
    otherwise:
    - block: run_command
      name: small
      config:
        command: 'false'
- block: run_command
  name: after
  config:
    command: 'true'
"""


def test_steps_inside_steps_come_back_the_same() -> None:
    automation = from_yaml(NESTED, REGISTRY)
    assert [(step.name or step.block, step.depth, step.otherwise) for step in automation.steps] == [
        ("loop", 0, False), ("branch", 1, False), ("big", 2, False), ("small", 2, True), ("after", 0, False),
    ]  # fmt: skip
    assert to_yaml(automation, REGISTRY) == NESTED
    assert SCHEMA.is_valid(to_document(automation, REGISTRY))


def test_steps_inside_a_step_that_holds_none_are_refused() -> None:
    inside = "what:\n- block: run_command\n  config: {command: a}\n  steps:\n  - block: stop\n"
    with pytest.raises(BadInputError, match="what, step 1: run_command holds no steps under “steps”"):
        from_yaml(START + inside, REGISTRY)


def test_steps_too_deep_inside_others_are_refused_with_the_place() -> None:
    step: dict[str, Any] = {"block": "stop"}
    for _ in range(4):
        step = {"block": "for_each", "config": {"items": "a"}, "steps": [step]}
    text = START + "what: " + json.dumps([step])
    with pytest.raises(BadInputError, match=r"what, step 1(, steps, step 1){3}: steps may stand at most 3 deep"):
        from_yaml(text, REGISTRY)


def test_the_schema_is_text_that_reads_back() -> None:
    assert json.loads(schema_text(REGISTRY)) == json_schema(REGISTRY)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('version: 1\ngoal: "x\n', "line 3, column 1"),
        ("version: 1\n\tgoal: x\n", "line 2, column 1"),
        ("version: 1\ngoal: a\x00\n", "line 2, column 8"),
        ("version: 1\ngoal: &a x\nwhen: *a\n", "line 3"),
    ],
)
def test_what_is_no_yaml_is_said_with_its_place(text: str, where: str) -> None:
    with pytest.raises(BadInputError, match=where) as caught:
        load(text)
    assert "unicode string" not in str(caught.value)


def test_a_key_that_means_nothing_is_told_with_the_one_that_is_near() -> None:
    with pytest.raises(BadInputError) as caught:
        list(all_from_yaml("version: 1\ngoal: x\nwhne: []\n", REGISTRY))
    assert caught.value.hint == "Did you mean when?"


def test_a_field_that_there_is_not_is_said_before_what_is_missing_by_it() -> None:
    text = "version: 1\ngoal: x\nwhen: [{block: manual}]\nwhat: [{block: archive, config: {paths: [/a], to: /b.zip}}]"
    with pytest.raises(BadInputError, match=r"step 1, paths: There is no such field") as refused:
        from_yaml(text, REGISTRY)
    assert refused.value.hint == "Did you mean path?"

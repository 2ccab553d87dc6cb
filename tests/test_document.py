"""An automation as YAML and back; what is not exactly that is refused with the place."""

import dataclasses
import json
from dataclasses import replace
from typing import Any

import pytest

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.document import all_from_yaml, from_yaml, load, to_document, to_yaml
from nomologi_tui.document.configuration import HowItRuns
from nomologi_tui.document.schema import json_schema, schema_text
from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Automation, Configuration, OnFailure, RunMode, Step, StepType

REGISTRY = load_registry()
BLOCKS = list(REGISTRY)
START = "version: 1\ngoal: g\n"
COMMAND = Step(StepType.ACTION, "run_command", {"command": "true"}, "run_command")


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.name)
def test_every_blocks_example_comes_back_the_same(block: Any) -> None:
    config = {name: value if isinstance(value, list | dict) else str(value) for name, value in block.example.items()}
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
        (START + "goal: h\n", "a key twice: goal"),
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
        (START + "what:\n- block: run_command\n  run: now\n", "not a step"),
        (START + "what:\n- block: run_command\n  config: [a]\n", "not a step"),
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


def fits(schema: Any, value: Any) -> bool:
    """The structural part of JSON Schema that ours uses: const, type, required, properties, items, oneOf, $ref."""
    if "$ref" in schema:
        return fits(json_schema(REGISTRY)["$defs"][schema["$ref"].rpartition("/")[2]], value)
    kinds: dict[str, Any] = {
        "object": dict,
        "array": list,
        "string": str,
        "boolean": bool,
        "integer": int,
        "number": (int, float),
        "null": type(None),
    }
    if "const" in schema and value != schema["const"]:
        return False
    if "type" in schema and not isinstance(value, kinds[schema["type"]]):
        return False
    if "oneOf" in schema and sum(fits(one, value) for one in schema["oneOf"]) != 1:
        return False
    if isinstance(value, dict) and "properties" in schema:
        known = schema["properties"]
        if not set(schema.get("required", [])) <= set(value):
            return False
        if schema.get("additionalProperties") is False and not set(value) <= set(known):
            return False
        return all(fits(known[name], item) for name, item in value.items() if name in known and name != "config")
    return all(fits(schema.get("items", {}), item) for item in value) if isinstance(value, list) else True


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.name)
def test_the_schema_takes_every_example_and_nothing_unknown(block: Any) -> None:
    schema = json_schema(REGISTRY)
    document = to_document(Automation("g", (Step(block.type, block.name, block.example),)), REGISTRY)
    assert fits(schema, document)
    place = next(iter(set(document) - {"version", "goal"}))
    assert not fits(schema, {**document, "more": 1})
    assert not fits(schema, {**document, place: [{"block": "gone"}]})
    assert not fits(schema, {**document, "version": 2})


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
    assert fits(json_schema(REGISTRY), to_document(automation, REGISTRY))


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
    with pytest.raises(BadInputError, match=r"step 1, paths: There is no such field\. Perhaps “path”\?") as refused:
        from_yaml(text, REGISTRY)
    assert refused.value.hint == "`nomologi blocks archive` helps."

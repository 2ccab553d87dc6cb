"""What every block promises, also one of another package: it is enough to be in the registry."""

import ast
import inspect
import json
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from nomologi_tui.blocks import Block, Says, has_template
from nomologi_tui.blocks.fields import FieldSpec, check, describe, parse_text, show_value
from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.model import Effect, StepType
from nomologi_tui.testing import FakeTriggerContext

BLOCKS = list(load_registry())
FIELDS = [(block, spec) for block in BLOCKS for spec in describe(block.config)]
VERBS = {"run", "write", "send", "reach", "read", "listen"}
SECRET = "hunter2-do-not-show"

each_block = pytest.mark.parametrize("block", BLOCKS, ids=lambda block: f"{block.type.value}-{block.name}")
each_field = pytest.mark.parametrize(
    ("block", "spec"), FIELDS, ids=lambda part: part.name if isinstance(part, Block | FieldSpec) else ""
)


def example(block: Block, **changes: Any) -> BaseModel:
    model, problems = check(block.config, {**block.example, **changes})
    assert model is not None, problems
    return model


@each_block
def test_it_is_named_and_explained(block: Block) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", block.name)
    assert block.title[0].isupper()
    assert not block.title.endswith(".")
    assert block.doc.endswith(".")
    assert block.says
    assert all(said == said.lower() for said in map(_text_of, block.says))


@each_block
def test_its_function_has_the_shape_of_its_kind(block: Block) -> None:
    generator = block.type is StepType.TRIGGER
    assert inspect.isasyncgenfunction(block.run) if generator else inspect.iscoroutinefunction(block.run)
    assert block.type is StepType.ACTION or block.effect is Effect.READ


@each_block
def test_its_file_is_small(block: Block) -> None:
    source = inspect.getsourcefile(block.run)
    assert source is not None
    text = Path(source).read_text(encoding="utf-8")
    words = (one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.keyword) and one.arg in ("says", "gives"))
    assert len(text.splitlines()) - sum((one.end_lineno or one.lineno) - one.lineno for one in words) <= 60


def _text_of(said: Says) -> str:
    return said if isinstance(said, str) else said[0]


@each_block
def test_its_example_is_right_and_json(block: Block) -> None:
    assert block.example
    example(block)
    assert json.loads(json.dumps(block.example)) == block.example


@each_block
def test_its_words_are_one_pure_line(block: Block) -> None:
    config = example(block)
    words = block.in_words(config)
    assert words == block.in_words(config)
    assert "\n" not in words
    assert not words.endswith(".")
    assert not words[0].isupper()


@each_block
def test_words_plan_and_preview_keep_secrets(block: Block) -> None:
    secrets = {spec.name: SECRET for spec in describe(block.config) if spec.secret}
    config = example(block, **secrets)
    shown = block.in_words(config) + str(block.plan(config))
    assert SECRET not in shown


@each_block
async def test_its_preview_says_something_and_does_nothing(
    block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    context = FakeTriggerContext()
    context.values = {"event.due": "now", "event.name": "a"}
    shown = await block.previewed(example(block), context)
    assert shown.strip()
    assert SECRET not in shown
    assert list(tmp_path.iterdir()) == []


@each_block
def test_its_plan_uses_known_verbs_and_an_action_that_does_something_has_one(block: Block) -> None:
    plan = block.plan(example(block))
    assert {touch.verb for touch in plan} <= VERBS
    assert all(touch.target for touch in plan)
    assert plan or block.type is not StepType.ACTION or block.effect is Effect.READ  # waiting touches nothing


@each_block
def test_its_fields_are_a_json_schema(block: Block) -> None:
    schema = block.config.model_json_schema()
    assert set(schema["properties"]) == {spec.name for spec in describe(block.config)}
    assert schema.get("additionalProperties") is False


@each_block
def test_an_unknown_field_is_a_sentence(block: Block) -> None:
    assert check(block.config, {**block.example, "nonsense": 1})[1] == {"nonsense": "There is no such field."}


@each_block
def test_missing_fields_are_named(block: Block) -> None:
    _, problems = check(block.config, {})
    needed = {spec.name for spec in describe(block.config) if spec.required}
    assert needed <= set(problems)


@each_field
def test_each_field_is_explained(block: Block, spec: FieldSpec) -> None:
    info = block.config.model_fields[spec.name]
    assert info.title, "a title of its own"
    assert spec.help.endswith((".", "?"))
    assert spec.example
    assert spec.required or info.default_factory is not None or info.default == info.get_default()


@each_field
def test_each_example_can_be_typed(block: Block, spec: FieldSpec) -> None:
    if spec.kind == "groups":
        return  # typed in a form of their own
    if spec.kind == "choice":
        assert spec.example in spec.choices
    value = parse_text(spec, spec.example)
    others = {name: value for name, value in block.example.items() if name != spec.name}
    _, problems = check(block.config, {**others, spec.name: value})
    assert spec.name not in problems


@each_field
def test_what_is_shown_reads_back_as_the_same(block: Block, spec: FieldSpec) -> None:
    if spec.secret or spec.kind == "groups":
        return
    for value in (spec.default, parse_text(spec, spec.example)):
        if value is not None:
            assert show_value(spec, parse_text(spec, show_value(spec, value))) == show_value(spec, value)


@each_field
@pytest.mark.parametrize(
    "value", [None, 7, -1, "\0", "", [], {}, [None], {"a": None}, "x" * 100_000, float("nan"), True]
)
def test_a_wrong_value_is_a_sentence_never_a_traceback(block: Block, spec: FieldSpec, value: Any) -> None:
    _, problems = check(block.config, {**block.example, spec.name: value})
    assert all(problem and problem[-1] in ".!?" and "Traceback" not in problem for problem in problems.values())


@each_field
def test_a_template_is_accepted_while_editing(block: Block, spec: FieldSpec) -> None:
    if not spec.takes_values:
        return
    text = "{{ event.name }}"
    value: Any = {"list": [text], "mapping": {"a": text}}.get(spec.kind, text)
    assert has_template(text)
    assert check(block.config, {**block.example, spec.name: value})[1] == {}

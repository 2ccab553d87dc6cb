"""What every block promises, also one of another package. In a test file of yours:

class TestMyBlocks(Conformance):
    blocks = (my_block,)
"""

import ast
import inspect
import json
import re
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest
from pydantic import BaseModel

from nomologi_tui.blocks import Block, Says, has_template
from nomologi_tui.blocks.fields import FieldSpec, check, describe, parse_text, show_value
from nomologi_tui.model import Effect, StepType
from nomologi_tui.testing import FakeTriggerContext
from nomologi_tui.testing.bad_input import complaints_about

VERBS = {"run", "write", "send", "reach", "read", "listen"}
SECRET = "hunter2-do-not-show"
WRONG: tuple[Any, ...] = (None, 7, -1, "\0", "", [], {}, [None], {"a": None}, "x" * 100_000, float("nan"), True)


def example(block: Block, **changes: Any) -> BaseModel:
    model, problems = check(block.config, {**block.example, **changes})
    assert model is not None, problems
    return model


def lines_of_code(text: str) -> int:
    """The lines of a module, where what is only worded over several lines (a field, what it says) counts as one."""
    worded = (
        one
        for one in ast.walk(ast.parse(text))
        if (isinstance(one, ast.keyword) and one.arg in ("says", "gives"))
        or (isinstance(one, ast.AnnAssign) and isinstance(one.value, ast.Call))
    )
    return len(text.splitlines()) - sum((one.end_lineno or one.lineno) - one.lineno for one in worded)


def returned_names(block: Block) -> set[str]:
    """The names in the objects that the block's function returns, as far as they stand in it."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(block.run)))
    returned = [one.value for one in ast.walk(tree) if isinstance(one, ast.Return) and isinstance(one.value, ast.Dict)]
    keys = (key for one in returned for key in one.keys)
    return {str(key.value) for key in keys if isinstance(key, ast.Constant)}


def _text_of(said: Says) -> str:
    return said if isinstance(said, str) else said[0]


def _context() -> FakeTriggerContext:
    context = FakeTriggerContext()
    context.values = {"event.due": "now", "event.name": "a"}
    return context


def _telling(spec: FieldSpec) -> Any:
    """A value that is known again."""
    text = {"path": "/telltale.csv", "url": "https://example.com/telltale"}.get(spec.kind, '"telltale"')
    return {"list": [text], "mapping": {"a": text}}.get(spec.kind, text)


class Conformance:
    """Each test takes each block, or each of its fields."""

    blocks: ClassVar[Sequence[Block]] = ()

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Give each test its blocks, by name."""
        if "spec" in metafunc.fixturenames:
            fields = [(block, spec) for block in self.blocks for spec in describe(block.config)]
            metafunc.parametrize(("block", "spec"), fields, ids=[f"{block.name}-{spec.name}" for block, spec in fields])
        elif "block" in metafunc.fixturenames:
            names = [f"{block.type.value}-{block.name}" for block in self.blocks]
            metafunc.parametrize("block", self.blocks, ids=names)

    def test_it_is_named_and_explained(self, block: Block) -> None:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", block.name)
        assert block.title[0].isupper()
        assert not block.title.endswith(".")
        assert block.doc.endswith(".")
        assert block.says
        assert all(said == said.lower() for said in map(_text_of, block.says))

    def test_its_function_has_the_shape_of_its_kind(self, block: Block) -> None:
        generator = block.type is StepType.TRIGGER
        assert inspect.isasyncgenfunction(block.run) if generator else inspect.iscoroutinefunction(block.run)
        assert block.type is StepType.ACTION or block.effect is Effect.READ

    def test_it_names_each_value_that_its_own_function_returns(self, block: Block) -> None:
        returned = returned_names(block)
        assert block.type is not StepType.ACTION or returned <= {*block.gives}, returned - {*block.gives}

    def test_its_file_is_small(self, block: Block) -> None:
        source = inspect.getsourcefile(block.run)
        assert source is not None
        assert lines_of_code(Path(source).read_text(encoding="utf-8")) <= 60

    def test_its_example_is_right_and_json(self, block: Block) -> None:
        assert block.example
        example(block)
        assert json.loads(json.dumps(block.example)) == block.example

    def test_its_words_are_one_pure_line(self, block: Block) -> None:
        config = example(block)
        words = block.in_words(config)
        assert words == block.in_words(config)
        assert "\n" not in words
        assert not words.endswith(".")
        assert not words[0].isupper()

    async def test_words_plan_and_preview_keep_secrets(self, block: Block) -> None:
        secrets = {spec.name: SECRET for spec in describe(block.config) if spec.secret}
        config = example(block, **secrets)
        shown = block.in_words(config) + str(block.plan(config)) + await block.previewed(config, _context())
        assert SECRET not in shown

    async def test_its_preview_tells_each_value_that_goes_out(self, block: Block, spec: FieldSpec) -> None:
        if block.type is not StepType.ACTION or block.effect is Effect.READ or not spec.takes_values or spec.secret:
            return
        told = {**block.example, spec.name: _telling(spec)}
        model, _ = check(block.config, told)
        assert model is None or "telltale" in (await block.previewed(model, _context())), spec.name

    async def test_its_preview_says_something_and_does_nothing(
        self, block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        shown = await block.previewed(example(block), _context())
        assert shown.strip()
        assert SECRET not in shown
        assert list(tmp_path.iterdir()) == []

    def test_its_plan_uses_known_verbs_and_an_action_that_does_something_has_one(self, block: Block) -> None:
        plan = block.plan(example(block))
        assert {touch.verb for touch in plan} <= VERBS
        assert all(touch.target for touch in plan)
        assert plan or block.type is not StepType.ACTION or block.effect is Effect.READ  # waiting touches nothing

    def test_its_fields_are_a_json_schema(self, block: Block) -> None:
        schema = block.config.model_json_schema()
        assert set(schema["properties"]) == {spec.name for spec in describe(block.config)}
        assert schema.get("additionalProperties") is False

    def test_bad_input_is_a_sentence(self, block: Block) -> None:
        assert complaints_about(block) == []

    def test_an_unknown_field_is_a_sentence(self, block: Block) -> None:
        assert check(block.config, {**block.example, "nonsense": 1})[1] == {"nonsense": "There is no such field."}

    def test_missing_fields_are_named(self, block: Block) -> None:
        _, problems = check(block.config, {})
        needed = {spec.name for spec in describe(block.config) if spec.required}
        assert needed <= set(problems)

    def test_each_field_is_explained(self, block: Block, spec: FieldSpec) -> None:
        info = block.config.model_fields[spec.name]
        assert info.title, "a title of its own"
        assert spec.help.endswith((".", "?"))
        assert spec.example
        assert spec.required or info.default_factory is not None or info.default == info.get_default()

    def test_each_example_can_be_typed(self, block: Block, spec: FieldSpec) -> None:
        if spec.kind == "groups":
            return  # typed in a form of their own
        if spec.kind == "choice":
            assert spec.example in spec.choices
        value = parse_text(spec, spec.example)
        others = {name: value for name, value in block.example.items() if name != spec.name}
        _, problems = check(block.config, {**others, spec.name: value})
        assert spec.name not in problems

    def test_what_is_shown_reads_back_as_the_same(self, block: Block, spec: FieldSpec) -> None:
        if spec.secret or spec.kind == "groups":
            return
        for value in (spec.default, parse_text(spec, spec.example)):
            if value is not None:
                assert show_value(spec, parse_text(spec, show_value(spec, value))) == show_value(spec, value)

    def test_a_wrong_value_is_a_sentence_never_a_traceback(self, block: Block, spec: FieldSpec) -> None:
        for value in WRONG:
            _, problems = check(block.config, {**block.example, spec.name: value})
            assert all(one and one[-1] in ".!?" and "Traceback" not in one for one in problems.values()), value

    def test_a_template_is_accepted_while_editing(self, block: Block, spec: FieldSpec) -> None:
        if not spec.takes_values:
            return
        text = "{{ event.name }}"
        value: Any = {"list": [text], "mapping": {"a": text}}.get(spec.kind, text)
        assert has_template(text)
        assert check(block.config, {**block.example, spec.name: value})[1] == {}

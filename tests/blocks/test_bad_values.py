"""Bad values in each field of each block and kind of connection: `check`, the form, `--set` and a document say which.

A new one is tried as soon as it is registered; what is tried is derived from its fields.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
import yaml
from textual.widgets import Input, TextArea

from nomologi_tui.blocks import Block
from nomologi_tui.blocks.fields import FieldSpec, describe
from nomologi_tui.blocks.problems import LONGEST
from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.document import PLACES, from_yaml
from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Step
from nomologi_tui.providers import Provider
from nomologi_tui.providers.registry import load_providers
from nomologi_tui.testing.bad_input import (
    BROKEN_TEMPLATES,
    Bad,
    bad_values,
    complaints_about_config,
    fault_of,
)
from nomologi_tui.usecases.flow.answers import set_values
from nomologi_tui.usecases.flow.checking import key_of, step_problems, template_problems
from nomologi_tui.usecases.flow.drafting import Flow
from nomologi_tui.widgets.block_form import BlockForm
from tests.widgets.harness import on_stage

REGISTRY = load_registry()
BLOCKS, PROVIDERS = list(REGISTRY), list(load_providers())
TOO_MUCH_FOR_A_DOCUMENT = ("far too long", "as long as it may be", "nested without end")  # it has limits of its own
CHECKED_BY_ITSELF = ("boolean", "integer", "number", "duration", "time", "zone", "url")  # without other fields
each_block = pytest.mark.parametrize("block", BLOCKS, ids=lambda one: f"{one.type.value}-{one.name}")
each_kind = pytest.mark.parametrize("kind", PROVIDERS, ids=lambda one: one.name)


def typed(one: Block | Provider, spec: FieldSpec) -> Iterator[Bad]:
    """What can be typed of it: texts, among them templates that can't be read."""
    schema = one.config.model_json_schema()["properties"][spec.name]
    yield from (bad for bad in bad_values(spec, schema) if isinstance(bad.value, str) and len(bad.value) < LONGEST)
    if isinstance(one, Block) and (spec.template or spec.takes_values):
        yield from (Bad(text, text) for text in BROKEN_TEMPLATES)


def refusal(read: Callable[[], object]) -> BadInputError | None:
    """What `read` raises, if it raises that."""
    try:
        read()
    except BadInputError as error:
        return error
    return None


@each_kind
def test_a_kind_of_connection_refuses_them_in_a_sentence_that_names_the_field(kind: Provider) -> None:
    assert complaints_about_config(kind.config, kind.example) == []


@each_block
def test_a_template_that_can_not_be_read_is_named_with_its_field(block: Block) -> None:
    for spec in describe(block.config):
        for text in BROKEN_TEMPLATES if spec.takes_values else ():
            value: Any = {"list": [text], "mapping": {"a": text}}.get(spec.kind, text)
            step = Step(block.type, block.name, {**block.example, spec.name: value})
            assert fault_of(step_problems(REGISTRY, step)[spec.name]) == ""


@pytest.mark.parametrize("one", [*BLOCKS, *PROVIDERS], ids=lambda one: one.name)
async def test_the_form_says_it_under_the_field(one: Block | Provider) -> None:
    judge = partial(template_problems, one.config)
    async with on_stage(lambda: BlockForm(one.config, one.example, judge)) as (stage, _):
        form = stage.widget
        assert isinstance(form, BlockForm)
        for row in form.rows:
            if isinstance(row.control, Input | TextArea):
                attribute = "value" if isinstance(row.control, Input) else "text"
                before = row.text
                for bad in typed(one, row.spec):
                    setattr(row.control, attribute, bad.value)
                    wrong = form.reveal()
                    assert not row.problem or fault_of(row.problem) == "", bad.what
                    assert not bad.refused or not row.text.strip() or row in wrong or form.read()[1].get(""), bad.what
                setattr(row.control, attribute, before)


@each_block
def test_set_says_it_with_its_key_and_exit_code_2(block: Block) -> None:
    flow = Flow("Test it", (Step(block.type, block.name, dict(block.example)),))
    for spec in describe(block.config):
        key = key_of(flow.steps, 0, spec.name)
        for bad in typed(block, spec):
            step = Step(block.type, block.name, {**block.example, spec.name: bad.value})
            error = refusal(partial(set_values, REGISTRY, flow, [f"{key}={bad.value}"]))
            if error:
                assert (error.exit_code, fault_of(str(error))) == (2, "")
                assert error.message.startswith(key)
            elif bad.value.strip() and spec.kind in CHECKED_BY_ITSELF:
                assert spec.name not in step_problems(REGISTRY, step), bad


HALF = "half a character"  # no YAML may hold it, so that line and column are told before any field is looked at


@each_block
def test_a_document_says_it_with_its_place(block: Block) -> None:
    place = next(name for name, kind in PLACES.items() if kind is block.type)
    schema = block.config.model_json_schema()["properties"]
    for spec in describe(block.config):
        for bad in bad_values(spec, schema[spec.name]):
            if bad.what not in TOO_MUCH_FOR_A_DOCUMENT:
                step = {"block": block.name, "config": {**block.example, spec.name: bad.value}}
                text = yaml.safe_dump({"version": "1", "goal": "Test it", place: [step]})
                error = refusal(partial(from_yaml, text, REGISTRY))
                assert error or not (bad.refused and isinstance(bad.value, str)), bad
                assert error is None or fault_of(str(error)) == "", bad
                places = [spec.name, f"1, {block.name}: ", *(["column"] if bad.what == HALF else [])]
                assert error is None or any(one in str(error) for one in places), bad


def test_a_document_that_is_far_too_large_is_one_sentence() -> None:
    with pytest.raises(BadInputError) as refused:
        from_yaml("version: 1\ngoal: " + "x" * 10_000_000, REGISTRY)
    assert fault_of(str(refused.value)) == ""

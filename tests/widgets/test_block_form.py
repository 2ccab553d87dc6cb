"""A form from a config model: every kind of field, read back as the values that the model takes."""

from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import ConnectionRef, Duration, Multiline, Secret
from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.widgets.block_form import BlockForm
from nomologi_tui.widgets.field_row import FieldRow
from nomologi_tui.widgets.members import Members
from nomologi_tui.widgets.more import More
from tests.widgets.harness import Stage, on_stage


class Everything(BaseModel, extra="forbid"):
    name: str = Field(title="Name", description="Who.", examples=["Ada"])
    count: int = Field(3, title="Count", description="How many.")
    pause: Duration | None = Field(None, title="Pause", description="How long.", examples=["5s"])
    loud: bool = Field(False, title="Loud", description="Or quiet.")
    mode: Literal["one", "two"] = Field("one", title="Mode", description="Which.")
    tags: list[str] = Field([], title="Tags", description="Words.")
    headers: dict[str, str] = Field({}, title="Headers", description="Pairs.")
    text: Multiline = Field("", title="Text", description="Many lines.")
    key: Secret = Field("", title="Key", description="Never shown.")


class Longer(Everything):
    last: str = Field("", title="Last", description="Behind all others.")


def row(stage: Stage, name: str) -> FieldRow:
    assert isinstance(stage.widget, BlockForm)
    return next(one for one in stage.widget.rows if one.spec.name == name)


async def test_it_shows_what_is_given_and_reads_it_back() -> None:
    given = {"name": "Ada", "pause": 90.0, "loud": True, "mode": "two", "tags": ["a", "b"], "headers": {"X": "1"}}
    async with on_stage(lambda: BlockForm(Everything, given)) as (stage, _):
        assert isinstance(stage.widget, BlockForm)
        for words in ("Ada", "1 min 30s", "[x] yes", "< two >", "a, b", "X: 1"):
            assert words in stage.text
        values, problems = stage.widget.read()
        assert Everything.model_validate(values) == Everything.model_validate(given)
        assert problems == {}


async def test_a_missing_answer_is_said_after_the_field_is_left() -> None:
    async with on_stage(lambda: BlockForm(Everything, {})) as (stage, pilot):
        row(stage, "name").control.focus()
        await pilot.press("x", "backspace")
        assert "This is needed" not in stage.text
        assert isinstance(stage.widget, BlockForm)
        stage.widget.reveal()
        await pilot.pause()
        assert "! This is needed." in stage.text
        await pilot.press("x")
        await pilot.pause()
        assert "This is needed" not in stage.text


async def test_typing_says_the_values_and_what_is_wrong() -> None:
    async with on_stage(lambda: BlockForm(Everything, {"name": "Ada"})) as (stage, pilot):
        row(stage, "pause").control.focus()
        await pilot.press("5", "x")
        said = stage.last(BlockForm.Changed)
        assert said.values["pause"] == "5x"
        assert "“x” is not a unit of time" in said.problems["pause"]


async def test_space_turns_choices_and_ticks() -> None:
    async with on_stage(lambda: BlockForm(Everything, {"name": "Ada"})) as (stage, pilot):
        row(stage, "loud").control.focus()
        await pilot.press("space", "tab", "space")
        said = stage.last(BlockForm.Changed)
        assert (said.values["loud"], said.values["mode"]) == (True, "two")


async def test_a_secret_is_never_shown_and_stays_when_nothing_is_typed() -> None:
    async with on_stage(lambda: BlockForm(Everything, {"name": "Ada", "key": "keyring:abc"})) as (stage, _):
        assert "keyring" not in stage.text
        assert isinstance(stage.widget, BlockForm)
        assert stage.widget.read()[0]["key"] == "keyring:abc"


async def test_enter_goes_to_the_next_field() -> None:
    async with on_stage(lambda: BlockForm(Everything, {"name": "Ada"})) as (stage, pilot):
        row(stage, "name").control.focus()
        await pilot.press("enter")
        assert stage.focused is row(stage, "count").control


async def test_fields_behind_the_first_are_folded_unless_filled_in_and_enter_unfolds_them() -> None:
    given = {"name": "Ada", "key": "env:KEY"}
    async with on_stage(lambda: BlockForm(Longer, given, folds=True)) as (stage, pilot):
        assert "+ 3 more: Headers, Text, Last" in stage.text
        assert "Key" in stage.text
        stage.widget.query_one(More).focus()
        await pilot.press("enter")
        assert "more:" not in stage.text
        assert stage.focused is row(stage, "headers").control


async def test_a_folded_field_that_is_wrong_is_shown() -> None:
    given = {"name": "Ada"}
    judge = {"last": "This is needed."}
    async with on_stage(lambda: BlockForm(Longer, given, lambda _values: judge, folds=True)) as (stage, pilot):
        assert isinstance(stage.widget, BlockForm)
        assert not row(stage, "last").display
        stage.widget.reveal()
        await pilot.pause()
        assert "! This is needed." in stage.text


def all_blocks() -> list[Block]:
    return list(load_registry())


@pytest.mark.parametrize("block", all_blocks(), ids=lambda block: f"{block.type}-{block.name}")
async def test_every_block_has_a_form_that_reads_its_example_back(block: Block) -> None:
    async with on_stage(lambda: BlockForm(block.config, block.example), size=(80, 40)) as (stage, _):
        assert isinstance(stage.widget, BlockForm)
        values, problems = stage.widget.read()
        assert problems == {}
        assert dumped(block, values) == dumped(block, block.example)


def dumped(block: Block, values: dict[str, Any]) -> dict[str, Any]:
    return block.config.model_validate(values).model_dump()


@pytest.mark.parametrize("text", ["[/foo]", "[@click=app.quit]x[/]", "\x1b[31mred", "a\u202eb"])
async def test_hostile_values_are_only_text(text: str) -> None:
    async with on_stage(lambda: BlockForm(Everything, {"name": text, "tags": [text], "text": text})) as (stage, _):
        assert not [one for one in stage.text if not one.isprintable() and one != "\n"]


async def test_conditions_of_a_group_stand_there_in_words_and_are_given_back() -> None:
    group = next(block for block in all_blocks() if block.name == "group")
    async with on_stage(lambda: BlockForm(group.config, group.example)) as (stage, pilot):
        control = row(stage, "conditions").control
        assert isinstance(control, Members)
        assert "ends with" in stage.text
        control.give([{"block": "compare", "config": {}}, 7])
        await pilot.pause()
        assert "compare: not finished\n" in stage.text
        changed = stage.last(BlockForm.Changed)
        assert changed.values["conditions"] == [{"block": "compare", "config": {}}, 7]
        assert changed.problems["conditions"]


async def test_a_value_is_inserted_into_one_line_and_many_but_not_into_a_choice() -> None:
    async with on_stage(lambda: BlockForm(Everything, {"name": "Ada"})) as (stage, pilot):
        assert row(stage, "name").insert("{{ event.path }}")
        assert row(stage, "text").insert("{{ event.path }}")
        assert not row(stage, "mode").insert("x")
        await pilot.pause()
        assert stage.text.count("{{ event.path }}") == 2


async def test_a_click_turns_a_choice_and_a_field_tells_its_help() -> None:
    async with on_stage(lambda: BlockForm(Everything, {"name": "Ada"})) as (stage, pilot):
        await pilot.click(row(stage, "mode").control)
        assert stage.last(BlockForm.Changed).values["mode"] == "two"
        assert "Which." in stage.last(FieldRow.Entered).help


class Asks(BaseModel, extra="forbid"):
    account: ConnectionRef = Field("", title="Account", description="Whose.", examples=["GitHub"])


async def test_a_connection_is_picked_from_the_users_own() -> None:
    async with on_stage(lambda: BlockForm(Asks, {}, choices={"account": ["GitHub", "GitLab"]})) as (stage, pilot):
        assert isinstance(stage.widget, BlockForm)
        assert "< not set >" in stage.text
        row(stage, "account").control.focus()
        await pilot.press("space", "space")
        assert stage.widget.read() == ({"account": "GitLab"}, {})
        await pilot.press("space", "space")
        assert stage.widget.read() == ({}, {})


async def test_a_connection_that_is_gone_stays_to_be_seen() -> None:
    given = {"account": "Old"}
    async with on_stage(lambda: BlockForm(Asks, given, choices={"account": ["GitHub"]})) as (stage, _):
        assert isinstance(stage.widget, BlockForm)
        assert "< Old >" in stage.text
        assert stage.widget.read() == (given, {})


async def test_without_any_connection_the_field_offers_a_new_one() -> None:
    async with on_stage(lambda: BlockForm(Asks, {}, choices={"account": []})) as (stage, pilot):
        row(stage, "account").control.focus()
        assert "< not set >" in stage.text
        await pilot.press("space", "enter")
        assert "< new connection… >" in stage.text
        assert stage.last(FieldRow.ConnectionWanted).row is row(stage, "account")
        assert isinstance(stage.widget, BlockForm)
        assert stage.widget.read() == ({}, {})


async def test_a_needed_connection_where_there_is_none_begins_with_a_new_one() -> None:
    class Needs(BaseModel, extra="forbid"):
        account: ConnectionRef = Field(title="Account", description="Whose.", examples=["GitHub"])

    async with on_stage(lambda: BlockForm(Needs, {}, choices={"account": []})) as (stage, _):
        assert "< new connection… >" in stage.text
        assert isinstance(stage.widget, BlockForm)
        assert stage.widget.read()[1] == {"account": "This is needed."}

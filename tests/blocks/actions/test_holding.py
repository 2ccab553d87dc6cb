"""What the actions that hold steps say about them."""

from datetime import timedelta
from typing import Any

import pytest

from nomologi_tui.blocks import BlockError, Inside, Later
from nomologi_tui.blocks.actions.branch import Branch, branch
from nomologi_tui.blocks.actions.digest import Digest, digest
from nomologi_tui.blocks.actions.for_each import ForEach, for_each
from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.tools.values.items import items_in, value_in
from nomologi_tui.model import Verdict
from nomologi_tui.testing import START, FakeContext

FILES = {"event.files | json": '["a", {"name": "b"}]', "event.title | json": '"5"', "event.title": "5"}


@pytest.mark.parametrize(
    ("typed", "items"),
    [
        ("{{ event.files }}", ["a", {"name": "b"}]),
        ("{{ event.files | json }}", ["a", {"name": "b"}]),
        ("[1, 2]", [1, 2]),
        ('{"a": 1, "b": 2}', [1, 2]),
        ("one\n\n two", ["one", " two"]),
        ("{{ event.title }}, {{ event.title }}", ["5, 5"]),
        ("", []),
    ],
)
def test_items_are_a_value_json_or_lines(typed: str, items: list[Any]) -> None:
    assert items_in(typed, FakeContext(FILES).render) == items


def test_one_value_stays_what_it_is_and_a_text_is_a_text() -> None:
    render = FakeContext(FILES).render
    assert value_in("{{ event.files }}", render) == ["a", {"name": "b"}]
    assert (value_in("{{ event.title }}", render), value_in("[1]", render)) == ("5", "[1]")


async def test_a_loop_is_its_items() -> None:
    found = await for_each.run(ForEach(items="a\nb", on_failure="continue"), FakeContext())
    assert found == Inside(["a", "b"], goes_on=True)


async def test_a_list_that_is_too_long_is_refused_whole() -> None:
    with pytest.raises(BlockError, match="The list has 3 items, more than 2"):
        await for_each.run(ForEach(items="a\nb\nc", most=2), FakeContext())


@pytest.mark.parametrize(("text", "otherwise"), [("true", False), ("", True)])
async def test_a_branch_asks_its_comparison(text: str, otherwise: bool) -> None:
    class Rendered(FakeContext):
        def render(self, template: str) -> str:
            return text

    assert (await branch.run(Branch(test="event.size > 5"), Rendered())).otherwise is otherwise


async def test_a_branch_asks_its_conditions() -> None:
    config = {"conditions": [{"block": "workday", "config": {}}], "mode": "none"}
    context = FakeContext()
    context.verdicts = {"workday": Verdict(False, "it is Sunday")}
    found = await branch.run(Branch.model_validate(config), context)
    assert found == Inside(reason="none of them holds: it is Sunday")


def test_a_branch_that_asks_nothing_is_refused() -> None:
    assert "say what is asked" in check(Branch, {})[1][""].lower()


@pytest.mark.parametrize(
    ("config", "hours"), [({"after": "2 h"}, 2), ({"at": "10:00"}, 1), ({"at": "10:00", "after": "30 min"}, 0.5)]
)
async def test_a_digest_is_due_at_what_comes_first(config: dict[str, Any], hours: float) -> None:
    found = await digest.run(Digest(value="x", group="g", **config), FakeContext())
    assert found == Later("x", START + timedelta(hours=hours), 100, "g")


def test_a_digest_that_would_never_be_sent_is_refused() -> None:
    assert "say when it is sent" in check(Digest, {"value": "x"})[1][""].lower()


async def test_a_value_too_long_for_a_digest_is_refused() -> None:
    with pytest.raises(BlockError, match="16,000 characters"):
        await digest.run(Digest(value="x" * 16_001, after=60), FakeContext())

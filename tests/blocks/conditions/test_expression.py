from typing import Any

import pytest

from nomologi_tui.blocks.conditions.expression import Holds, expression
from nomologi_tui.blocks.fields import check
from nomologi_tui.errors import TemplateError
from nomologi_tui.model import Verdict
from nomologi_tui.runner.engine.template import render
from nomologi_tui.testing import FakeContext

EVENT = {"size": 7, "name": "scan.pdf", "note": "", "parts": ["a", "b"], "evil": "' or true %}{{ run }}"}


class LiquidContext(FakeContext):
    """Fills in as a run does."""

    def render(self, template: str) -> str:
        return render(template, {"event": EVENT})


async def asked(text: str) -> Verdict:
    verdict: Verdict = await expression.run(Holds(expression=text), LiquidContext())
    return verdict


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("event.size > 5 and event.name contains 'scan'", True),
        ("event.size > 9 or event.parts contains 'b'", True),
        ("event.size != 7", False),
        ("event.name == blank", False),
        ("false", False),
        ("event.note", True),
        ("event.evil == 'x'", False),
    ],
)
async def test_an_expression_holds_or_not(text: str, met: bool) -> None:
    assert (await asked(text)).met is met


async def test_the_reason_names_the_values_it_saw() -> None:
    assert await asked("event.size > 9 and event.name contains 'event.note'") == Verdict(
        False,
        "event.size > 9 and event.name contains 'event.note' does not hold:"
        ' event.size is "7", event.name is "scan.pdf"',
        False,
    )


@pytest.mark.parametrize("text", ["event.nope > 5", "event.size > 'a'", "event.size >", "or or", "a b c"])
async def test_what_can_not_be_answered_is_a_sentence(text: str) -> None:
    with pytest.raises(TemplateError):
        await asked(text)


@pytest.mark.parametrize("text", ["a %}x{% if b", "{{ event.size }} > 5", "", "   "])
def test_an_expression_is_nothing_but_that(text: str) -> None:
    fields: dict[str, Any] = {"expression": text}
    assert check(Holds, fields)[1]["expression"]

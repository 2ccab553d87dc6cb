import pytest

from nomologi_tui.blocks.conditions.compare import Compare, compare_values
from nomologi_tui.blocks.fields import check
from nomologi_tui.clock import SystemClock
from nomologi_tui.model import Verdict
from nomologi_tui.testing import FakeContext


async def test_the_verdict_carries_value_and_reason() -> None:
    verdict = await compare_values.run(Compare(left="503", operator="is", right="200"), FakeContext())
    assert verdict == Verdict(met=False, reason='"503" is not 200', value="503")


@pytest.mark.parametrize(("left", "met", "word"), [("a1", True, "matches"), ("a", False, "does not match")])
async def test_matches_looks_for_a_pattern(left: str, met: bool, word: str) -> None:
    context = FakeContext(clock=SystemClock())
    verdict = await compare_values.run(Compare(left=left, operator="matches", right=r"\d"), context)
    assert verdict == Verdict(met, f'"{left}" {word} "\\d"', left)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"left": "a", "operator": "contains"}, "“contains” needs a value to compare with."),
        ({"left": "a", "operator": "matches", "right": "("}, "“(” is not a regular expression"),
    ],
)
def test_what_can_not_be_compared_is_said_while_editing(fields: dict[str, str], problem: str) -> None:
    assert problem in check(Compare, fields)[1][""]


def test_words_leave_out_what_is_not_needed() -> None:
    assert compare_values.in_words(Compare(left="a", operator="is empty", right="b")) == "a is empty"
    assert compare_values.in_words(Compare(left="a", operator="at least", right="5")) == "a is at least 5"

from typing import Any

import pytest

from nomologi_tui.blocks.conditions.group import Group, group
from nomologi_tui.blocks.fields import check
from nomologi_tui.model import Verdict
from nomologi_tui.testing import FakeContext

COMPARE = {"block": "compare", "config": {"left": "a", "right": "b"}}
WINDOW = {"block": "time_window", "config": {"weekdays": ["sun"]}}


@pytest.mark.parametrize(
    ("mode", "met", "reason"),
    [
        ("all", False, 'not all of them hold: "a" is not "b"'),
        ("any", True, "at least one of them holds: it is Sunday"),
        ("none", False, "one of them holds, though none should: it is Sunday"),
    ],
)
async def test_the_deciding_members_give_the_reason(mode: str, met: bool, reason: str) -> None:
    context = FakeContext()
    context.verdicts = {
        "compare": Verdict(False, '"a" is not "b"', "a"),
        "time_window": Verdict(True, "it is Sunday", 7),
    }
    config = Group.model_validate({"mode": mode, "conditions": [COMPARE, WINDOW]})
    assert await group.run(config, context) == Verdict(met, reason, ["a", 7])


@pytest.mark.parametrize(
    ("mode", "holds", "words"),
    [("all", True, "all of them hold: r"), ("any", False, "none of them holds: r"), ("none", False, "none of them")],
)
async def test_the_other_outcomes_have_words_too(mode: str, holds: bool, words: str) -> None:
    context = FakeContext()
    context.verdicts = {"compare": Verdict(holds, "r")}
    verdict = await group.run(Group.model_validate({"mode": mode, "conditions": [COMPARE]}), context)
    assert verdict.reason.startswith(words)


def test_words_are_those_of_the_members() -> None:
    config = Group.model_validate({"mode": "any", "conditions": [COMPARE, WINDOW]})
    assert group.in_words(config) == "any of: a is b; it is on Sunday"


def nested(depth: int) -> dict[str, Any]:
    """A group with `depth` groups inside each other, itself included."""
    config: dict[str, Any] = {"conditions": [COMPARE]}
    for _ in range(depth - 1):
        config = {"conditions": [{"block": "group", "config": config}]}
    return config


def test_groups_stand_inside_each_other_only_so_deep() -> None:
    assert check(Group, nested(4))[1] == {}
    assert "at most 4 deep" in check(Group, nested(5))[1]["conditions"]
    assert check(Group, nested(500))[1]


@pytest.mark.parametrize(
    ("member", "problem"),
    [
        ({"block": "comprae", "config": {}}, "There is no condition called “comprae”. Perhaps compare"),
        ({"block": "compare", "config": {}}, "Compare, left: This is needed."),
        ({"block": "compare", "config": {"left": "a", "nonsense": 1}}, "Compare, nonsense: There is no such field."),
        ({"block": "group", "config": {"conditions": "x"}}, "list"),
    ],
)
def test_a_wrong_member_is_said_while_editing(member: dict[str, Any], problem: str) -> None:
    assert problem in check(Group, {"conditions": [member]})[1]["conditions"]

"""Several goals in one sentence are found where each says by itself when, and what."""

from datetime import UTC, datetime

import pytest

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.goals.reading import Reading, read_goal
from nomologi_tui.goals.splitting import split_goal
from tests.goals.blocks import REGISTRY


def read(goal: str) -> Reading:
    return read_goal(goal, registry=REGISTRY, timezone="UTC", now=datetime(2026, 11, 22, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("goal", "goals"),
    [
        ("every day at 8 run 'a' and every friday run 'b'", ("every day at 8 run 'a'", "every friday run 'b'")),
        ("every hour run 'a'. Every day run 'b'; every week run 'c'",
         ("every hour run 'a'", "Every day run 'b'", "every week run 'c'")),
        ("every hour run 'a'\nevery day run 'b'", ("every hour run 'a'", "every day run 'b'")),
    ],
)  # fmt: skip
def test_goals_that_stand_by_themselves_are_apart(goal: str, goals: tuple[str, ...]) -> None:
    assert split_goal(goal, read) == goals


@pytest.mark.parametrize(
    "goal",
    [
        "every hour run 'a' and tell me done",
        "on mondays and fridays at 9 run 'a'",
        "every hour run 'a. every day run b'",
        "run 'a' and run 'b'",
        "",
        "every day at 7, " * 500,
    ],
)
def test_one_goal_is_not_cut(goal: str) -> None:
    assert split_goal(goal, read) == (goal.strip(),)


@pytest.mark.parametrize(
    "goal",
    [
        """run 'df' hourly and alert me if the output contains "100%\"""",
        "every day at 8 run 'df' and if that fails tell me 'x'",
        "every night run 'df', if it fails run 'du'",
    ],
)
def test_what_hangs_on_another_action_is_no_goal_of_its_own(goal: str) -> None:
    registry = load_registry()
    now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert split_goal(goal, lambda one: read_goal(one, registry=registry, timezone="UTC", now=now)) == (goal,)

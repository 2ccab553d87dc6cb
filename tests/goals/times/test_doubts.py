from datetime import UTC, datetime

import pytest

from nomologi_tui.goals.reading import Reading, read_goal
from tests.goals.blocks import REGISTRY


def read(goal: str) -> Reading:
    now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    return read_goal(goal, registry=REGISTRY, timezone="Europe/Berlin", now=now)


DOUBTFUL = [
    "run 'x' at 9 or 10", "every Monday or Tuesday run 'x'", "every day at 9ish run 'x'", "on payday at 9 run 'x'",
    "around lunchtime on Fridays run 'x'", "am Rosenmontag um 11 run 'x'", "on odd days at 5 run 'x'",
    "every 10 minutes for two weeks run 'x'", "today every evening run 'x'", "run 'x' at a random time each day",
    "run 'x' hourly during the day", "run 'up' at 1:00, down at 6:00",
]  # fmt: skip


@pytest.mark.parametrize("goal", DOUBTFUL)
def test_what_leaves_a_time_open_is_asked(goal: str) -> None:
    reading = read(goal)
    assert reading.schedule is None
    assert any(one.question.startswith("When?") for one in reading.missing)


SURE = [
    ("every day at 5 run 'x' on each file", {"times": ["05:00"]}),
    ("at 6 on mondays run 'x' with the holiday photos", {"times": ["06:00"], "weekdays": ["mon"]}),
    ("at 8 tell me that school starts at 9", {"times": ["08:00"]}),
    ("every morning at 7 tell me what is on today", {"times": ["07:00"]}),
    ("run 'x' every hour (8-18)", {"every": "1h", "from_time": "08:00", "to_time": "18:00"}),
    ("daily at 8 unless it's Sunday or Monday run 'x'",
     {"times": ["08:00"], "weekdays": ["tue", "wed", "thu", "fri", "sat"]}),
    ("every second night at 2 run 'x'", {"times": ["02:00"], "cycle": "2 days", "starts": "2026-11-23"}),
]  # fmt: skip


@pytest.mark.parametrize(("goal", "config"), SURE, ids=[goal for goal, _ in SURE])
def test_words_of_time_in_what_is_done_leave_it_as_it_is(goal: str, config: dict[str, object]) -> None:
    assert [part.config for part in read(goal).when] == [config]

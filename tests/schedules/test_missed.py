from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomologi_tui.schedules import (
    WORKDAYS,
    AnyOf,
    AtTimes,
    Every,
    Once,
    Schedule,
    Weekdays,
    Within,
    count_due,
    due_between,
    latest_due,
    next_after,
)
from tests.schedules.strategies import any_schedules, examples

START = datetime(2026, 10, 24, 1, 7, tzinfo=UTC)
OUTAGE = timedelta(days=400)


def walked(schedule: Schedule, after: datetime, until: datetime) -> list[datetime]:
    found: list[datetime] = []
    due = next_after(schedule, after)
    while due is not None and due <= until:
        found.append(due)
        due = next_after(schedule, due)
    return found


@examples(100)
@given(schedule=any_schedules, hours=st.floats(0, 60), most=st.integers(0, 12))
def test_what_was_missed_is_what_walking_finds(schedule: Schedule, hours: float, most: int) -> None:
    until = START + timedelta(hours=hours)
    every = walked(schedule, START, until)
    assert latest_due(schedule, START, until) == (every[-1] if every else None)
    assert count_due(schedule, START, until, most) == min(most, len(every))
    assert due_between(schedule, START, until, most) == (every[-most:] if most else [])


SECONDS = Schedule(Every(1))
DENSE = Schedule(Within(1, time(9), time(17), Weekdays(WORKDAYS)), "Europe/Berlin")
LONG = [
    SECONDS,
    DENSE,
    Schedule(Every(1), skips=(Weekdays(frozenset({6})),)),
    Schedule(AnyOf((SECONDS, Schedule(AtTimes((time(8),)))))),
    Schedule(Every(60), jitter=3600),
]


@pytest.mark.parametrize("schedule", LONG, ids=str)
def test_a_long_outage_is_not_walked(schedule: Schedule) -> None:
    until = START + OUTAGE
    newest = due_between(schedule, START, until, 100)
    assert newest == walked(schedule, newest[0] - timedelta(microseconds=1), until)
    assert (len(newest), newest[-1]) == (100, latest_due(schedule, START, until))
    assert count_due(schedule, START, until, 1000) == 1000


def test_of_an_interval_even_millions_are_counted() -> None:
    assert count_due(SECONDS, START, START + OUTAGE, 10**9) == 400 * 86400
    assert count_due(SECONDS, START + OUTAGE, START, 10**9) == 0


def test_a_crowd_before_a_long_silence_is_found() -> None:
    crowd = Schedule(Every(1), ends=date(2026, 10, 24))
    last = datetime(2026, 10, 24, 23, 59, 59, tzinfo=UTC)
    assert due_between(crowd, START, START + OUTAGE, 3) == [last - timedelta(seconds=back) for back in (2, 1, 0)]


def test_where_nothing_was_due_nothing_was_missed() -> None:
    once = Schedule(Once(datetime(2020, 1, 1)))
    assert due_between(once, START, START + OUTAGE, 5) == []
    assert count_due(once, START, START + OUTAGE, 5) == 0


def test_moments_within_a_millisecond_are_told_apart() -> None:
    close = AnyOf((Schedule(Every(60)), Schedule(Every(60, START.replace(microsecond=9)))))
    schedule, until = Schedule(close), START + timedelta(minutes=1, microseconds=9)
    assert latest_due(schedule, START, until) == until
    assert due_between(schedule, START, until, 2) == [until - timedelta(microseconds=9), until]

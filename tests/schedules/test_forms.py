from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nomologi_tui.schedules import (
    EPOCH,
    WORKDAYS,
    AtTimes,
    Cron,
    Every,
    Once,
    Rule,
    Schedule,
    cron_lines,
    every_seconds,
    next_after,
    upcoming,
)  # fmt: skip

NOW = datetime(2026, 3, 28, 22, 17, tzinfo=UTC)  # some hours before the clocks change in Berlin

WRITTEN: list[tuple[Rule, list[str] | None]] = [
    (AtTimes((time(7, 30),), WORKDAYS), ["30 7 * * 1-5"]),
    (AtTimes((time(8), time(18)), frozenset({0, 6})), ["0 8,18 * * 0,1"]),
    (AtTimes((time(8), time(8, 30))), ["0,30 8 * * *"]),
    (AtTimes((time(8), time(9, 30))), ["0 8 * * *", "30 9 * * *"]),
    (AtTimes((time(8, 0, 5),)), None),
    (Cron("@hourly"), ["0 * * * *"]),
    (Once(datetime(2026, 12, 24, 9)), None),
    (Every(60), ["* * * * *"]),
    (Every(300), ["*/5 * * * *"]),
    (Every(300, EPOCH + timedelta(minutes=3)), ["3-59/5 * * * *"]),
    (Every(300, EPOCH + timedelta(seconds=3)), None),
    (Every(5), None),
    (Every(420), None),
    (Every(1200), None),
]


@pytest.mark.parametrize(("rule", "lines"), WRITTEN, ids=[str(rule) for rule, _ in WRITTEN])
def test_crontab_lines_where_they_say_the_same(rule: Rule, lines: list[str] | None) -> None:
    assert cron_lines(Schedule(rule, "Europe/Berlin")) == lines


@pytest.mark.parametrize(
    ("seconds", "line"),
    [(1200, "*/20 * * * *"), (3600, "0 * * * *"), (7200, "0 */2 * * *"), (86400, "0 0 * * *"), (5400, None)],
)
def test_in_utc_longer_intervals_have_a_line_too(seconds: int, line: str | None) -> None:
    assert cron_lines(Schedule(Every(seconds))) == (None if line is None else [line])


@settings(max_examples=80, deadline=None)
@given(
    minutes=st.integers(1, 1500),
    phase=st.integers(0, 90),
    zone=st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kathmandu"]),
)
def test_a_line_of_an_interval_is_due_at_the_same_moments(minutes: int, phase: int, zone: str) -> None:
    schedule = Schedule(Every(minutes * 60, EPOCH + timedelta(minutes=phase)), zone)
    for line in cron_lines(schedule) or []:
        assert upcoming(Schedule(Cron(line), zone), NOW, 30) == upcoming(schedule, NOW, 30)


@settings(max_examples=50, deadline=None)
@given(
    times=st.sets(st.times().map(lambda one: one.replace(second=0, microsecond=0)), min_size=1, max_size=5),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
)
def test_lines_of_times_are_due_at_the_same_moments(times: set[time], weekdays: frozenset[int]) -> None:
    schedule = Schedule(AtTimes(tuple(times), weekdays), "Europe/Berlin")
    lines = [Schedule(Cron(line), "Europe/Berlin") for line in cron_lines(schedule) or []]
    due = NOW
    for expected in upcoming(schedule, NOW, 20):
        due = min(moment for line in lines if (moment := next_after(line, due)))
        assert due == expected


def test_seconds_between_two_are_known_of_intervals_only() -> None:
    assert every_seconds(Schedule(Every(900))) == 900
    assert every_seconds(Schedule(Cron("*/15 * * * *"))) is None

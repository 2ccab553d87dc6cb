from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nomologi_tui.schedules import (
    EPOCH,
    WORKDAYS,
    AtTimes,
    Cron,
    Every,
    EveryDays,
    MonthDays,
    Months,
    Once,
    OnDays,
    Rule,
    Schedule,
    Weekdays,
    Within,
    YearDays,
    cron_lines,
    every_seconds,
    next_after,
    upcoming,
)  # fmt: skip

NOW = datetime(2026, 3, 28, 22, 17, tzinfo=UTC)  # some hours before the clocks change in Berlin

DAY = date(2026, 1, 1)

WRITTEN: list[tuple[Rule, list[str] | None]] = [
    (AtTimes((time(7, 30),), WORKDAYS), ["30 7 * * 1-5"]),
    (AtTimes((time(8), time(18)), frozenset({0, 6})), ["0 8,18 * * 0,1"]),
    (AtTimes((time(8), time(8, 30))), ["0,30 8 * * *"]),
    (AtTimes((time(8), time(9, 30))), ["0 8 * * *", "30 9 * * *"]),
    (AtTimes((time(8, 0, 5),)), None),
    (Cron("@hourly"), ["0 * * * *"]),
    (Once(datetime(2026, 12, 24, 9)), None),
    (OnDays(Weekdays(WORKDAYS), (time(7, 30),)), ["30 7 * * 1-5"]),
    (OnDays(MonthDays(frozenset({1, 15})), (time(6),)), ["0 6 1,15 * *"]),
    (OnDays(MonthDays(frozenset({1}), Months(frozenset({3, 9}))), (time(6),)), ["0 6 1 3,9 *"]),
    (OnDays(MonthDays(frozenset({1, -1})), (time(6),)), None),
    (OnDays(MonthDays(frozenset({1}), Months(every=2, start=DAY)), (time(6),)), None),
    (OnDays(YearDays(((2, 29),)), (time(6), time(7))), ["0 6,7 29 2 *"]),
    (OnDays(YearDays(((2, 29), (12, 24))), (time(6),)), None),
    (OnDays(EveryDays(2, DAY), (time(6),)), None),
    (Within(3600, time(9), time(17)), None),
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


def test_what_is_narrowed_has_no_other_form() -> None:
    for narrowed in ({"starts": DAY}, {"ends": DAY}, {"jitter": 5.0}, {"skips": (Weekdays(WORKDAYS),)}):
        assert cron_lines(replace(Schedule(Cron("@daily")), **narrowed)) is None
        assert every_seconds(replace(Schedule(Every(60)), **narrowed)) is None

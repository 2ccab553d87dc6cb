from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import assume, given

from nomologi_tui.blocks.tools.schedules.form import ScheduleTimes
from nomologi_tui.goals.times.trigger_fields import triggers_of
from nomologi_tui.schedules import (
    AnyOf,
    AtTimes,
    BadScheduleError,
    Cron,
    Every,
    EveryDays,
    Holidays,
    MonthDays,
    Once,
    OnDays,
    Schedule,
    Weekdays,
    check_schedule,
    upcoming,
)
from tests.schedules.strategies import any_schedules, examples

DAILY = Schedule(AtTimes((time(8),)), "Europe/Berlin")
NOW = datetime(2026, 10, 20, tzinfo=UTC)


@examples(150)
@given(any_schedules)
def test_the_fields_say_the_same_schedule(schedule: Schedule) -> None:
    schedule = replace(schedule, seed="")
    parts = schedule.rule.schedules if isinstance(schedule.rule, AnyOf) else (schedule,)
    try:
        for one in (schedule, *parts):
            check_schedule(one)
    except BadScheduleError:
        assume(False)
    fields = triggers_of(schedule, with_zone=False)
    if fields is None or len(fields) != len(parts):
        return
    made = [ScheduleTimes(**one).schedule(schedule.timezone) for one in fields]
    together = Schedule(AnyOf(tuple(made)), schedule.timezone)
    assert upcoming(together, NOW, 10) == upcoming(schedule, NOW, 10)


def test_the_zone_is_named_where_it_is_wanted_or_differs() -> None:
    assert triggers_of(DAILY, with_zone=False) == ({"times": ["08:00"]},)
    assert triggers_of(DAILY, with_zone=True) == ({"times": ["08:00"], "timezone": "Europe/Berlin"},)
    two = Schedule(AnyOf((DAILY, replace(DAILY, timezone="UTC"))), "Europe/Berlin")
    assert triggers_of(two, with_zone=False) == (
        {"times": ["08:00"], "timezone": "Europe/Berlin"},
        {"times": ["08:00"], "timezone": "UTC"},
    )


def test_an_interval_that_begins_on_a_day_has_it() -> None:
    midnight = datetime(2026, 11, 23, 23, tzinfo=UTC)
    assert triggers_of(Schedule(Every(7200, midnight), "Europe/Berlin"), with_zone=False) == (
        {"every": "2h", "starts": "2026-11-24"},
    )


UNHELD: list[Schedule] = [
    replace(DAILY, skips=(MonthDays(frozenset({1})),)),
    replace(DAILY, skips=(Schedule(Cron("0 8 * * *"), "UTC"),)),
    replace(DAILY, skips=(Weekdays(frozenset({1})), Weekdays(frozenset({2})))),
    replace(DAILY, skips=(Holidays("DE"), Holidays("US"))),
    Schedule(Every(60, datetime(2026, 1, 1, 9, 30, tzinfo=UTC))),
    Schedule(OnDays(Holidays("DE"), (time(8),))),
    Schedule(OnDays(EveryDays(2, date(2026, 1, 1)), (time(8),)), starts=date(2026, 2, 1)),
    Schedule(AnyOf((DAILY,)), jitter=5.0),
]


@pytest.mark.parametrize("schedule", UNHELD, ids=range(len(UNHELD)))
def test_what_no_fields_hold_has_none(schedule: Schedule) -> None:
    assert triggers_of(schedule, with_zone=False) is None


def test_a_moment_has_its_seconds() -> None:
    assert triggers_of(Schedule(Once(datetime(2027, 1, 1, 9, 0, 30))), with_zone=False) == (
        {"once": "2027-01-01 09:00:30"},
    )


def test_holidays_can_be_left_out() -> None:
    assert triggers_of(replace(DAILY, skips=(Holidays("DE"),)), with_zone=False) == (
        {"times": ["08:00"], "except_holidays": True, "country": "DE"},
    )

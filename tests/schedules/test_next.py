import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nomologi_tui.schedules import (
    EPOCH,
    AnyOf,
    AtTimes,
    Cron,
    Dates,
    DateSpan,
    Every,
    EveryDays,
    MonthDays,
    Once,
    OnDays,
    Rule,
    Schedule,
    Sun,
    Weekdays,
    Within,
    YearDays,
    moment_of,
    next_after,
    upcoming,
)
from nomologi_tui.schedules.check import check_zone
from tests.schedules import oracle

VECTORS = json.loads((Path(__file__).parent / "clock_changes.json").read_text())
INSTANT = timedelta(microseconds=1)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)  # a Sunday

times_of_day = st.times().map(lambda one: one.replace(second=0, microsecond=0))
weekday_sets = st.frozensets(st.integers(0, 6), min_size=1)
changes = st.sampled_from(oracle.CHANGES)


def due_within(schedule: Schedule, start: datetime, end: datetime) -> list[datetime]:
    """All due moments in [start, end)."""
    found: list[datetime] = []
    due = next_after(schedule, start - INSTANT)
    while due is not None and due < end:
        found.append(due)
        due = next_after(schedule, due)
    return found


def around(zone: str, day: str) -> tuple[datetime, datetime]:
    """A window that lies a day inside the oracle's."""
    shown = oracle.minutes(zone, day)
    return shown[1440].moment, shown[-1440].moment


def within(moments: list[datetime], window: tuple[datetime, datetime]) -> list[datetime]:
    return [moment for moment in moments if window[0] <= moment < window[1]]


def rules_of(vector: dict[str, Any]) -> list[Rule]:
    if "at" in vector:
        at = time.fromisoformat(vector["at"])
        every_day = [OnDays(EveryDays(1, date(2000, 1, 1)), (at,)), OnDays(MonthDays(frozenset(range(1, 32))), (at,))]
        return [*every_day, AtTimes((at,)), Cron(f"{at.minute} {at.hour} * * *")]
    return [Every(vector["every"])] if "every" in vector else [Cron(vector["cron"])]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['zone']} {v['start'][:10]}")
def test_clock_changes_of_the_collected_cases(vector: dict[str, Any]) -> None:
    start, end = datetime.fromisoformat(vector["start"]), datetime.fromisoformat(vector["end"])
    for rule in rules_of(vector):
        due = [moment.isoformat() for moment in due_within(Schedule(rule, vector["zone"]), start, end)]
        if "expect" in vector:
            assert due == vector["expect"]
        else:
            assert [len(due), due[0], due[-1]] == [vector["count"], vector["first"], vector["last"]]


@settings(max_examples=60, deadline=None)
@given(change=changes, times=st.sets(times_of_day, min_size=1, max_size=4), weekdays=weekday_sets)
def test_times_of_day_come_once_per_day_whatever_the_clocks_do(
    change: tuple[str, str], times: set[time], weekdays: frozenset[int]
) -> None:
    rule = AtTimes(tuple(times), weekdays)
    expected = oracle.once_a_day(*change, oracle.at_one_of(rule.times, weekdays))
    window = around(*change)
    assert due_within(Schedule(rule, change[0]), *window) == within(expected, window)


@settings(max_examples=60, deadline=None)
@given(
    change=changes,
    minutes=st.sets(st.integers(0, 59), min_size=1, max_size=3),
    hours=st.sets(st.integers(0, 23), min_size=1, max_size=5),
    weekdays=weekday_sets,
)
def test_a_cron_line_with_fixed_hours_comes_once_per_day(
    change: tuple[str, str], minutes: set[int], hours: set[int], weekdays: frozenset[int]
) -> None:
    fields = [",".join(map(str, sorted(values))) for values in (minutes, hours, {(day + 1) % 7 for day in weekdays})]
    cron = Cron("{} {} * * {}".format(*fields))
    expected = oracle.once_a_day(
        *change, lambda wall: wall.minute in minutes and wall.hour in hours and wall.weekday() in weekdays
    )
    window = around(*change)
    assert due_within(Schedule(cron, change[0]), *window) == within(expected, window)


@settings(max_examples=40, deadline=None)
@given(change=changes, step=st.integers(7, 59), hours=st.integers(1, 12), weekdays=weekday_sets)
def test_a_cron_line_with_stars_follows_what_the_clock_shows(
    change: tuple[str, str], step: int, hours: int, weekdays: frozenset[int]
) -> None:
    days = ",".join(str((day + 1) % 7) for day in sorted(weekdays))
    expected = oracle.shown(
        *change, lambda wall: wall.minute % step == 0 and wall.hour % hours == 0 and wall.weekday() in weekdays
    )
    window = around(*change)
    cron = Cron(f"*/{step} */{hours} * * {days}")
    assert due_within(Schedule(cron, change[0]), *window) == within(expected, window)


@given(seconds=st.integers(1, 10**7), steps=st.integers(0, 10**4), part=st.floats(0, 0.999))
def test_an_interval_keeps_its_pace_from_its_anchor(seconds: int, steps: int, part: float) -> None:
    after = EPOCH + timedelta(seconds=seconds * steps) + timedelta(seconds=seconds) * part
    expected = EPOCH + timedelta(seconds=seconds * (steps + 1))
    assert next_after(Schedule(Every(seconds)), after) == expected


def test_an_interval_does_not_begin_before_its_anchor() -> None:
    anchor = NOON + timedelta(days=3)
    assert next_after(Schedule(Every(60, anchor)), NOON) == anchor


def test_an_interval_may_have_parts_of_a_second() -> None:
    assert upcoming(Schedule(Every(1.5)), EPOCH, 2)[1] == EPOCH + timedelta(seconds=3)


def test_day_of_the_month_or_weekday_when_both_are_given() -> None:
    due = upcoming(Schedule(Cron("0 9 1 * mon")), NOON, 3)
    assert [moment.day for moment in due] == [23, 30, 1]


def test_a_starred_step_narrows_the_other_day_field_as_in_debian() -> None:
    due = upcoming(Schedule(Cron("0 9 */2 * mon")), NOON, 2)
    assert [moment.day for moment in due] == [23, 7]


@pytest.mark.parametrize("weekday", ["0", "7", "sun"])
def test_zero_and_seven_are_sunday(weekday: str) -> None:
    due = next_after(Schedule(Cron(f"0 9 * * {weekday}")), NOON)
    assert due == datetime(2026, 11, 29, 9, tzinfo=UTC)


def test_a_range_of_one_with_a_step_is_that_one() -> None:
    due = upcoming(Schedule(Cron("5-5/1 9 * * *")), NOON, 2)
    assert due[1] - due[0] == timedelta(days=1)


def test_a_macro_is_the_line_it_stands_for() -> None:
    assert next_after(Schedule(Cron("@weekly")), NOON) == datetime(2026, 11, 29, tzinfo=UTC)


def test_one_moment_comes_once() -> None:
    once = Schedule(Once(datetime(2026, 12, 24, 10)), "Europe/Berlin")
    assert upcoming(once, NOON, 3) == [datetime(2026, 12, 24, 9, tzinfo=UTC)]


def test_one_moment_in_a_gap_comes_right_after_it() -> None:
    once = Schedule(Once(datetime(2027, 3, 28, 2, 30)), "Europe/Berlin")
    assert next_after(once, NOON) == datetime(2027, 3, 28, 1, tzinfo=UTC)


def test_one_moment_that_comes_twice_counts_the_first_time() -> None:
    assert moment_of(datetime(2027, 10, 31, 2, 30), check_zone("Europe/Berlin")).hour == 0


def test_a_leap_day_is_found_years_ahead() -> None:
    assert next_after(Schedule(Cron("0 0 29 2 *")), NOON) == datetime(2028, 2, 29, tzinfo=UTC)


def test_without_a_weekday_nothing_is_due() -> None:
    assert next_after(Schedule(AtTimes((time(8),), frozenset())), NOON) is None


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "UTC", "America/Los_Angeles"])
@pytest.mark.parametrize(
    "rule",
    [
        Every(7), AtTimes((time(9),)), Cron("0 0 * * *"), Cron("* * * * *"), Cron("0 0 29 2 *"), Once(datetime.max),
        OnDays(EveryDays(3, date(2026, 1, 1)), (time(9),)), OnDays(MonthDays(frozenset({-1})), (time(9),)),
        OnDays(YearDays(((2, 29),)), (time(9),)), Within(60, time(22), time(4)), AnyOf((Schedule(Every(7)),)),
    ],
    ids=str,
)  # fmt: skip
def test_after_the_end_of_the_calendar_comes_nothing(rule: Rule, zone: str) -> None:
    assert next_after(Schedule(rule, zone), datetime.max.replace(tzinfo=UTC)) is None


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "UTC", "America/Los_Angeles"])
@pytest.mark.parametrize("rule", [AtTimes((time(9),)), Cron("0 9 * * *"), Every(86400), Sun("sunset", 0, 0)], ids=str)
def test_at_the_beginning_of_the_calendar_something_comes(rule: Rule, zone: str) -> None:
    assert next_after(Schedule(rule, zone), datetime.min.replace(tzinfo=UTC)) is not None
    assert next_after(Schedule(rule, zone), datetime.min.replace(tzinfo=timezone(timedelta(hours=5)))) is not None


def test_hours_over_midnight_belong_to_the_day_on_which_they_begin() -> None:
    nights = Schedule(Within(7200, time(22), time(4), Weekdays(frozenset({4}))), "Europe/Berlin")
    due = [moment.astimezone(check_zone("Europe/Berlin")) for moment in upcoming(nights, NOON, 5)]
    assert [f"{moment:%a %H}" for moment in due] == ["Fri 22", "Sat 00", "Sat 02", "Sat 04", "Fri 22"]


def test_several_schedules_at_one_moment_are_one() -> None:
    berlin = Schedule(AtTimes((time(9),)), "Europe/Berlin")
    utc = Schedule(AtTimes((time(8), time(20))), "UTC")
    assert [moment.hour for moment in upcoming(Schedule(AnyOf((berlin, utc))), NOON, 4)] == [20, 8, 20, 8]


def test_a_schedule_that_is_left_out_takes_its_moments_only() -> None:
    rule = Schedule(Every(3600), skips=(Schedule(Cron("0 13-15 * * *")),))
    assert [moment.hour for moment in upcoming(rule, NOON, 2)] == [16, 17]


LAST = date(2026, 11, 30)
NEVER: list[Schedule] = [
    Schedule(Every(1), skips=(Weekdays(),)),
    Schedule(AtTimes((time(8),), frozenset({0})), skips=(Weekdays(frozenset({0})),)),
    Schedule(Cron("*/5 * * * *"), skips=(Schedule(Every(300)),)),
    Schedule(AtTimes((time(8),)), skips=(Schedule(Cron("0 8 * * *")),)),
    Schedule(OnDays(Dates((LAST,)), (time(8),)), skips=(DateSpan(LAST, LAST),)),
    Schedule(AtTimes((time(8),)), ends=date(2026, 11, 1)),
    Schedule(AtTimes((time(8),), frozenset({6})), starts=LAST, ends=LAST),
]


@pytest.mark.parametrize("schedule", NEVER, ids=str)
def test_what_never_comes_ends_the_search(schedule: Schedule) -> None:
    assert next_after(schedule, NOON) is None


def test_it_goes_on_after_what_was_left_out_for_decades() -> None:
    skips = (DateSpan(date(2020, 1, 1), date(2079, 12, 31)), Weekdays(frozenset({0})))
    assert next_after(Schedule(Every(1), skips=skips), NOON) == datetime(2080, 1, 2, tzinfo=UTC)


def test_the_first_and_the_last_day_are_days_of_the_zone() -> None:
    tokyo = Schedule(Every(3600), "Asia/Tokyo", starts=LAST, ends=LAST)
    due = upcoming(tokyo, NOON, 30)
    assert (len(due), due[0]) == (24, datetime(2026, 11, 29, 15, tzinfo=UTC))
    assert next_after(Schedule(Every(3600), ends=date.max), NOON) is not None


def test_hours_of_a_day_that_the_zone_left_out_do_not_come() -> None:
    apia = Schedule(Within(3600, time(9), time(10)), "Pacific/Apia")
    due = upcoming(apia, datetime(2011, 12, 29, 12, tzinfo=UTC), 4)
    shown = [moment.astimezone(check_zone("Pacific/Apia")) for moment in due]
    assert [f"{moment:%d %H}" for moment in shown] == ["29 09", "29 10", "31 09", "31 10"]


def test_a_day_that_the_clock_reaches_for_a_minute_and_then_again_is_reached() -> None:
    newfoundland = Schedule(Every(60), "America/St_Johns", skips=(Weekdays(frozenset({5})),))  # 00:01 became 23:01
    saturday = datetime(2006, 10, 28, 12, tzinfo=UTC)
    assert upcoming(newfoundland, saturday, 2) == [
        datetime(2006, 10, 29, 2, 30, tzinfo=UTC), datetime(2006, 10, 29, 3, 30, tzinfo=UTC),
    ]  # fmt: skip


def test_a_day_that_is_left_out_ends_where_the_clock_goes_back_to_the_day_before() -> None:
    a_sunday = Dates((date(2006, 10, 29),))
    newfoundland = Schedule(Every(60), "America/St_Johns", skips=(a_sunday,))
    assert upcoming(newfoundland, datetime(2006, 10, 29, 2, 28, 30, tzinfo=UTC), 2) == [
        datetime(2006, 10, 29, 2, 29, tzinfo=UTC), datetime(2006, 10, 29, 2, 31, tzinfo=UTC),
    ]  # fmt: skip


def test_a_last_day_that_the_clock_leaves_for_a_minute_goes_on_when_it_comes_back() -> None:
    from_sunday_on = EveryDays(1, date(2006, 10, 29))
    cron = Schedule(AnyOf((Schedule(Cron("*/30 * * * *"), "America/St_Johns"),)), "America/St_Johns", (from_sunday_on,))
    assert upcoming(cron, datetime(2006, 10, 29, 2, 15, tzinfo=UTC), 9) == [
        datetime(2006, 10, 29, 3, tzinfo=UTC),  # 23:30 on Saturday, for the second time; 00:00 on Sunday was before
    ]


def test_both_showings_of_a_repeated_hour_have_answers_of_their_own() -> None:
    daily = Schedule(AtTimes((time(2, 45),)), "Europe/Berlin")
    shown = datetime(2026, 10, 25, 2, 30, tzinfo=check_zone("Europe/Berlin"))
    assert [next_after(daily, shown.replace(fold=fold)) for fold in (0, 1)] == [
        datetime(2026, 10, 25, 0, 45, tzinfo=UTC), datetime(2026, 10, 26, 1, 45, tzinfo=UTC),
    ]  # fmt: skip

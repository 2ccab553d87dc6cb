from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from nomologi_tui.goals.times.phrases import read_schedule
from nomologi_tui.goals.times.said import schedule_said
from nomologi_tui.schedules import (
    WORKDAYS,
    AnyOf,
    AtTimes,
    BadScheduleError,
    BusinessDays,
    Cron,
    Dates,
    Every,
    EveryDays,
    Holidays,
    Once,
    OnDays,
    Rule,
    Schedule,
    Sun,
    Weekdays,
    Within,
    YearDays,
    check_schedule,
    in_words,
    upcoming,
)
from tests.schedules.strategies import any_schedules, examples

NOW = datetime(2026, 10, 20, tzinfo=UTC)
DAILY = Schedule(AtTimes((time(8),)))


def again(schedule: Schedule, *, with_zone: bool = True) -> Schedule | None:
    words = in_words(schedule, with_zone=with_zone)
    return read_schedule(words, timezone=schedule.timezone, now=NOW).schedule


def normal(schedule: Schedule) -> Any:
    """The same for two that are due at the same moments by other names: the zone of a bare interval, one in a union."""
    rule: Any = schedule.rule
    narrowed = replace(schedule, rule=DAILY.rule) != replace(DAILY, timezone=schedule.timezone)
    if isinstance(rule, AnyOf):
        parts = [normal(one) for one in rule.schedules]
        rule = AnyOf(tuple(parts)) if len(parts) > 1 or narrowed else parts[0].rule
        if len(parts) == 1 and not narrowed:
            return parts[0]
    if isinstance(rule, OnDays) and rule.days == BusinessDays(""):
        rule = AtTimes(rule.times, WORKDAYS)
    if isinstance(rule, OnDays) and isinstance(rule.days, Weekdays):
        rule = AtTimes(rule.times, rule.days.weekdays)
    if isinstance(rule, OnDays) and isinstance(rule.days, Dates) and len(rule.days.dates) == len(rule.times) == 1:
        rule = Once(datetime.combine(rule.days.dates[0], rule.times[0]))
    if isinstance(rule, Within) and rule.days == BusinessDays(""):
        rule = replace(rule, days=Weekdays(WORKDAYS))
    skips = tuple(normal(skip) if isinstance(skip, Schedule) else skip for skip in schedule.skips)
    zoneless = isinstance(rule, Every | AnyOf) and not narrowed
    return replace(schedule, rule=rule, skips=skips, timezone="UTC" if zoneless else schedule.timezone)


def has_cron(schedule: Schedule) -> bool:
    inner = [*(schedule.rule.schedules if isinstance(schedule.rule, AnyOf) else ()), *schedule.skips]
    return isinstance(schedule.rule, Cron) or any(has_cron(one) for one in inner if isinstance(one, Schedule))


@examples(300)
@given(any_schedules)
@example(Schedule(AnyOf((DAILY, Schedule(AnyOf((Schedule(Every(60)), DAILY)))))))
@example(Schedule(AnyOf((DAILY,)), skips=(Weekdays(frozenset({6})),)))
@example(replace(DAILY, skips=(Schedule(Cron("0 8 1 * *")), Holidays("DE-BY"), BusinessDays(""))))
@example(Schedule(OnDays(BusinessDays("US", frozenset({1, -1})), (time(9), time(9, 0, 30))), "Asia/Tokyo"))
@example(Schedule(OnDays(YearDays(((2, 29), (12, 24))), (time(9),))))
@example(Schedule(Sun("dusk", -33.9, 151.2, -90.0, Holidays("US")), jitter=3600))
def test_any_schedule_can_be_read_again_from_its_words(schedule: Schedule) -> None:
    schedule = replace(schedule, seed="")
    if isinstance(schedule.rule, Sun):
        rounded = replace(schedule.rule, latitude=round(schedule.rule.latitude, 4), offset=schedule.rule.offset)
        schedule = replace(schedule, rule=replace(rounded, longitude=round(schedule.rule.longitude, 4)))
    try:
        check_schedule(schedule)
    except BadScheduleError:
        assume(False)
    found = again(schedule)
    assert found is not None
    assert upcoming(found, NOW, 10) == upcoming(schedule, NOW, 10)
    assert has_cron(schedule) or normal(found) == normal(schedule)


LINES = [
    "30 7 * * 1-5", "* * * * *", "0 * * * *", "*/15 * * * *", "0,45 * * * *", "1 * * * *", "0 */2 * * *",
    "0 9-17 * * 1-5", "*/10 9-17 * * 1-5", "0 6 1,15 * *", "0 6 22 1 *", "0 6 * 6-8 0", "0 9 1-7 * 1", "3-59/7 * * * *",
    "5,35 6-8 1 2,3 *", "0 9 1,15 * 1", "0 3 */2 * *", "0 9 10-20 5 0", "*/10 22-23,0-5 * * *",
    "7,37 8-9,12-14 * * 6", "23 8-20/2 * * *",
]  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_a_cron_line_can_be_read_again_from_its_words(line: str) -> None:
    schedule = Schedule(Cron(line), "Europe/Berlin")
    found = again(schedule)
    assert found is not None
    assert upcoming(found, NOW, 50) == upcoming(schedule, NOW, 50)
    assert in_words(found) == in_words(schedule)


@pytest.mark.parametrize("rule", [Every(1.5), Every(5400), Once(datetime(2027, 1, 31, 9)), Once(datetime(9999, 1, 1))])
def test_words_without_a_zone_are_read_in_the_users(rule: Rule) -> None:
    assert again(Schedule(rule, "Asia/Tokyo"), with_zone=False) == Schedule(rule, "Asia/Tokyo")


def test_the_triggers_fields_come_with_the_schedule() -> None:
    union = Schedule(AnyOf((DAILY, replace(DAILY, timezone="Asia/Tokyo", ends=date(2027, 1, 31)))))
    reading = read_schedule(in_words(union), timezone="UTC", now=NOW)
    assert reading.config == {}
    assert reading.triggers == (
        {"times": ["08:00"], "timezone": "UTC"},
        {"times": ["08:00"], "ends": "2027-01-31", "timezone": "Asia/Tokyo"},
    )


NOBODYS = [
    "", "every", "every day", "every day at 08:00 and", "every day at 8:00", "every day at 25:00",
    "every day at 08:00 (Mars/Base)", "(every day at 08:00", "every day at 08:00)", "at 08:00 on 31 Feb 2027",
    "every day at 08:00, but not on", "every day at 08:00, until 1 Jan 2027, from 1 Jan 2026 on", "every 0 minutes",
    "every business day at 09:00", "on public holidays (ZZ) at 09:00", "every hour; or", "by cron line 99 * * * *",
    "((((((((((((every hour))))))))))))", "every Day at 08:00", "x" * 30_000,
]  # fmt: skip


@pytest.mark.parametrize("text", NOBODYS, ids=[text[:30] for text in NOBODYS])
def test_what_is_not_exactly_said_so_is_left_to_the_reader_of_phrases(text: str) -> None:
    assert schedule_said(text, "UTC") is None


words = st.sampled_from([
    "every day", " at 08:00", ", but not ", "on weekdays", "(", ")", "; or ", "every hour", " (UTC)", ", from ",
    "1 Jan 2027", " on", ", until ", "on the ", "1st", " and ", "last", " Monday", " of every month", " at ",
    "sunset", "52.5, 13.4", "every 3 days from ",
])  # fmt: skip


@given(st.lists(words, max_size=12).map("".join) | st.text(max_size=40))
def test_no_mixture_of_such_words_breaks_it(text: str) -> None:
    found = schedule_said(text, "UTC")
    assert found is None or check_schedule(found) == found


def test_days_that_are_counted_keep_their_first_day() -> None:
    schedule = Schedule(OnDays(EveryDays(3, date(2026, 11, 27)), (time(9),)), ends=date(2027, 1, 1))
    assert again(schedule) == schedule

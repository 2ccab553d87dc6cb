from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given

from nomologi_tui.schedules import (
    WORKDAYS,
    AnyOf,
    AtTimes,
    BusinessDays,
    Cron,
    Dates,
    DateSpan,
    Days,
    Every,
    EveryDays,
    EveryWeeks,
    Holidays,
    MonthDays,
    Months,
    NthWeekdays,
    Once,
    OnDays,
    Rule,
    Schedule,
    Sun,
    Weekdays,
    Within,
    YearDays,
    in_words,
    upcoming,
)
from tests.schedules.strategies import any_schedules, examples

SAID: list[tuple[Rule, str]] = [
    (Every(1), "every second"),
    (Every(5), "every 5 seconds"),
    (Every(1.5), "every 1.5 seconds"),
    (Every(900), "every 15 minutes"),
    (Every(3600), "every hour"),
    (Every(5400), "every 90 minutes"),
    (Every(86400), "every 24 hours"),
    (Every(17760), "every 4 hours 56 minutes"),
    (AtTimes((time(7, 30),)), "every day at 07:30"),
    (AtTimes((time(7, 30),), WORKDAYS), "every weekday at 07:30"),
    (AtTimes((time(18), time(8)), frozenset({0, 3})), "Mondays and Thursdays at 08:00 and 18:00"),
    (AtTimes((time(8, 0, 30),), frozenset({6})), "Sundays at 08:00:30"),
    (Once(datetime(2026, 12, 24, 9)), "at 09:00 on 24 Dec 2026"),
    (Cron("30 7 * * mon-fri"), "every weekday at 07:30"),
    (Cron("@daily"), "every day at 00:00"),
    (Cron("* * * * *"), "every minute"),
    (Cron("0 * * * *"), "every hour on the hour"),
    (Cron("*/15 * * * *"), "every 15 minutes on the clock"),
    (Cron("*/45 * * * *"), "at 0 and 45 minutes past every hour"),
    (Cron("1 * * * *"), "at 1 minute past every hour"),
    (Cron("0 */2 * * *"), "every 2 hours on the clock from 00:00"),
    (Cron("0 */5 * * *"), "every day at 00:00, 05:00, 10:00, 15:00 and 20:00"),
    (Cron("0 9-17 * * 1-5"), "every hour on the hour from 09:00 to 17:00, every weekday"),
    (Cron("*/10 9-17 * * 1-5"), "every 10 minutes on the clock from 09:00 to 17:50, every weekday"),
    (Cron("0 6 1,15 * *"), "on the 1st and 15th of every month at 06:00"),
    (Cron("0 6 22 1 *"), "on the 22nd of Jan every year at 06:00"),
    (Cron("0 9 10-20 * *"), "on the 10th to 20th of every month at 09:00"),
    (Cron("0 3 */2 * *"), "on odd days of every month at 03:00"),
    (Cron("0 9 1,15 * 1"), "on the 1st and 15th of every month and also Mondays at 09:00"),
    (Cron("0 0 29 2 0"), "on the 29th of Feb every year and also Sundays in Feb at 00:00"),
    (Cron("23 8-20/2 * * *"), "every 2 hours on the clock from 08:23 to 20:23"),
    (Cron("*/10 22-23,0-5 * * *"), "every 10 minutes on the clock from 22:00 to 05:50 the next day"),
    (Cron("7,37 8-9,12-14 * * *"), "at 7 and 37 minutes past every hour from 08:07 to 09:37 and from 12:07 to 14:37"),
    (Cron("0 6 * 6-8 0"), "Sundays in Jun, Jul and Aug at 06:00"),
]


@pytest.mark.parametrize(("rule", "words"), SAID, ids=[words for _, words in SAID])
def test_a_schedule_is_said_in_words(rule: Rule, words: str) -> None:
    assert in_words(Schedule(rule)) == words


@pytest.mark.parametrize(
    "line", ["1-59/2 * * * *", "*/7 1,5,9 * * *", "*/15 1,5 * * *", "0 3 */2 * 1", "0 0 1-5,9,13 * *"]
)
def test_a_line_without_exact_words_is_shown_as_it_is(line: str) -> None:
    assert in_words(Schedule(Cron(line))) == f"by cron line {line}"


def test_the_zone_is_named_where_it_matters() -> None:
    assert in_words(Schedule(AtTimes((time(9),)), "Asia/Tokyo"), with_zone=True) == "every day at 09:00 (Asia/Tokyo)"
    assert in_words(Schedule(Every(5), "Asia/Tokyo"), with_zone=True) == "every 5 seconds"


NINE, DAY = (time(9),), date(2026, 11, 27)
SOME = frozenset[int]
ON: list[tuple[Days, str]] = [
    (EveryDays(1, DAY), "every day from 27 Nov 2026"),
    (EveryDays(3, DAY), "every 3 days from 27 Nov 2026"),
    (EveryWeeks(2, DAY, SOME({4})), "Fridays of every 2nd week from 27 Nov 2026"),
    (EveryWeeks(1, DAY, WORKDAYS), "every weekday of every week from 27 Nov 2026"),
    (MonthDays(SOME({1, 15})), "on the 1st and 15th of every month"),
    (MonthDays(SOME({1, -1, -2})), "on the 1st, 2nd to last and last day of every month"),
    (MonthDays(SOME({-1}), Months(SOME({3, 9}))), "on the last day of Mar and Sep every year"),
    (MonthDays(SOME({27}), Months(every=6, start=DAY)), "on the 27th of every 6th month from 27 Nov 2026"),
    (NthWeekdays(SOME({1, 3}), SOME({0})), "on the 1st and 3rd Monday of every month"),
    (NthWeekdays(SOME({-1}), SOME({4})), "on the last Friday of every month"),
    (NthWeekdays(SOME({1, -2}), SOME({0, 1})),
     "on the 1st Monday, 2nd to last Monday, 1st Tuesday and 2nd to last Tuesday of every month"),
    (NthWeekdays(SOME({1}), SOME({0}), Months(SOME({1}), 5, DAY)),
     "on the 1st Monday of every 5th month from 27 Nov 2026 that is Jan"),
    (BusinessDays("DE-BY"), "every business day (DE-BY)"),
    (BusinessDays("US", SOME({1, -1})), "on the 1st and last business day of every month (US)"),
    (BusinessDays("US", SOME(), Months(SOME({12}))), "every business day of Dec every year (US)"),
    (Holidays("US"), "on public holidays (US)"),
    (Dates((date(2026, 12, 24), date(2027, 1, 1))), "on 24 Dec 2026 and 1 Jan 2027"),
    (YearDays(((2, 29), (12, 24))), "on 29 Feb and 24 Dec of every year"),
    (DateSpan(DAY, date(2026, 12, 1)), "every day from 27 Nov 2026 to 1 Dec 2026"),
]  # fmt: skip


@pytest.mark.parametrize(("days", "words"), ON, ids=[words for _, words in ON])
def test_days_of_the_calendar_are_said_in_words(days: Days, words: str) -> None:
    assert in_words(Schedule(OnDays(days, NINE))) == f"{words} at 09:00"


DAILY = Schedule(AtTimes((time(8),)))
WHOLE: list[tuple[Schedule, str]] = [
    (Schedule(Every(60, datetime(2026, 1, 1, tzinfo=UTC))), "every minute, counted from 1 Jan 2026 at 00:00"),
    (Schedule(Every(60, datetime(2026, 10, 25, 1, tzinfo=UTC)), "Europe/Berlin"),
     "every minute, counted from 2026-10-25 01:00:00+00:00"),
    (Schedule(Within(3600, time(9), time(17), Weekdays(WORKDAYS))), "every hour from 09:00 to 17:00, every weekday"),
    (Schedule(Within(900, time(22), time(4))), "every 15 minutes from 22:00 to 04:00 the next day"),
    (Schedule(Sun("sunset", 52.52, 13.4, -1800)), "30 minutes before sunset at 52.52 N, 13.4 E"),
    (Schedule(Sun("dawn", 1, 2, 3600, Weekdays(SOME({6})))), "1 hour after dawn at 1 N, 2 E, Sundays"),
    (Schedule(Sun("sunrise", -33.9, 151.2)), "at sunrise at 33.9 S, 151.2 E"),
    (Schedule(AnyOf((DAILY, Schedule(Every(5), "Asia/Tokyo")))), "every day at 08:00; or every 5 seconds"),
    (replace(DAILY, skips=(Weekdays(SOME({5, 6})), DateSpan(DAY, DAY), Schedule(Cron("0 8 1 * *")))),
     ("every day at 08:00, but not on Saturdays and Sundays, nor from 27 Nov 2026 to 27 Nov 2026,"
      " nor at the times of (on the 1st of every month at 08:00 (UTC))")),
    (replace(DAILY, skips=(Weekdays(WORKDAYS), Holidays("DE"))),
     "every day at 08:00, but not on weekdays, nor on public holidays (DE)"),
    (replace(DAILY, starts=DAY, ends=date(2027, 1, 31), jitter=3600),
     "every day at 08:00, from 27 Nov 2026 on, until 31 Jan 2027, each time up to 1 hour later"),
]  # fmt: skip


@pytest.mark.parametrize(("schedule", "words"), WHOLE, ids=[words for _, words in WHOLE])
def test_a_narrowed_schedule_is_said_in_words(schedule: Schedule, words: str) -> None:
    assert in_words(schedule) == words


def test_each_of_several_schedules_has_its_zone() -> None:
    both = Schedule(AnyOf((replace(DAILY, timezone="Asia/Tokyo"), DAILY)))
    assert in_words(both) == "every day at 08:00 (Asia/Tokyo); or every day at 08:00"
    assert in_words(both, with_zone=True) == "every day at 08:00 (Asia/Tokyo); or every day at 08:00 (UTC)"


@examples(150)
@given(one=any_schedules, other=any_schedules)
def test_schedules_with_the_same_words_are_due_at_the_same_moments(one: Schedule, other: Schedule) -> None:
    words = in_words(one, with_zone=True)
    assert "\n" not in words
    assert not words.endswith(".")
    if words == in_words(other, with_zone=True) and one.seed == other.seed:
        start = datetime(2026, 10, 20, tzinfo=UTC)
        assert upcoming(one, start, 20) == upcoming(other, start, 20)

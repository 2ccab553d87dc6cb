from datetime import UTC, date, datetime, time

import pytest

from nomologi_tui.errors import BadInputError
from nomologi_tui.schedules import (
    EVERY_DAY,
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
    check_schedule,
)

GOOD: list[Rule] = [
    Every(1), Every(86400), AtTimes((time(0),)), Cron("*/5 9-17 * * mon-fri"), Cron("@daily"), Cron("0 0 29 2 *"),
    Cron("0 0 31 2 mon"), Once(datetime(2020, 1, 1)),
]  # fmt: skip
BAD: list[Rule] = [
    Every(0), Every(-5), Every(0.5), Every(float("nan")), Every(1e15), Every(60, datetime(2026, 1, 1)),
    AtTimes(()), AtTimes((time(8),), frozenset()), AtTimes((time(8),), EVERY_DAY | {7}),
    AtTimes((time(8, tzinfo=UTC),)), Once(datetime(2026, 1, 1, tzinfo=UTC)),
]  # fmt: skip
DAY, EIGHT = date(2026, 12, 24), (time(8),)
NAN, NONE = float("nan"), frozenset[int]()
DAYS: list[Days] = [
    Weekdays(NONE), EveryDays(0, DAY), EveryDays(-2, DAY), EveryDays(10**6, DAY), EveryWeeks(0, DAY, EVERY_DAY),
    EveryWeeks(2, DAY, NONE), MonthDays(NONE), MonthDays(frozenset({0})), MonthDays(frozenset({32})),
    MonthDays(frozenset({31, -31}), Months(frozenset({2, 4}))), MonthDays(frozenset({1}), Months(NONE)),
    MonthDays(frozenset({1}), Months(frozenset({13}))), MonthDays(frozenset({1}), Months(every=0)),
    MonthDays(frozenset({1}), Months(every=2)), NthWeekdays(frozenset({6}), EVERY_DAY),
    NthWeekdays(frozenset({0}), EVERY_DAY), NthWeekdays(frozenset({1}), NONE), BusinessDays("DE", frozenset({24})),
    BusinessDays("Narnia"), BusinessDays("DE-XX"), Holidays(""), Holidays("../etc"), Dates(()), Dates((DAY, DAY)),
    Dates((DAY, date(2026, 1, 1))), YearDays(()), YearDays(((2, 30),)), YearDays(((13, 1),)), YearDays(((0, 0),)),
    YearDays(((2, 1), (1, 1))), DateSpan(DAY, date(2026, 1, 1)),
    MonthDays(frozenset({30}), Months(frozenset({2}), 7, DAY)),
]  # fmt: skip
RULES: list[Rule] = [
    OnDays(Weekdays(), ()), AtTimes((time(8, 0, 0, 5),)), Within(0, time(9), time(17)), Within(NAN, time(9), time(17)),
    Within(60, time(9), time(9)), Within(3600, time(9), time(9, 30)), Within(60, time(9), time(17), Weekdays(NONE)),
    Sun("sunset", 91, 0), Sun("sunset", 0, 181), Sun("sunset", NAN, 0), Sun("sunset", 0, NAN),
    Sun("sunset", 0, 0, 10**6), Sun("sunset", 0, 0, NAN), Sun("dusk", 0, 0, 0, Weekdays(NONE)),
    AnyOf(()), AnyOf((Schedule(Every(0)),)), AnyOf(tuple(Schedule(Every(60)) for _ in range(51))),
]  # fmt: skip
DAILY = Schedule(AtTimes(EIGHT))
NARROWED = [
    Schedule(Every(60), jitter=-1), Schedule(Every(60), jitter=NAN), Schedule(Every(60), jitter=10**6),
    Schedule(Every(60), starts=DAY, ends=date(2026, 1, 1)), Schedule(Every(60), skips=(Weekdays(),)),
    Schedule(Every(60), skips=(Weekdays(NONE),)), Schedule(Every(60), skips=(Schedule(Every(60), "Mars"),)),
    Schedule(Every(1), skips=(Schedule(Every(2)),)), Schedule(Every(60), skips=(Schedule(Every(60), jitter=5),)),
    Schedule(Every(60), skips=(Schedule(Every(60)),)), Schedule(AtTimes(EIGHT), skips=(DAILY,)),
    Schedule(Every(60), skips=tuple(Weekdays(frozenset({day % 6})) for day in range(51))),
    Schedule(AtTimes(EIGHT, frozenset({5, 6})), skips=(Weekdays(frozenset({5})), Weekdays(frozenset({6, 0})))),
    Schedule(OnDays(Dates((DAY,)), EIGHT), starts=date(2027, 1, 1)),
    Schedule(AtTimes(EIGHT, frozenset({0})), starts=DAY, ends=DAY),
]  # fmt: skip
BAD_LINES = [
    "", "* * * *", "* * * * * *", "* 24 * * *", "60 * * * *", "0 0 30 2 *", "* * 31 4,6 *", "*/0 * * * *", "1- * * * *",
    "a b c d e", "0 0 L * *", "0 0 * * 5#2", "0 0 * * 5L", "0 0 ? * *", "@reboot", "@fortnightly", "0 0 * * sat-sun",
    "22-2 * * * *", "1,,2 * * * *", "٣ * * * *", "0 0 * * *; rm",
    "5/10 * * * *", "0 0 * * mon/2", "0,30/5 * * * *",
]  # fmt: skip


@pytest.mark.parametrize("rule", GOOD, ids=str)
def test_what_can_be_followed_is_returned_as_it_is(rule: Rule) -> None:
    schedule = Schedule(rule, "Europe/Berlin")
    assert check_schedule(schedule) is schedule


@pytest.mark.parametrize("rule", [*BAD, *map(Cron, BAD_LINES)], ids=str)
def test_what_is_no_schedule_is_refused_with_a_sentence_and_a_hint(rule: Rule) -> None:
    with pytest.raises(BadInputError) as caught:
        check_schedule(Schedule(rule))
    assert caught.value.message.endswith(".")
    assert caught.value.hint.count("\n") == 0


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "/etc/localtime", "Europe", "a\0b"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(BadInputError, match="not a time zone"):
        check_schedule(Schedule(Every(5), zone))


@pytest.mark.parametrize(
    "schedule",
    [*(Schedule(OnDays(days, EIGHT)) for days in DAYS), *(Schedule(rule) for rule in RULES), *NARROWED],
    ids=lambda schedule: str(schedule)[:100],
)
def test_what_contradicts_itself_or_never_comes_is_refused(schedule: Schedule) -> None:
    with pytest.raises(BadInputError) as caught:
        check_schedule(schedule)
    assert caught.value.message.endswith(".")
    assert caught.value.hint


def test_schedules_in_schedules_are_refused_when_they_are_too_deep() -> None:
    tower = DAILY
    for _ in range(6):
        tower = Schedule(AnyOf((tower,)))
    with pytest.raises(BadInputError, match="too deep"):
        check_schedule(tower)


def test_a_day_in_the_past_or_in_centuries_can_be_followed() -> None:
    check_schedule(Schedule(OnDays(Dates((date(1066, 10, 14), date(9999, 12, 31))), EIGHT)))


def test_a_day_that_never_comes_is_named() -> None:
    with pytest.raises(BadInputError, match="day 30 never comes"):
        check_schedule(Schedule(Cron("0 0 30 2 *")))


def test_a_refusal_is_a_value_error_too_so_that_config_models_may_let_it_through() -> None:
    with pytest.raises(ValueError, match="too often"):
        check_schedule(Schedule(Every(0)))

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomologi_tui.schedules import (
    BusinessDays,
    DateSpan,
    Days,
    EveryDays,
    EveryWeeks,
    MonthDays,
    Months,
    NthWeekdays,
    Weekdays,
    YearDays,
)
from nomologi_tui.schedules.calendar_days import days_from, first_day, first_outside
from tests.schedules import oracle
from tests.schedules.strategies import day_patterns, examples

NEAR = date(2027, 12, 30)


@examples(200)
@given(days=day_patterns(NEAR), before=st.integers(0, 500))
def test_a_pattern_has_the_days_that_counting_finds(days: Days, before: int) -> None:
    first = NEAR - timedelta(days=before)
    stretch = [first + timedelta(days=number) for number in range(before + 90)]
    expected = [day for day in stretch if oracle.is_day(days, day)]
    found = []
    for day in days_from(days, first):
        if day > stretch[-1]:
            break
        found.append(day)
    assert found == expected


COMES: list[tuple[Days, str | None]] = [
    (EveryDays(2, date(2027, 1, 30)), "2027-01-30"),
    (
        EveryWeeks(3, date(2026, 1, 7), frozenset({0})),
        "2026-01-26",
    ),  # the week of the start has no such Monday any more
    (MonthDays(frozenset({-1})), "2026-01-31"),
    (MonthDays(frozenset({29}), Months(frozenset({2}))), "2028-02-29"),
    (MonthDays(frozenset({29}), Months(frozenset({2}), 7, date(2026, 2, 1))), "2040-02-29"),
    (MonthDays(frozenset({31}), Months(frozenset({4}))), None),
    (MonthDays(frozenset({30}), Months(frozenset({2}), 7, date(2026, 2, 1))), None),
    (NthWeekdays(frozenset({5}), frozenset({3}), Months(frozenset({2}))), "2052-02-29"),
    (NthWeekdays(frozenset({4}), frozenset({3}), Months(frozenset({11}))), "2026-11-26"),
    (BusinessDays("DE-BY", frozenset({1})), "2026-02-02"),
    (BusinessDays("CN", frozenset({23}), Months(frozenset({2}))), None),
    (YearDays(((2, 29),)), "2028-02-29"),
]


@pytest.mark.parametrize(("days", "day"), COMES, ids=[str(days) for days, _ in COMES])
def test_rare_days_are_found_and_those_that_never_come_are_given_up(days: Days, day: str | None) -> None:
    found = first_day(days, date(2026, 1, 8))
    assert (found and found.isoformat()) == day


def test_a_century_without_a_leap_day_is_passed() -> None:
    assert first_day(YearDays(((2, 29),)), date(2096, 3, 1)) == date(2104, 2, 29)


def test_the_first_day_outside_may_lie_years_ahead() -> None:
    patterns: list[Days] = [DateSpan(date(2026, 1, 1), date(2045, 12, 31)), Weekdays(frozenset({0, 1}))]
    assert first_outside(patterns, NEAR, 10) == date(2046, 1, 3)
    assert first_outside([Weekdays()], NEAR, 1000) is None

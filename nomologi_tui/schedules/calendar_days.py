"""The first day of a pattern from a day on. By arithmetic, never day by day for longer than a bounded stretch."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from datetime import MAXYEAR, date, timedelta

from nomologi_tui.schedules.days import (
    BusinessDays,
    Dates,
    DateSpan,
    Days,
    EveryDays,
    EveryWeeks,
    Holidays,
    MonthDays,
    Months,
    NthWeekdays,
    Weekdays,
    YearDays,
)
from nomologi_tui.schedules.holiday import business_days, public_holidays

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_CYCLE = 4800  # months: after 400 years dates and weekdays repeat, so what did not come until then never comes
_HOLIDAY_MONTHS = 48  # what needs holidays loads a table a year; no pattern of them takes longer to come
_LEAP_WAIT = 9  # years: from 1896 the next 29 February was in 1904


def first_day(days: Days, day: date) -> date | None:
    """The first day of the pattern on or after `day`; None when none comes. OverflowError at the calendar's end."""
    match days:
        case Weekdays(weekdays):
            return _in_week(weekdays, day)
        case EveryDays(count, start):
            return start if day <= start else day + _DAY * (-(day - start).days % count)
        case EveryWeeks():
            return _in_weeks(days, day)
        case Dates(dates):
            place = bisect_left(dates, day)
            return dates[place] if place < len(dates) else None
        case DateSpan(first, last):
            return None if day > last else max(first, day)
        case YearDays(wanted):
            return _in_years(wanted, day)
    return _in_months(days, day)


def days_from(days: Days, day: date) -> Iterator[date]:
    """The pattern's days from `day` on, in order."""
    found = first_day(days, day)
    while found is not None:
        yield found
        found = first_day(days, found + _DAY)


def is_day_of(days: Days, day: date) -> bool:
    """Whether `day` belongs to the pattern."""
    return first_day(days, day) == day


def first_outside(patterns: Sequence[Days], day: date, most: int) -> date | None:
    """The first day from `day` on that belongs to none of `patterns`; None when `most` looks did not find one."""
    for _ in range(most):
        holding = next((pattern for pattern in patterns if is_day_of(pattern, day)), None)
        if holding is None:
            return day
        day = (holding.last if isinstance(holding, DateSpan) else day) + _DAY
    return None


def _in_week(weekdays: frozenset[int], day: date) -> date | None:
    return day + _DAY * min((wanted - day.weekday()) % 7 for wanted in weekdays) if weekdays else None


def _in_weeks(days: EveryWeeks, day: date) -> date | None:
    day = max(day, days.start)
    begins = _monday(days.start)
    while True:  # twice at most: the rest of a week that counts may be empty
        behind = (day - begins).days // 7 % days.count
        if behind:
            day = _monday(day) + _WEEK * (days.count - behind)
        found = _in_week(days.weekdays, day)
        if found is None or _monday(found) == _monday(day):
            return found
        day = _monday(day) + _WEEK


def _monday(day: date) -> date:
    return day - _DAY * day.weekday()


def _in_years(wanted: tuple[tuple[int, int], ...], day: date) -> date | None:
    for year in range(day.year, min(day.year + _LEAP_WAIT, MAXYEAR + 1)):
        for month, number in wanted:
            if number <= _length(year, month) and date(year, month, number) >= day:
                return date(year, month, number)
    return None


def _in_months(days: MonthDays | NthWeekdays | BusinessDays | Holidays, day: date) -> date | None:
    match days:
        case MonthDays(wanted, months):
            return _first_in(months, day, lambda year, month: _numbered(wanted, year, month), _CYCLE)
        case NthWeekdays(places, weekdays, months):
            return _first_in(months, day, lambda year, month: _placed(places, weekdays, year, month), _CYCLE)
        case BusinessDays(country, places, months):
            return _first_in(
                months, day, lambda year, month: _picked(business_days(country, year, month), places), _HOLIDAY_MONTHS
            )
        case Holidays(country):
            return _first_in(Months(), day, lambda year, month: public_holidays(country, year, month), _HOLIDAY_MONTHS)


def _first_in(months: Months, day: date, days_of: Callable[[int, int], Sequence[date]], most: int) -> date | None:
    """The first of the days that `days_of` gives, in any order, for each of the months. `most` bounds the months."""
    day = max(day, months.start) if months.start else day
    for year, month in _months_from(months, day, most):
        found = min((one for one in days_of(year, month) if one >= day), default=None)
        if found is not None:
            return found
    return None


def _months_from(months: Months, day: date, most: int) -> Iterator[tuple[int, int]]:
    number = day.year * 12 + day.month - 1  # months since year 0
    if months.start:
        number += -(number - months.start.year * 12 - months.start.month + 1) % months.every
    for here in range(number, min(number + most * months.every, (MAXYEAR + 1) * 12), months.every):
        if here % 12 + 1 in months.months:
            yield here // 12, here % 12 + 1


def _length(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _numbered(wanted: frozenset[int], year: int, month: int) -> list[date]:
    length = _length(year, month)
    numbers = {number if number > 0 else length + 1 + number for number in wanted}
    return [date(year, month, number) for number in numbers if 1 <= number <= length]


def _placed(places: frozenset[int], weekdays: frozenset[int], year: int, month: int) -> list[date]:
    length, first = _length(year, month), date(year, month, 1).weekday()
    found: list[date] = []
    for weekday in weekdays:
        numbers = range((weekday - first) % 7 + 1, length + 1, 7)
        found += _picked([date(year, month, number) for number in numbers], places)
    return found


def _picked(days: Sequence[date], places: frozenset[int]) -> Sequence[date]:
    """Those at these places, from 1 or from the end; all of them without places."""
    if not places:
        return days
    return [days[place - 1 if place > 0 else place] for place in places if abs(place) <= len(days)]

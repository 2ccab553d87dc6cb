"""Refuses what is no pattern of calendar days, with a sentence."""

from collections.abc import Set as AbstractSet
from datetime import date
from itertools import pairwise

from nomologi_tui.schedules.days import (
    EVERY_DAY,
    EVERY_MONTH,
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
from nomologi_tui.schedules.holiday import check_country
from nomologi_tui.schedules.rule import BadScheduleError

_LONGEST = 36525  # days, weeks or months between two
_MOST = 400  # dates in one list
_MOST_BUSINESS = 23  # business days of a month
_LENGTHS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}  # days of the months that have not 31


def check_days(days: Days) -> None:
    """Raises BadScheduleError."""
    match days:
        case Weekdays(weekdays):
            _check_weekdays(weekdays)
        case EveryDays(count):
            _check_count(count, "days")
        case EveryWeeks(count, _, weekdays):
            _check_count(count, "weeks")
            _check_weekdays(weekdays)
        case MonthDays() | NthWeekdays() | BusinessDays():
            _check_by_month(days)
        case Holidays(country):
            check_country(country)
        case Dates(dates):
            _check_order(dates)
        case YearDays(wanted):
            _check_year_days(wanted)
        case DateSpan(first, last) if last < first:
            raise BadScheduleError(f"{first} to {last} goes backwards.", "Swap the two days.")


def _check_by_month(days: MonthDays | NthWeekdays | BusinessDays) -> None:
    _check_months(days.months)
    match days:
        case MonthDays(numbers, months):
            _check_places(numbers, 31, "day of the month")
            _check_comes(numbers, months)
        case NthWeekdays(places, weekdays):
            _check_places(places, 5, "weekday's place in the month")
            _check_weekdays(weekdays)
        case BusinessDays(country, places):
            if country:
                check_country(country)
            _check_places(places or {1}, _MOST_BUSINESS, "business day of a month")


def _check_weekdays(weekdays: frozenset[int]) -> None:
    if not weekdays or not weekdays <= EVERY_DAY:
        raise BadScheduleError("No weekday is given.", "Name at least one of Monday to Sunday.")


def _check_count(count: int, unit: str) -> None:
    if not 1 <= count <= _LONGEST:
        raise BadScheduleError(f"Every {count} {unit} can't be counted.", f"Write 1 to {_LONGEST}.")


def _check_places(places: AbstractSet[int], most: int, what: str) -> None:
    wrong = sorted(place for place in places if not 1 <= abs(place) <= most)
    if wrong or not places:
        named = str(wrong[0]) if wrong else "Nothing"
        raise BadScheduleError(
            f"{named} is no {what}.", f"They go from 1 to {most}, and from -1, the last, to -{most}."
        )


def _check_months(months: Months) -> None:
    _check_count(months.every, "months")
    if not months.months or not months.months <= EVERY_MONTH:
        raise BadScheduleError("No month is given.", "Name at least one of January to December.")
    if months.every > 1 and months.start is None:
        raise BadScheduleError(f"Every {months.every} months is counted from nothing.", "Give the first day.")


def _check_comes(numbers: frozenset[int], months: Months) -> None:
    longest = max(_LENGTHS.get(month, 31) for month in months.months)
    if all(abs(number) > longest for number in numbers):
        raise BadScheduleError(f"Day {min(numbers, key=abs)} never comes in the months that are named.", "Name others.")


def _check_order(dates: tuple[date, ...]) -> None:
    if not dates or len(dates) > _MOST:
        raise BadScheduleError(f"{len(dates)} dates are given.", f"Give 1 to {_MOST}.")
    if any(first >= second for first, second in pairwise(dates)):
        raise BadScheduleError("The dates are not in order.", "Give each of them once, the earliest first.")


def _check_year_days(days: tuple[tuple[int, int], ...]) -> None:
    if not days or list(days) != sorted(set(days)):
        raise BadScheduleError("The days of the year are not in order.", "Give each of them once, the first one first.")
    for month, day in days:
        if month not in EVERY_MONTH or not 1 <= day <= _LENGTHS.get(month, 31):
            raise BadScheduleError(f"{month:02}-{day:02} is no day of any year.", "Write month and day, such as 12-24.")

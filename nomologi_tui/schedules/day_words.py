"""Patterns of calendar days in words, exactly; and the words that all of them share."""

from collections.abc import Iterable
from datetime import date

from nomologi_tui.schedules.days import (
    EVERY_DAY,
    EVERY_MONTH,
    WORKDAYS,
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

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_words(days: Days) -> str:
    """`every weekday`, `on the last Friday of every month`: what `at 09:00` can follow."""
    match days:
        case Weekdays(weekdays):
            return weekday_words(weekdays)
        case EveryDays() | EveryWeeks():
            return _counted_words(days)
        case Holidays(country):
            return f"on public holidays ({country})"
        case Dates(dates):
            return f"on {listed([date_words(one) for one in dates])}"
        case YearDays(wanted):
            return f"on {listed([f'{day} {MONTHS[month - 1]}' for month, day in wanted])} of every year"
        case DateSpan(first, last):
            return f"every day from {date_words(first)} to {date_words(last)}"
    return _by_month_words(days)


def _by_month_words(days: MonthDays | NthWeekdays | BusinessDays) -> str:
    match days:
        case MonthDays(numbers, months):
            day = "" if min(numbers) > 0 else " day"
            return f"on the {_place_words(numbers)}{day} of {_months_words(months)}"
        case NthWeekdays(places, weekdays, months):
            return f"on the {_nth_words(places, weekdays)} of {_months_words(months)}"
    return _business_words(days)


def _counted_words(days: EveryDays | EveryWeeks) -> str:
    start = date_words(days.start)
    if isinstance(days, EveryDays):
        return f"every {f'{days.count} days' if days.count > 1 else 'day'} from {start}"
    week = "every week" if days.count == 1 else f"every {ordinal(days.count)} week"
    return f"{weekday_words(days.weekdays)} of {week} from {start}"


def _business_words(days: BusinessDays) -> str:
    day, whose = ("business day", f" ({days.country})") if days.country else ("weekday", "")
    if days.places:
        return f"on the {_place_words(days.places)} {day} of {_months_words(days.months)}{whose}"
    months = "" if days.months == Months() else f" of {_months_words(days.months)}"
    return f"every {day}{months}{whose}"


def weekday_words(weekdays: frozenset[int]) -> str:
    if weekdays == EVERY_DAY:
        return "every day"
    if weekdays == WORKDAYS:
        return "every weekday"
    return listed([f"{WEEKDAYS[day]}s" for day in sorted(weekdays)])


def month_words(months: Iterable[int]) -> str:
    return listed([MONTHS[month - 1] for month in sorted(months)])


def date_words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def ordinal(number: int) -> str:
    """`1st`, `22nd`, `113th`."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _months_words(months: Months) -> str:
    named = month_words(months.months)
    start = f" from {date_words(months.start)}" if months.start else ""
    if months.every > 1:
        only = "" if months.months == EVERY_MONTH else f" that is {named}"
        return f"every {ordinal(months.every)} month{start}{only}"
    every_year = "" if start else " every year"
    return f"every month{start}" if months.months == EVERY_MONTH else f"{named}{start or every_year}"


def _place_words(places: frozenset[int]) -> str:
    return listed([_placed(place) for place in _in_order(places)])


def _placed(place: int) -> str:
    if place > 0:
        return ordinal(place)
    return "last" if place == -1 else f"{ordinal(-place)} to last"


def _nth_words(places: frozenset[int], weekdays: frozenset[int]) -> str:
    if len(weekdays) == 1:
        return f"{_place_words(places)} {WEEKDAYS[min(weekdays)]}"
    return listed([f"{_placed(place)} {WEEKDAYS[day]}" for day in sorted(weekdays) for place in _in_order(places)])


def _in_order(places: frozenset[int]) -> list[int]:
    return sorted(places, key=lambda place: (place < 0, place))

"""The schedule trigger's fields for the patterns of days that phrases say."""

from collections.abc import Iterable
from typing import Any

from nomologi_tui.schedules import (
    EVERY_MONTH,
    BusinessDays,
    Days,
    EveryDays,
    EveryWeeks,
    MonthDays,
    Months,
    NthWeekdays,
)

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def fields_of_days(days: Days) -> dict[str, Any]:
    """The fields. Raises ValueError for patterns that no phrase says."""
    match days:
        case EveryDays(count, start):
            return {"cycle": f"{count} days", "starts": start.isoformat()}
        case EveryWeeks(count, start, weekdays):
            return {"cycle": f"{count} weeks", "starts": start.isoformat(), "weekdays": weekday_names(weekdays)}
        case NthWeekdays(places, weekdays, months):
            return {"nth": _places(places), "weekdays": weekday_names(weekdays), **_months(months)}
        case MonthDays(numbers, months):
            return {"month_days": _places(numbers), **_months(months)}
        case BusinessDays("", places, months):
            return {"business_days": _places(places), **_months(months)}
    raise ValueError(f"no phrase says {days}")


def weekday_names(weekdays: Iterable[int]) -> list[str]:
    return [_WEEKDAYS[day] for day in sorted(weekdays)]


def _places(places: Iterable[int]) -> list[str]:
    return ["last" if place == -1 else str(place) for place in sorted(places, key=lambda place: (place < 0, place))]


def _months(months: Months) -> dict[str, Any]:
    return {} if months.months == EVERY_MONTH else {"months": [_MONTHS[month - 1] for month in sorted(months.months)]}

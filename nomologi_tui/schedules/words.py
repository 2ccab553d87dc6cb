"""A schedule in words, from the schedule itself. What has no exact words is shown as its cron line."""

from datetime import time

from nomologi_tui.schedules.cron import cron_fields, cron_sets
from nomologi_tui.schedules.rule import EVERY_DAY, WORKDAYS, AtTimes, Cron, Every, Once, Schedule

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MOST_TIMES = 6  # more of them are no longer read, but skipped
_ALL_MINUTES, _ALL_HOURS, _ALL_DAYS, _ALL_MONTHS = set(range(60)), set(range(24)), set(range(1, 32)), set(range(1, 13))


def in_words(schedule: Schedule, *, with_zone: bool = False) -> str:
    """One line, lower case first, no full stop. `with_zone` names the zone where it matters."""
    match schedule.rule:
        case Every(seconds):
            return f"every {interval_words(seconds)}"
        case AtTimes(times, weekdays):
            words = f"{_weekday_words(weekdays)} at {_listed([clock_words(one) for one in sorted(times)])}"
        case Once(at):
            words = f"at {clock_words(at.time())} on {at.day} {MONTHS[at.month - 1]} {at.year}"
        case Cron(expression):
            words = _cron_words(expression) or f"by cron line {' '.join(cron_fields(expression))}"
    return f"{words} ({schedule.timezone})" if with_zone else words


def interval_words(seconds: float) -> str:
    """`second`, `5 seconds`, `15 minutes`, `24 hours`: the largest exact unit; days have 23 to 25 hours."""
    for size, unit in ((3600, "hour"), (60, "minute"), (1, "second")):
        if seconds % size == 0:
            count = int(seconds // size)
            return unit if count == 1 else f"{count} {unit}s"
    return f"{seconds:g} seconds"


def clock_words(moment: time) -> str:
    """`07:30`, with seconds only where there are any."""
    return moment.strftime("%H:%M:%S" if moment.second else "%H:%M")


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _weekday_words(weekdays: frozenset[int]) -> str:
    if weekdays == EVERY_DAY:
        return "every day"
    if weekdays == WORKDAYS:
        return "every weekday"
    return _listed([f"{WEEKDAYS[day]}s" for day in sorted(weekdays)])


def _cron_words(expression: str) -> str | None:
    """None where no short sentence says exactly what the line does."""
    minutes, hours, days, months, weekdays = cron_sets(expression)
    if days != _ALL_DAYS and len(weekdays) < 7:
        return None  # one or both of them: no short words are clear
    date = _date_words(days, months, weekdays)
    clock = _clock_words(minutes, hours)
    if date is None or clock is None:
        return None
    if ":" in clock and clock.startswith("at "):
        return f"{date} {clock}"
    return clock if date == "every day" else f"{clock}, {date}"


def _date_words(days: set[int], months: set[int], weekdays: set[int]) -> str | None:
    if days == _ALL_DAYS:
        words = _weekday_words(frozenset((day - 1) % 7 for day in weekdays))
        return words if months == _ALL_MONTHS else f"{words} in {_month_words(months)}"
    if len(days) > _MOST_TIMES:
        return None
    month = "every month" if months == _ALL_MONTHS else _month_words(months)
    return f"on the {_listed([_ordinal(day) for day in sorted(days)])} of {month}"


def _month_words(months: set[int]) -> str:
    return _listed([MONTHS[month - 1] for month in sorted(months)])


def _ordinal(day: int) -> str:
    ending = "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _clock_words(minutes: set[int], hours: set[int]) -> str | None:
    if len(minutes) * len(hours) <= _MOST_TIMES:
        return f"at {_listed([f'{hour:02}:{minute:02}' for hour in sorted(hours) for minute in sorted(minutes)])}"
    hour_step = 24 // len(hours)
    if len(minutes) == 1 and 1 < hour_step < 24 and hours == set(range(0, 24, hour_step)):
        return f"every {hour_step} hours on the clock from 00:{min(minutes):02}"
    pace = _pace_words(minutes)
    if pace is None:
        return None
    if hours == _ALL_HOURS:
        return pace
    first, last = min(hours), max(hours)
    if hours == set(range(first, last + 1)):
        return f"{pace} from {first:02}:{min(minutes):02} to {last:02}:{max(minutes):02}"
    return None


def _pace_words(minutes: set[int]) -> str | None:
    """How often within an hour: `every 15 minutes on the clock`, `at 5 and 35 minutes past every hour`."""
    if minutes == _ALL_MINUTES:
        return "every minute"
    if minutes == {0}:
        return "every hour on the hour"
    step = 60 // len(minutes)
    if 60 % len(minutes) == 0 and minutes == set(range(0, 60, step)):
        return f"every {step} minutes on the clock"
    if len(minutes) > _MOST_TIMES:
        return None
    past = _listed([str(minute) for minute in sorted(minutes)])
    return f"at {past} minutes past every hour" if minutes != {1} else "at 1 minute past every hour"

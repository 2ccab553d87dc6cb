"""A cron line in words, where some say exactly what it does."""

from itertools import groupby

from nomologi_tui.schedules.cron import cron_fields, cron_sets
from nomologi_tui.schedules.day_words import listed, month_words, ordinal, weekday_words

_MOST_TIMES = 6  # more of them are no longer read, but skipped
_MOST_MINUTES = 12
_MOST_SPANS = 3
_ALL_MINUTES, _ALL_HOURS, _ALL_DAYS, _ALL_MONTHS = set(range(60)), set(range(24)), set(range(1, 32)), set(range(1, 13))


def cron_words(expression: str) -> str | None:
    """None where no short sentence says exactly what the line does."""
    minutes, hours, days, months, weekdays = cron_sets(expression)
    date = _date_words(expression, days, months, weekdays)
    clock = _clock_words(minutes, hours, daily=date == "every day")
    if date is None or clock is None:
        return None
    if clock.startswith("at ") and "past" not in clock:
        return f"{date} {clock}"
    return clock if date == "every day" else f"{clock}, {date}"


def _date_words(expression: str, days: set[int], months: set[int], weekdays: set[int]) -> str | None:
    on_weekdays = weekday_words(frozenset((day - 1) % 7 for day in weekdays))
    on_weekdays += "" if months == _ALL_MONTHS else f" in {month_words(months)}"
    if days == _ALL_DAYS:
        return on_weekdays
    numbers = _day_words(days)
    if numbers is None:
        return None
    on_days = f"on {numbers} of {'every month' if months == _ALL_MONTHS else f'{month_words(months)} every year'}"
    if len(weekdays) == 7:
        return on_days
    _, _, day, _, weekday = cron_fields(expression)
    either = not (day.startswith("*") or weekday.startswith("*"))  # cron takes a step from a star as a narrowing
    return f"{on_days} and also {on_weekdays}" if either else None


def _day_words(days: set[int]) -> str | None:
    """`the 1st and 15th`, `the 10th to 20th`, `odd days`."""
    if days == set(range(min(days), max(days) + 1)) and len(days) > 2:
        return f"the {ordinal(min(days))} to {ordinal(max(days))}"
    if days in (set(range(1, 32, 2)), set(range(2, 32, 2))):
        return "odd days" if 1 in days else "even days"
    return f"the {listed([ordinal(day) for day in sorted(days)])}" if len(days) <= _MOST_TIMES else None


def _clock_words(minutes: set[int], hours: set[int], *, daily: bool) -> str | None:
    if len(minutes) * len(hours) <= _MOST_TIMES:
        return f"at {listed([f'{hour:02}:{minute:02}' for hour in sorted(hours) for minute in sorted(minutes)])}"
    if len(minutes) == 1 and (stepped := _stepped_words(min(minutes), hours)):
        return stepped
    pace = _pace_words(minutes)
    if pace is None or hours == _ALL_HOURS:
        return pace
    spans = _spans(hours, over_midnight=daily)
    first, last = f"{min(minutes):02}", f"{max(minutes):02}"
    said = [f"from {a:02}:{first} to {b:02}:{last}{' the next day' if a > b else ''}" for a, b in spans]
    one_hour = len(spans) == 1 and first != last
    clear = one_hour or (len(spans) <= _MOST_SPANS and all(a != b for a, b in spans))
    return f"{pace} {listed(said)}" if clear else None


def _stepped_words(minute: int, hours: set[int]) -> str | None:
    """`every 2 hours on the clock from 00:17`, where it does not go on until midnight with the last time."""
    first, last = min(hours), max(hours)
    step = (last - first) // max(1, len(hours) - 1)
    if step < 2 or hours != set(range(first, last + 1, step)):
        return None
    to = "" if first == 0 and 24 % step == 0 and last + step == 24 else f" to {last:02}:{minute:02}"
    return f"every {step} hours on the clock from {first:02}:{minute:02}{to}"


def _spans(hours: set[int], *, over_midnight: bool) -> list[tuple[int, int]]:
    """The first and last hour of each unbroken row of them; `over_midnight` one row may begin in the evening."""
    rows = [[hour for _, hour in row] for _, row in groupby(enumerate(sorted(hours)), lambda pair: pair[1] - pair[0])]
    spans = [(row[0], row[-1]) for row in rows]
    if over_midnight and len(spans) > 1 and spans[0][0] == 0 and spans[-1][1] == 23:
        return [*spans[1:-1], (spans[-1][0], spans[0][1])]
    return spans


def _pace_words(minutes: set[int]) -> str | None:
    """How often within an hour: `every 15 minutes on the clock`, `at 5 and 35 minutes past every hour`."""
    if minutes == _ALL_MINUTES:
        return "every minute"
    if minutes == {0}:
        return "every hour on the hour"
    step = 60 // len(minutes)
    if 60 % len(minutes) == 0 and minutes == set(range(0, 60, step)):
        return f"every {step} minutes on the clock"
    if len(minutes) > _MOST_MINUTES:
        return None
    past = listed([str(minute) for minute in sorted(minutes)])
    return f"at {past} minutes past every hour" if minutes != {1} else "at 1 minute past every hour"

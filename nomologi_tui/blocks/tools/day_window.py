"""Hours of a day, days of a week, workdays: whether a moment lies inside, and how they read."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from nomologi_tui.schedules.holiday import business_days, holiday_name
from nomologi_tui.text import clean_line

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def inside(local: datetime, start: str, end: str, weekdays: Sequence[str]) -> bool:
    """Whether `local` lies in [start, end) on one of `weekdays` (none: any).

    A window over midnight belongs to the day on which it begins; equal times are a whole day.
    """
    first, last, now = time.fromisoformat(start), time.fromisoformat(end), local.time()
    late = first > last and now < last  # after midnight, in the window that began yesterday
    began = local - timedelta(days=1) if late else local
    if weekdays and DAYS[began.weekday()] not in weekdays:
        return False
    if first == last:
        return True
    return first <= now < last if first < last else now >= first or now < last


def window_words(start: str, end: str, weekdays: Sequence[str]) -> str:
    """`between 22:00 and 06:00 on Saturday and Sunday`."""
    hours = "" if start == end else f"between {start} and {end}"
    return f"{hours} {_day_words(weekdays)}".strip() or "at any time"


def moment_words(local: datetime) -> str:
    """`14:05 on Sunday`."""
    return f"{local:%H:%M} on {_NAMES[local.weekday()]}"


def day_kinds(day: date, country: str) -> tuple[frozenset[str], str]:
    """Which of workday, day off and public holiday it is, and its words: `Fri 25 Dec 2026 is Christmas Day (US)`.

    Without a country Monday to Friday are workdays.
    """
    holiday = holiday_name(country, day) if country else ""
    works = day in business_days(country, day.year, day.month)
    kinds = {"workday" if works else "day off"} | ({"public holiday"} if holiday else set())
    said = clean_line(holiday) or ("a workday" if works else "a day off")
    return frozenset(kinds), f"{day:%a %-d %b %Y} is {said}{f' ({country})' if country else ''}"


def _day_words(weekdays: Sequence[str]) -> str:
    days = sorted({DAYS.index(day) for day in weekdays})
    if len(days) in (0, 7):
        return ""
    if days == [0, 1, 2, 3, 4]:
        return "on weekdays"
    names = [_NAMES[day] for day in days]
    return "on " + (names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}")

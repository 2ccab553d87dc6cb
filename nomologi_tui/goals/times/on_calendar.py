"""Calendar expressions of systemd.time(7), as the fields of a schedule trigger."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from nomologi_tui.errors import BadInputError
from nomologi_tui.schedules import check_zone

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MOST_TIMES = 500  # of a day, where they are written out
_LONG = {
    "minutely": "*-*-* *:*:00", "hourly": "*-*-* *:00:00", "daily": "*-*-* 00:00:00", "monthly": "*-*-01 00:00:00",
    "weekly": "Mon *-*-* 00:00:00", "yearly": "*-01-01 00:00:00", "annually": "*-01-01 00:00:00",
    "quarterly": "*-01,04,07,10-01 00:00:00", "anually": "*-01-01 00:00:00",
    **dict.fromkeys(("semiannually", "semi-annually", "biannually", "bi-annually"), "*-01,07-01 00:00:00"),
}  # fmt: skip
_ALL_DAYS, _ALL_MONTHS, _ALL_DATES = frozenset(range(7)), frozenset(range(1, 13)), frozenset(range(1, 32))
_ALL_HOURS, _ALL_SIXTY = frozenset(range(24)), frozenset(range(60))
_NAMES = {name: number for number, day in enumerate(
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
) for name in (day, day[:3])}  # fmt: skip
_DATE = re.compile(r"(?:(?P<year>[\d*,./]+)-)?(?P<month>[\d*,./]+)(?P<mark>[-~])(?P<day>[\d*,./]+)")
_YEARS = (1970, 2199)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When an expression elapses: values of each part. `from_end`: days count from the month's end, 1 is the last."""

    weekdays: frozenset[int] = _ALL_DAYS
    years: frozenset[int] | None = None
    months: frozenset[int] = _ALL_MONTHS
    days: frozenset[int] = _ALL_DATES
    from_end: bool = False
    hours: frozenset[int] = frozenset({0})
    minutes: frozenset[int] = frozenset({0})
    seconds: frozenset[int] = frozenset({0})
    zone: str = ""


@dataclass(slots=True)
class _Words:
    left: list[str] = field(default_factory=list)

    def take(self, wanted: re.Pattern[str]) -> re.Match[str] | None:
        found = wanted.fullmatch(self.left[0]) if self.left else None
        if found:
            del self.left[0]
        return found


_WEEKDAYS = re.compile(r"[A-Za-z]{3,9}(?:(?:\.\.|-|,)[A-Za-z]{3,9})*,?")
_TIME = re.compile(r"(?P<hour>[\d*,./]+):(?P<minute>[\d*,./]+)(?::(?P<second>[\d*,./]+))?")


def read_calendar(text: str) -> Calendar:
    """What an OnCalendar= says. Raises BadInputError with a reason."""
    words = _Words(text.split())
    zone = ""
    if len(words.left) > 1 and words.left[-1][0].isalpha():
        zone = check_zone(words.left.pop()).key
    if len(words.left) == 1 and words.left[0].lower() in _LONG:
        words.left = _LONG[words.left[0].lower()].split()
    days = words.take(_WEEKDAYS)
    weekdays = _weekdays(days[0]) if days else _ALL_DAYS
    date = words.take(_DATE)
    time = words.take(_TIME)
    if words.left or not (days or date or time):
        raise BadInputError(f"“{text}” is no calendar expression that is known here.")
    parts = _date(date) if date else {}
    if time:
        parts |= {"hours": _numbers(time["hour"], 0, 23), "minutes": _numbers(time["minute"], 0, 59)}
        parts["seconds"] = _numbers(time["second"] or "0", 0, 59)
    return Calendar(weekdays, zone=zone, **parts)


def _weekdays(text: str) -> frozenset[int]:
    found: set[int] = set()
    for part in text.rstrip(",").split(","):
        ends = re.split(r"\.\.|-", part.lower())
        if len(ends) > 2 or any(end not in _NAMES for end in ends):
            raise BadInputError(f"“{part}” names no weekdays.")
        first, last = _NAMES[ends[0]], _NAMES[ends[-1]]
        if last < first:
            raise BadInputError(f"“{part}” goes over the end of the week, which systemd does not take.")
        found |= set(range(first, last + 1))
    return frozenset(found)


def _date(found: re.Match[str]) -> dict[str, Any]:
    from_end = found["mark"] == "~"
    year = found["year"] or "*"
    return {
        "years": None if year == "*" else _numbers(year, *_YEARS),
        "months": _numbers(found["month"], 1, 12),
        "days": _numbers(found["day"], 1, 31, from_end=from_end),
        "from_end": from_end and found["day"] != "*",
    }


def _numbers(text: str, low: int, high: int, *, from_end: bool = False) -> frozenset[int]:
    """The values of a list such as `1..5,10/3`; a step that counts from the end goes on to it."""
    found: set[int] = set()
    for part in text.split(","):
        match = re.fullmatch(r"(\*|\d{1,4})(?:\.\.(\d{1,4}))?(?:/(\d{1,4}))?", part)
        if not match or (match[1] == "*" and part != "*"):
            raise BadInputError(f"“{part}” is not known here as a part of a calendar expression.")
        found |= set(_range(match, low, high, from_end=from_end))
    if not found or min(found) < low or max(found) > high:
        raise BadInputError(f"“{text}” is out of its range, {low} to {high}.")
    return frozenset(found)


def _range(match: re.Match[str], low: int, high: int, *, from_end: bool) -> Iterable[int]:
    first = low if match[1] == "*" else int(match[1])
    step = int(match[3] or 1)
    if not step:
        raise BadInputError(f"The step of “{match[0]}” is 0.")
    if from_end and match[3] and not match[2]:
        return range(first, 0, -step)
    last = int(match[2]) if match[2] else high if match[1] == "*" or match[3] else first
    return range(first, last + 1, step)


def as_fields(calendar: Calendar) -> dict[str, Any]:
    """The schedule trigger's fields. Raises BadInputError for what they can't say."""
    fields: dict[str, Any] = {"timezone": calendar.zone} if calendar.zone else {}
    if calendar.years is not None:
        fields |= _years(calendar.years)
    whole = calendar.seconds == {0}
    if not whole and calendar.hours == _ALL_HOURS and calendar.minutes == _ALL_SIXTY:
        return fields | _each_minute(calendar)
    if whole and not calendar.from_end:
        fields["cron"] = _cron(calendar)
        if calendar.weekdays != _ALL_DAYS and calendar.days != _ALL_DATES:
            fields["except_weekdays"] = [DAYS[day] for day in sorted(_ALL_DAYS - calendar.weekdays)]
        return fields
    return fields | {"times": _times(calendar)} | _days(calendar)


def _years(years: frozenset[int]) -> dict[str, str]:
    first, last = min(years), max(years)
    if len(years) != last - first + 1:
        raise BadInputError("Years with others between them can't be said in one schedule.")
    ends = {} if last == _YEARS[1] else {"ends": f"{last}-12-31"}
    return {"starts": f"{first}-01-01"} | ends


def _each_minute(calendar: Calendar) -> dict[str, Any]:
    seconds = sorted(calendar.seconds)
    step = 60 // len(seconds)
    if calendar.weekdays != _ALL_DAYS or calendar.days != _ALL_DATES or calendar.months != _ALL_MONTHS:
        raise BadInputError("Seconds of each minute on some days only can't be said here.")
    if seconds != list(range(0, 60, step)) or calendar.years is not None or calendar.from_end:
        raise BadInputError("These seconds of each minute can't be said here.")
    return {"every": f"{step}s"}


def _cron(calendar: Calendar) -> str:
    days = calendar.days
    weekdays = calendar.weekdays if days == _ALL_DATES else _ALL_DAYS
    return " ".join([
        _list(calendar.minutes, _ALL_SIXTY), _list(calendar.hours, _ALL_HOURS), _list(days, _ALL_DATES),
        _list(calendar.months, _ALL_MONTHS), _list(frozenset((day + 1) % 7 for day in weekdays), _ALL_DAYS),
    ])  # fmt: skip


def _list(values: frozenset[int], every: frozenset[int]) -> str:
    """The values as a field of a cron line, in its shortest spelling."""
    ordered = sorted(values)
    if values == every:
        return "*"
    first, last, count = ordered[0], ordered[-1], len(ordered)
    step = ordered[1] - first if count > 1 else 1
    if count > 2 and ordered == list(range(first, last + 1, step)):
        if step > 1 and first == min(every) and first + count * step > max(every):
            return f"*/{step}"
        return f"{first}-{last}" + (f"/{step}" if step > 1 else "")
    return ",".join(map(str, ordered))


def _times(calendar: Calendar) -> list[str]:
    number = len(calendar.hours) * len(calendar.minutes) * len(calendar.seconds)
    if number > MOST_TIMES:
        raise BadInputError(f"These are {number:,} times a day; at most {MOST_TIMES} can be said here.")
    return [
        f"{hour:02}:{minute:02}" + (f":{second:02}" if second else "")
        for hour in sorted(calendar.hours) for minute in sorted(calendar.minutes) for second in sorted(calendar.seconds)
    ]  # fmt: skip


def _days(calendar: Calendar) -> dict[str, Any]:
    months = {} if calendar.months == _ALL_MONTHS else {"months": [MONTHS[one - 1] for one in sorted(calendar.months)]}
    if calendar.days == _ALL_DATES and not calendar.from_end and not months:
        return {} if calendar.weekdays == _ALL_DAYS else {"weekdays": [DAYS[day] for day in sorted(calendar.weekdays)]}
    places = ["last" if one == 1 else f"-{one}" for one in sorted(calendar.days)]
    days = {"month_days": places if calendar.from_end else [str(one) for one in sorted(calendar.days)]}
    left = [DAYS[day] for day in sorted(_ALL_DAYS - calendar.weekdays)]
    return days | months | ({"except_weekdays": left} if left else {})

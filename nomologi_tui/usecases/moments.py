"""A moment as a person types it: a time of day, a date, both, a day's name, or how long from now."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from nomologi_tui.errors import BadInputError
from nomologi_tui.schedules import moment_of
from nomologi_tui.settings.zones import is_zone
from nomologi_tui.text import clean_line, shorten

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_LENGTH = re.compile(r"(\d+(?:\.\d+)?|an?) ?(s|secs?|seconds?|m|mins?|minutes?|h|hours?|d|days?|w|weeks?)", re.ASCII)
_CLOCK = re.compile(r"(?:at )?(\d{1,2})(?::(\d{2}))?(?::(\d{2}))? ?(am|pm)?", re.ASCII)
_NAMED = {"noon": "12:00", "midnight": "0:00"}
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
NOW = "now"


def read_moment(text: str, now: datetime, zone: ZoneInfo, *, ahead: bool) -> datetime:
    """The moment that `text` means, in UTC. What repeats is the next one where `ahead`, else the last one before `now`.

    Raises BadInputError with one sentence.
    """
    words = " ".join(text.split())
    try:
        words, zone = _zone_taken(words, zone)
        said = _said(words.lower(), ahead=ahead)
        found = now if said == NOW else _length(said, now, ahead=ahead) or _named(said, now, zone, ahead=ahead)
        return _in_reach((found or _written(words, zone)).astimezone(UTC), ahead=ahead)
    except (ValueError, OverflowError):
        example = "18:00, tomorrow 8:00, 2 h, 3 days" if ahead else "08:00, yesterday 8:00, 2 h ago"
        raise BadInputError(
            f"“{shorten(clean_line(text), 40)}” is no time.", f"Write for example {example} or 2026-12-01 08:00."
        ) from None


def read_past(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The last such moment as `read_moment` reads it; None for `now`, about which more is known than a moment."""
    return None if text.strip().casefold() == NOW else read_moment(text, now, zone, ahead=False)


def _zone_taken(words: str, zone: ZoneInfo) -> tuple[str, ZoneInfo]:
    """`7:30 UTC`, `2026-12-01 8:00 Europe/Berlin`: the words without a zone behind them, and which zone counts."""
    rest, _, last = words.rpartition(" ")
    name = last.upper() if last.upper() == "UTC" else last
    if rest and (name == "UTC" or "/" in name) and is_zone(name):
        return rest, ZoneInfo(name)
    return words, zone


def _said(words: str, *, ahead: bool) -> str:
    """Without the little words that only say which way one looks: `in 2 h`, `2 h ago`, `last monday`."""
    before, after = ("(?:in|next) ", "") if ahead else ("(?:last) ", " ago")
    words = re.sub(f"^{before}|{after}$", "", words)
    return re.sub(r"\b(noon|midnight)$", lambda found: _NAMED[found[0]], words)


def _in_reach(moment: datetime, *, ahead: bool) -> datetime:
    """What is older than anything that ran is the oldest moment of all: sums with it must not leave the calendar.

    Raises ValueError for years that are too far ahead for that, and for such a past where it is to come.
    """
    if moment.year > 9000 or (ahead and moment < _FIRST):
        raise ValueError
    return max(moment, _FIRST)


def _length(words: str, now: datetime, *, ahead: bool) -> datetime | None:
    """`2 h`: so long from now; so long ago where the past is asked for."""
    found = _LENGTH.fullmatch(words)
    if found is None:
        return None
    length = timedelta(seconds=(1 if found[1].startswith("a") else float(found[1])) * _UNITS[found[2][0]])
    return now + length if ahead else now - length


def _named(words: str, now: datetime, zone: ZoneInfo, *, ahead: bool) -> datetime | None:
    """`18:00`, `tomorrow`, `monday 8:00`; a day without a time is its beginning. Raises ValueError for no such time."""
    day, _, rest = words.partition(" ")
    if day not in _NEAR and day not in _WEEKDAYS:
        day, rest = "", words
    clock = _CLOCK.fullmatch(rest)
    if clock is None and (rest or not day):
        return None
    if not day and ":" not in rest and not (clock and clock[4]):  # a bare number is no time of day
        return None
    at = _time_of(clock) if clock else time()
    moments = [moment_of(datetime.combine(one, at), zone) for one in _days(day, now.astimezone(zone).date())]
    if day in _NEAR:
        return moments[0]
    return min(one for one in moments if one > now) if ahead else max(one for one in moments if one <= now)


def _days(day: str, today: date) -> list[date]:
    """Which days the name may mean: the one beside `today`, the weekdays around it, or any where there is no name."""
    if day in _NEAR:
        return [today + timedelta(days=_NEAR[day])]
    around = [today + timedelta(days=shift) for shift in range(-7, 8)]
    return [one for one in around if one.weekday() == _WEEKDAYS.index(day)] if day else around


def _time_of(clock: re.Match[str]) -> time:
    hour, half = int(clock[1]), clock[4]
    if half and not 1 <= hour <= 12:
        raise ValueError
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, int(clock[2] or 0), int(clock[3] or 0))


def _written(words: str, zone: ZoneInfo) -> datetime:
    """A date with or without a time, as ISO 8601 or RFC 3339 have it. Raises ValueError."""
    found = datetime.fromisoformat(words)
    return found if found.tzinfo else moment_of(found, zone)

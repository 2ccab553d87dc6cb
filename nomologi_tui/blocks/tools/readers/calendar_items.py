"""The events of a calendar within a span of time, repeated ones spelled out. Run by `apart`, so it imports nothing of
ours.

Each event is a stranger's: one that is broken, or takes too long to spell out, is left out and counted; it never hides
the others.
"""

import re
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

MOST = 2000  # events within the span
PATIENCE = 2.0  # seconds of work for what repeats under one name
_AT_ONCE = 30.0  # seconds of work to read them all together; else one by one
_EACH = 0.25  # seconds of work to read one
_ALL = 8.0  # seconds of work for all of them, one by one
_TEXT = 4000  # characters
_LONGEST = 1024 * 1024  # characters of an event
_LONGEST_ZONE = 32 * 1024
_MOST_ZONES = 200
_BROKEN_MOST = 5000  # events that are tried one by one
_WHOLE = ("VEVENT", "VTIMEZONE")
_WITHIN_A_DAY = ("SECONDLY", "MINUTELY", "HOURLY")
_HEAD = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//any\n"
_ZONE_NAME = re.compile(r"^TZID[^:\n]*:(.*?)\r?$", re.MULTILINE | re.IGNORECASE)
_OFTEN = re.compile(r"FREQ=(SECOND|MINUTE|HOUR|DAI)LY|BY(SECOND|MINUTE|HOUR)=\d+,|=[^;:\n]{200}", re.IGNORECASE)
_NAME = re.compile(r"^X-WR-CALNAME:(.*)$", re.MULTILINE | re.IGNORECASE)
_CALENDAR_DATA = "{urn:ietf:params:xml:ns:caldav}calendar-data"


def read(data: bytes, zone: str, begin: str, end: str, patience: float = PATIENCE) -> dict[str, Any]:
    """`events` that touch the span from `begin` to `end` (ISO), by their start; `broken`: how many can't be read.

    `data`: an ICS file, or the answer of a CalDAV server. `kind` is empty for what is no calendar at all. Times without
    a zone, and days, are those of `zone`. What was called off is left out.
    """
    texts = _texts(data)
    if texts is None:
        return {"kind": "", "name": "", "events": [], "broken": 0}
    here, events, broken = ZoneInfo(zone), [], 0
    for text in texts:
        found, wrong = _events(text)
        events += found
        broken += wrong
    name = next((match[1].strip() for text in texts if (match := _NAME.search(text))), "")
    within, never_ending = _within(events, here, datetime.fromisoformat(begin), datetime.fromisoformat(end), patience)
    return {"kind": "calendar", "name": name[:200], "events": within, "broken": broken + never_ending}


def _texts(data: bytes) -> list[str] | None:
    text = data.decode("utf-8-sig", "replace").lstrip()
    if text[:15].upper() == "BEGIN:VCALENDAR":
        return [text]
    if text[:1] != "<":
        return None
    try:
        root = ET.fromstring(data)  # noqa: S314 - in a process of its own, under limits
    except ET.ParseError:
        return None
    if root.tag != "{DAV:}multistatus":
        return None
    return [(one.text or "").strip() for one in root.iter(_CALENDAR_DATA)]


def _events(text: str) -> tuple[list[Any], int]:
    """The events of one file, and how many of it can't be read."""
    pieces: dict[str, list[str]] = {name: [] for name in _WHOLE}
    for name, piece in _components(text):
        pieces[name].append(piece)
    zones, small = _zones(pieces["VTIMEZONE"]), [one for one in pieces["VEVENT"] if len(one) <= _LONGEST]
    events = _parsed("".join([*zones.values(), *small]), _AT_ONCE)
    if events is None:
        events = _one_by_one(small[:_BROKEN_MOST], zones)
    good = [one for one in events if _has_times(one)]
    return good, text.upper().count("\nBEGIN:VEVENT") - len(good)


def _components(text: str) -> Iterator[tuple[str, str]]:
    """Name and text of each event and time zone that is whole; the innermost, where somebody nested them."""
    name, lines = "", list[str]()
    for line in text.split("\n"):
        begins, _, what = line.rstrip("\r").upper().partition(":")
        if begins == "BEGIN" and what in _WHOLE:
            name, lines = what, []
        lines.append(line)
        if begins == "END" and what == name:
            yield name, "\n".join([*lines, ""])
            name = ""


def _zones(pieces: Sequence[str]) -> dict[str, str]:
    """The zones by name, without those that change their time so often that no hour could be told in them."""
    few = [one for one in pieces[:_MOST_ZONES] if len(one) <= _LONGEST_ZONE and not _OFTEN.search(one)]
    named = {match[1]: one for one in few if (match := _ZONE_NAME.search(one))}
    return {name: one for name, one in named.items() if _parsed(one, _EACH) is not None}


def _one_by_one(pieces: Sequence[str], zones: dict[str, str]) -> list[Any]:
    """Those that can be read alone, each with the zones that it names."""
    good, ends = [], time.process_time() + _ALL
    for piece in pieces:
        around = "".join(zone for name, zone in zones.items() if name in piece)
        good += _parsed(around + piece, min(_EACH, ends - time.process_time())) or []
    return good


def _parsed(text: str, seconds: float) -> list[Any] | None:
    """Its events; None where it can't be read, or not so soon."""
    from ical.calendar_stream import IcsCalendarStream
    from ical.exceptions import CalendarError

    try:
        with _no_longer(seconds):
            return list(IcsCalendarStream.calendar_from_ics(f"{_HEAD}{text}END:VCALENDAR\n").events)
    except (CalendarError, ValueError, OverflowError, RecursionError, AttributeError, TimeoutError):
        return None


def _has_times(event: Any) -> bool:
    """Whether it begins and ends; the library takes some that do not, and stumbles over them later."""
    try:
        return bool(event.dtstart and event.end)
    except (OverflowError, AttributeError):
        return False


@contextmanager
def _no_longer(seconds: float) -> Iterator[None]:
    """Raise TimeoutError inside of what takes more of the processor's time than that."""

    def stop(*_: object) -> None:
        raise TimeoutError

    if seconds <= 0:
        raise TimeoutError
    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _within(
    events: Sequence[Any], here: ZoneInfo, begin: datetime, end: datetime, patience: float
) -> tuple[list[dict[str, Any]], int]:
    """Those that touch the span, by their start, and how many were left out as they can't be spelled out in time."""
    singles, repeated = list[Any](), dict[str, list[Any]]()
    often = {one.uid for one in events if one.rrule or one.rdate}
    for one in events:
        if one.uid not in often:
            singles.append(one)
        elif not _is_over(one, begin):
            repeated.setdefault(one.uid, []).append(one)
    span = begin.astimezone(here), end.astimezone(here)
    found, broken = _spelled_out(singles, here, *span), 0
    ends = time.process_time() + _ALL
    for some in sorted(repeated.values(), key=_is_often):
        spelled = _in_time(partial(_spelled_out, some, here, *span), min(patience, ends - time.process_time()))
        found += spelled or []
        broken += len(some) if spelled is None else 0
    return sorted(found, key=lambda one: datetime.fromisoformat(one["start"]))[:MOST], broken


def _is_often(events: Sequence[Any]) -> bool:
    """Whether one repeats within a day: what may take long goes last, so that the time is left to the others."""
    rules = [one.rrule for one in events if one.rrule]
    return any(one.freq.value in _WITHIN_A_DAY or one.by_hour or one.by_minute or one.by_second for one in rules)


def _in_time(work: Callable[[], list[dict[str, Any]]], seconds: float) -> list[dict[str, Any]] | None:
    try:
        with _no_longer(seconds):
            return work()
    except (TimeoutError, ValueError, OverflowError):
        return None


def _spelled_out(events: Sequence[Any], here: ZoneInfo, begin: datetime, end: datetime) -> list[dict[str, Any]]:
    from ical.calendar import Calendar

    calendar, found = Calendar(), []
    calendar.events.extend(events)
    for one in calendar.timeline_tz(here).overlapping(begin, end):
        if one.status is None or str(one.status.value).upper() != "CANCELLED":
            found.append(_item(one, here))
        if len(found) >= MOST:
            break
    return found


def _is_over(event: Any, begin: datetime) -> bool:
    """Whether it repeats and all of it lies before the span: spelling out years of it would be in vain."""
    until = event.rrule.until if event.rrule and not event.rdate else None
    if until is None:
        return False
    last = datetime(until.year, until.month, until.day, tzinfo=UTC)
    return bool(last + event.computed_duration + timedelta(days=2) < begin)


def _item(event: Any, here: ZoneInfo) -> dict[str, Any]:
    return {
        "uid": str(event.uid or "")[:500],
        "title": _line(event.summary)[:500],
        "start": _instant(event.dtstart, here),
        "end": _instant(event.end, here),
        "all_day": not isinstance(event.dtstart, datetime),
        "location": _line(event.location)[:500],
        "text": str(event.description or "")[:_TEXT],
    }


def _instant(value: Any, here: ZoneInfo) -> str:
    """With its offset in our zone."""
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - it gets its zone below
    return str((value.replace(tzinfo=here) if value.tzinfo is None else value.astimezone(here)).isoformat())


def _line(text: Any) -> str:
    return " ".join(str(text or "").split())

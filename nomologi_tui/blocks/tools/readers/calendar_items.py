"""The events of a calendar within a span of time, repeated ones spelled out. Run by `apart`, so it imports nothing of
ours.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

MOST = 2000  # events within the span
_TEXT = 4000  # characters
_BROKEN_MOST = 5000  # events that are tried one by one
_MOST_REPEATS = 1_000_000  # before the span, of all events; each is gone through
_SECONDS = {"SECONDLY": 1, "MINUTELY": 60, "HOURLY": 3600, "DAILY": 86_400}
_OTHERS = re.compile(r"^BEGIN:(VTODO|VJOURNAL|VFREEBUSY)\r?\n.*?^END:\1\r?\n", re.DOTALL | re.MULTILINE | re.IGNORECASE)
_EVENT = re.compile(r"^BEGIN:VEVENT\r?\n.*?^END:VEVENT\r?\n", re.DOTALL | re.MULTILINE | re.IGNORECASE)
_END = re.compile(r"^END:VCALENDAR", re.MULTILINE | re.IGNORECASE)
_NAME = re.compile(r"^X-WR-CALNAME:(.*)$", re.MULTILINE | re.IGNORECASE)
_CALENDAR_DATA = "{urn:ietf:params:xml:ns:caldav}calendar-data"


def read(data: bytes, zone: str, begin: str, end: str) -> dict[str, Any]:
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
    span = datetime.fromisoformat(begin), datetime.fromisoformat(end)
    name = next((match[1].strip() for text in texts if (match := _NAME.search(text))), "")
    few = _spelled_out(events, span[0])
    broken += len(events) - len(few)
    return {"kind": "calendar", "name": name[:200], "events": _within(few, here, *span), "broken": broken}


def _texts(data: bytes) -> list[str] | None:
    text = data.decode("utf-8-sig", "replace").lstrip()
    if text[:15].upper() == "BEGIN:VCALENDAR":
        return [_OTHERS.sub("", text.rstrip() + "\n")]
    if text[:1] != "<":
        return None
    try:
        root = ET.fromstring(data)  # noqa: S314 - in a process of its own, under limits
    except ET.ParseError:
        return None
    if root.tag != "{DAV:}multistatus":
        return None
    return [_OTHERS.sub("", (one.text or "").strip() + "\n") for one in root.iter(_CALENDAR_DATA)]


def _events(text: str) -> tuple[list[Any], int]:
    """The events of one file, and how many of it are broken: one of them must not hide the others."""
    from ical.exceptions import CalendarParseError

    try:
        return _parsed(text), 0
    except CalendarParseError:
        pieces = _EVENT.findall(text)[:_BROKEN_MOST]
    good, around = [], _EVENT.sub("", text)
    for piece in pieces:
        try:
            _parsed(_with(around, piece))
        except CalendarParseError:
            continue
        good.append(piece)
    try:
        return _parsed(_with(around, "".join(good))), len(pieces) - len(good)
    except CalendarParseError:  # what is around them is broken
        return [], max(1, len(pieces))


def _parsed(text: str) -> list[Any]:
    from ical.calendar_stream import IcsCalendarStream
    from ical.exceptions import CalendarParseError

    try:
        return list(IcsCalendarStream.calendar_from_ics(text).events)
    except (OverflowError, RecursionError) as error:
        raise CalendarParseError(str(error)) from error


def _with(around: str, events: str) -> str:
    place = _END.search(around)
    return around[: place.start()] + events + around[place.start() :] if place else around + events


def _spelled_out(events: list[Any], begin: datetime) -> list[Any]:
    """Those with an end, and with few enough repeats before the span to go through all; the others are broken."""
    counted = sorted(((_repeats(one, begin), number) for number, one in enumerate(events)))
    taken, left = [], _MOST_REPEATS
    for repeats, number in counted:
        left -= repeats
        if left < 0:
            break
        taken.append(number)
    return [events[number] for number in sorted(taken)]


def _repeats(event: Any, begin: datetime) -> int:
    """About how often it happened before the span, as far as that is much; too often for one that has no end."""
    try:
        _ = event.end
    except OverflowError:
        return _MOST_REPEATS + 1
    each = _SECONDS.get(str(event.rrule.freq.value), 0) if event.rrule and not _is_over(event, begin) else 0
    if not each:
        return 0
    first = datetime(event.dtstart.year, event.dtstart.month, event.dtstart.day, tzinfo=UTC)
    interval = max(1, int(event.rrule.interval))
    return max(0, int((begin - first).total_seconds()) // (each * interval))


def _within(events: list[Any], here: ZoneInfo, begin: datetime, end: datetime) -> list[dict[str, Any]]:
    from ical.calendar import Calendar

    calendar = Calendar()
    calendar.events.extend(one for one in events if not _is_over(one, begin))
    found = []
    for one in calendar.timeline_tz(here).overlapping(begin.astimezone(here), end.astimezone(here)):
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

"""Fetch a calendar, by its address, by CalDAV or from a file, and read its events within a span of time."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from nomologi_tui.blocks.tools.calendars.form import Calendar
from nomologi_tui.blocks.tools.readers.apart import read_apart
from nomologi_tui.blocks.tools.small_file import bytes_of
from nomologi_tui.blocks.tools.web.polling import check_taken
from nomologi_tui.clock import Clock
from nomologi_tui.errors import BlockError

MOST = 20 * 1024 * 1024  # bytes of a calendar, unpacked
_NEVER = datetime(1, 1, 1, tzinfo=UTC)
_SECONDS = 120.0  # 60,000 events take half a minute, on a busy machine longer
_ASKED = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
_CALENDAR = "text/calendar, */*;q=0.5"
_QUERY = """<?xml version="1.0" encoding="utf-8"?>
<c:calendar-query xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">
<d:prop><c:calendar-data/></d:prop>
<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT"><c:time-range start="{begin}" end="{end}"/>
</c:comp-filter></c:comp-filter></c:filter></c:calendar-query>"""


@dataclass(slots=True)
class CalendarLook:
    """Looks at one calendar again and again; it is read anew only where it changed, or where more of it is needed."""

    config: Calendar
    clock: Clock
    zone: ZoneInfo
    login: Mapping[str, str] = field(default_factory=dict)
    _read_until: datetime = _NEVER
    _digest: bytes = b""
    _validators: dict[str, str] = field(default_factory=dict)
    _data: bytes = b""
    _found: dict[str, Any] = field(default_factory=dict)

    async def look(self, ahead: timedelta) -> dict[str, Any]:
        """What `calendar_items.read` finds of the events whose moment lies up to `ahead`, and of late ones.

        Raises BlockError where there is no calendar, CredentialError where the connection is refused.
        """
        config, now = self.config, self.clock.now()
        before, late = timedelta(seconds=config.before), timedelta(seconds=config.late)
        begin = min(now, now + before - late)  # what is under way counts at first
        span = begin - timedelta(days=1), now + before + 2 * ahead + timedelta(days=1)
        data = await self._fetch(*span)
        digest = hashlib.sha256(data).digest()
        if digest != self._digest or now + before + ahead > self._read_until:
            self._found = await self._read(data, *span)
            self._digest, self._read_until = digest, span[1]
        return self._found

    async def _read(self, data: bytes, begin: datetime, end: datetime) -> dict[str, Any]:
        what, span = f"What {self.config.shown} holds", (begin.isoformat(), end.isoformat())
        found: dict[str, Any] = await read_apart(
            "calendar_items", data, str(self.zone), *span, what=what, clock=self.clock, seconds=_SECONDS
        )
        if not found["kind"]:
            raise BlockError(f"{what} is no calendar.", "Give the address of an ICS file, or of a calendar by CalDAV.")
        return found

    async def _fetch(self, begin: datetime, end: datetime) -> bytes:
        if self.config.is_file:
            return await asyncio.to_thread(_file, self.config.url)
        from nomologi_tui.blocks.tools.web.http import Call, fetch  # httpx costs 100 ms

        config, query, headers = self.config, b"", {"Accept": _CALENDAR, **self._if_changed(), **self.login}
        if config.caldav:
            query = _QUERY.format(begin=_utc(begin), end=_utc(end)).encode()
            headers = {"Depth": "1", "Content-Type": "application/xml; charset=utf-8", **self.login}
        method = "REPORT" if config.caldav else "GET"
        call = Call(
            method, config.url, config.host, headers, body=query, timeout=config.timeout, most=MOST,
            authority=config.authority,
        )  # fmt: skip
        answer = await fetch(call, clock=self.clock)
        if answer.status == 304:
            return self._data
        self._check(answer)
        self._data = answer.data
        self._validators = {name: text for name in _ASKED if 0 < len(text := answer.headers.get(name, "")) <= 500}
        return answer.data

    def _if_changed(self) -> dict[str, str]:
        return {_ASKED[name]: text for name, text in self._validators.items() if text.isascii()}

    def _check(self, answer: Any) -> None:
        config = self.config
        check_taken(config, answer.status)
        if answer.status != 207 if config.caldav else not 200 <= answer.status < 300:
            hint = "Is it the address of one calendar of a CalDAV server?" if config.caldav else ""
            passing = answer.status >= 500
            raise BlockError(f"{config.host} answered {answer.status} instead of a calendar.", hint, passing=passing)
        if answer.cut:
            raise BlockError(f"The calendar of {config.host} is longer than {MOST // 1024**2} MB.")


def _file(path: str) -> bytes:
    try:
        data = bytes_of(Path(path).expanduser(), MOST)
    except (OSError, RuntimeError) as error:  # RuntimeError: ~somebody who is not here
        reason = getattr(error, "strerror", None) or str(error)
        raise BlockError(f"The calendar {path} can't be read: {reason.rstrip('.')}.", "Give an ICS file.") from None
    if len(data) > MOST:
        raise BlockError(f"The calendar {path} is longer than {MOST // 1024**2} MB.")
    return data


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")

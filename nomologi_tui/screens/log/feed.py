"""Feeds a log view from the store: pages on demand, new entries as they are written."""

import asyncio
from dataclasses import replace
from datetime import datetime

from nomologi_tui.model import LogEntry
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.words import log_line
from nomologi_tui.store.log_pages import LogFilter, Place
from nomologi_tui.store.reading import Reader
from nomologi_tui.widgets.log_view import PAGE, LogLine, LogView


class LogFeed:
    """One view's way to the store."""

    def __init__(self, desk: Desk, view: LogView, chosen: LogFilter | None = None) -> None:
        self._desk = desk
        self._view = view
        self.chosen = chosen or LogFilter()
        self._seen = 0  # position up to which new entries were handed to the view
        self._one = asyncio.Lock()  # of two looks at once both would hand over the same entries

    async def restart(self, on: int = 0) -> None:
        """Show the newest page, or the page around position `on`."""
        async with self._one:
            await self._restart(on)

    async def _restart(self, on: int = 0) -> None:
        newest = await self._desk.read(_last_id)
        lines = await self._page(before_id=on + PAGE // 2) if on else await self._page()
        self._seen = max(newest, lines[-1].id if lines else 0)
        self._view.show(lines, at_start=len(lines) < PAGE, at_end=not on or len(lines) < PAGE, on=on)

    async def changed(self, last_log_id: int) -> None:
        """Hand over what was written since."""
        async with self._one:
            await self._hand_over(last_log_id)

    async def catch_up(self) -> None:
        """Hand over what was written while nobody told of it."""
        async with self._one:
            await self._hand_over(await self._desk.read(_last_id))

    async def _hand_over(self, last_log_id: int) -> None:
        if last_log_id <= self._seen:
            return
        if not self._view.following:
            self._view.more_waiting(await self._desk.read(_count, self.chosen, self._seen, last_log_id))
            self._seen = last_log_id
            return
        lines = await self._page(after_id=self._seen)
        if len(lines) == PAGE:  # more than a page at once: only its end is looked at
            await self._restart()
            return
        self._seen = max([last_log_id, *(line.id for line in lines[-1:])])
        self._view.put_after(lines)

    async def answer(self, wanted: LogView.PageWanted) -> None:
        """Give the view the page that it asked for."""
        async with self._one:
            await self._answer(wanted)

    async def _answer(self, wanted: LogView.PageWanted) -> None:
        if wanted.before > 0:
            self._view.put_before(await self._page(before_id=wanted.before))
        elif wanted.after:
            self._view.put_after(await self._page(after_id=wanted.after))
        elif wanted.before < 0:
            lines = await self._page(after_id=0)
            self._view.show(lines, at_start=True, at_end=len(lines) < PAGE, on=lines[0].id if lines else 0)
        else:
            await self._restart()

    async def find(self, chosen: LogFilter, position: int, direction: int) -> int | None:
        """The position of the next such entry after (1) or before (-1) a position."""
        place = Place(after_id=position, limit=1) if direction > 0 else Place(before_id=position, limit=1)
        found, _ = await self._desk.read(_entries, chosen, place)
        return found[0].id if found else None

    async def find_time(self, at: datetime) -> int | None:
        """The position of the first chosen entry that is not older."""
        since = max(at, self.chosen.since or at)
        return await self.find(replace(self.chosen, since=since), 0, 1)

    async def _page(self, before_id: int | None = None, after_id: int | None = None) -> list[LogLine]:
        return self._lines(*await self._desk.read(_entries, self.chosen, Place(before_id, after_id, PAGE)))

    def _lines(self, entries: list[LogEntry], names: dict[int, str]) -> list[LogLine]:
        now, zone = self._desk.ws.clock.now(), self._desk.ws.settings.zone
        return [log_line(entry, names, now, zone) for entry in entries]


def _last_id(reader: Reader, _user_id: int) -> int:
    return reader.last_log_id()


def _count(reader: Reader, user_id: int, /, chosen: LogFilter, after_id: int, up_to: int) -> int:
    return reader.count_logs(user_id, chosen, after_id, up_to)


def _entries(reader: Reader, user_id: int, /, chosen: LogFilter, place: Place) -> tuple[list[LogEntry], dict[int, str]]:
    found = reader.log_page(user_id, chosen, place)
    return found, reader.names(user_id, {one.automation_id for one in found if one.automation_id})

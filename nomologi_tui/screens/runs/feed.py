"""Feeds a list of runs from the store: pages on demand, new runs on top, states where they change."""

import asyncio
from dataclasses import replace

from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.runs.trace import run_row
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.records import RunFilter, RunLine, RunSpan
from nomologi_tui.usecases.runs.interrupted import as_they_are
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.run_list import PAGE, RunList, RunRow

REACH = 20_000  # runs looked through for words at once; other looks have their turn in between


class RunFeed:
    """One list's way to the store."""

    def __init__(self, desk: Desk, view: RunList, chosen: RunFilter | None = None) -> None:
        self._desk = desk
        self._view = view
        self.chosen = chosen or RunFilter()
        self._seen = 0  # the newest run that was looked at
        self._one = asyncio.Lock()  # two looks at once would both put the same rows on top

    async def restart(self, on: int = 0) -> None:
        """Show the newest page, or the page around run `on`."""
        async with self._one:
            await self._restart(on)

    async def _restart(self, on: int = 0) -> None:
        self._seen = await self._desk.read(_newest)
        if not on:
            rows = await self._page(RunSpan(limit=PAGE))
            self._view.show(rows, at_top=True, at_end=len(rows) < PAGE)
            return
        newer = await self._page(RunSpan(after=on, oldest=True, limit=PAGE // 2))
        older = await self._page(RunSpan(before=on + 1, limit=PAGE))
        at_top = len(newer) < PAGE // 2
        self._view.show([*newer, *older], at_top=at_top, at_end=len(older) < PAGE, on=on)

    async def changed(self) -> None:
        """Somebody wrote: put new runs on top, and show how the open ones are now."""
        async with self._one:
            await self._changed()

    async def _changed(self) -> None:
        newest, view = await self._desk.read(_newest), self._view
        if view.at_top and (self.chosen.status or self.chosen.asks) and view.count <= PAGE:
            rows = await self._page(RunSpan(limit=PAGE))  # an older run may have come into this state
            view.renew(rows, at_end=len(rows) < PAGE)
        elif view.at_top and newest > self._seen:
            span = RunSpan(after=max(view.newest, self._seen), before=newest + 1, oldest=True, limit=PAGE)
            rows = await self._page(span)
            if len(rows) == PAGE:  # more than a page at once: only its end is looked at
                await self._restart()
                return
            view.put_newer(rows, at_top=True)
        self._seen = newest  # nothing was awaited since the rows were shown: who is cancelled before looks again
        await self._tell_again(view.going)

    async def say_times(self) -> None:
        """A minute went by."""
        async with self._one:
            await self._tell_again(self._view.near)

    async def _tell_again(self, ids: list[int]) -> None:
        if ids:
            self._view.change(self._rows(await self._desk.read(_lines, self._desk.ws, ids)))

    async def answer(self, wanted: RunList.PageWanted) -> None:
        """Give the list the page that it asked for."""
        async with self._one:
            await self._answer(wanted)

    async def _answer(self, wanted: RunList.PageWanted) -> None:
        if wanted.before:
            rows = await self._page(RunSpan(before=wanted.before, limit=PAGE))
            self._view.put_older(rows, at_end=len(rows) < PAGE)
        elif wanted.after > 0:
            rows = await self._page(RunSpan(after=wanted.after, oldest=True, limit=PAGE))
            self._view.put_newer(rows, at_top=len(rows) < PAGE)
        elif wanted.after < 0:
            rows = await self._page(RunSpan(oldest=True, limit=PAGE))
            self._view.show(rows, at_top=len(rows) < PAGE, at_end=True, on=rows[-1].id if rows else 0)
        else:
            await self._restart()

    async def find(self, wanted: RunFilter, here: int, *, older: bool) -> int:
        """The next run of another filter, older or newer than `here`; 0 where there is none."""
        span = RunSpan(before=here, limit=1) if older else RunSpan(after=here, oldest=True, limit=1)
        found = await self._lines(wanted, span)
        return found[0].id if found else 0

    async def _page(self, span: RunSpan) -> list[RunRow]:
        return self._rows(await self._lines(self.chosen, span))

    async def _lines(self, chosen: RunFilter, span: RunSpan) -> list[RunLine]:
        if chosen.words:
            return await self._searched(chosen, span)
        return await self._read(chosen, span)

    async def _read(self, chosen: RunFilter, span: RunSpan) -> list[RunLine]:
        return await self._desk.read(_page, self._desk.ws, chosen, span)

    async def _searched(self, chosen: RunFilter, span: RunSpan) -> list[RunLine]:
        """Words are looked for in some thousand runs at a time, until a page is full."""
        found: list[RunLine] = []
        low, high = span.after, span.before or self._seen + 1
        while low + 1 < high and len(found) < span.limit:
            left = span.limit - len(found)
            if span.oldest:
                end = min(low + REACH, high)
                part = await self._read(chosen, replace(span, after=low, before=end, limit=left))
                found, low = [*part, *found], end - 1
            else:
                begin = max(high - REACH, low)
                part = await self._read(chosen, replace(span, after=begin, before=high, limit=left))
                found, high = [*found, *part], begin + 1
        return found

    def _rows(self, found: list[RunLine]) -> list[RunRow]:
        now, zone = self._desk.ws.clock.now(), self._desk.ws.settings.zone
        return [run_row(one, now, zone) for one in found]


def _newest(reader: Reader, _user_id: int) -> int:
    return reader.run_pages.newest()


def _page(reader: Reader, user_id: int, ws: Workspace, chosen: RunFilter, span: RunSpan) -> list[RunLine]:
    return as_they_are(ws, reader.run_pages.page(user_id, chosen, span))


def _lines(reader: Reader, user_id: int, ws: Workspace, ids: list[int]) -> list[RunLine]:
    return as_they_are(ws, reader.run_pages.lines(user_id, ids))

"""Wakes the runs whose waiting is over, and sends digests that are due. Both are rows; here is only when to look."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from nomologi_tui.runner.tools import Tools, until_it_works
from nomologi_tui.runner.waiting import wait
from nomologi_tui.store import Tx, digests, runs


class Resuming:
    """Puts runs into the queue when their time has come."""

    def __init__(self, tools: Tools, on_resume: Callable[[], None]) -> None:
        self._tools = tools
        self._on_resume = on_resume
        self._sooner = asyncio.Event()
        self._next: datetime | None = None

    def expect(self, moment: datetime | None) -> None:
        """A run was just set aside until `moment`, or a digest is due then."""
        if moment is not None and (self._next is None or moment < self._next):
            self._next = moment
            self._sooner.set()

    async def run(self) -> None:
        """Look whenever the next waiting is over, until cancelled."""
        tools = self._tools
        while True:
            self._sooner.clear()
            self._next = await until_it_works(tools, tools.store.aread, _next)
            if self._next is None or self._next > tools.clock.now():
                await wait(tools.clock, self._next, self._sooner)
            elif await until_it_works(tools, tools.store.awrite, _act, tools.clock.now()):
                self._on_resume()


def _next(tx: Tx) -> datetime | None:
    moments = [moment for moment in (runs.next_resume(tx), digests.next_due(tx)) if moment is not None]
    return min(moments, default=None)


def _act(tx: Tx, now: datetime) -> int:
    """How many runs there are to take now."""
    return runs.resume_due(tx, now) + digests.send_due(tx, now)

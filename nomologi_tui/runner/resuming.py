"""Wakes the runs whose waiting is over. What they wait for stands in their rows; here is only when to look."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from nomologi_tui.runner.tools import Tools, until_it_works
from nomologi_tui.store import runs

LOOK = 15.0  # seconds between looks at the wall clock: it may have been set, or the machine slept


class Resuming:
    """Puts runs back into the queue when their time has come."""

    def __init__(self, tools: Tools, on_resume: Callable[[], None]) -> None:
        self._tools = tools
        self._on_resume = on_resume
        self._sooner = asyncio.Event()
        self._next: datetime | None = None

    def expect(self, moment: datetime | None) -> None:
        """A run was just set aside until `moment`."""
        if moment is not None and (self._next is None or moment < self._next):
            self._next = moment
            self._sooner.set()

    async def run(self) -> None:
        """Look whenever the next waiting is over, until cancelled."""
        tools = self._tools
        while True:
            self._sooner.clear()
            self._next = await until_it_works(tools, tools.store.aread, runs.next_resume)
            if self._next is None or self._next > tools.clock.now():
                await self._wait()
            elif await until_it_works(tools, tools.store.awrite, runs.resume_due, tools.clock.now()):
                self._on_resume()

    async def _wait(self) -> None:
        """Until the next waiting is over, somebody expects one sooner, or it is time for a look."""
        left = LOOK if self._next is None else (self._next - self._tools.clock.now()).total_seconds()
        sleeping = asyncio.ensure_future(self._tools.clock.sleep(max(min(left, LOOK), 0)))
        sooner = asyncio.ensure_future(self._sooner.wait())
        try:
            await asyncio.wait({sleeping, sooner}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
            sooner.cancel()

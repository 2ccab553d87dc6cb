"""A trigger that asks a real server, one look at a time: only its rests are under a fake clock."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from nomologi_tui.blocks import Block, Event
from nomologi_tui.testing import START, FakeClock, FakeTriggerContext
from tests.support import eventually


class Asking:
    """The trigger at work. Its events are accepted as they come, with their cursors."""

    def __init__(self, block: Block, config: Any, cursor: dict[str, Any] | None, now: datetime) -> None:
        self.clock = FakeClock(now)
        self.context = FakeTriggerContext(cursor, clock=self.clock)
        self._config = config
        self._events: list[Event] = []
        self._begun = False
        self.task = asyncio.create_task(self._listen(block))

    async def _listen(self, block: Block) -> None:
        async for event in block.run(self._config, self.context):
            self._events.append(event)
            self.context.cursor = event.cursor if event.cursor is not None else self.context.cursor

    async def look(self, times: int = 1) -> list[dict[str, Any]]:
        """The data of the events of the next looks. Raises what ends the trigger."""
        for _ in range(times):
            if self._begun:
                self.clock.tick(self._config.every)
            self._begun = True
            await eventually(lambda: self.clock._sleepers or self.task.done())
            if self.task.done():
                self.task.result()
        return [event.data for event in self.taken()]

    def taken(self) -> list[Event]:
        """The events since the last time."""
        found, self._events = self._events, []
        return found


@asynccontextmanager
async def asking(
    block: Block, config: Any, cursor: dict[str, Any] | None = None, now: datetime = START
) -> AsyncIterator[Asking]:
    """`now`: what the fake clock shows at first."""
    made = Asking(block, config, cursor, now)
    try:
        yield made
    finally:
        made.task.cancel()
        await asyncio.wait([made.task])

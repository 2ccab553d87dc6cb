"""A trigger that runs over a fake context, and whose events are accepted as a runner does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from pydantic import BaseModel

from nomologi_tui.blocks import Block, Event
from nomologi_tui.testing import FakeClock, FakeTriggerContext
from tests.support import DEADLINE, eventually


class Hearing:
    """A running trigger: `events` fills up as they come; each moves the cursor on."""

    def __init__(self, context: FakeTriggerContext) -> None:
        self.context = context
        self.events: asyncio.Queue[Event] = asyncio.Queue()
        self.task: asyncio.Task[None]

    async def next(self) -> Event:
        return await asyncio.wait_for(self.events.get(), DEADLINE)

    async def looked(self, times: int) -> None:
        """Wait until it has looked so often: it waits after each look."""
        await eventually(lambda: self.context.beats >= times)

    async def again(self, seconds: float) -> None:
        """Let time pass until it looks again, and wait for the end of that look."""
        clock, beats = self.context.clock, self.context.beats
        assert isinstance(clock, FakeClock)
        await eventually(lambda: clock._sleepers)
        clock.tick(seconds)
        await eventually(lambda: self.context.beats >= beats + 2 and clock._sleepers)


@asynccontextmanager
async def hearing(block: Block, config: BaseModel, context: FakeTriggerContext) -> AsyncIterator[Hearing]:
    """Raises what the trigger raised, at the end."""
    found = Hearing(context)

    async def listen() -> None:
        events: Any = block.run(config, context)
        try:
            async for event in events:
                context.cursor = event.cursor or context.cursor
                found.events.put_nowait(event)
        finally:
            await events.aclose()

    task = found.task = asyncio.create_task(listen())
    try:
        yield found
    finally:
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            task.result()

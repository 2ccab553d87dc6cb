"""For triggers that look again and again: their pace, their signs of life, and what they know between two looks."""

import secrets
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from nomologi_tui.blocks.contexts import TriggerContext
from nomologi_tui.clock import Clock
from nomologi_tui.model import Event

if TYPE_CHECKING:
    import asyncio

BEAT = 20.0  # seconds between signs of life
LONGEST = 240.0  # seconds that one look may take: after 300 without a sign of life a trigger counts as stale


async def looks(ctx: TriggerContext, every: float) -> AsyncIterator[None]:
    """A turn to look now, and then one each `every` seconds."""
    while True:
        began = ctx.clock.monotonic()
        yield
        ctx.alive()
        while (left := began + every - ctx.clock.monotonic()) > 0:
            await ctx.clock.sleep(min(left, BEAT))
            ctx.alive()


async def came(coming: "asyncio.Future[Any]", clock: Clock, patience: float) -> bool:
    """Whether what is `coming` has come within `patience` seconds."""
    import asyncio  # a goal that is only read needs none of it

    pause = asyncio.ensure_future(clock.sleep(patience))
    try:
        await asyncio.wait({coming, pause}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        pause.cancel()
    return coming.done()


class Memory:
    """What was seen last, kept in the trigger's cursor, so that a change is told once whatever happens in between.

    What was seen of something else than `about` counts for nothing: the trigger was edited.
    """

    def __init__(self, ctx: TriggerContext, about: str) -> None:
        self._ctx = ctx
        self._about = about

    @property
    def seen(self) -> Any:
        """A JSON value; None before the first look."""
        cursor = self._ctx.cursor
        return cursor["seen"] if cursor and cursor.get("about") == self._about else None

    async def keep(self, seen: Any) -> None:
        """Remember it without an event; writes nothing where it is known already."""
        if self.seen is None:
            new = {"about": self._about, "mark": secrets.token_hex(8), "number": 0, "seen": seen}
            await self._ctx.remember(new)
        elif self.seen != seen:
            await self._ctx.remember({**(self._ctx.cursor or {}), "seen": seen})

    def event(self, seen: Any, data: dict[str, Any]) -> Event:
        """The next event, remembered together with its run. Call it after something was kept."""
        cursor = {**(self._ctx.cursor or {}), "seen": seen}
        cursor["number"] += 1
        return Event(f"{cursor['mark']}:{cursor['number']}", data, cursor=cursor)


async def has_begun(memory: Memory, *, is_so: bool, is_over: bool, at_once: bool) -> bool:
    """Whether something has just become so, to be told once with `memory.event(True, …)`; again only after it was over.

    What is so at the first look counts where it shall be told `at_once`. Neither so nor over: as it was before.
    """
    before = memory.seen
    if before is None:
        await memory.keep(is_so and not at_once)
    elif before and is_over:
        await memory.keep(False)
    return is_so and memory.seen is False

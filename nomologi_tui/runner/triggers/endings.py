"""Tells triggers how runs of other automations ended: each once, in order, and also those of before a restart."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import datetime

from nomologi_tui.model import Ending
from nomologi_tui.store import Store
from nomologi_tui.store.runs import ends


@dataclass(eq=False, slots=True)
class Endings:
    """Triggers wait here; only those are woken whose automation has ended a run."""

    store: Store
    began: datetime  # when this runner began
    _waiting: dict[int, set[asyncio.Event]] = field(default_factory=dict)  # by automation
    _seen: int | None = None  # the position in the log up to which all were woken

    async def look(self) -> None:
        """Wake whom it concerns. Call it whenever anybody wrote."""
        if not self._waiting:
            self._seen = None
            return
        known, self._seen = self._seen, await self.store.aread(ends.newest)
        concerned = set(self._waiting)
        if known is not None:
            self._seen, concerned = await self.store.aread(ends.ended_since, known)
        for automation_id in concerned:
            for one in self._waiting.get(automation_id, ()):
                one.set()

    async def of(self, automation_id: int, position: int) -> AsyncGenerator[Ending, None]:
        """Each run of that automation that ended behind `position` in the log, and then each when it ends."""
        ended = asyncio.Event()
        self._waiting.setdefault(automation_id, set()).add(ended)
        try:
            while True:
                ended.clear()
                while found := await self.store.aread(ends.endings, automation_id, position):
                    for one in found:
                        position = one.position
                        yield one
                await ended.wait()
        finally:
            self._forget(automation_id, ended)

    def _forget(self, automation_id: int, ended: asyncio.Event) -> None:
        waiting = self._waiting[automation_id]
        waiting.discard(ended)
        if not waiting:
            del self._waiting[automation_id]

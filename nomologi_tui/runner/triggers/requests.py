"""The web requests of one trigger: each is answered once; one that was taken, when its run is on disk."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from nomologi_tui.blocks.contexts import WebRequest
from nomologi_tui.futures import carried_through
from nomologi_tui.runner.tools import Trouble
from nomologi_tui.runner.triggers.web import Hooks


@dataclass(eq=False, slots=True)
class Requests:
    """`on_event` is told when runs stand in line to be written."""

    hooks: Hooks
    trouble: Trouble
    on_event: Callable[[], None]
    under_way: WebRequest | None = None  # the one that the trigger looks at
    _taken: "list[asyncio.Future[Any]]" = field(default_factory=list)  # runs on their way to the disk

    async def each_of(self, queue: "asyncio.Queue[WebRequest]") -> AsyncGenerator[WebRequest, None]:
        """Each as it comes; before it waits for more, those that were taken are on disk: once for all of them."""
        while True:
            if queue.empty():
                await self._until_on_disk()
            self.under_way = await queue.get()
            yield self.under_way
            self.answer(202)  # for one that the trigger neither took nor refused: it was heard

    def answer(self, status: int) -> None:
        """Answer the one under way, if it still waits for it."""
        request, self.under_way = self.under_way, None
        if request is not None:
            self.hooks.answer(request, status)

    def take(self, request: WebRequest, saving: "asyncio.Future[Any]", accepted: Callable[[], None]) -> None:
        """The run of the one under way is being saved; `accepted` is called once it is. Its sender hears 202 or 503."""
        self.under_way = None
        saving.add_done_callback(partial(self._is_on_disk, request, accepted))
        self._taken.append(saving)

    def _is_on_disk(self, request: WebRequest, accepted: Callable[[], None], saving: "asyncio.Future[Any]") -> None:
        """Tell the sender, also where this trigger has ended meanwhile: the run is made all the same."""
        saved = saving.exception() is None
        self.hooks.answer(request, 202 if saved else 503)
        if saved:
            accepted()

    async def _until_on_disk(self) -> None:
        """Raises StoreError where waiting can't help."""
        taken, self._taken = self._taken, []
        if taken:
            self.on_event()
            await carried_through(taken[-1])  # they end in their order; no sender must send what is saved again
        for saving in taken:
            self.trouble.is_saved(saving)

"""Looks that follow changes: one at a time, and once more where something changed meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from nomologi_tui.errors import NomologiError
from nomologi_tui.screens.page import Page

REST = 2  # times as long as a look took, no other one begins: what takes long must not be looked at all the time


class Latest:
    """What a screen shows of something that changes often. However often it is asked, no look waits behind another."""

    def __init__(self, page: Page[Any], look: Callable[[], Awaitable[None]]) -> None:
        """`look` asks and shows; its NomologiError is told on the page."""
        self._page, self._look = page, look
        self._stale = self._looks = False

    def again(self) -> None:
        """Something changed."""
        self._stale = True
        if not self._looks:
            self._page.run_worker(self._follow(), group="latest")

    async def _follow(self) -> None:
        self._looks = True
        clock = self._page.desk.ws.clock
        try:
            while self._stale:
                self._stale, began = False, clock.monotonic()
                await self._look()
                await asyncio.sleep(REST * (clock.monotonic() - began))
        except NomologiError as error:
            self._page.trouble(error)
        finally:
            self._looks = False

"""Looks that follow changes: one at a time, and once more where something changed meanwhile."""

from collections.abc import Awaitable, Callable
from typing import Any

from nomologi_tui.errors import NomologiError
from nomologi_tui.screens.page import Page


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
        try:
            while self._stale:
                self._stale = False
                await self._look()
        except NomologiError as error:
            self._page.trouble(error)
        finally:
            self._looks = False

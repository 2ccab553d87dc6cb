"""At most a few steps at once use the same account elsewhere: a service that is asked too often refuses all."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from nomologi_tui.blocks.connected import Connected
from nomologi_tui.model import Step

AT_ONCE = 2  # steps with the same account


class Accounts:
    """A place for each use of an account: of a connection that a step names, or of a secret by its reference."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._places: dict[str, asyncio.Semaphore] = {}

    @asynccontextmanager
    async def share(self, step: Step, connections: Sequence[Connected] = ()) -> AsyncIterator[None]:
        """Wait until each account that `step` uses has a place free, and hold it meanwhile.

        In the order of their names, so that two steps with the same two accounts never wait for each other.
        """
        async with AsyncExitStack() as held:
            for account in sorted({*_accounts(step.config), *(f"connection:{one.id}" for one in connections)}):
                await held.enter_async_context(self._place(account))
            yield

    def _place(self, account: str) -> asyncio.Semaphore:
        return self._places.setdefault(account, asyncio.Semaphore(self._at_once))


def _accounts(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value.startswith(("keyring:", "env:")):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _accounts(item)

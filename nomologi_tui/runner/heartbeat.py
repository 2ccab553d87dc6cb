"""A sign of life for somebody outside: an address that is asked for each minute while the runner is well.

Who watches over it there notices what no program can tell of itself: that it is gone, or its machine.
"""

import asyncio
from datetime import datetime
from urllib.parse import urlsplit

from nomologi_tui.errors import BlockError, NomologiError, StoreError
from nomologi_tui.model import EventType, Level
from nomologi_tui.runner.redaction import Redactor
from nomologi_tui.runner.tools import Tools
from nomologi_tui.store import Tx, logs

EVERY = 60.0  # seconds
PATIENCE = 10.0


class Heartbeat:
    """Pings while the store takes writes. What goes wrong there stands in the log, once."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._heard = True

    async def run(self) -> None:
        """Until cancelled; for ever idle where no address is set."""
        if not self._tools.settings.heartbeat_url:
            await asyncio.Event().wait()
        while True:
            await self.beat()
            await self._tools.clock.sleep(EVERY)

    async def beat(self) -> None:
        """One ping. Raises StoreError where waiting can't help."""
        redactor = Redactor()
        try:
            await self._tools.store.awrite(_nothing)
            await self._ping(redactor)
        except StoreError as error:
            if not error.passing:
                raise
        except NomologiError as error:
            await self._say(heard=False, words=redactor(f"The heartbeat was not heard: {error}"))
        else:
            await self._say(heard=True, words="The heartbeat is heard again")

    async def _ping(self, redactor: Redactor) -> None:
        from nomologi_tui.blocks.tools.web.http import (  # httpx: 80 ms that only those pay who want a heartbeat
            Call,
            send,
        )

        url = redactor.add(await asyncio.to_thread(self._url))
        host = _host(url)
        answer = await send(Call("GET", url, trusted=host, timeout=PATIENCE), clock=self._tools.clock)
        if answer["status"] >= 400:
            raise BlockError(f"{host} answered {answer['status']}.", "Check heartbeat_url.")

    def _url(self) -> str:
        wanted = self._tools.settings.heartbeat_url
        return self._tools.secrets.get(wanted) if wanted.startswith(("env:", "keyring:")) else wanted

    async def _say(self, *, heard: bool, words: str) -> None:
        if heard is self._heard:
            return
        self._heard = heard
        level = Level.INFO if heard else Level.WARNING
        await self._tools.store.awrite(_note, words, level, self._tools.clock.now())


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        raise BlockError("What heartbeat_url says is no web address.", "It starts with http:// or https://.") from None


def _nothing(tx: Tx) -> None:
    """A write of nothing: it is done when writes are."""


def _note(tx: Tx, words: str, level: Level, now: datetime) -> None:
    logs.note(tx, EventType.ALERTED, words, now, level=level)

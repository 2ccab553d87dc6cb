"""uvicorn as the webhook listener needs it. Loaded when the port is opened, not before."""

import asyncio
from functools import partial
from math import ceil
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol


class _Protocol(H11Protocol):
    """uvicorn's, with an end to connections that never send a whole request head: it would wait for ever."""

    def __init__(self, head_seconds: float, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head_seconds = head_seconds
        self._too_late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._too_late = self.loop.call_later(self._head_seconds, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._too_late is not None:
            self._too_late.cancel()
        super().connection_lost(exc)

    def _give_up(self) -> None:
        if self.cycle is None:
            self.transport.close()


def make_server(app: Any, head_seconds: float, closing_seconds: float, connections: int) -> uvicorn.Server:
    """A server for the ASGI app `app`, not started yet."""
    protocol: Any = partial(_Protocol, head_seconds)
    config = uvicorn.Config(
        app, loop="none", lifespan="off", interface="asgi3", http=protocol, ws="none", log_config=None,
        log_level="critical", access_log=False, limit_concurrency=connections, timeout_keep_alive=5,
        timeout_graceful_shutdown=ceil(closing_seconds), h11_max_incomplete_event_size=16 * 1024,
        server_header=False, date_header=False, proxy_headers=False,
    )  # fmt: skip
    return uvicorn.Server(config)

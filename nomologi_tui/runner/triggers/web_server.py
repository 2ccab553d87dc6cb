"""uvicorn as the webhook listener needs it: its protocol on each connection. Loaded when the port is opened.

Without uvicorn's own server: that one wakes up ten times a second, takes over signals and exits the process.
"""

import asyncio
import socket
from functools import partial
from typing import Any, Self

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

MOST = 512  # open connections; a runner may have 1,024 files open


class _Protocol(H11Protocol):
    """uvicorn's, with an end to connections that never send a whole request head, the first or the next one: it would
    wait for ever.

    uvicorn's limit counts connections; whoever opens many and sends nothing would keep everybody else out. Here it
    counts requests under way, and where too many connections are open the oldest without a request makes room.
    """

    def __init__(self, head_seconds: float, open_ones: "dict[_Protocol, None]", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head_seconds = head_seconds
        self._too_late: asyncio.TimerHandle | None = None
        self._open = open_ones
        self.connections = set()  # what uvicorn counts

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._begin_waiting()
        if len(self._open) >= MOST:
            next((one for one in self._open if one.is_waiting), self).transport.close()
        self._open[self] = None

    @property
    def is_waiting(self) -> bool:
        """Whether no request is under way; what comes of a body whose answer is sent already is none."""
        return self.cycle is None or self.cycle.response_complete

    def _begin_waiting(self) -> None:
        if self._too_late is not None:
            self._too_late.cancel()
        self._too_late = self.loop.call_later(self._head_seconds, self._give_up)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._begin_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._too_late is not None:
            self._too_late.cancel()
        self._open.pop(self, None)
        super().connection_lost(exc)

    def _give_up(self) -> None:
        if self.is_waiting:
            self.transport.close()


class WebServer:
    """An ASGI app behind a socket that listens already."""

    def __init__(self, server: asyncio.Server, state: ServerState, open_ones: "dict[_Protocol, None]") -> None:
        self._server = server
        self._state = state
        self._open = open_ones

    @classmethod
    async def start(cls, app: Any, sock: socket.socket, head_seconds: float, requests: int) -> Self:
        """Take requests on `sock`, at most so many at once; a request's head must come within `head_seconds`."""
        config = uvicorn.Config(
            app, lifespan="off", interface="asgi3", ws="none", log_config=None, log_level="critical",
            access_log=False, limit_concurrency=requests, timeout_keep_alive=5,
            h11_max_incomplete_event_size=16 * 1024, proxy_headers=False,
        )  # fmt: skip
        state, open_ones = ServerState(), dict[_Protocol, None]()
        make = partial(_Protocol, head_seconds, open_ones, config=config, server_state=state, app_state={})
        server = await asyncio.get_running_loop().create_server(make, sock=sock, start_serving=False)
        try:
            await server.start_serving()
        except asyncio.CancelledError:  # else it listens on, and nobody knows of it: the port stays taken
            server.close()
            raise
        return cls(server, state, open_ones)

    async def close(self, patience: float) -> None:
        """Close the socket; requests under way get `patience` seconds to end."""
        self._server.close()
        for connection in list(self._open):
            connection.shutdown()
        if self._state.tasks:
            await asyncio.wait(self._state.tasks, timeout=patience)
        for task in list(self._state.tasks):
            task.cancel()
        for connection in list(self._open):
            connection.transport.abort()

"""A port of ours for requests by HTTP, and uvicorn behind it once it is open."""

import asyncio
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nomologi_tui.errors import BlockError

if TYPE_CHECKING:
    from nomologi_tui.runner.triggers.web_server import WebServer

REQUESTS = 64  # under way at once


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the listener waits, in seconds."""

    head: float = 10.0  # for a connection's first request
    body: float = 10.0
    accepted: float = 10.0  # until the run is on disk
    closing: float = 2.0  # for requests under way when the port closes


PATIENT = Patience()


class Port:
    """The listening socket and uvicorn behind it. Opened once however many ask."""

    def __init__(self, host: str, port: int, setting: str) -> None:
        """`setting` is what a person changes where another program has the port."""
        self._host = host
        self._wanted = port
        self._setting = setting
        self._lock = asyncio.Lock()
        self._server: WebServer | None = None
        self._port = port

    @property
    def url(self) -> str:
        """The address by which this machine reaches it; with port 0 the real one is known once it is open."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}"

    async def open(self, app: Any, patience: Patience) -> None:
        """Listen, unless it does already. Raises BlockError."""
        async with self._lock:
            if self._server is not None:
                return
            sock = self._bind()
            self._port = sock.getsockname()[1]
            from nomologi_tui.runner.triggers.web_server import WebServer  # 3 MB that a runner without webhooks saves

            self._server = await WebServer.start(app, sock, patience.head, REQUESTS)

    def _bind(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        sock = socket.socket(family)
        try:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else 202 comes 40 ms after the run is on disk
            sock.bind((self._host, self._wanted))
            sock.listen(128)
        except OSError as error:
            sock.close()
            raise BlockError(
                f"The runner can't open {self._host}:{self._wanted}: {error.strerror}.",
                f"Another program may use the port; set {self._setting} in config.toml.",
                passing=True,
            ) from error
        sock.setblocking(False)
        return sock

    async def close(self, patience: Patience) -> None:
        """Close the port; requests under way get a moment to end."""
        async with self._lock:
            server, self._server = self._server, None
            if server is not None:
                await server.close(patience.closing)

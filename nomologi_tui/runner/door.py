"""The runner's door: whoever wrote something for it knocks, and it looks at once instead of at its next look.

A knock is a connection and nothing else. Nothing is read from it, so nobody can say anything wrong; what there is to do
stands in the store, so nothing is lost where nobody hears it.
"""

import asyncio
import logging
import os
import socket
import stat
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from nomologi_tui.clock import Clock
from nomologi_tui.runner.waiting import wait

ADDRESS = 103  # bytes that an address may have on every system
_PEER = struct.Struct("3i")  # process, user, group
_ROOT = 0

_log = logging.getLogger(__name__)


def knock(path: Path) -> None:
    """Let the runner behind the socket at `path` look now. It need not be there, and is never waited for."""
    with suppress(OSError), _address(path) as address, socket.socket(socket.AF_UNIX) as client:
        client.setblocking(False)
        client.connect(address)


class Door:
    """The socket at `path`. To be opened only by who holds the runner lock."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._knocked = asyncio.Event()
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Hear knocks. Where that can't be done it is said, and the looks go on as they do without."""
        try:
            listening = self._bind()
        except OSError as error:
            _log.warning("Nobody can knock at %s (%s): what others write is seen a little later.", self._path, error)
            return
        loop = asyncio.get_running_loop()
        self._server = await loop.create_unix_server(lambda: _Knock(self._knocked.set), sock=listening)

    def _bind(self) -> socket.socket:
        """Ours alone: only its owner may connect, and nobody before that is so. Raises OSError."""
        if _is_socket(self._path):  # of a runner that was killed: the lock says that it is gone
            self._path.unlink()
        ours = socket.socket(socket.AF_UNIX)
        try:
            with _address(self._path) as address:
                ours.bind(address)
                Path(address).chmod(0o600)
            ours.listen()
        except OSError:
            ours.close()
            raise
        ours.setblocking(False)
        return ours

    async def wait(self, seconds: float) -> None:
        """Until somebody knocks, at most so long."""
        await wait(self._clock, self._clock.now() + timedelta(seconds=seconds), self._knocked)
        self._knocked.clear()

    def close(self) -> None:
        """Leave the place to the next one."""
        if self._server is None:
            return
        self._server.close()
        self._server = None
        with suppress(OSError):
            self._path.unlink()


class _Knock(asyncio.Protocol):
    """One connection: heard and closed."""

    def __init__(self, heard: Callable[[], None]) -> None:
        self._heard = heard

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if _may_knock(transport.get_extra_info("socket")):
            self._heard()
        transport.close()


def _may_knock(connection: socket.socket) -> bool:
    """Only we and root. Where the kernel does not say who it is, the mode of the file keeps others out."""
    if sys.platform != "linux":
        return True
    _, user, _ = _PEER.unpack(connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size))
    return user in (os.geteuid(), _ROOT)


def _is_socket(path: Path) -> bool:
    try:
        return stat.S_ISSOCK(path.lstat().st_mode)
    except FileNotFoundError:
        return False


@contextmanager
def _address(path: Path) -> Iterator[str]:
    """`path` in the bytes that an address may have: through its open folder where it is longer, which Linux knows."""
    if len(os.fsencode(path)) <= ADDRESS:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)

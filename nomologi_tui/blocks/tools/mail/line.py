"""A connection to a mail server: opened in the loop, used by a thread that talks, cut off when its step is stopped."""

import asyncio
import concurrent.futures
import contextlib
import socket
import ssl
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from nomologi_tui.blocks.tools.paths import in_home
from nomologi_tui.blocks.tools.small_file import bytes_of
from nomologi_tui.errors import BlockError

Security = Literal["tls", "starttls", "none"]
PATIENCE = 15.0  # seconds for each answer of a server
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Login:
    """Where, how and as whom: with a password, or with a token of a login elsewhere.

    `none` sends it unencrypted; `authority` is a PEM file to trust also.
    """

    host: str
    port: int
    security: Security
    username: str
    password: str = field(repr=False)
    authority: str = ""
    token: str = field(default="", repr=False)

    @property
    def place(self) -> str:
        """For sentences."""
        return f"{self.host}:{self.port}"

    @property
    def bearer(self) -> str:
        """What the mechanism XOAUTH2 sends."""
        return f"user={self.username}\x01auth=Bearer {self.token}\x01\x01"


class Line:
    """A connected socket that blocks; only `cut` may be called while a thread uses it."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock

    def encrypt(self, login: Login) -> None:
        """Speak TLS from now on, with the server that was typed. Raises ssl.SSLError, OSError, BlockError."""
        context = ssl.create_default_context()
        if login.authority:
            _trust(context, login.authority)
        self.sock = context.wrap_socket(self.sock, server_hostname=login.host, do_handshake_on_connect=False)
        self.sock.do_handshake()  # not before: `cut` must know the socket that it waits for

    def cut(self) -> None:
        """End all waiting for the server, in whatever thread."""
        with contextlib.suppress(OSError):
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)  # the plain one: TLS would be said goodbye to first


def _trust(context: ssl.SSLContext, authority: str) -> None:
    try:
        context.load_verify_locations(cadata=bytes_of(in_home(authority)).decode("ascii", "ignore"))
    except (OSError, ValueError) as error:  # ValueError: also a NUL in the path
        raise BlockError(f"The file {authority} holds no certificate.", "Give a PEM file of your authority.") from error


def need_bearer(login: Login, *, offered: bool) -> None:
    """Raises BlockError where the server takes no token: it is not sent then."""
    if not offered:
        raise BlockError(f"{login.place} takes no login by a token (XOAUTH2).", "Use a password made for apps.")


@contextlib.asynccontextmanager
async def connecting(login: Login) -> AsyncIterator[Line]:
    """A connection, closed at the end. Raises OSError, also where it takes too long."""
    async with asyncio.timeout(PATIENCE):
        line = Line(await _connected(login.host, login.port))
    try:
        yield line
    finally:
        line.cut()  # the libraries hold the socket too, so that closing it alone would tell the server nothing
        line.sock.close()


async def _connected(host: str, port: int) -> socket.socket:
    loop, problem = asyncio.get_running_loop(), OSError("no address")
    for family, kind, protocol, _, address in await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        sock = socket.socket(family, kind, protocol)
        try:
            sock.setblocking(False)
            await loop.sock_connect(sock, address)
        except OSError as error:
            sock.close()
            problem = error
        except BaseException:
            sock.close()
            raise
        else:
            sock.settimeout(PATIENCE)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            return sock
    raise problem


async def beside(line: Line, work: Callable[[], T], seconds: float) -> T:
    """What `work` returns, from a thread that uses `line`. When it is stopped, or late, the line is cut: it ends.

    A thread of its own, not one of the few that the loop has for everything: hundreds of servers may be slow at once.
    """
    done: concurrent.futures.Future[T] = concurrent.futures.Future()
    threading.Thread(target=_carry_out, args=(work, done), name="mail", daemon=True).start()
    waiting = asyncio.wrap_future(done)
    try:
        async with asyncio.timeout(seconds):
            return await asyncio.shield(waiting)
    except BaseException:
        if not waiting.done():
            line.cut()
            await asyncio.wait([waiting])
        waiting.exception()  # read, so that nobody warns of it
        raise


def _carry_out(work: Callable[[], T], done: "concurrent.futures.Future[T]") -> None:
    try:
        done.set_result(work())
    except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
        done.set_exception(error)

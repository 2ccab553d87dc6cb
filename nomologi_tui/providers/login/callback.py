"""The page on this machine that a browser comes back to. It answers one login, then nobody."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, suppress
from urllib.parse import urlsplit

from nomologi_tui.errors import BadInputError, BlockError, NomologiError

LONGEST_REQUEST = 16 * 1024  # bytes
DEADLINE = 5.0  # seconds for a request to be sent
_LINE = re.compile(rb"GET (/[\x21-\x7e]*) HTTP/1\.[01]\r\n")
_HOST = re.compile(rb"\r\nhost:[ \t]*([^\r\n]*?)[ \t]*\r\n", re.IGNORECASE)
_ANSWER = (
    "HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {length}\r\n"
    "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n"
)

Read = Callable[[str], str]


class Callback:
    """Waits for the browser; `address` is where it must be sent to."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.port = urlsplit(address).port or 80
        self._path = urlsplit(address).path or "/"
        self._read: Read | None = None
        self._code: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def code(self, read: Read) -> str:
        """The code, by `read` from the first address that it takes: BadInputError means that a stranger called.

        Raises what else `read` raises.
        """
        self._read = read
        return await self._code

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request."""
        with suppress(OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError), closing(writer):
            async with asyncio.timeout(DEADLINE):
                status, words = self._answer(await reader.readuntil(b"\r\n\r\n"))
                body = words.encode()
                writer.write(_ANSWER.format(status=status, length=len(body)).encode() + body)
                await writer.drain()

    def _answer(self, request: bytes) -> tuple[str, str]:
        line, host = _LINE.match(request), _HOST.search(request)
        if not line or not host or host[1].decode("latin-1").lower() not in self._names:
            return "404 Not Found", "Nothing is here."
        target = line[1].decode("ascii")
        if target.partition("?")[0] != self._path or self._read is None or self._code.done():
            return "404 Not Found", "Nothing is here."
        try:
            self._code.set_result(self._read(target))
        except BadInputError as error:
            return "400 Bad Request", error.message
        except NomologiError as error:
            self._code.set_exception(error)
            return "200 OK", f"{error.message} You may close this page."
        return "200 OK", "You are back: go on in the terminal. You may close this page."

    @property
    def _names(self) -> tuple[str, ...]:
        """What a browser calls us: anything else is another site that leads here."""
        return f"127.0.0.1:{self.port}", f"localhost:{self.port}"


@asynccontextmanager
async def callback(redirect: str) -> AsyncIterator[Callback]:
    """Listen on this machine alone, on the port of `redirect` or a free one. Raises BlockError where it is taken."""
    read = urlsplit(redirect)
    waiting: list[Callback] = []

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await waiting[0].meet(reader, writer)

    try:
        server = await asyncio.start_server(meet, "127.0.0.1", read.port or 0, limit=LONGEST_REQUEST, backlog=1024)
    except OSError as error:
        raise BlockError(f"Port {read.port} of this machine is taken.", "Free it, or log in by --paste.") from error
    port = server.sockets[0].getsockname()[1]
    waiting.append(Callback(f"{read.scheme}://{read.hostname}:{port}{read.path}"))
    try:
        yield waiting[0]
    finally:
        server.close()

"""Send one HTTP request, follow its redirects, read its answer within limits; every failure is a sentence."""

import asyncio
import json
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import httpcore
import httpx

from nomologi_tui import __version__
from nomologi_tui.blocks.tools.charset import known_charset
from nomologi_tui.blocks.tools.paths import in_home
from nomologi_tui.blocks.tools.small_file import bytes_of
from nomologi_tui.blocks.tools.web.addresses import GuardedNetwork, PortError, PrivateAddressError
from nomologi_tui.clock import Clock
from nomologi_tui.errors import BlockError
from nomologi_tui.text import clean_line, shorten, span

MAX_BODY = 1024 * 1024  # bytes after decompression
MAX_REDIRECTS = 10
_SAFE = ("GET", "HEAD")
_ENDED = 10  # OpenSSL's code for a certificate that was valid once
_STAYS = ("accept", "accept-language", "content-type", "content-length", "user-agent", "host", "accept-encoding")


@dataclass(frozen=True, slots=True)
class Call:
    """What to send. `trusted` is the host that may be private; `timeout` is for all of it, in seconds.

    `most`: bytes of the answer that are kept; `authority`: a file of certificates that are trusted too.
    """

    method: str
    url: str
    trusted: str
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    timeout: float = 30.0
    follow: bool = True
    most: int = MAX_BODY
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `data` is unpacked; `certificate_ends` is None without TLS."""

    status: int
    headers: Mapping[str, str]
    data: bytes
    cut: bool
    charset: str
    url: str
    seconds: float
    certificate_ends: datetime | None = None

    @property
    def text(self) -> str:
        """The data as text, by the charset that the server names."""
        return self.data.decode(known_charset(self.charset), "replace")


class CertificateEndedError(BlockError):
    """The server's certificate is too old."""


async def send(call: Call, *, clock: Clock) -> dict[str, Any]:
    """The answer: status, headers, body, json, seconds, url, cut. Raises BlockError."""
    answer = await fetch(call, clock=clock)
    text = answer.text
    return {
        "status": answer.status,
        "headers": dict(answer.headers),
        "body": text,
        "json": None if answer.cut else as_json(text),
        "seconds": answer.seconds,
        "url": answer.url,
        "cut": answer.cut,
    }


async def fetch(call: Call, *, clock: Clock) -> Answer:
    """The answer as it came. Raises BlockError."""
    started = clock.monotonic()
    async with answered(call) as response:
        ends = _certificate_ends(response)
        data = b"".join([piece async for piece in unpacked(response, call.most)])
    return Answer(
        status=response.status_code,
        headers={name: value for name, value in response.headers.items() if name != "set-cookie"},
        data=data,
        cut=len(data) >= call.most,
        charset=response.charset_encoding or "",
        url=str(response.url.copy_with(username=None, password=None)),
        seconds=round(clock.monotonic() - started, 3),
        certificate_ends=ends,
    )


@asynccontextmanager
async def answered(call: Call) -> AsyncIterator[httpx.Response]:
    """The response, its body not read yet. Raises BlockError, also for what goes wrong while its body is read."""
    with _as_sentences(call):
        async with asyncio.timeout(call.timeout), _client(call) as client, _followed(client, call) as response:
            yield response


@asynccontextmanager
async def _client(call: Call) -> AsyncIterator[httpx.AsyncClient]:
    certificates = await asyncio.to_thread(_certificates_with, call.authority) if call.authority else _certificates()
    transport = httpx.AsyncHTTPTransport(verify=certificates, trust_env=False)
    transport._pool = httpcore.AsyncConnectionPool(  # noqa: SLF001 - httpx has no other door for a network backend
        ssl_context=certificates, network_backend=GuardedNetwork(_as_sent(call.trusted))
    )
    async with httpx.AsyncClient(transport=transport, timeout=call.timeout, trust_env=False) as client:
        client.headers.update({"accept-encoding": "gzip", "user-agent": f"nomologi/{__version__}"})
        yield client


@cache
def _certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


def _certificates_with(authority: str) -> ssl.SSLContext:
    path = in_home(authority)
    try:
        return _certificates_of(path, path.stat().st_mtime_ns)
    except (OSError, ValueError) as error:  # also what is no certificate; ValueError: a NUL in the path
        raise BlockError(f"The file {path} holds no certificates that can be read.", "Give a PEM file.") from error


@lru_cache(maxsize=8)
def _certificates_of(path: Path, changed: int) -> ssl.SSLContext:  # noqa: ARG001 - a renewed file is read anew
    context = httpx.create_ssl_context(trust_env=False)
    context.load_verify_locations(cadata=bytes_of(path).decode("ascii", "ignore"))
    return context


def _certificate_ends(response: httpx.Response) -> datetime | None:
    stream = response.extensions.get("network_stream")
    tls = stream.get_extra_info("ssl_object") if stream else None
    ends = tls.getpeercert().get("notAfter") if tls else None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC) if ends else None


@asynccontextmanager
async def _followed(client: httpx.AsyncClient, call: Call) -> AsyncIterator[httpx.Response]:
    """The last response of the chain of redirects, its body not read yet."""
    headers = httpx.Headers(dict(call.headers), encoding="utf-8")  # as curl sends them
    request = client.build_request(
        call.method, call.url, headers=headers, params=dict(call.query) or None, content=call.body or None
    )
    for _ in range(MAX_REDIRECTS + 1):
        response = await client.send(request, stream=True)
        following = response.next_request if call.follow else None
        if following is None:
            break
        await response.aclose()
        request = _redirected(request, following)
    else:
        raise BlockError(
            f"{shorten(clean_line(call.url), 200)} redirected more than {MAX_REDIRECTS} times.",
            "Use the address that it leads to.",
        )
    try:
        yield response
    finally:
        await response.aclose()


def _redirected(request: httpx.Request, following: httpx.Request) -> httpx.Request:
    """`following`, without the person's own headers when it goes to another origin: they may hold a secret."""
    if following.url.scheme not in ("http", "https"):
        raise BlockError(
            f"{request.url.host} redirected to a {following.url.scheme} address.", "Only http is followed."
        )
    origin = (request.url.scheme, request.url.host, request.url.port)
    if (following.url.scheme, following.url.host, following.url.port) != origin:
        for name in [name for name in following.headers if name not in _STAYS]:
            del following.headers[name]
    return following


async def unpacked(response: httpx.Response, most: int) -> AsyncIterator[bytes]:
    """The body piece by piece, `most` bytes of it. Never unpacked by more than there is room for: no bomb."""
    packed = response.headers.get("content-encoding", "identity").lower()
    if packed not in ("identity", "gzip", "x-gzip", ""):
        raise BlockError(f"{response.url.host} answered in the encoding “{packed[:40]}”, which was not asked for.")
    unpack = zlib.decompressobj(wbits=31) if "gzip" in packed else None
    async for chunk in response.aiter_raw():
        data = unpack.decompress(chunk, most) if unpack else chunk[:most]
        most -= len(data)
        yield data
        if not most:
            return


def as_json(text: str) -> Any:
    """The JSON value; None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


@contextmanager
def _as_sentences(call: Call) -> Iterator[None]:
    """Failures as BlockErrors. `passing` only where nothing was sent yet, or where sending again does no harm."""
    host, again = _host(call.url), call.method in _SAFE
    try:
        yield
    except httpx.ConnectTimeout as error:
        raise _not_reached(_asked(error, host), error) from error
    except (httpx.TimeoutException, TimeoutError) as error:
        hint = "It may be down or busy; where it is always that slow, give it more time."
        raise BlockError(f"{host} did not answer within {span(call.timeout)}.", hint, passing=again) from error
    except (httpx.ConnectError, OSError) as error:
        raise _not_reached(_asked(error, host), error) from error
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise BlockError(
            f"“{shorten(clean_line(call.url), 200)}” is not a web address.",
            "It starts with http:// or https://, and a value in it has no line ends: {{ … | url_encode }} takes any.",
        ) from error
    except (httpx.LocalProtocolError, UnicodeEncodeError) as error:
        raise BlockError("A header or the address holds a character that is not allowed there.") from error
    except UnicodeError as error:
        raise BlockError(
            f"“{shorten(clean_line(call.url), 200)}”, or where it redirects to, has a host whose name there can't be.",
            "Check the address.",
        ) from error
    except (httpx.HTTPError, zlib.error) as error:
        raise BlockError(f"{host} broke off in the middle of its answer.", passing=again) from error


def _asked(error: Exception, first: str) -> str:
    """The host that was asked: after a redirect another one than the first."""
    try:
        return error.request.url.host if isinstance(error, httpx.RequestError) else first
    except RuntimeError:  # it belongs to no request
        return first


def _not_reached(host: str, error: BaseException) -> BlockError:
    causes = list(_causes(error))
    if any(isinstance(cause, ssl.SSLCertVerificationError) and cause.verify_code == _ENDED for cause in causes):
        return CertificateEndedError(f"{host} has a certificate that has ended.", "Renew it.")
    for kind, (sentence, hint, passing) in _REASONS.items():
        if any(isinstance(cause, kind) for cause in causes):
            return BlockError(sentence.format(host=host), hint, passing=passing)
    return BlockError(f"{host} could not be reached.", "Check the address and the network.", passing=True)


_REASONS: dict[type[BaseException], tuple[str, str, bool]] = {
    PrivateAddressError: (
        "{host} lies in your own network, and the address came from a value or a redirect.",
        "Type the host into the address if it is meant.",
        False,
    ),
    PortError: ("The address of {host} names a port that there can't be.", "Ports go from 1 to 65535.", False),
    socket.gaierror: ("The name {host} was not found.", "Check the address and the network.", True),
    ssl.SSLCertVerificationError: ("{host} has a certificate that can't be trusted.", "Renew or correct it.", False),
    ssl.SSLError: ("{host} does not speak TLS as it should.", "Perhaps the address begins with http://.", False),
    ConnectionRefusedError: ("{host} refused the connection.", "Is the service running there?", True),
    httpx.ConnectTimeout: ("{host} did not take the connection in time.", "Check the address and the network.", True),
}


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _host(url: str) -> str:
    try:
        return httpx.URL(url).host or "The address"
    except (httpx.InvalidURL, UnicodeError):  # UnicodeError: what begins with xn-- and is none
        return "The address"


def _as_sent(host: str) -> str:
    """A host as it stands in a request: `küche.local` is `xn--kche-0ra.local` there."""
    try:
        return httpx.URL(scheme="http", host=host).raw_host.decode("ascii") if host else ""
    except (httpx.InvalidURL, UnicodeError):
        return ""

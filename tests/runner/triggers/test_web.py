import asyncio
import json
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import httpx
import pytest

from nomologi_tui.blocks import WebRequest
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError
from nomologi_tui.runner.triggers.port import REQUESTS, Patience, Port
from nomologi_tui.runner.triggers.web import MAX_BODY, Hooks
from nomologi_tui.settings import Settings
from tests.ports import free_port
from tests.support import DEADLINE, eventually

TOKEN = "token-of-thirty-two-characters--"
PATIENT = Patience(DEADLINE, DEADLINE, DEADLINE, DEADLINE)
QUICK = Patience(head=0.5, body=0.5, accepted=1, closing=1)  # for those who never send the rest


@dataclass
class Site:
    """A listener with one token. `status` is what every request is answered with; None: nobody answers."""

    hooks: Hooks
    status: int | None = 202

    def __post_init__(self) -> None:
        self.seen: list[WebRequest] = []
        self.ready = asyncio.Event()
        self.task = asyncio.create_task(self._serve())

    async def _serve(self) -> None:
        async with self.hooks.listening(TOKEN) as queue:
            self.ready.set()
            while True:
                self.seen.append(await queue.get())
                if self.status is not None:
                    self.hooks.answer(self.seen[-1], self.status)

    @property
    def url(self) -> str:
        return self.hooks.address(TOKEN)

    @property
    def port(self) -> int:
        return httpx.URL(self.url).port or 0

    async def close(self) -> None:
        self.task.cancel()
        await asyncio.wait([self.task])

    async def post(self, url: str = "", method: str = "POST", **request: object) -> httpx.Response:
        async with httpx.AsyncClient(trust_env=False, timeout=DEADLINE) as client:
            return await client.request(method, url or self.url, **request)  # type: ignore[arg-type]

    async def raw(self, *pieces: bytes, end: bool = False) -> bytes:
        """Send bytes as they are; everything that comes back until the connection closes."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
            if end:
                writer.write_eof()
            return await asyncio.wait_for(reader.read(), 30)
        except ConnectionError:
            return b""
        finally:
            writer.close()


@pytest.fixture
async def site(settings: Settings, request: pytest.FixtureRequest) -> AsyncIterator[Site]:
    """Its patience never ends by a busy machine; with `quick` it soon does."""
    made = Site(Hooks(settings, SystemClock(), getattr(request, "param", PATIENT)))
    await made.ready.wait()
    yield made
    await made.close()


quick = pytest.mark.parametrize("site", [QUICK], indirect=True, ids=[""])


async def test_a_request_reaches_its_trigger_as_it_came(site: Site) -> None:
    answer = await site.post(f"{site.url}?a=1&b=x%20y", content=b'{"x": 1}', headers={"X-Thing": "Ünicode".encode()})
    (request,) = site.seen
    assert (answer.status_code, answer.json()) == (202, {"status": "accepted"})
    assert (request.body, request.query) == (b'{"x": 1}', {"a": "1", "b": "x y"})
    assert "x-thing" in request.headers
    assert request.received_at.tzinfo is not None


@pytest.mark.parametrize("header", ["webhook-id", "X-GitHub-Delivery", "Idempotency-Key", "X-Request-Id"])
async def test_the_senders_delivery_id_is_the_requests_id(site: Site, header: str) -> None:
    await site.post(headers={header: "delivery-7"})
    assert site.seen[0].id == "delivery-7"


async def test_without_a_delivery_id_each_request_has_its_own(site: Site) -> None:
    await site.post()
    await site.post()
    assert site.seen[0].id != site.seen[1].id


async def test_a_refusal_of_the_trigger_is_403(site: Site) -> None:
    site.status = 403
    assert (await site.post()).status_code == 403


@quick
async def test_a_request_that_nobody_takes_in_time_is_503(site: Site) -> None:
    site.status = None
    answer = await site.post()
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


@pytest.mark.parametrize(
    "path", ["/hook/another-token", "/", "/hook/", "/hook", f"/{TOKEN}", f"/hook/x/{TOKEN}", "/h%00"]
)
async def test_any_other_path_is_404(site: Site, path: str) -> None:
    answer = await site.post(site.url.replace(f"/hook/{TOKEN}", path))
    assert (answer.status_code, site.seen) == (404, [])


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD", "OPTIONS", "NONSENSE"])
async def test_any_other_method_is_404(site: Site, method: str) -> None:
    assert (await site.post(method=method)).status_code == 404
    assert site.seen == []


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:1", 202), ("localhost", 202), ("[::1]:80", 202), ("LOCALHOST:9", 202), ("evil.test", 404),
        ("127.0.0.1.evil.test", 404), ("", 404), ("localhost.evil.test:80", 404),
    ],
)  # fmt: skip
async def test_only_our_own_names_are_answered(site: Site, host: str, status: int) -> None:
    assert (await site.post(headers={"Host": host})).status_code == status


async def test_the_name_of_a_proxy_in_front_is_ours_too(settings: Settings) -> None:
    hooks = Hooks(replace(settings, webhook_url="https://hooks.example.org/"), SystemClock(), PATIENT)
    site = Site(hooks)
    await site.ready.wait()
    assert site.url == f"https://hooks.example.org/hook/{TOKEN}"
    local = f"{hooks._port.url}/hook/{TOKEN}"
    assert (await site.post(local, headers={"Host": "hooks.example.org"})).status_code == 202
    assert (await site.post(local, headers={"Host": "evil.example.org"})).status_code == 404
    await site.close()


async def test_an_answer_is_sent_at_once_and_not_when_its_beginning_was_acknowledged(site: Site) -> None:
    server = site.hooks._port._server
    assert server is not None
    async with httpx.AsyncClient(trust_env=False, timeout=DEADLINE) as client:  # its connection stays open
        await client.post(site.url)
        (connection,) = server._open
        ours = connection.transport.get_extra_info("socket")
        assert ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


async def test_a_browser_page_is_refused(site: Site) -> None:
    assert (await site.post(headers={"Origin": "https://evil.test"})).status_code == 403
    assert site.seen == []


async def test_a_body_of_one_megabyte_is_taken(site: Site) -> None:
    assert (await site.post(content=b"x" * MAX_BODY)).status_code == 202
    assert len(site.seen[0].body) == MAX_BODY


def head(*lines: str, path: str = f"/hook/{TOKEN}") -> bytes:
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *lines, "", ""]).encode()


async def test_a_body_whose_length_is_told_in_two_ways_is_400(site: Site) -> None:
    """Behind a proxy that goes by the other one a second request would be hidden in it."""
    answer = await site.raw(head("Content-Length: 4", "Transfer-Encoding: chunked"), b"0\r\n\r\n")
    assert b" 400 " in answer


async def test_a_declared_body_that_is_larger_is_413_before_it_is_sent(site: Site) -> None:
    assert b" 413 " in await site.raw(head(f"Content-Length: {MAX_BODY + 1}"))


async def test_a_chunked_body_that_grows_larger_is_413(site: Site) -> None:
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    answer = await site.raw(head("Transfer-Encoding: chunked"), chunk * 16, b"1\r\nx\r\n")
    assert b" 413 " in answer
    assert site.seen == []


async def test_a_body_that_breaks_off_is_no_request(site: Site) -> None:
    await site.raw(head("Content-Length: 100"), b"only this", end=True)
    assert (await site.post()).status_code == 202
    assert len(site.seen) == 1


@quick
async def test_a_body_that_comes_too_slowly_is_408(site: Site) -> None:
    assert b" 408 " in await site.raw(head("Content-Length: 100"), b"only this")


@quick
async def test_a_connection_without_a_request_is_closed(site: Site) -> None:
    assert await site.raw(b"POST /hook/x HTTP/1.1\r\nHost:") == b""


@quick
@pytest.mark.parametrize(("length", "rest"), [("0", b"POST /hook/x HTTP/1.1\r\nHost:"), ("99", b"x")])
async def test_nor_stays_one_open_whose_next_request_or_rest_never_comes(site: Site, length: str, rest: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    writer.write(head(f"Content-Length: {length}", path="/elsewhere").replace(b"Connection: close\r\n", b""))
    assert b" 404 " in await reader.readuntil(b"}\n")
    writer.write(rest)
    assert await asyncio.wait_for(reader.read(), 30) == b""
    writer.close()


async def test_connections_that_say_nothing_keep_nobody_out(site: Site) -> None:
    silent = [await asyncio.open_connection("127.0.0.1", site.port) for _ in range(REQUESTS + 10)]
    assert (await site.post()).status_code == 202
    for _, writer in silent:
        writer.close()


HOSTILE = {
    "other host": b"POST /hook/x HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
    "http2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "huge length": head("Content-Length: 99999999999"),
    "negative length": head("Content-Length: -1"),
    "two lengths": head("Content-Length: 1", "Content-Length: 2"),
    "no number": head("Content-Length: ²"),
    "length and chunks": head("Content-Length: 4", "Transfer-Encoding: chunked") + b"0\r\n\r\n",
    "bad chunk": head("Transfer-Encoding: chunked") + b"zz\r\n",
    "long line": b"POST /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
    "many headers": head(*(f"X-{number}: y" for number in range(5_000))),
    "many fields": head("Content-Length: 0", path=f"/hook/{TOKEN}?" + "&".join(f"a{n}=1" for n in range(500))),
    "odd query": head("Content-Length: 0", path=f"/hook/{TOKEN}?%ff=%00&=&&;;=%zz"),
    "smuggled": head("Content-Length: 0") + b"GET / HTTP/1.1\r\n\r\n",
    "no host": b"POST /hook/x HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
    "upgrade": head("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"),
    "expect": head("Expect: 100-continue", "Content-Length: 5"),
    "bytes": bytes(range(256)),
    "tls": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "deep json": head("Content-Type: application/json", "Content-Length: 40000") + b"[" * 40_000,
    "path tricks": head("Content-Length: 0", path="/hook/..%2f..%2fetc%2fpasswd"),
}


@quick
@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_request_is_never_an_error_of_ours(site: Site, name: str) -> None:
    answer = await site.raw(HOSTILE[name])
    status = answer.split(b" ")[1:2]
    assert not status or not status[0].startswith(b"5")
    assert b"Traceback" not in answer
    assert (await site.post()).status_code == 202


async def test_the_answer_tells_nothing_about_the_server(site: Site) -> None:
    answer = await site.post()
    assert set(answer.headers) == {"content-type", "content-length"}
    assert json.loads((await site.post(f"{site.url}x")).text) == {"status": "not found"}


async def test_the_port_closes_with_the_last_trigger(site: Site) -> None:
    port = site.port
    await site.post()
    await site.close()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


async def test_the_port_stays_open_for_another_trigger(site: Site) -> None:
    async with site.hooks.listening("another-token"):
        await site.close()
        assert (await site.post()).status_code == 404


async def test_requests_that_wait_when_a_trigger_ends_are_asked_to_come_again(settings: Settings) -> None:
    hooks = Hooks(settings, SystemClock(), PATIENT)
    async with hooks.listening("another-token"):
        async with hooks.listening(TOKEN) as queue:
            site = Site.__new__(Site)
            site.hooks = hooks
            coming = asyncio.create_task(site.post(hooks.address(TOKEN)))
            await eventually(lambda: not queue.empty())
        assert (await coming).status_code == 503


async def test_a_port_that_is_taken_is_a_sentence_and_can_be_tried_again(settings: Settings) -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", port)):
        hooks = Hooks(replace(settings, webhook_port=port), SystemClock(), PATIENT)
        with pytest.raises(BlockError, match=f"can't open 127.0.0.1:{port}: Address already in use") as caught:
            async with hooks.listening(TOKEN):
                pass
        assert "webhook_port" in caught.value.hint
    async with hooks.listening(TOKEN):
        assert hooks.address(TOKEN) == f"http://127.0.0.1:{port}/hook/{TOKEN}"


async def test_two_triggers_that_start_together_share_the_port(settings: Settings) -> None:
    hooks = Hooks(settings, SystemClock(), PATIENT)
    one, two = Site(hooks), Site(hooks)
    await asyncio.gather(one.ready.wait(), two.ready.wait())
    assert (await two.post()).status_code == 202
    await asyncio.gather(one.close(), two.close())


async def test_a_port_whose_opening_is_called_off_is_free_for_the_next_runner(settings: Settings) -> None:
    settings = replace(settings, webhook_port=free_port())
    called_off = Site(Hooks(settings, SystemClock()))
    asyncio.get_running_loop().call_soon(called_off.task.cancel)  # after its first step: the socket listens
    await asyncio.wait([called_off.task])
    assert not called_off.ready.is_set()
    following = Port(settings.webhook_host, settings.webhook_port, "webhook_port")
    await following.open(None, PATIENT)
    await following.close(PATIENT)

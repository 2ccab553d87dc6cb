"""No block lets data choose an address in the user's own network; a new block is tried as soon as it is registered."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from nomologi_tui.blocks import Block
from nomologi_tui.blocks.fields import FieldSpec, check, describe
from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.errors import BlockError
from nomologi_tui.model import StepType
from nomologi_tui.testing import FakeClock, FakeContext, FakeTriggerContext
from nomologi_tui.testing.bad_input import fault_of_failure
from tests.blocks.conftest import serving
from tests.blocks.web import Answer, WebServer
from tests.support import eventually

pytestmark = pytest.mark.usefixtures("a_home")

FIELDS = [(block, spec) for block in load_registry() for spec in describe(block.config)]
FROM_DATA = [one for one in FIELDS if one[1].kind in ("url", "host")]
TYPED = [one for one in FIELDS if one[1].kind in ("url", "address")]

# Spellings of this machine and of its network. PORT is where a server listens that must hear nothing.
HOSTS = [
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "0", "0.0.0.0",
    "localhost", "localhost.", "LOCALHOST", "127.0.0.1.", "127.0.0.2", "[::1]", "[::]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[::127.0.0.1]", "[fe80::1%lo]",
    "169.254.169.254", "[fd00:ec2::254]", "10.0.0.1", "100.64.0.1", "192.168.1.1", "224.0.0.1", "255.255.255.255",
    "user@127.0.0.1", "example.com@127.0.0.1", "example.com\\@127.0.0.1", "127.0.0.1#example.com", "①②⑦.⓪.⓪.①",
    "127。0。0。1", "127.0.0.1/example.com", "%31%32%37.0.0.1", "rebinding.test",
]  # fmt: skip


def named(part: Any) -> str:
    return part.name if isinstance(part, Block | FieldSpec) else str(part)


@pytest.fixture(scope="module")
def inside() -> Iterator[WebServer]:
    """A server of the user's own network; also a proxy would be one."""
    with serving() as found:
        yield found


@pytest.fixture
def rebinding(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that gives a public address together with this machine's."""
    real = socket.getaddrinfo

    def look_up(host: Any, port: Any, *more: Any, **options: Any) -> Any:
        if host != "rebinding.test":
            return real(host, port, *more, **options)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in ("93.184.216.34", "127.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


async def carried_out(block: Block, config: Any, values: dict[str, str]) -> None:
    """Do what the block does: an action to its end, a trigger until it waits for its next look.

    Raises BlockError for a condition that is not met.
    """
    if block.type is StepType.CONDITION:
        verdict = await block.run(config, FakeContext(values))
        if not verdict.met:
            raise BlockError(verdict.reason)
        return
    if block.type is StepType.ACTION:
        await block.run(config, FakeContext(values))
        return
    clock = FakeClock()
    context = FakeTriggerContext(clock=clock)
    events: AsyncIterator[Any] = block.run(config, context)
    task = asyncio.ensure_future(anext(events))
    await eventually(lambda: task.done() or clock._sleepers)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError, StopAsyncIteration, BlockError):
        await task


@pytest.mark.usefixtures("rebinding")
@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize(("block", "spec"), FROM_DATA, ids=named)
async def test_an_address_from_data_reaches_nothing_inside(
    block: Block, spec: FieldSpec, host: str, inside: WebServer
) -> None:
    port = inside.url.rpartition(":")[2]
    if spec.kind == "host":
        extra, value = {"port": int(port)} if "port" in block.config.model_fields else {}, host.strip("[]")
    else:
        extra, value = {}, f"http://{host}:{port}/secret"
    config, problems = check(block.config, {**block.example, **extra, spec.name: "{{ event.where }}"})
    assert config is not None, problems
    if spec.template:  # the engine fills it in
        config = config.model_copy(update={spec.name: value})
    before = len(inside.received)
    with pytest.raises(BlockError) as refused:
        await carried_out(block, config, {"event.where": value})
    assert "Traceback" not in str(refused.value)
    assert len(inside.received) == before


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "gopher://127.0.0.1:PORT/_x", "ftp://127.0.0.1:PORT/", "unix:///run/docker.sock",
     "http+unix://%2Frun%2Fdocker.sock/", "javascript:alert(1)", "data:text/html,x", "http:///x", "//127.0.0.1:PORT",
     "http://evil.com@127.0.0.1:PORT", "HTTP://127.0.0.1:PORT", " http://127.0.0.1:PORT", "http://127.0.0.1:PORT\r\nx"],
)  # fmt: skip
@pytest.mark.parametrize(("block", "spec"), [one for one in FROM_DATA if one[1].kind == "url"], ids=named)
async def test_an_address_of_another_kind_from_data_is_refused_in_a_sentence(
    block: Block, spec: FieldSpec, address: str, inside: WebServer
) -> None:
    value = address.replace("PORT", inside.url.rpartition(":")[2])
    config, problems = check(block.config, {**block.example, spec.name: "{{ event.where }}"})
    assert config is not None, problems
    before = len(inside.received)
    with pytest.raises(BlockError) as refused:
        await carried_out(block, config, {"event.where": value})
    assert fault_of_failure(refused.value) == ""
    assert len(inside.received) == before


@pytest.mark.parametrize(
    "body",
    ['<!DOCTYPE z SYSTEM "ADDRESS/x.dtd"><rss version="2.0"><channel><title>t</title></channel></rss>',
     '<!DOCTYPE z [<!ENTITY % a SYSTEM "ADDRESS/a"> %a;]><rss version="2.0"><channel><title>t</title></channel></rss>',
     '<!DOCTYPE z [<!ENTITY a SYSTEM "ADDRESS/a">]><rss version="2.0"><channel><title>&a;</title></channel></rss>',
     '<html><base href="ADDRESS"><link rel="alternate" type="application/rss+xml" href="ADDRESS/f"></html>'],
)  # fmt: skip
@pytest.mark.parametrize(("block", "spec"), TYPED, ids=named)
async def test_what_was_read_makes_nobody_ask_inside(
    block: Block, spec: FieldSpec, body: str, inside: WebServer
) -> None:
    before = len(inside.received)
    with serving() as outside:
        outside.answers["/page"] = Answer(body=body.replace("ADDRESS", inside.url).encode())
        config, _ = check(block.config, {**block.example, spec.name: f"{outside.url}/page"})
        with contextlib.suppress(BlockError):
            await carried_out(block, config, {})
        assert [one.path for one in outside.received] == ["/page"]
    assert len(inside.received) == before


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "2130706433", "[::ffff:127.0.0.1]", "0"])
@pytest.mark.parametrize(("block", "spec"), TYPED, ids=named)
async def test_a_redirect_leads_to_nothing_inside(block: Block, spec: FieldSpec, host: str, inside: WebServer) -> None:
    with serving() as outside:
        port = inside.url.rpartition(":")[2]
        outside.answers["/page"] = Answer(302, {"location": f"http://{host}:{port}/secret"})
        config, problems = check(block.config, {**block.example, spec.name: f"{outside.url}/page"})
        assert config is not None, problems
        before = len(inside.received)
        with contextlib.suppress(BlockError):
            await carried_out(block, config, {})
        assert [one.path for one in outside.received] == ["/page"]
    assert len(inside.received) == before


@pytest.mark.parametrize(("block", "spec"), TYPED, ids=named)
async def test_no_proxy_of_the_environment_hears_of_it(
    block: Block, spec: FieldSpec, inside: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, inside.url)
    before = len(inside.received)
    with serving() as outside:
        outside.answers["/page"] = Answer(body=b"x")
        config, _ = check(block.config, {**block.example, spec.name: f"{outside.url}/page"})
        with contextlib.suppress(BlockError):
            await carried_out(block, config, {})
        assert len(outside.received) == 1
    assert len(inside.received) == before

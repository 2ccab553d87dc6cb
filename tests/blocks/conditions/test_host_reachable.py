import asyncio
import socket
from collections.abc import Iterator

import pytest

from nomologi_tui.blocks.conditions.host_reachable import HostReachable, host_reachable
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError
from nomologi_tui.model import Verdict
from nomologi_tui.testing import FakeContext
from tests.ports import free_port
from tests.support import require_programs


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


async def asked(host: str, port: int | None, value: str = "", timeout: str = "3s") -> Verdict:
    config = HostReachable.model_validate({"host": host, "port": port, "timeout": timeout})
    verdict: Verdict = await host_reachable.run(config, FakeContext({"event.host": value}, clock=SystemClock()))
    return verdict


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_host_that_takes_the_connection_is_reachable(server: socket.socket, host: str) -> None:
    port = server.getsockname()[1]
    verdict = await asked(host, port)
    assert verdict.met
    assert verdict.reason.startswith(f"{host}, port {port} answered in ")
    client, _ = await asyncio.to_thread(server.accept)
    with client:
        assert client.recv(10) == b""  # nothing is sent


async def test_a_port_where_nobody_listens_is_not_met() -> None:
    port = free_port()
    assert await asked("127.0.0.1", port) == Verdict(False, f"127.0.0.1, port {port}: the connection was refused")


async def test_a_full_queue_does_not_answer_in_time() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        port = full.getsockname()[1]
        assert (await asked("127.0.0.1", port, timeout="200ms")).reason.endswith("no answer within 0.2 s")
        for one in waiting:
            one.close()


async def test_a_name_that_nobody_knows_is_not_met() -> None:
    assert "the name was not found" in (await asked("no-such-host.invalid", 1)).reason
    assert "the name was not found" in (await asked("x" * 70 + ".invalid", 1)).reason


async def test_without_a_port_it_must_answer_a_ping() -> None:
    require_programs("ping")
    verdict = await asked("127.0.0.1", None)
    assert (verdict.met, verdict.reason.partition(" in ")[0]) == (True, "127.0.0.1 answered")
    assert not (await asked("no-such-host.invalid", None, timeout="200ms")).met


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.1", "[::1]", "169.254.169.254", "::ffff:7f00:1"])
@pytest.mark.parametrize("port", [1, None])
async def test_a_host_from_a_value_is_never_a_private_one(host: str, port: int | None) -> None:
    with pytest.raises(BlockError, match="lies in your own network"):
        await asked("{{ event.host }}", port, host)


@pytest.mark.parametrize("host", ["", "-f", "a b", "http://x", "x/y", "a\nb", "x" * 300, "a\0b"])
async def test_what_is_no_host_is_a_sentence(host: str) -> None:
    with pytest.raises(BlockError, match="is not a host"):
        await asked("{{ event.host }}", 1, host)


def test_the_plan_says_what_may_be_reached() -> None:
    config = HostReachable(host="nas.local", port=22)
    assert host_reachable.in_words(config) == "nas.local is reachable on port 22"
    assert host_reachable.plan(config)[0].target == "nas.local, port 22"
    assert host_reachable.plan(HostReachable(host="{{ a }}"))[0].target == "any public host: {{ a }}, by ping"

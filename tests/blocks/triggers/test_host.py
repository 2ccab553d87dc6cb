"""Against a machine of the test's own, joined by a cable in namespaces, and real ports on loopback."""

import os
import socket
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.tools.network.host_form import Host
from nomologi_tui.blocks.triggers.host import host
from nomologi_tui.errors import BlockError
from nomologi_tui.testing import FakeTriggerContext
from tests.blocks.triggers.hearing import hearing
from tests.namespaces import two_machines
from tests.ports import free_port
from tests.support import require_programs


def at(port: int, when: str = "goes down", **fields: Any) -> Host:
    return Host(**{"host": "127.0.0.1", "port": port, "when": when, **fields})


def test_a_real_machine_goes_down_when_its_cable_is_pulled_and_comes_up_again() -> None:
    require_programs("ping")
    with two_machines() as (one, other):
        asked = {"host": "10.9.8.2", "every": 1, "timeout": 1, "misses": 1}
        down = one.listen("host", when="goes down", **asked)
        down.begun()
        other.run("ip link set lan0 down")
        told = down.next()
        assert (told["host"], told["what"]) == ("10.9.8.2", "goes down")
        assert told["text"].startswith("10.9.8.2 is down: ")
        up = one.listen("host", when="comes up", **asked)
        up.begun()
        other.run("ip link set lan0 up")
        assert up.next()["text"] == "10.9.8.2 is up"


async def test_one_miss_is_not_yet_down_and_what_stays_down_is_told_once() -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", port)) as server:
        async with hearing(host, at(port, misses=2), FakeTriggerContext()) as found:
            await found.looked(1)
            server.close()
            await found.again(30)
            assert found.events.empty()
            await found.again(30)
            event = await found.next()
            await found.again(30)
            assert found.events.empty()
    assert event.data["text"] == "127.0.0.1 is down: the connection was refused"
    assert event.data["port"] == port


async def test_what_went_down_while_nobody_listened_is_told_once_after_the_restart() -> None:
    context, port = FakeTriggerContext(), free_port()
    config = at(port, misses=1)
    with socket.create_server(("127.0.0.1", port)):
        async with hearing(host, config, context) as found:
            await found.looked(1)
    async with hearing(host, config, context) as found:
        await found.next()
    async with hearing(host, config, context) as found:
        await found.looked(context.beats + 1)
        assert found.events.empty()


async def test_a_machine_that_was_never_up_counts_only_where_asked_for() -> None:
    config = at(free_port(), misses=1)
    async with hearing(host, config, FakeTriggerContext()) as found:
        await found.looked(1)
        assert found.events.empty()
    async with hearing(host, config.model_copy(update={"first": "at once"}), FakeTriggerContext()) as found:
        assert (await found.next()).data["what"] == "goes down"


async def test_a_name_that_does_not_exist_is_a_machine_that_does_not_answer() -> None:
    config = Host(host="nobody.invalid", when="goes down")
    assert (await host.previewed(config, FakeTriggerContext())).startswith("nobody.invalid does not answer now: ")


async def test_loopback_answers_a_real_ping() -> None:
    require_programs("ping")
    assert await host.previewed(Host(host="127.0.0.1", when="comes up"), FakeTriggerContext()) == (
        "127.0.0.1 answers now"
    )


async def test_a_machine_without_ping_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    config = Host(host="127.0.0.1", when="goes down")
    with pytest.raises(BlockError, match="There is no ping on this machine"):
        await anext(host.run(config, FakeTriggerContext()))
    assert "give a port" in await host.previewed(config, FakeTriggerContext())


async def test_a_ping_that_may_send_nothing_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ping"
    path.write_text("#!/bin/sh\necho 'ping: socket: Operation not permitted' >&2\nexit 2\n")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(BlockError, match="ping may send nothing here"):
        await anext(host.run(Host(host="127.0.0.1", when="goes down"), FakeTriggerContext()))


@pytest.mark.parametrize("wrong", ["", "a b", "-c", "nas.local/x", "http://nas", "x" * 300, "a;b"])
def test_what_is_no_host_is_said_while_editing(wrong: str) -> None:
    assert set(check(Host, {"host": wrong, "when": "goes down"})[1]) == {"host"}

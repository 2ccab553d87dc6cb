import asyncio
import os
import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from nomologi_tui.errors import StoreError
from nomologi_tui.runner.supervisor import Supervisor
from nomologi_tui.testing import FakeClock
from tests.runner.bench import Bench
from tests.support import eventually


class Ear:
    """The socket on which a supervisor hears."""

    def __init__(self, address: str) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(address)
        self.socket.setblocking(False)

    def heard(self) -> list[str]:
        found = []
        with suppress(BlockingIOError):
            while True:
                found.append(self.socket.recv(4096).decode())
        return found


@pytest.fixture
def ear(tmp_path: Path) -> Iterator[Ear]:
    ear = Ear(str(tmp_path / "notify"))
    with closing(ear.socket):
        yield ear


def watched(ear: Ear, **more: str) -> Supervisor:
    return Supervisor({"NOTIFY_SOCKET": str(ear.socket.getsockname()), "WATCHDOG_USEC": "60000000"} | more)


def test_up_and_ending_are_told(ear: Ear) -> None:
    supervisor = watched(ear)
    supervisor.up("Runs automations.")
    supervisor.ends()
    assert ear.heard() == ["READY=1\nSTATUS=Runs automations.", "STOPPING=1\nSTATUS=Lets its runs end."]


def test_an_abstract_address_is_one_too() -> None:
    name = f"nomologi-{os.getpid()}"
    ear = Ear(f"\0{name}")
    with closing(ear.socket):
        Supervisor({"NOTIFY_SOCKET": f"@{name}"}).up("Waits.")
        assert ear.heard() == ["READY=1\nSTATUS=Waits."]


def test_without_a_supervisor_nothing_is_told() -> None:
    Supervisor({}).up("Runs automations.")
    assert Supervisor({"WATCHDOG_USEC": "60000000"}).patience == 0


def test_a_supervisor_that_is_gone_ends_nothing(ear: Ear) -> None:
    supervisor = watched(ear)
    ear.socket.close()
    supervisor.up("Runs automations.")


@pytest.mark.parametrize("given", [{"WATCHDOG_PID": "1"}, {"WATCHDOG_USEC": "soon"}, {"WATCHDOG_USEC": ""}])
def test_a_watch_that_is_not_meant_for_us_is_not_answered(ear: Ear, given: dict[str, str]) -> None:
    assert watched(ear, **given).patience == 0


async def test_life_is_shown_twice_in_the_time_that_is_given(bench: Bench, ear: Ear) -> None:
    clock = FakeClock()
    task = asyncio.create_task(watched(ear).show_life(bench.store, clock))
    assert await eventually(ear.heard) == ["WATCHDOG=1"]
    clock.tick(29)
    assert ear.heard() == []
    clock.tick(1)
    assert await eventually(ear.heard) == ["WATCHDOG=1"]
    task.cancel()


class Silent:
    """A store whose disk never answers."""

    async def aread(self, *_: object) -> None:
        await asyncio.Event().wait()


class Full:
    """A store that says that it can't."""

    async def aread(self, *_: object) -> None:
        raise StoreError("The disk is full.")


async def test_a_store_that_never_answers_is_no_sign_of_life(ear: Ear) -> None:
    task = asyncio.create_task(watched(ear).show_life(Silent(), FakeClock()))  # type: ignore[arg-type]
    done, _ = await asyncio.wait([task], timeout=0.05)
    assert (ear.heard(), done) == ([], set())
    task.cancel()


async def test_a_store_that_says_that_it_can_not_is_one(ear: Ear) -> None:
    task = asyncio.create_task(watched(ear).show_life(Full(), FakeClock()))  # type: ignore[arg-type]
    assert await eventually(ear.heard) == ["WATCHDOG=1"]
    task.cancel()

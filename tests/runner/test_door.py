"""Knocks at a runner's socket: by ourselves, by others, by those who mean no good."""

import asyncio
import os
import socket
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from nomologi_tui.clock import SystemClock
from nomologi_tui.runner.door import Door, knock
from tests.support import DEADLINE

FAR = timedelta(minutes=5).total_seconds()  # only a knock ends such a wait in a test
MakeDoor = Callable[[Path], Awaitable[Door]]


@pytest.fixture
async def make_door() -> AsyncIterator[MakeDoor]:
    made: list[Door] = []

    async def make(path: Path) -> Door:
        made.append(Door(path, SystemClock()))
        await made[-1].open()
        return made[-1]

    yield make
    for one in made:
        one.close()


async def hears(door: Door) -> None:
    await asyncio.wait_for(door.wait(FAR), DEADLINE)


async def test_a_knock_ends_the_wait_and_counts_once(tmp_path: Path, make_door: MakeDoor) -> None:
    door = await make_door(tmp_path / "a.sock")
    knock(tmp_path / "a.sock")
    await hears(door)
    assert not door._knocked.is_set()


@pytest.mark.parametrize("there", ["nothing", "a stale socket", "a file", "a folder"])
def test_a_knock_that_nobody_hears_is_nothing(tmp_path: Path, there: str) -> None:
    path = tmp_path / "a.sock"
    with socket.socket(socket.AF_UNIX) as gone:
        {"a stale socket": lambda: gone.bind(str(path)), "a file": path.touch, "a folder": path.mkdir}.get(
            there, lambda: None
        )()
    knock(path)


async def test_it_is_for_its_owner_alone_and_goes_with_its_runner(tmp_path: Path, make_door: MakeDoor) -> None:
    door = await make_door(tmp_path / "a.sock")
    assert stat.S_IMODE((tmp_path / "a.sock").stat().st_mode) == 0o600
    door.close()
    assert not (tmp_path / "a.sock").exists()


async def test_what_a_killed_runner_left_is_replaced(tmp_path: Path, make_door: MakeDoor) -> None:
    path = tmp_path / "a.sock"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    door = await make_door(path)
    knock(path)
    await hears(door)


async def test_a_file_of_somebody_else_at_its_place_is_left_alone(
    tmp_path: Path, make_door: MakeDoor, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a.sock").write_text("mine")
    door = await make_door(tmp_path / "a.sock")
    assert "Nobody can knock" in caplog.text
    await door.wait(0)
    door.close()
    assert (tmp_path / "a.sock").read_text() == "mine"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux reaches such a path")
async def test_a_long_path_is_no_hindrance(tmp_path: Path, make_door: MakeDoor) -> None:
    folder = tmp_path / ("long" * 30) / "and deep"
    folder.mkdir(parents=True)
    door = await make_door(folder / "nomologi.runner.sock")
    knock(folder / "nomologi.runner.sock")
    await hears(door)


async def test_a_thousand_visitors_who_talk_and_stay_do_no_harm(tmp_path: Path, make_door: MakeDoor) -> None:
    path = tmp_path / "a.sock"
    door = await make_door(path)
    with ExitStack() as open_ones:
        for number in range(1_000):
            visitor = open_ones.enter_context(socket.socket(socket.AF_UNIX))
            visitor.settimeout(DEADLINE)
            await asyncio.to_thread(visitor.connect, str(path))
            visitor.setblocking(False)
            if number % 2:  # the others say nothing, and stay
                talk(visitor, (b"\x00\xff" * 50_000, b"GET / HTTP/1.1\r\n\r\n")[number % 4 == 1])
        await hears(door)
    knock(path)
    await hears(door)


def talk(visitor: socket.socket, words: bytes) -> None:
    try:
        visitor.send(words)
    except OSError:  # not heard: it is shut in our face already
        return


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
async def test_somebody_else_is_not_heard_even_where_the_file_lets_them_in(make_door: MakeDoor) -> None:
    path = Path(f"/tmp/nomologi-door-{os.getpid()}.sock")
    door = await make_door(path)
    path.chmod(0o666)
    code = f"import socket; s = socket.socket(socket.AF_UNIX); s.connect('{path}'); s.recv(1)"  # until it is shut
    line = ["/usr/bin/env", "python3", "-c", code]
    await asyncio.to_thread(subprocess.run, line, check=True, user=65534, group=65534)
    assert not door._knocked.is_set()
    knock(path)
    await hears(door)

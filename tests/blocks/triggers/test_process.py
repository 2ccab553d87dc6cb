"""Real processes, under names of the test's own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.tools.machine.process_form import Processes
from nomologi_tui.blocks.tools.machine.programs import ProcessLook
from nomologi_tui.blocks.triggers.process import process
from nomologi_tui.testing import FakeClock, FakeTriggerContext
from tests.blocks.triggers.hearing import hearing
from tests.support import eventually

Start = Callable[..., "subprocess.Popen[str]"]
BUSY = "print(flush=True)\nwhile True:\n    pass"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts `nomo-NAME`; ended with the test."""
    started: list[subprocess.Popen[str]] = []

    def begin(name: str, *arguments: str) -> "subprocess.Popen[str]":
        path = tmp_path / f"nomo-{name}"
        if not path.is_symlink():
            path.symlink_to(shutil.which("sleep") or "")
        started.append(subprocess.Popen([str(path), "600", *arguments], text=True))
        while not Path(f"/proc/{started[-1].pid}/comm").read_text().startswith("nomo-"):
            os.sched_yield()  # until the kernel has given it its own name
        return started[-1]

    yield begin
    for one in started:
        one.kill()
        one.wait(20)


def user_time(pid: int) -> float:
    return float(psutil.Process(pid).cpu_times().user)


def of(name: str, when: str, **fields: Any) -> Processes:
    return Processes(**{"name": f"nomo-{name}", "when": when, **fields})


async def test_a_program_that_starts_is_told_once_with_its_number(start: Start) -> None:
    async with hearing(process, of("one", "starts"), FakeTriggerContext()) as found:
        await found.looked(1)
        first, _ = start("one"), start("one")
        await found.again(10)
        event = await found.next()
        assert first.pid in event.data["pids"]
        assert (event.data["count"], event.data["text"]) == (2, "nomo-one starts")
        start("one")
        await found.again(10)
        assert found.events.empty()


async def test_it_ends_with_the_last_of_its_name_also_while_nobody_has_buried_it(start: Start) -> None:
    one, other = start("two"), start("two")
    async with hearing(process, of("two", "ends"), FakeTriggerContext()) as found:
        await found.looked(1)
        one.kill()
        one.wait(20)
        await found.again(10)
        assert found.events.empty()
        other.kill()
        await eventually(lambda: " Z " in Path(f"/proc/{other.pid}/stat").read_text())
        await found.again(10)
        assert (await found.next()).data["count"] == 0


async def test_what_ended_while_nobody_listened_is_told_after_the_restart(start: Start) -> None:
    one, context = start("three"), FakeTriggerContext()
    async with hearing(process, of("three", "ends"), context) as found:
        await found.looked(1)
    one.kill()
    one.wait(20)
    async with hearing(process, of("three", "ends"), context) as found:
        first = await found.next()
    async with hearing(process, of("three", "ends"), context) as found:
        await found.looked(context.beats + 1)
        assert found.events.empty()
    assert first.id.endswith(":1")


async def test_it_must_be_gone_as_long_as_asked_for(start: Start) -> None:
    one = start("four")
    async with hearing(process, of("four", "ends", held="15s"), FakeTriggerContext()) as found:
        await found.looked(1)
        one.kill()
        one.wait(20)
        await found.again(10)
        again = start("four")  # a restart is no end
        await found.again(10)
        again.kill()
        again.wait(20)
        for seconds in (10, 10):
            await found.again(seconds)
            assert found.events.empty()
        await found.again(10)
        await found.next()


async def test_only_those_with_the_words_in_their_command_line_count(start: Start) -> None:
    start("five", "0")
    wanted = start("five", "1")
    assert ProcessLook("NOMO-f*", " 600 1").look(0).pids == (wanted.pid,)


async def test_memory_and_processor_are_those_of_all_together(start: Start) -> None:
    clock = FakeClock()
    with subprocess.Popen([sys.executable, "-c", BUSY], stdout=subprocess.PIPE, text=True) as busy:
        assert busy.stdout is not None
        busy.stdout.readline()  # before that it may still have the name of its parent
        look = ProcessLook(Path(f"/proc/{busy.pid}/comm").read_text().strip(), BUSY[:20])
        assert look.look(clock.monotonic()).percent == 0
        before = user_time(busy.pid)
        await eventually(lambda: user_time(busy.pid) > before)  # it has worked in between
        clock.tick(1)
        seen = look.look(clock.monotonic())
        busy.kill()
    assert (seen.pids, seen.percent > 0) == ((busy.pid,), True)
    assert 1 < seen.megabytes < 1000


async def test_more_memory_than_allowed_is_told(start: Start) -> None:
    start("six")
    config = of("six", "uses more memory than", limit=0.1, first="at once")
    async with hearing(process, config, FakeTriggerContext()) as found:
        event = await found.next()
    assert event.data["megabytes"] > 0.1
    assert event.data["text"] == "nomo-six uses more memory than 0.1 MB"


async def test_the_preview_says_what_runs_now(start: Start) -> None:
    assert await process.previewed(of("no", "ends"), FakeTriggerContext()) == "No process called nomo-no runs now."
    start("seven")
    shown = await process.previewed(of("seven", "ends"), FakeTriggerContext())
    assert shown.startswith("1 process called nomo-seven now, with ")


def test_how_much_is_needed_only_where_it_counts() -> None:
    assert check(Processes, {"name": "x", "when": "ends"})[1] == {}
    assert set(check(Processes, {"name": "x", "when": "uses more memory than"})[1]) == {"limit"}
    assert set(check(Processes, {"name": "x", "when": "uses more processor than", "limit": -1})[1]) == {"limit"}
    assert set(check(Processes, {"name": "", "when": "sings"})[1]) == {"name", "when"}

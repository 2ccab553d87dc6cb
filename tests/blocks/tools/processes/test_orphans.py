"""What a command leaves behind with a cleared environment, in a session of its own: a service ends it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nomologi_tui.blocks.tools.processes.orphans import Children
from tests.support import lives, wait_until

LEAVES = "env -i PATH=$PATH setsid sh -c 'echo $$ > {pid}; exec sleep 600' & while [ ! -s {pid} ]; do sleep 0.05; done"
SERVICE = """
import asyncio, sys
from pathlib import Path
from nomologi_tui.blocks.tools.processes.orphans import CHILDREN
from nomologi_tui.blocks.tools.processes.process import Program, run_process
from nomologi_tui.clock import SystemClock

async def main(*commands):
    if sys.argv[1] == "adopts":
        CHILDREN.adopt()
    programs = [Program(("sh", "-c", one), Path("/"), timeout=20) for one in commands]
    runs = [run_process(one, clock=SystemClock(), tell=print) for one in programs]
    print([one.exit_code for one in await asyncio.gather(*runs)])

asyncio.run(main(*sys.argv[2:]))
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives orphans to somebody")


def serve(mode: str, *commands: str) -> str:
    """What a service that runs these commands at once prints."""
    ended = subprocess.run(
        [sys.executable, "-c", SERVICE, mode, *commands], capture_output=True, text=True, timeout=60, check=True
    )
    return ended.stdout.splitlines()[-1]


def test_commands_that_were_started_since_are_told_from_what_a_command_started() -> None:
    children = Children()
    for pid in (11, 12, 15, 12):  # the number 12 came again
        with children.starting() as started:
            started(pid)
    assert children.since(12) == set()
    assert children.since(11) == {12, 15}
    assert not children.ended(15, others=False)
    assert children.since(11) == {12, 15}, "who ended may have left somebody, but is nobody's"


def test_a_service_ends_whom_a_command_left_behind(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    assert serve("adopts", LEAVES.format(pid=file)) == "[0]"
    assert not lives(int(file.read_text()))


def test_while_another_command_runs_its_own_processes_are_left_alone(tmp_path: Path) -> None:
    file, done = tmp_path / "pid", tmp_path / "done"
    slow = f"env -i PATH=$PATH setsid sh -c 'sleep 1; echo fine > {done}' & while [ ! -s {done} ]; do sleep 0.05; done"
    assert serve("adopts", LEAVES.format(pid=file), slow) == "[0, 0]"
    assert done.read_text() == "fine\n"
    assert not lives(int(file.read_text()))


def test_who_does_not_adopt_does_not_look_for_orphans(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    assert serve("does not", LEAVES.format(pid=file)) == "[0]"
    pid = int(file.read_text())
    assert lives(pid)
    os.kill(pid, 9)
    wait_until(lambda: not lives(pid))

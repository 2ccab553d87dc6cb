"""A service keeps its threads on one processor; what it starts does not inherit that."""

import os
import subprocess
import sys

import pytest

from nomologi_tui.blocks.tools.processes.processor import Processor

ASK = "import os; print(sorted(os.sched_getaffinity(0)))"
SERVICE = f"""
import asyncio, os, sys, threading
from pathlib import Path
from nomologi_tui.blocks.tools.processes.processor import PROCESSOR
from nomologi_tui.blocks.tools.processes.process import Program, run_process
from nomologi_tui.clock import SystemClock

PROCESSOR.stay()
ask = Program((sys.executable, "-c", {ASK!r}), Path("/"), timeout=20)
if sys.argv[1] == "moved":
    os.sched_setaffinity(0, {{max(PROCESSOR._all - PROCESSOR._one)}})
print(asyncio.run(run_process(ask, clock=SystemClock(), tell=str)).stdout.strip())
thread = threading.Thread(target=lambda: print(sorted(os.sched_getaffinity(0))))
thread.start()
thread.join()
"""

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2, reason="there is no processor to choose"
)


def serve(mode: str) -> list[str]:
    """The processors of a command of a service, and those of its threads after that."""
    ended = subprocess.run(
        [sys.executable, "-c", SERVICE, mode], capture_output=True, text=True, timeout=60, check=True
    )
    return ended.stdout.splitlines()


def test_a_service_keeps_to_one_processor_and_its_commands_have_all() -> None:
    commands, threads = serve("stays")
    assert commands == str(sorted(os.sched_getaffinity(0)))
    assert "," not in threads


def test_a_service_that_somebody_moved_stays_there() -> None:
    commands, threads = serve("moved")
    assert commands == threads
    assert "," not in threads


def test_who_does_not_stay_anywhere_leaves_nothing() -> None:
    before = os.sched_getaffinity(0)
    with Processor().left():
        assert os.sched_getaffinity(0) == before
    assert os.sched_getaffinity(0) == before

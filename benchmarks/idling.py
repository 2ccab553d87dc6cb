"""A runner that has nothing to do: its memory, and the processor time that a hundred schedules cost it."""

import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, Line, Skipped
from benchmarks.places import command, cpu_seconds, home, megabytes, schedule

SCHEDULES = 100
SETTLE = 3.0  # seconds until start-up is over
WATCHED = 20.0  # seconds


def measure() -> Iterator[Line]:
    """Memory in MB, processor time in percent of one core, of a real `nomologi runner`."""
    if not Path("/proc/self/task").exists():
        yield Skipped("idle runner", "there is no /proc here")
        return
    with home() as here:
        here.add([(schedule(number), command("true")) for number in range(SCHEDULES)])
        with here.runner() as process:
            time.sleep(SETTLE)  # noqa: TID251 - nothing tells that a process has become quiet
            began, used = time.perf_counter(), cpu_seconds(process)
            time.sleep(WATCHED)  # noqa: TID251 - what happens meanwhile is what is measured
            share = (cpu_seconds(process) - used) / (time.perf_counter() - began)
            yield Figure(f"idle runner, {SCHEDULES} schedules: memory (RSS)", megabytes(process), "MB", at_most=80)
            yield Figure(f"idle runner, {SCHEDULES} schedules: processor", share * 100, "%", at_most=0.2)

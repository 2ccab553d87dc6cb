"""Many automations: how soon all of them listen after the start, what they hold, what they cost while nothing is due."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.figures import Figure, Line
from benchmarks.places import Home, command, cpu_seconds, home, megabytes, now, schedule

STARTS = 5
SETTLE = 5.0  # seconds until start-up is over
WATCHED = 20.0  # seconds
_LISTENING = "SELECT count(*) FROM listener WHERE state = 'ok'"


def measure() -> Iterator[Line]:
    """Milliseconds from exec until all listen; memory in MB, processor time in percent of one core."""
    yield from _started(100, 600)
    yield from _started(10_000, 2_000, 150)
    with _filled(1_000) as here, here.runner() as process:
        here.reach(1_000, _LISTENING)
        time.sleep(SETTLE)  # noqa: TID251 - nothing tells that a process has become quiet
        began, used = time.perf_counter(), cpu_seconds(process)
        time.sleep(WATCHED)  # noqa: TID251 - what happens meanwhile is what is measured
        share = (cpu_seconds(process) - used) / (time.perf_counter() - began)
        yield Figure("idle runner, 1,000 automations: memory (RSS)", megabytes(process), "MB", at_most=90)
        yield Figure("idle runner, 1,000 automations: processor", share * 100, "%", at_most=0.2)


@contextmanager
def _filled(number: int) -> Iterator[Home]:
    with home() as here:
        first = here.add([(schedule(0), command("true"))])[0]
        here.copy(first, [(schedule(place), command("true")) for place in range(1, number)])
        yield here


def _started(number: int, at_most: float, megabytes_at_most: float | None = None) -> Iterator[Line]:
    times: list[float] = []
    held = 0.0
    with _filled(number) as here:
        for _ in range(STARTS + 1):
            began = now()
            with here.runner() as process:
                times.append((here.reach(number, _LISTENING) - began).total_seconds() * 1_000)
                held = megabytes(process)
    yield Figure(
        f"runner, {number:,} automations: from exec until all listen", statistics.median(times[1:]), at_most=at_most
    )
    if megabytes_at_most:
        yield Figure(f"runner, {number:,} automations: memory (RSS)", held, "MB", at_most=megabytes_at_most)

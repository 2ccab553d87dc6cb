"""No-op runs that wait when a runner starts: how fast they are carried out, and what is left in its memory after."""

import statistics
import sys
from collections.abc import Iterator

from benchmarks.durable_runs import raw_rate
from benchmarks.figures import Figure, Line, median_ratio
from benchmarks.places import PARALLEL, Home, cpu_seconds, home, megabytes, schedule
from benchmarks.serving import NOTHING
from nomologi_tui.model import Automation
from nomologi_tui.settings import load_settings

RUNS = 2_000  # in one turn, as many as raw sqlite3 writes
AT_ONCE = load_settings({}).runs_at_once
TURNS = 3
LATER = 10_000  # runs after which memory is looked at again
SERVING = (sys.executable, "-m", "benchmarks.serving")
ENDED = "SELECT (SELECT max(id) FROM execution_run) - count(*) FROM execution_run WHERE finished_at IS NULL"
_SPENT = (
    "SELECT 1e6 * (julianday(max(finished_at)) - julianday(min(started_at))) * 86400 FROM execution_run WHERE id > ?"
)


def measure() -> Iterator[Line]:
    """Runs a second from the first claim to the last end; raw sqlite3 with as many writes a commit as runs at once."""
    with home() as here:
        one = here.add([(schedule(0), NOTHING)], PARALLEL)[0]
        raw: list[float] = []
        drained: list[float] = []
        for turn in range(TURNS):
            raw.append(raw_rate(here, [one], turn, AT_ONCE))
            drained.append(drained_rate(here, one, RUNS))
        yield Figure(f"runs/s, raw sqlite3, {AT_ONCE} writes a commit", statistics.median(raw), "/s")
        yield Figure("2,000 no-op runs through the runner", statistics.median(drained), "/s", at_least=1_000)
        ratio = median_ratio(drained, raw)
        yield Figure("the same, against raw sqlite3", statistics.median(drained), "/s", ratio=ratio, at_least=0.25)
        yield from _memory(here, one)


def drained_rate(here: Home, one: Automation, number: int) -> float:
    """Queue so many runs, let a runner carry them out, and stop it."""
    before = here.count("SELECT coalesce(max(id), 0) FROM execution_run")
    ended = here.count(ENDED)
    here.queue(one, number)
    with here.runner(SERVING):
        here.reach(ended + number, ENDED)
    return number / (here.count(_SPENT, before) / 1e6)


def _memory(here: Home, one: Automation) -> Iterator[Line]:
    with here.runner(SERVING) as process:
        ended = here.count(ENDED)
        here.queue(one, RUNS)
        here.reach(ended + RUNS, ENDED)
        before, used = megabytes(process), cpu_seconds(process)
        here.queue(one, LATER)
        here.reach(ended + RUNS + LATER, ENDED)
        grown, spent = megabytes(process) - before, cpu_seconds(process) - used
    yield Figure(f"processor time a no-op run, of {LATER:,}", spent / LATER * 1_000)
    yield Figure(f"memory after {LATER:,} more runs", grown, "MB", at_most=10)

"""A hundred thousand runs: waiting when the runner starts, carried out, and forgotten again."""

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

from benchmarks.figures import Figure, Line
from benchmarks.places import Home, home, megabytes, now, schedule, turns
from benchmarks.queued import ENDED, SERVING
from benchmarks.serving import NOTHING
from nomologi_tui.store import runs, sqlite

RUNS = 100_000
BUSY = 10  # automations that the runs belong to, one run of each at a time
EARLY = 10_000  # runs after which memory is looked at the first time
KEEP = 200  # runs of each automation
PATIENCE = 900.0  # seconds


def measure() -> Iterator[Line]:
    """Milliseconds until the first run has begun; runs a second; MB of memory and of files."""
    with home() as here:
        made = here.add([(schedule(number), NOTHING) for number in range(BUSY)])
        for one in made:
            here.queue(one, RUNS // BUSY)
        began = now()
        with here.runner(SERVING) as process:
            first = (
                here.reach(1, "SELECT count(*) FROM execution_run WHERE status = 'running' AND finished_at IS NULL")
                - began
            )
            yield Figure(
                "100,000 runs wait: from exec until the first has begun", first.total_seconds() * 1_000, at_most=2_000
            )
            here.reach(EARLY, ENDED, every=0.1, patience=PATIENCE)
            early, at = megabytes(process), now()
            most = max(early, *_watched(here, process))
        yield Figure("100,000 runs wait: carried out", (RUNS - EARLY) / (now() - at).total_seconds(), "/s")
        yield Figure("100,000 runs wait: memory grew since the first 10,000", most - early, "MB", at_most=10)
        yield Figure("100,000 runs ended: largest file", sqlite.size(here.places.database) / 1e6, "MB")
        yield from _pruned(here)


def _watched(here: Home, process: int) -> Iterator[float]:
    """The memory of the runner, a few times a second until all runs have ended."""
    for _ in turns(0.2, PATIENCE):
        yield megabytes(process)
        if here.count(ENDED) >= RUNS:
            return
    raise TimeoutError("the runs did not end")


def _pruned(here: Home) -> Iterator[Line]:
    """Forget all but the newest 200 of each automation; the yardstick is a fresh copy of what is left."""
    began = time.perf_counter()
    with here.store() as store:
        while store.write(runs.prune, runs.Edge(now() - timedelta(days=30)), KEEP):
            pass
    spent = time.perf_counter() - began
    copy = here.folder / "copy.db"
    with closing(sqlite.connect_reader(here.places.database)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    live, held = sqlite.size(copy), sqlite.size(here.places.database)
    yield Figure("100,000 runs ended: pruned in", spent, "s")
    yield Figure("100,000 runs pruned: file, against live data", held / 1e6, "MB", ratio=held / live, at_most=2)

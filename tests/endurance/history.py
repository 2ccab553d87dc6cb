"""A long history, pruned: how large the file is beside what it still holds, and how long anybody had to wait."""

import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from nomologi_tui.clock import SystemClock
from nomologi_tui.model import Event, RunStatus, StepRecord, StepStatus, StepType, WaitingFor
from nomologi_tui.store import Store, runs, sqlite
from nomologi_tui.store.orm import Tx
from tests.endurance.crowd import post
from tests.endurance.figures import Figure, Line, Promise, none_of
from tests.endurance.kills import until_it_serves
from tests.endurance.world import World, end
from tests.support import wait_until

OPTIONS = {"runs": 100_000}
KEEP = 200  # runs of each automation and outcome
DAYS = 30
GROUP = 500  # runs in one transaction while the history is made
EVERY = timedelta(seconds=30)  # between two runs
WAITING_EVERY = 1_000  # each so manieth run waits for a decision for ever
OUTPUT = {"stdout": "42 files copied, 3 left out\n" * 8, "stderr": "", "exit_code": 0, "seconds": 0.12}


def prove(runs: int) -> Iterator[Line]:
    """Make a history of so many runs, let the runner prune it while it is used, compare the file with what is left."""
    with tempfile.TemporaryDirectory(prefix="nomologi-history-") as folder:
        world = World(Path(folder))
        waiting = make_history(world, runs)
        yield Figure("runs made", runs)
        yield Figure("file before, MB", _megabytes(sqlite.size(world.places.database)))
        answers = pruned_by_the_runner(world)
        yield Figure("web requests meanwhile", len(answers))
        yield Figure("longest until a request's 202, ms", 1000 * max(answers))
        yield from compared(world, waiting)


def in_short(runs: int) -> Iterator[Line]:
    """The same without a runner, who takes his time."""
    with tempfile.TemporaryDirectory(prefix="nomologi-history-") as folder:
        world = World(Path(folder))
        waiting = make_history(world, runs)
        with Store.open(world.places, SystemClock()) as store:
            prune(store, SystemClock().now())
        yield from compared(world, waiting)


def pruned_by_the_runner(world: World) -> list[float]:
    """Use a runner until it says that it has pruned; how long each request waited for its 202, in seconds."""
    answers: list[float] = []
    with world.runner() as runner:
        until_it_serves(runner)
        wait_until(lambda: _timed(world, answers) and _said_pruned(world), 600)
        end(runner, signal.SIGTERM)
    return answers


def _timed(world: World, answers: list[float]) -> bool:
    began = time.perf_counter()
    if post(world.port, f"meanwhile-{len(answers)}") == 202:
        answers.append(time.perf_counter() - began)
    return bool(answers)


def _said_pruned(world: World) -> bool:
    return bool(world.rows("SELECT 1 FROM execution_log WHERE event_type = 'pruned'"))


def compared(world: World, waiting: int) -> Iterator[Line]:
    """The file after the store was closed, beside what it holds."""
    size, live = sqlite.size(world.places.database), live_bytes(world)
    rows = world.rows("SELECT status, count(*) AS n FROM execution_run GROUP BY status")
    left = {row["status"]: row["n"] for row in rows}
    yield Figure("runs left", ", ".join(f"{count} {state}" for state, count in sorted(left.items())))
    yield Figure("file after, MB", _megabytes(size))
    yield Figure("the same rows in a fresh file, MB", _megabytes(live))
    yield Promise("file ÷ what it holds", round(size / live, 2), 2, unit="×")
    yield Promise("runs that waited for a decision and are gone", waiting - left.get("waiting", 0))
    yield none_of("damage that SQLite finds", world.whole())


def make_history(world: World, count: int) -> int:
    """So many runs of `hand`, the newest now, as the program writes them; how many of them wait for a decision."""
    hand, clock = world.make()[2], SystemClock()
    first = clock.now() - count * EVERY
    with Store.open(world.places, clock) as store:
        for start in range(0, count, GROUP):
            store.write(_make_group, hand.id, start, min(count, start + GROUP), first)
    return len(range(0, count, WAITING_EVERY))


def _make_group(tx: Tx, automation_id: int, start: int, end: int, first: datetime) -> None:
    for number in range(start, end):
        _make_run(tx, automation_id, number, first + number * EVERY)


def _make_run(tx: Tx, automation_id: int, number: int, at: datetime) -> None:
    event = Event(f"event:{number}", {"number": number})
    run_id = runs.enqueue(tx, automation_id, event, at, trigger="webhook").run_id
    runs.claim(tx, "history", at, 1, only=run_id)
    if number % WAITING_EVERY == 0:
        runs.hold(tx, run_id, "history", WaitingFor.DECISION, "needs your decision", at)
        return
    runs.end_step(
        tx, StepRecord(run_id, 1, StepType.ACTION, "run_command", "do", StepStatus.SUCCESS, output=OUTPUT), at
    )
    status = RunStatus.FAILURE if number % 10 == 0 else RunStatus.SUCCESS
    runs.finish(tx, run_id, "history", status, at, summary="Done: copied.", output=OUTPUT)


def prune(store: Store, now: datetime) -> None:
    """Piece by piece to the end."""
    while store.write(runs.prune, runs.Edge(now - timedelta(days=DAYS)), KEEP):
        pass


def live_bytes(world: World) -> int:
    """The size of a fresh file with the same rows."""
    copy = world.folder / "copy.db"
    with closing(sqlite.connect_reader(world.places.database, typed=False)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    return copy.stat().st_size


def _megabytes(size: int) -> float:
    return size / 1_000_000

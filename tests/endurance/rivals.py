"""Three runners started at the same instant: one runs, and when it is killed exactly one of the others does.

And many senders with the same delivery: one run.
"""

import signal
import subprocess
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

from tests.endurance.crowd import post
from tests.endurance.figures import Figure, Line, Promise, none_of
from tests.endurance.judge import judge
from tests.endurance.kills import until_it_serves, work_off
from tests.endurance.world import Process, World, end, pids_under
from tests.support import Lines, wait_until

OPTIONS = {"rounds": 20, "requests": 1_000}
RIVALS = 3
AT_WORK = 0.7  # seconds until whoever runs is killed
CLIENTS = 16


def prove(rounds: int, requests: int) -> Iterator[Line]:
    """`rounds` times three runners, two of whom are killed in turn; then `requests` of one delivery."""
    yield from rivals(rounds)
    yield from same_delivery(requests)


def rivals(rounds: int) -> Iterator[Line]:
    """Who held the lock, how often; and what became of the runs."""
    with tempfile.TemporaryDirectory(prefix="nomologi-rivals-") as folder:
        world = World(Path(folder))
        world.make()
        wrong: list[str] = []
        for number in range(rounds):
            for _ in range(RIVALS):
                world.acknowledged.runs.add(_queued(world))
            wrong += [f"round {number}: {words}" for words in _round(world)]
        yield Figure("rounds with three runners", rounds)
        yield none_of("rounds in which not exactly one ran", wrong)
        yield none_of("complaints while the rest was worked off", work_off(world))
        yield from judge(world)


def _queued(world: World) -> int:
    said = world.run("run", "hand").stdout
    return int(said.split()[1])


def _round(world: World) -> list[str]:
    """Start three at once; kill whoever runs, at work, until none is left."""
    with ExitStack() as stack:
        left = [stack.enter_context(world.runner()) for _ in range(RIVALS)]
        said = {process.pid: _lines(process) for process in left}
        wrong: list[str] = []
        while left:
            serving = _serving(world, left)
            left = [process for process in left if process is not serving]
            for one in left:
                said[one.pid].wait_for(lambda line: "waits for its turn" in line)
            with suppress(subprocess.TimeoutExpired):
                wrong.append(f"{serving.pid} ended by itself with {serving.wait(AT_WORK)}")
            wrong += [f"{one.pid} ended while it waited" for one in left if one.poll() is not None]
            wrong += [f"{one.pid} ran too" for one in left if _holder(world) == one.pid]
            serving.kill()
            serving.wait()
    return wrong


def _serving(world: World, left: list[Process]) -> Process:
    """The one of them that says in the store that it runs, as soon as one does."""
    wait_until(lambda: _holder(world) in [process.pid for process in left])
    return next(process for process in left if process.pid == _holder(world))


def _lines(process: Process) -> Lines:
    assert process.stdout is not None
    return Lines(process.stdout)


def _holder(world: World) -> int:
    """The pid of whoever has said in the store that he runs."""
    rows = world.rows("SELECT pid FROM runner")
    return int(rows[0]["pid"]) if rows else 0


def same_delivery(requests: int) -> Iterator[Line]:
    """One delivery, sent `requests` times by 16 clients at once: one run, and 202 for each."""
    with tempfile.TemporaryDirectory(prefix="nomologi-same-") as folder:
        world = World(Path(folder))
        world.make(*(one for one in world.ledger_automations() if one.slug == "hook"))
        with world.runner() as runner:
            until_it_serves(runner)
            wait_until(lambda: post(world.port, "first") == 202)
            begin = threading.Barrier(CLIENTS)
            with ThreadPoolExecutor(CLIENTS) as pool:
                shares = pool.map(lambda _: _send_again(world, -(-requests // CLIENTS), begin), range(CLIENTS))
            answers = sum(shares, Counter[int]())
            end(runner, signal.SIGTERM)
        made = world.rows("SELECT count(*) AS n FROM execution_run WHERE event_id = 'hook:same'")[0]["n"]
        yield Figure(f"one delivery, {CLIENTS} clients: answers 202", answers[202])
        yield Promise("one delivery: other answers", answers.total() - answers[202])
        yield Promise("one delivery: runs more than one", abs(made - 1))
        yield Promise("one delivery: processes left", len(pids_under(str(world.home))))


def _send_again(world: World, requests: int, begin: threading.Barrier) -> "Counter[int]":
    begin.wait()
    return Counter(post(world.port, "same") for _ in range(requests))

"""kill -9 at random instants: the runner, while senders and a person use it, and now and then a command too."""

import random
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tests.endurance.crowd import Person, senders
from tests.endurance.figures import Figure, Line, none_of
from tests.endurance.judge import judge
from tests.endurance.world import Process, World, end
from tests.support import wait_until

OPTIONS = {"cycles": 500, "seed": 1}
SENDERS = 3
LONGEST = 1.0  # seconds that a runner lives after it has begun to serve


def prove(cycles: int, seed: int) -> Iterator[Line]:
    """`cycles` times: start the runner, use it, kill it; at the end (or at ctrl+c) work off the rest and compare."""
    with tempfile.TemporaryDirectory(prefix="nomologi-kills-") as folder:
        world = World(Path(folder))
        world.make()
        chance = random.Random(seed)  # noqa: S311 - when to kill is no secret
        person = Person(world, chance)
        done, complaints = kill_again_and_again(world, cycles, chance, person)
        yield Figure("cycles", done)
        yield Figure("seed", seed)
        yield none_of("complaints of a runner", complaints)
        yield none_of("complaints while the rest was worked off", work_off(world))
        person.finish()
        yield Figure("commands beside it", person.commands)
        yield none_of("complaints of a command", person.complaints)
        yield from judge(world)


def kill_again_and_again(world: World, cycles: int, chance: random.Random, person: Person) -> tuple[int, list[str]]:
    """How many cycles there were (ctrl+c ends them early), and what the runners said that they should not have said."""
    complaints: list[str] = []
    done = 0
    with senders(world, SENDERS), suppress(KeyboardInterrupt):
        for done in range(1, cycles + 1):  # noqa: B007 - how far it came
            person.begin()
            said = _one_life(world, chance.uniform(0, LONGEST))
            if "Traceback" in said or "unforeseen" in said:
                complaints.append(said[-400:])
    return done, complaints


def _one_life(world: World, seconds: float) -> str:
    with world.runner() as runner:
        until_it_serves(runner)
        try:
            return runner.communicate(timeout=seconds)[0]
        except subprocess.TimeoutExpired:
            return end(runner, signal.SIGKILL)


def until_it_serves(runner: Process) -> None:
    """Wait for the runner's first line: the store is open, and it is about to take the lock."""
    first_line(runner)


def first_line(runner: Process) -> str:
    """What the runner says first; empty when it ended without a word."""
    assert runner.stdout is not None
    return runner.stdout.readline()


def work_off(world: World) -> list[str]:
    """Let a runner do what is left, end it in order, and return what it should not have said."""
    with world.runner() as runner:
        wait_until(lambda: runner.poll() is not None or is_idle(world, runner), 300)
        if world.rows("SELECT 1 FROM automation WHERE slug = 'beat'"):
            world.run("off", "beat")  # what is due each second would never let the runner be done
        wait_until(lambda: runner.poll() is not None or _is_done(world, runner), 300)
        said = end(runner, signal.SIGTERM)
    return [f"exit code {runner.returncode}: {said}"] if runner.returncode or "Traceback" in said else []


_IDLE = """SELECT pid = ?
 AND (SELECT count(*) FROM listener WHERE state = 'ok' AND last_alive >= since)
 AND NOT EXISTS (SELECT * FROM execution_run WHERE status IN ('pending', 'running')) AS idle FROM runner"""


def is_idle(world: World, runner: Process) -> bool:
    """Whether this runner listens, and has nothing to do."""
    return any(row["idle"] for row in world.rows(_IDLE, runner.pid))


def _is_done(world: World, runner: Process) -> bool:
    """Whether nothing will begin by itself either: a digest that waits for its time does."""
    return is_idle(world, runner) and not world.rows("SELECT 1 FROM collected")

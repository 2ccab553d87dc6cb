"""kill -9 at random instants: the runner, while senders and a person use it, and now and then a command too."""

import random
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.endurance.crowd import Person, senders
from tests.endurance.figures import Figure, Line, none_of
from tests.endurance.judge import judge
from tests.endurance.world import World, end
from tests.support import wait_until

OPTIONS = {"cycles": 500, "seed": 1}
SENDERS = 3
LONGEST = 1.0  # seconds that a runner lives after it has begun to serve


def prove(cycles: int, seed: int) -> Iterator[Line]:
    """`cycles` times: start the runner, use it, kill it; at the end work off what is left and compare."""
    with tempfile.TemporaryDirectory(prefix="nomologi-kills-") as folder:
        world = World(Path(folder))
        world.make()
        chance = random.Random(seed)  # noqa: S311 - when to kill is no secret
        person = Person(world, chance)
        yield Figure("cycles", cycles)
        yield Figure("seed", seed)
        complaints = kill_again_and_again(world, cycles, chance, person)
        yield Figure("commands beside it", person.commands)
        yield none_of("complaints of a runner", complaints)
        yield none_of("complaints of a command", person.complaints)
        yield none_of("complaints while the rest was worked off", work_off(world))
        yield from judge(world)


def kill_again_and_again(
    world: World, cycles: int, chance: random.Random, person: Person, after: Callable[[], None] = lambda: None
) -> list[str]:
    """What the runners said that they should not have said; `after` is called after each kill."""
    complaints: list[str] = []
    with senders(world, SENDERS):
        for _ in range(cycles):
            acting = threading.Thread(target=person.act)
            acting.start()
            said = _one_life(world, chance.uniform(0, LONGEST))
            acting.join()
            after()
            if "Traceback" in said or "unforeseen" in said:
                complaints.append(said[-400:])
    return complaints


def _one_life(world: World, seconds: float) -> str:
    with world.runner() as runner:
        until_it_serves(runner)
        try:
            return runner.communicate(timeout=seconds)[0]
        except subprocess.TimeoutExpired:
            return end(runner, signal.SIGKILL)


def until_it_serves(runner: "subprocess.Popen[str]") -> None:
    """Wait for the runner's first line: the store is open, and it is about to take the lock."""
    assert runner.stdout is not None
    runner.stdout.readline()


def work_off(world: World) -> list[str]:
    """Let a runner do what is left, end it in order, and return what it should not have said."""
    with world.runner() as runner:
        wait_until(lambda: is_idle(world), 300)
        world.rows("SELECT 1")
        said = end(runner, signal.SIGTERM)
    return [said] if runner.returncode or "Traceback" in said else []


def is_idle(world: World) -> bool:
    """Whether a runner is on and has nothing to do but what is due this very second."""
    alive = world.rows("SELECT count(*) AS n FROM listener WHERE state = 'ok'")[0]["n"]
    left = world.rows("SELECT count(*) AS n FROM execution_run WHERE status IN ('pending', 'running')")[0]["n"]
    return bool(alive) and left == 0

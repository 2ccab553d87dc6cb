"""kill -9 at every write and every sync of one deed, in order: before it, and after half of it was written."""

import signal
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from nomologi_tui.model import Automation
from tests.endurance.crowd import note_automation, post
from tests.endurance.faulty import NEVER, Fault, compiled
from tests.endurance.figures import Figure, Line, broken, none_of
from tests.endurance.judge import judge
from tests.endurance.kills import is_idle, until_it_serves, work_off
from tests.endurance.world import World, end
from tests.support import wait_until

OPTIONS = {"every": 1, "jobs": 2}
KINDS = ("kill", "torn")
GOAL = "every day at 08:00 run 'true'"
Deed = Callable[[World, Fault], bool]  # returns whether it came to its end alive


def prove(every: int, jobs: int) -> Iterator[Line]:
    """Each deed once to count its points, then once for every point (or each nth) and kind of death."""
    with tempfile.TemporaryDirectory(prefix="nomologi-sweep-") as folder:
        library = compiled(Path(folder))
        for name, deed in DEEDS.items():
            points = count_points(Path(folder), library, deed)
            yield Figure(f"{name}: writes and syncs", points)
            for kind in KINDS:
                die = partial(die_at, Path(folder), library, deed, kind)
                with ThreadPoolExecutor(jobs) as pool:
                    found = list(pool.map(die, range(1, points + 1, every)))
                died = [complaints for complaints in found if complaints is not None]
                yield Figure(f"{name}: deaths ({kind})", len(died))
                yield none_of(f"{name}: broken promises after it", (words for one in died for words in one))


def count_points(folder: Path, library: Path, deed: Deed) -> int:
    """How many writes and syncs the deed has when nothing happens to it."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        world = World(Path(own))
        world.make(*without_clock(world))
        count = Path(own) / "count"
        assert deed(world, Fault(library, world.home, "kill", NEVER, count=count))
        return int(count.read_text())


def die_at(folder: Path, library: Path, deed: Deed, kind: str, at: int) -> list[str] | None:
    """What is broken after a death at that point; None where the deed ended before it came there."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        world = World(Path(own))
        world.make(*without_clock(world))
        if deed(world, Fault(library, world.home, kind, at)):
            return None
        complaints = work_off(world)
        complaints += [f"{one.what}: {case}" for one in broken(judge(world)) for case in one.examples]
        return [f"{kind} at {at}: {words}" for words in complaints]


def without_clock(world: World) -> list[Automation]:
    """What is due each second would make the points of two tries differ."""
    return [one for one in world.ledger_automations() if one.slug != "beat"]


def make(world: World, fault: Fault) -> bool:
    """`nomologi new`: an automation that was acknowledged is there."""
    done = world.run("new", GOAL, "--yes", "--json", environ=fault.environ)
    if done.returncode == 0:
        note_automation(world, done.stdout)
    return done.returncode == 0


def queue(world: World, fault: Fault) -> bool:
    """`nomologi run`: a run that was acknowledged is there."""
    return world.run("run", "hand", environ=fault.environ).returncode == 0


def carry_out(world: World, fault: Fault) -> bool:
    """`nomologi run --wait` where no runner is on: the command is its own runner."""
    return world.run("run", "hand", "--wait", environ=fault.environ).returncode == 0


def serve(world: World, fault: Fault) -> bool:
    """A runner from its start to its end; between them a run from the queue and one from a web request."""
    world.run("run", "hand")
    with world.runner(fault.environ) as runner:
        until_it_serves(runner)
        wait_until(lambda: runner.poll() is not None or is_idle(world, runner))
        if post(world.port, "the one") == 202:
            world.acknowledged.deliveries.add("the one")
        wait_until(lambda: runner.poll() is not None or is_idle(world, runner))
        end(runner, signal.SIGTERM)
        return runner.returncode == 0


DEEDS = {"new": make, "run": queue, "run --wait": carry_out, "runner": serve}

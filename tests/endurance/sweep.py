"""kill -9 at every write and every sync of one deed, in order: before it, and after half of it was written.

What a point takes is kept short: the home is a copy of one made before, and the program starts from a process that has
imported it already (`warm`). Nothing waits for time, only for what the store says.
"""

import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from queue import SimpleQueue

from nomologi_tui.model import Automation
from tests.endurance.crowd import note_automation, post
from tests.endurance.faulty import NEVER, Fault, compiled
from tests.endurance.figures import Figure, Line, broken, none_of
from tests.endurance.judge import judge
from tests.endurance.kills import is_idle, until_it_serves, work_off
from tests.endurance.warm import Warmed, imported, teller
from tests.endurance.world import Acknowledged, World, begun_anew, end
from tests.support import wait_until

OPTIONS = {"every": 1, "jobs": 2, "deed": "all"}
KINDS = ("kill", "torn")
GOAL = "every day at 08:00 run 'true'"
Deed = Callable[[World, Fault], bool]  # returns whether it came to its end alive


def prove(every: int, jobs: int, deed: str) -> Iterator[Line]:
    """Each deed (or that one) once to count its points, then once for every point (or each nth) and kind of death."""
    with tempfile.TemporaryDirectory(prefix="nomologi-sweep-") as name:
        folder = Path(name)
        library = compiled(folder)
        counts, modules = _counted(folder, library)
        places = [_Place(folder / str(number), library) for number in range(jobs)]
        with imported(modules, {**places[0].world.environ, "LD_PRELOAD": str(library)}):
            for one in counts if deed == "all" else [deed]:
                yield Figure(f"{one}: writes and syncs", counts[one])
                for kind in KINDS:
                    yield from _swept(places, one, kind, range(1, counts[one] + 1, every))


def _counted(folder: Path, library: Path) -> tuple[dict[str, int], list[str]]:
    """How many points each deed has, and what it imports: each done once by a process that a person could start."""
    told = folder / "modules"
    counts: dict[str, int] = {}
    for number, (name, deed) in enumerate(DEEDS.items()):
        (folder / f"count-{number}").mkdir()
        world = World(folder / f"count-{number}", start=partial(begun_anew, program=teller(told)))
        world.make(*without_clock(world))
        counts[name] = count_points(world, library, deed)
    return counts, list(dict.fromkeys(told.read_text(encoding="utf-8").split()))


class _Place:
    """A home that is as it was at first each time that somebody asks for it."""

    def __init__(self, folder: Path, library: Path) -> None:
        folder.mkdir()
        self.library = library
        self.world = World(folder, start=lambda arguments, environ: Warmed(arguments, environ, library))
        self.world.make(*without_clock(self.world))
        self._saved = shutil.copytree(self.world.home, folder / "saved")

    def again(self) -> World:
        shutil.rmtree(self.world.home)
        shutil.copytree(self._saved, self.world.home)
        self.world.ledger.write_text("", encoding="utf-8")
        self.world.acknowledged = Acknowledged()
        return self.world


def _swept(places: list[_Place], deed: str, kind: str, points: range) -> Iterator[Line]:
    free: SimpleQueue[_Place] = SimpleQueue()
    for place in places:
        free.put(place)

    def die(at: int) -> list[str] | None:
        place = free.get()
        try:
            return die_at(place.again(), place.library, DEEDS[deed], kind, at)
        finally:
            free.put(place)

    with ThreadPoolExecutor(len(places)) as pool:
        found = list(pool.map(die, points))
    died = [complaints for complaints in found if complaints is not None]
    yield Figure(f"{deed}: deaths ({kind})", len(died))
    yield none_of(f"{deed}: broken promises after it", (words for one in died for words in one))


def count_points(world: World, library: Path, deed: Deed) -> int:
    """How many writes and syncs the deed has when nothing happens to it."""
    count = world.folder / "count"
    assert deed(world, Fault(library, world.home, "kill", NEVER, count=count))
    return int(count.read_text())


def die_at(world: World, library: Path, deed: Deed, kind: str, at: int) -> list[str] | None:
    """What is broken after a death at that point; None where the deed ended before it came there."""
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

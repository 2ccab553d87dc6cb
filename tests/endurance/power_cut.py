"""The plug is pulled at random instants, while senders and a person use the real runner on a disk of its own.

The control is the same on a disk that lies about its syncs: there something must get lost, or this harness is blind.
"""

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from nomologi_tui.blocks.tools.processes.escapees import descendants
from nomologi_tui.errors import NomologiError
from tests.endurance.crowd import Person, senders
from tests.endurance.disks import LONG, CutDisk, cut_disk
from tests.endurance.faulty import Fault, compiled
from tests.endurance.figures import Figure, Line, Promise, broken, none_of
from tests.endurance.judge import judge
from tests.endurance.kills import LONGEST, SENDERS, until_it_serves, work_off
from tests.endurance.world import World, end
from tests.support import wait_until

OPTIONS = {"cuts": 200, "control": 10, "seed": 1}


def prove(cuts: int, control: int, seed: int) -> Iterator[Line]:
    """`cuts` on an honest disk, one after the other on what the last one left; then `control` on one that lies."""
    chance = random.Random(seed)  # noqa: S311 - when to cut is no secret
    with tempfile.TemporaryDirectory(prefix="nomologi-cuts-") as folder, cut_disk(Path(folder)) as disk:
        world = World(Path(folder), disk.place / "home")
        world.make()
        person = Person(world, chance, killed=0)
        yield Figure("power cuts", cuts)
        yield Figure("seed", seed)
        yield none_of("complaints of a runner", cut_again_and_again(world, disk, cuts, chance, person))
        yield Figure("commands beside it", person.commands)
        yield none_of("complaints of a command", person.complaints)
        yield none_of("complaints while the rest was worked off", work_off(world))
        yield from judge(world)
    if control:
        yield Promise(
            "control: promises broken on a disk that lies", broken_by_a_lie(control, chance), at_least=1
        )  # fmt: skip


def broken_by_a_lie(cuts: int, chance: random.Random) -> int:
    """How many promises break where syncs do nothing."""
    with tempfile.TemporaryDirectory(prefix="nomologi-lies-") as folder, cut_disk(Path(folder)) as disk:
        world = World(Path(folder), disk.place / "home")
        world.make()
        os.sync()
        world.environ |= Fault(compiled(Path(folder)), world.home, "lie", 1).environ
        try:
            cut_again_and_again(world, disk, cuts, chance, Person(world, chance, killed=0), at_least=SENDERS)
            work_off(world)
            return len(broken(judge(world)))
        except (sqlite3.Error, NomologiError, TimeoutError):
            return 1  # what is left is not even a database


def cut_again_and_again(
    world: World, disk: CutDisk, cuts: int, chance: random.Random, person: Person, at_least: int = 0
) -> list[str]:
    """What the runners said that they should not have said. Each life acknowledges `at_least` so many requests."""
    complaints: list[str] = []
    with senders(world, SENDERS):
        for _ in range(cuts):
            person.begin()
            enough = len(world.acknowledged.deliveries) + at_least
            said = _one_life(world, disk, chance.uniform(0, LONGEST), person, enough)
            person.finish()
            if "Traceback" in said or "unforeseen" in said:
                complaints.append(said[-400:])
            disk.plug_in()
    return complaints


def _one_life(world: World, disk: CutDisk, seconds: float, person: Person, enough: int) -> str:
    with world.runner() as runner:
        until_it_serves(runner)
        wait_until(lambda: runner.poll() is not None or len(world.acknowledged.deliveries) >= enough, LONG)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return runner.communicate(timeout=seconds)[0] + "unforeseen: it ended by itself"
        everybody = _stopped(runner.pid)  # no 202 is sent after the cut: what was said before it counts
        if person.process is not None and person.process.poll() is None:
            everybody += _stopped(person.process.pid)
        disk.cut()
        person.end()
        _send(everybody[1:], signal.SIGKILL)
        return end(runner, signal.SIGKILL)


def _stopped(root: int) -> list[int]:
    """This process and all below it, stopped: from the top, so that nobody starts another one meanwhile."""
    found = [root]
    _send(found, signal.SIGSTOP)
    while more := [pid for pid, _ in descendants(root) if pid not in found]:
        _send(more, signal.SIGSTOP)
        found += more
    return found


def _send(pids: list[int], number: int) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)

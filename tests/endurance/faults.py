"""Disk full, I/O errors and a read-only disk at many points of a command and of a runner's life.

A command says one sentence and ends with 5, or it has done what it says; nothing that was there is lost. A runner waits
(or ends with 5 and a sentence while it starts), and goes on by itself once the fault is over.
"""

import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from tests.endurance.crowd import note_automation, post
from tests.endurance.disks import filled, small_disk
from tests.endurance.faulty import ERRORS, NEVER, Fault, compiled
from tests.endurance.figures import Figure, Line, broken, none_of
from tests.endurance.judge import judge
from tests.endurance.kills import first_line, is_idle, until_it_serves, work_off
from tests.endurance.sweep import GOAL, without_clock
from tests.endurance.world import Process, World, end
from tests.support import wait_until

OPTIONS = {"every": 7, "jobs": 6}
PATIENCE = 150.0  # seconds; a trigger that failed is tried again, and a state reported again, after a minute at most
SENTENCE = 5  # the exit code of a store that can't be used


def prove(every: int, jobs: int) -> Iterator[Line]:
    """Every kind of fault from each nth point of each deed on, and then disks that are really full."""
    with tempfile.TemporaryDirectory(prefix="nomologi-faults-") as folder:
        library = compiled(Path(folder))
        for name, deed in DEEDS.items():
            points = _count(Path(folder), library, deed)
            yield Figure(f"{name}: writes and syncs", points)
            for words, number in ERRORS.items():
                attacked = partial(attack, Path(folder), library, deed, str(number))
                with ThreadPoolExecutor(jobs) as pool:
                    found = list(pool.map(attacked, range(1, points + 1, every)))
                yield Figure(f"{name}, {words}: points", len(found))
                yield none_of(f"{name}, {words}: broken promises", (one for complaints in found for one in complaints))
    yield from full_disk()


def full_disk(rounds: int = 3) -> Iterator[Line]:
    """A real disk that is full while the runner serves, and then has room again, `rounds` times."""
    with tempfile.TemporaryDirectory(prefix="nomologi-full-") as folder, small_disk(Path(folder), "4m") as place:
        world = World(Path(folder), place / "home")
        world.make()
        told: list[int] = []
        with world.runner() as runner:
            until_it_serves(runner)
            wait_until(partial(_is_accepted, world, "before"), PATIENCE)
            for number in range(rounds):
                with filled(place):
                    told += [_deliver(world, f"full-{number}-{one}") for one in range(50)]
                wait_until(partial(_is_accepted, world, f"again-{number}"), PATIENCE)
            wait_until(lambda: runner.poll() is not None or is_idle(world, runner), PATIENCE)
            said = end(runner, signal.SIGTERM)
        yield Figure(
            "full disk: answers, by status", ", ".join(f"{told.count(one)} × {one}" for one in sorted({*told}))
        )
        yield none_of("full disk: complaints of the runner", _unwanted(said, runner.returncode, 0))
        yield none_of("full disk: complaints while the rest was worked off", work_off(world))
        yield from judge(world)


def _is_accepted(world: World, delivery: str) -> bool:
    return _deliver(world, delivery) == 202


def _deliver(world: World, delivery: str) -> int:
    status = post(world.port, delivery)
    if status == 202:
        world.acknowledged.deliveries.add(delivery)
    return status


Deed = Callable[[World, Fault], list[str]]  # returns what it should not have said or done


def _count(folder: Path, library: Path, deed: Deed) -> int:
    with tempfile.TemporaryDirectory(dir=folder) as own:
        count = Path(own) / "count"
        world = _world(Path(own))
        assert deed(world, Fault(library, world.home, "kill", NEVER, over=count, count=count)) == []
        return int(count.read_text())


def _world(own: Path) -> World:
    world = World(own)
    world.make(*without_clock(world))
    return world


def attack(folder: Path, library: Path, deed: Deed, kind: str, at: int) -> list[str]:
    """What is broken by that fault from that point on, and after it is over."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        world = _world(Path(own))
        try:
            complaints = deed(world, Fault(library, world.home, kind, at, over=Path(own) / "over"))
            complaints += work_off(world)
            complaints += [f"{one.what}: {case}" for one in broken(judge(world)) for case in one.examples]
        except (TimeoutError, subprocess.TimeoutExpired) as error:
            complaints = [f"it hung: {error}"]
        return [f"errno {kind} from {at} on: {words}" for words in complaints]


def make(world: World, fault: Fault) -> list[str]:
    """`nomologi new`."""
    done = world.run("new", GOAL, "--yes", "--json", environ=fault.environ)
    if done.returncode == 0:
        note_automation(world, done.stdout)
    return _unwanted(done.stdout, done.returncode, 0, SENTENCE)


def carry_out(world: World, fault: Fault) -> list[str]:
    """`nomologi run --wait` as its own runner: it waits for the disk, so the fault ends after a while."""
    process = world.process("run", "hand", "--wait", environ=fault.environ)
    try:
        said, _ = process.communicate(timeout=3)
    except subprocess.TimeoutExpired:
        _end_fault(fault)
        said, _ = process.communicate(timeout=60)
    return _unwanted(said, process.returncode, 0, 1, SENTENCE)


def serve(world: World, fault: Fault) -> list[str]:
    """A runner from its start on; the fault is over when it has refused a request, or had three seconds for it.

    Where it can't even begin it ends with 5; once it listens, it has to wait for the disk.
    """
    world.run("run", "hand")
    with world.runner(fault.environ) as runner:
        said = first_line(runner) + _through_the_fault(world, fault, runner)
    return _unwanted(said, runner.returncode, 0, *([] if _has_listened(world, runner) else [SENTENCE]))


def _has_listened(world: World, runner: Process) -> bool:
    """Whether a trigger of this runner ever gave a sign of life."""
    alive = "SELECT 1 FROM runner, listener WHERE pid = ? AND last_alive >= since"
    return bool(world.rows(alive, runner.pid))


def _through_the_fault(world: World, fault: Fault, runner: Process) -> str:
    try:
        wait_until(lambda: runner.poll() is not None or _is_accepted(world, "the one"), 3)
    except TimeoutError:
        _end_fault(fault)
        wait_until(lambda: runner.poll() is not None or _is_accepted(world, "the one"), PATIENCE)
    _end_fault(fault)
    wait_until(lambda: runner.poll() is not None or is_idle(world, runner), PATIENCE)
    return end(runner, signal.SIGTERM)


def _end_fault(fault: Fault) -> None:
    if fault.over is not None:
        fault.over.touch()


def _unwanted(said: str, code: int | None, *wanted: int) -> list[str]:
    """What is wrong with these last words."""
    if code not in wanted or "Traceback" in said or "unforeseen" in said:
        return [f"exit code {code}: {said[-500:]}"]
    if code == SENTENCE and not said.strip():
        return ["it ended without a word"]
    return []


DEEDS = {"new": make, "run --wait": carry_out, "runner": serve}

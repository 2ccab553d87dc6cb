"""Death, and a disk that fails, at every write and every sync while an earlier database is brought up to date.

Afterwards either nothing has changed or all of it; the next start brings it up, every row is there, and the copy that
was made before the change holds what was there. A command on a disk that fails says one sentence and ends with 5.
"""

import contextlib
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from nomologi_tui.settings import Places
from nomologi_tui.store import migrations, sqlite
from tests.endurance.disks import filled, small_disk
from tests.endurance.faulty import ERRORS, NEVER, Fault, compiled
from tests.endurance.figures import Figure, Line, none_of
from tests.store.earlier import Rows, as_of, rows_of
from tests.support import nomologi

OPTIONS = {"every": 1, "jobs": 2}
KINDS = {"death": "kill", "death in the middle": "torn"} | {words: str(number) for words, number in ERRORS.items()}


def prove(every: int, jobs: int) -> Iterator[Line]:
    """Each earlier version, each kind of fault, each nth point; and a disk that is really full."""
    with tempfile.TemporaryDirectory(prefix="nomologi-upgrade-") as folder:
        library = compiled(Path(folder))
        for version in range(1, migrations.NEWEST):
            points = count_points(Path(folder), library, version)
            yield Figure(f"version {version}: writes and syncs", points)
            for words, kind in KINDS.items():
                attacked = partial(attack, Path(folder), library, version, kind)
                with ThreadPoolExecutor(jobs) as pool:
                    found = list(pool.map(attacked, range(1, points + 1, every)))
                yield Figure(f"version {version}, {words}: points", len(found))
                yield none_of(f"version {version}, {words}: broken", (one for wrong in found for one in wrong))
            yield none_of(f"version {version}, a disk that is full: broken", full_disk(version))


def count_points(folder: Path, library: Path, version: int) -> int:
    """How many writes and syncs it takes."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        places, count = _home(Path(own)), Path(own) / "count"
        as_of(places, version)
        fault = Fault(library, places.data, "kill", NEVER, count=count)
        assert _open(places, fault.environ).returncode == 0
        return int(count.read_text())


def attack(folder: Path, library: Path, version: int, kind: str, at: int) -> list[str]:
    """What is broken by that fault at that point."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        places = _home(Path(own))
        before = as_of(places, version)
        done = _open(places, Fault(library, places.data, kind, at).environ)
        wrong = [] if kind in ("kill", "torn") else _unsaid(done)
        return [f"{kind} at {at}: {words}" for words in (*wrong, *_lost(places, version, before))]


def full_disk(version: int) -> list[str]:
    """What is broken where no byte is free."""
    with tempfile.TemporaryDirectory(prefix="nomologi-full-") as folder, small_disk(Path(folder), "4m") as place:
        places = _home(place)
        before = as_of(places, version)
        with filled(place):
            wrong = _unsaid(_open(places, {}), 5)
        return [*wrong, *_lost(places, version, before)]


def _home(own: Path) -> Places:
    home = own / "home"
    return Places(home, home, home)


def _open(places: Places, environ: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """A command that needs the newest tables."""
    return nomologi(places.data, "templates", "list", environ={"NOMOLOGI_USER": "ada", **environ})


def _unsaid(done: "subprocess.CompletedProcess[str]", *codes: int) -> Iterator[str]:
    """What is wrong with a command's last words on a disk that fails."""
    if done.returncode not in (codes or (0, 5)) or "Traceback" in done.stderr or "unforeseen" in done.stderr:
        yield f"exit code {done.returncode}: {done.stderr[-300:]}"
    elif done.returncode and len(done.stderr.strip().splitlines()) != 1:
        yield f"no sentence: {done.stderr}"


def _lost(places: Places, version: int, before: Rows) -> Iterator[str]:
    """What is not there after the next start without a fault."""
    changed = _version(places.database) != version
    if changed and not any(_holds(one, version, before) for one in sqlite.backups_of(places.database)):
        yield "it was changed without a copy"
    done = _open(places, {})
    if done.returncode:
        yield f"it does not open: {done.stderr}"
    after = rows_of(places.database, before)
    yield from (f"{table} differs" for table in before if after[table] != before[table])
    if _version(places.database) != migrations.NEWEST:
        yield f"it is of version {_version(places.database)}"


def _holds(copy: Path, version: int, before: Rows) -> bool:
    return _version(copy) == version and rows_of(copy, before) == before


def _version(path: Path) -> int:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])

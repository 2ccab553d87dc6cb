"""A home of its own for each benchmark, filled as it needs it, and the processes that are started in it."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from nomologi_tui.clock import SystemClock
from nomologi_tui.model import Automation, AutomationStatus, Configuration, RunMode, Step, StepType
from nomologi_tui.settings import find_places
from nomologi_tui.store import Store, automations, convert, sqlite, users
from nomologi_tui.store.reading import Reader

ROOT = Path(__file__).parent.parent
NOMOLOGI = (sys.executable, "-m", "nomologi_tui")
LOGIN = "bench"
PATIENCE = 60.0  # seconds that anything may take that is waited for
PARALLEL = Configuration(mode=RunMode.PARALLEL, parallel=1_000)
_NOT_FOR_CHILDREN = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPROFILEIMPORTTIME", "NOMOLOGI_DATABASE_URL")


class Home:
    """A temporary home with its store, and the environment that a process needs to find it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        kept = {name: value for name, value in os.environ.items() if name not in _NOT_FOR_CHILDREN}
        self.environ = {
            **kept, "NOMOLOGI_HOME": str(folder), "NOMOLOGI_USER": LOGIN, "NOMOLOGI_WEBHOOK_PORT": str(self.port),
            "NOMOLOGI_KEEP_RUNS": "1000000",  # nothing is forgotten while it is counted
        }  # fmt: skip
        self.places = find_places(self.environ)

    @contextmanager
    def store(self) -> Iterator[Store]:
        with Store.open(self.places, SystemClock()) as store:
            yield store

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        with Reader.open(self.places) as reader:
            yield reader

    def add(self, steps: Sequence[tuple[Step, ...]], configuration: Configuration | None = None) -> list[Automation]:
        """An automation that is on for each of `steps`."""
        moment = now()
        with self.store() as store:
            user = store.write(users.ensure_os_user, LOGIN, LOGIN, moment)
            made: list[Automation] = []
            for number, one in enumerate(steps):
                new = Automation(
                    f"goal number {number} of the benchmark", one, user_id=user.id,
                    configuration=configuration or Configuration(),
                )  # fmt: skip
                stored = store.write(automations.create, new, moment)
                store.write(automations.set_status, stored.id, AutomationStatus.ACTIVE, moment)
                made.append(replace(stored, status=AutomationStatus.ACTIVE))
        return made

    def copy(self, one: Automation, steps: Sequence[tuple[Step, ...]]) -> None:
        """Automations like `one`, with other `steps`, by plain SQL: thousands would take the store minutes."""
        with closing(sqlite.connect(self.places.database)) as connection:
            connection.execute("PRAGMA synchronous=off")
            connection.execute("BEGIN IMMEDIATE")
            for number, each in enumerate(steps):
                _copy(connection, one, each, f"copy-{number}")
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(truncate)")

    def queue(self, one: Automation, number: int) -> None:
        """So many pending runs of `one`, by plain SQL."""
        with closing(sqlite.connect(self.places.database)) as connection:
            connection.execute("PRAGMA synchronous=off")
            connection.execute(_QUEUE, {"number": number, "automation": one.id, "now": sqlite.stamp(now())})
            connection.execute("PRAGMA wal_checkpoint(truncate)")

    def count(self, sql: str, *values: object) -> int:
        """What one SELECT finds."""
        with closing(sqlite.connect_reader(self.places.database)) as connection:
            return int(connection.execute(sql, values).fetchone()[0])

    def reach(
        self, wanted: int, sql: str, *values: object, every: float = 0.002, patience: float = PATIENCE
    ) -> datetime:
        """Wait until the SELECT finds at least so much; the moment. Raises TimeoutError."""
        with closing(sqlite.connect_reader(self.places.database)) as connection:
            for _ in turns(every, patience):
                if connection.execute(sql, values).fetchone()[0] >= wanted:
                    return now()
        raise TimeoutError(f"{sql} did not reach {wanted:,}")

    @contextmanager
    def runner(self, line: Sequence[str] = (*NOMOLOGI, "runner")) -> Iterator[int]:
        """The process id of a real runner in this home, which is ended afterwards."""
        with (self.folder / "runner.txt").open("wb") as said:
            process = subprocess.Popen(line, cwd=ROOT, env=self.environ, stdout=said, stderr=said)
            try:
                yield process.pid
            finally:
                stop(process)


_QUEUE = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :number)
INSERT INTO execution_run (automation_id, status, input, revision, trigger, event_id, created_at, summary, error,
                           attempt, cancel_requested, worked, ignores_conditions)
SELECT :automation, 'pending', '{}', 1, 'webhook', 'queued:' || :now || i, :now, '', '', 1, 0, 0, 0 FROM n
"""


def _copy(connection: sqlite3.Connection, one: Automation, steps: Sequence[Step], slug: str) -> None:
    """The rows that the store would write, except for the log."""
    automation_id = _copied(connection, "automation", "id", one.id, slug=slug)
    stored, stamp = [replace(step, order=order) for order, step in enumerate(steps)], sqlite.stamp(now())
    for place, step in enumerate(stored):
        values = {"automation_id": automation_id, "block": step.block, "config": json.dumps(step.config)}
        step_id = _copied(connection, "automation_step", "id", one.steps[place].id, **values)
        stored[place] = replace(step, id=step_id)
        if step.type is StepType.TRIGGER:
            row = {"automation_id": automation_id, "block": step.block, "step_id": step_id, "last_due": stamp}
            _copied(connection, "listener", "step_id", one.steps[place].id, **row)
    kept = json.dumps(convert.document(replace(one, slug=slug, steps=tuple(stored))))
    _copied(connection, "automation_revision", "automation_id", one.id, automation_id=automation_id, document=kept)


def _copied(connection: sqlite3.Connection, table: str, key: str, known: int, **other: object) -> int:
    """The id of a new row that differs from the one with `known` as its `key` by its id and by `other`."""
    found = connection.execute(f"SELECT * FROM {table} WHERE {key} = ?", (known,))  # noqa: S608 - names of ours
    row = dict(zip([one[0] for one in found.description], found.fetchone(), strict=True)) | other
    row.pop("id", None)
    places = ", ".join("?" * len(row))
    names = ", ".join(f'"{name}"' for name in row)
    statement = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608 - as above
    return int(connection.execute(statement, list(row.values())).lastrowid or 0)


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - a benchmark measures the machine's own time


def turns(every: float, patience: float = PATIENCE) -> Iterator[None]:
    """Turns of so many seconds, until patience is at an end."""
    began = time.perf_counter()
    while time.perf_counter() - began < patience:
        yield
        time.sleep(every)  # noqa: TID251 - other processes are looked at from outside


def cpu_seconds(process: int) -> float:
    """Processor time of all threads; from schedstat, because `stat` counts in steps of 10 ms."""
    threads = Path(f"/proc/{process}/task").iterdir()
    return sum(int((one / "schedstat").read_text(encoding="utf-8").split()[0]) for one in threads) / 1e9


def megabytes(process: int) -> float:
    """Memory that a process holds (RSS)."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) * 1024 / 1e6


def stop(process: "subprocess.Popen[bytes]") -> None:
    """End a process in order, by force when that takes longer than 15 s."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def home() -> Iterator[Home]:
    """A fresh home, removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="nomologi-bench-") as folder:
        yield Home(Path(folder))


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def schedule(number: int) -> Step:
    """A trigger that is not due while a benchmark runs: once a day, some hours from now, each at its own minute."""
    hour = (datetime.now(UTC).hour + 3 + number // 60) % 24  # noqa: TID251 - as above
    times = [f"{hour:02}:{number % 60:02}"]
    return Step(StepType.TRIGGER, "schedule", {"times": times, "timezone": "UTC"}, name="when")


def command(line: str) -> Step:
    """An action that runs a command."""
    return Step(StepType.ACTION, "run_command", {"command": line}, name="do")

"""A home of its own for each benchmark, filled as it needs it, and the processes that are started in it."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from nomologi_tui.clock import SystemClock
from nomologi_tui.model import Automation, AutomationStatus, Configuration, RunMode, Step, StepType
from nomologi_tui.settings import find_places
from nomologi_tui.store import Store, automations, users
from nomologi_tui.store.reading import Reader

ROOT = Path(__file__).parent.parent
NOMOLOGI = (sys.executable, "-m", "nomologi_tui")
LOGIN = "bench"
PARALLEL = Configuration(mode=RunMode.PARALLEL, parallel=1_000)
_NOT_FOR_CHILDREN = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPROFILEIMPORTTIME", "NOMOLOGI_DATABASE_URL")


class Home:
    """A temporary home with its store, and the environment that a process needs to find it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        kept = {name: value for name, value in os.environ.items() if name not in _NOT_FOR_CHILDREN}
        self.environ = {
            **kept, "NOMOLOGI_HOME": str(folder), "NOMOLOGI_USER": LOGIN, "NOMOLOGI_WEBHOOK_PORT": str(self.port)
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
        now = datetime.now(UTC)  # noqa: TID251 - a benchmark measures the machine's own time
        with self.store() as store:
            user = store.write(users.ensure_os_user, LOGIN, LOGIN, now)
            made: list[Automation] = []
            for number, one in enumerate(steps):
                new = Automation(
                    f"goal number {number} of the benchmark", one, user_id=user.id,
                    configuration=configuration or Configuration(),
                )  # fmt: skip
                stored = store.write(automations.create, new, now)
                store.write(automations.set_status, stored.id, AutomationStatus.ACTIVE, now)
                made.append(replace(stored, status=AutomationStatus.ACTIVE))
        return made

    @contextmanager
    def runner(self) -> Iterator[int]:
        """The process id of a real runner in this home, which is ended afterwards."""
        with (self.folder / "runner.txt").open("wb") as said:
            process = subprocess.Popen([*NOMOLOGI, "runner"], cwd=ROOT, env=self.environ, stdout=said, stderr=said)
            try:
                yield process.pid
            finally:
                stop(process)


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


def _free_port() -> int:
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

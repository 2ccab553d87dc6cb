"""A home with automations whose every effect leaves a line in a ledger outside of the store, and what was acknowledged.

Three automations: `beat` is due each second, `hook` hears web requests, `hand` is run by command. Each has steps that
may happen twice and steps that must not (a command, an appended line, a mark); `hook` also steps inside a loop, and a
digest of what it heard.
"""

import os
import re
import signal
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nomologi_tui.clock import SystemClock
from nomologi_tui.model import Automation, Configuration, RunMode, Step, StepType
from nomologi_tui.settings import Places, Settings, find_places
from nomologi_tui.store import automations, sqlite
from nomologi_tui.usecases.automations.automations import switch_on
from nomologi_tui.usecases.workspace import Workspace
from tests.endurance.warm import Warmed
from tests.ports import free_port
from tests.support import DEADLINE, PROGRAM, environment

ROOT = Path(__file__).parent.parent.parent
LOGIN = "ledger"
TOKEN = "endurance-hook-0123456789abcdef"  # ends the hook's address
PARALLEL = Configuration(mode=RunMode.PARALLEL, parallel=1_000)
ITEMS = ("a", "b", "c")
COLLECTED = {"value": "{{ event.id }}", "after": "1 s", "most": 4}
_PLACE = re.compile(r"\d+(\[\d+\])?")
_ENTRY_POINT = "[nomologi.blocks]\nledger = tests.endurance.ledger_blocks\n"
_MARK = '#!/bin/sh\nprintf \'command-%s-%s\\n\' "$1" "$2" >> "$3"\nsync "$3"\n'


Process = Warmed | subprocess.Popen[str]
Start = Callable[[Sequence[str], Mapping[str, str]], Process]  # of arguments and the whole environment


def begun_anew(arguments: Sequence[str], environ: Mapping[str, str], program: Sequence[str] = PROGRAM) -> Process:
    """The program as a process of its own, as a person starts it."""
    return subprocess.Popen(
        [*program, *arguments], env=environ, text=True, cwd=ROOT,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


@dataclass
class Acknowledged:
    """What the program said is done, noted by the one who was told."""

    deliveries: set[str] = field(default_factory=set)  # of web requests answered 202
    runs: set[int] = field(default_factory=set)  # `Run N … is queued.`
    automations: set[str] = field(default_factory=set)  # `new` printed the slug
    approved: Counter[int] = field(default_factory=Counter)  # runs of which a step in doubt may be carried out again
    believed: set[int] = field(default_factory=set)  # runs of which somebody said that the step in doubt happened


class World:
    """A home below `folder`, or at `home` where that stands on a disk of its own; the ledger stands outside of it."""

    def __init__(self, folder: Path, home: Path | None = None, start: Start = begun_anew) -> None:
        self.folder = folder
        self._start = start
        self.home = home or folder / "home"
        self.ledger = folder / "ledger"
        self.port = free_port()
        self.acknowledged = Acknowledged()
        self.environ = {
            "NOMOLOGI_USER": LOGIN, "NOMOLOGI_WEBHOOK_PORT": str(self.port),
            "PYTHONPATH": f"{ROOT}:{_package(folder / 'package')}", "PYTHONUNBUFFERED": "1",
            "NOMOLOGI_ALLOWED_PACKAGES": "ledger-blocks",
        }  # fmt: skip
        self.mark = folder / "mark"
        self.mark.write_text(_MARK, encoding="utf-8")
        self.mark.chmod(0o755)
        self.ledger.touch()

    @property
    def places(self) -> Places:
        return find_places({"NOMOLOGI_HOME": str(self.home)})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook/{TOKEN}"

    def process(self, *arguments: str, environ: dict[str, str] | None = None) -> Process:
        """A command line of the program under way; what it says on stderr goes where its stdout goes."""
        return self._start(arguments, environment(self.home, **self.environ, **(environ or {})))

    def run(self, *arguments: str, environ: dict[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
        """A command line of the program, to its end."""
        process = self.process(*arguments, environ=environ)
        said, _ = process.communicate(timeout=3 * DEADLINE)
        return subprocess.CompletedProcess(arguments, process.poll() or 0, said)

    @contextmanager
    def runner(self, environ: dict[str, str] | None = None) -> Iterator[Process]:
        """The real runner under way; killed at the end of the `with` if it still lives."""
        process = self.process("runner", environ=environ)
        try:
            yield process
        finally:
            end(process, signal.SIGKILL)

    def make(self, *wanted: Automation) -> list[Automation]:
        """Store automations and turn them on."""
        ws = Workspace(Settings(self.places, user=LOGIN, timezone="UTC"), SystemClock())
        try:
            owned = [replace(one, user_id=ws.user.id) for one in wanted or self.ledger_automations()]
            stored = [ws.store.write(automations.create, one, ws.clock.now()) for one in owned]
            return [switch_on(ws, one) for one in stored]
        finally:
            ws.close()

    def ledger_automations(self) -> tuple[Automation, ...]:
        """`beat`, `hook` and `hand`."""
        again, once = (
            Step(StepType.ACTION, block, {"ledger": str(self.ledger)}) for block in ("mark_again", "mark_once")
        )
        command = Step(StepType.ACTION, "run_command", {"command": f"{self.mark} {{{{ run.id }}}} 2 {self.ledger}"})
        line = {"path": str(self.ledger), "content": "line-{{ run.id }}-2", "mode": "append"}
        beat = Step(StepType.TRIGGER, "schedule", {"every": "1s"})
        hook = Step(StepType.TRIGGER, "webhook", {"token": TOKEN, "scheme": "none"})
        hand = Step(StepType.TRIGGER, "manual", {})
        return (
            Automation("beat", (beat, again, command, again), slug="beat"),
            Automation(
                "hook",
                (hook, again, once, again, *in_a_loop(once), *in_a_digest(once)),
                slug="hook",
                configuration=PARALLEL,
            ),
            Automation(
                "hand", (hand, once, Step(StepType.ACTION, "write_file", line)), slug="hand", configuration=PARALLEL
            ),
        )

    def rows(self, statement: str, *values: object) -> list[dict[str, Any]]:
        """What the database holds, by a connection that only reads."""
        connection = sqlite.connect_reader(self.places.database)
        try:
            return [dict(row) for row in connection.execute(statement, values)]
        finally:
            connection.close()

    def change(self, statement: str) -> None:
        """Change the database as nobody should."""
        with closing(sqlite.connect(self.places.database)) as connection:
            connection.execute(statement)

    def whole(self) -> list[str]:
        """What SQLite finds wrong with the file."""
        connection = sqlite.connect_reader(self.places.database, typed=False)
        try:
            return sqlite.check_whole(connection, thorough=True)
        finally:
            connection.close()

    def effects(self) -> "Counter[tuple[int, str]]":
        """How often each (run, place of a step) left its line; a line that a kill cut short is nobody's."""
        lines = self.ledger.read_text(encoding="utf-8").splitlines()
        parts = [line.split("-")[-2:] for line in lines if line.count("-") >= 2]
        return Counter((int(run), place) for run, place in parts if run.isdigit() and _PLACE.fullmatch(place))


def in_a_loop(step: Step) -> list[Step]:
    """A step that is carried out for each of three items."""
    return [Step(StepType.ACTION, "for_each", {"items": "\n".join(ITEMS)}, "loop"), replace(step, depth=1)]


def in_a_digest(step: Step) -> list[Step]:
    """A step that is carried out for four requests at once, or a second after the first."""
    return [Step(StepType.ACTION, "digest", COLLECTED, "digest"), replace(step, depth=1)]


def end(process: Process, number: int = signal.SIGTERM) -> str:
    """Send a signal, wait for the end, and return what it said."""
    if process.poll() is None:
        process.send_signal(number)
    try:
        return process.communicate(timeout=3 * DEADLINE)[0] or ""
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    except ValueError:  # what it said was read before
        return ""


def _package(folder: Path) -> Path:
    """A folder in which Python finds our blocks as an installed package's."""
    info = folder / "ledger_blocks-1.dist-info"
    info.mkdir(parents=True, exist_ok=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: ledger-blocks\nVersion: 1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(_ENTRY_POINT, encoding="utf-8")
    return folder


def pids_under(mark: str) -> list[int]:
    """The living processes whose environment or arguments hold `mark`, ourselves left out."""
    found = [int(one.name) for one in Path("/proc").glob("[0-9]*") if _carries(one, mark.encode())]
    return [pid for pid in found if pid != os.getpid()]


def _carries(process: Path, mark: bytes) -> bool:
    try:
        if (process / "stat").read_bytes().rpartition(b") ")[2][:1] == b"Z":
            return False
        return mark in (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
    except OSError:
        return False

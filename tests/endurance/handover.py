"""The runner handed over again and again between the app and a service, under a stream of webhooks.

Real processes: the app in a pseudo-terminal, `nomologi runner`, and senders that repeat each request until it is
answered 202. Services and apps end by SIGTERM, SIGHUP and SIGKILL.
"""

import contextlib
import http.client
import json
import os
import pty
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from nomologi_tui.model import RunStatus
from nomologi_tui.runner.lock import holder
from nomologi_tui.settings import Places
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.records import RunnerInfo
from tests.endurance.figures import Figure, Line, Promise, none_of
from tests.ports import free_port
from tests.support import PROGRAM, environment, nomologi_here, wait_until

OPTIONS = {"times": 50, "seed": 0}
PATIENT = 60.0  # seconds; only a broken program reaches it
GAP = 0.05  # seconds between two requests of a sender
SENDERS = 2
ENDINGS = (signal.SIGTERM, signal.SIGKILL, signal.SIGHUP)


def prove(times: int, seed: int) -> Iterator[Line]:
    """So many handovers, and what became of the runs."""
    with tempfile.TemporaryDirectory(prefix="nomologi-handover-") as folder:
        figures = hand_over(times, Path(folder), random.Random(seed), _say)  # noqa: S311 - chance, no secret
    yield Figure("seed", seed)
    yield from figures.lines()


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


@dataclass
class Figures:
    """What was seen. Seconds are monotonic."""

    handovers: Counter[str] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)  # seconds from the signal until the other one serves
    sent: set[str] = field(default_factory=set)  # what was answered 202
    repeated: int = 0  # requests that had to be sent again
    longest_gap: float = 0.0  # seconds from a sender's first try to its 202
    states: Counter[str] = field(default_factory=Counter)
    lost: set[str] = field(default_factory=set)
    doubled: set[str] = field(default_factory=set)

    @property
    def stuck(self) -> int:
        return self.states[RunStatus.PENDING] + self.states[RunStatus.RUNNING]

    def lines(self) -> Iterator[Line]:
        ordered = sorted(self.latencies)
        for what, number in sorted(self.handovers.items()):
            yield Figure(f"handovers by {what}", number)
        yield Figure("until the other one serves, p50 s", ordered[len(ordered) // 2])
        yield Figure("until the other one serves, longest s", ordered[-1])
        yield Figure("web requests accepted", len(self.sent))
        yield Figure("web requests sent again", self.repeated)
        yield Figure("longest from a sender's first try to its 202, s", self.longest_gap)
        yield Figure("runs, by state", ", ".join(f"{number} {state}" for state, number in sorted(self.states.items())))
        yield none_of("accepted requests without a run, good runs without a trace", self.lost)
        yield none_of("requests with two runs or two traces", self.doubled)
        yield Promise("runs that are stuck", self.stuck)


class Scene:
    """A home with one automation that appends each webhook's body to a file, and the processes around it."""

    def __init__(self, folder: Path) -> None:
        self.home, self.heard = folder / "home", folder / "heard"
        self._environ = environment(
            self.home, NOMOLOGI_WEBHOOK_PORT=str(free_port()), NOMOLOGI_USER="ada", TERM="xterm-256color"
        )
        made = nomologi_here(
            self.home, "new", f"when a webhook arrives run 'tee -a {self.heard}'", "--set",
            "what.stdin={{ event.body }}", "--yes", "--json", environ=self._environ,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        self.url = str(json.loads(made.stdout)["steps"][0]["url"])
        self.places = Places(self.home, self.home, self.home)
        self._started: list[subprocess.Popen[bytes]] = []

    def service(self) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            [*PROGRAM, "runner"], env=self._environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._started.append(process)
        return process

    def app(self) -> "subprocess.Popen[bytes]":
        """The app in a terminal that somebody reads from all the time."""
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            PROGRAM, env=self._environ, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
        )
        os.close(theirs)
        threading.Thread(target=_drain, args=[os.fdopen(ours, "rb", buffering=0)], daemon=True).start()
        self._started.append(process)
        return process

    def serving(self) -> RunnerInfo | None:
        """Who serves now, by the lock and by its own word."""
        token = holder(self.places.runner_lock)
        with Reader.open(self.places) as reader:
            found = reader.runner()
        return found if found and token and found.token == token else None

    def serves(self, process: "subprocess.Popen[bytes]") -> bool:
        found = self.serving()
        return found is not None and found.pid == process.pid

    def close(self) -> None:
        for process in self._started:
            if process.poll() is None:
                process.kill()
            process.wait(PATIENT)


class Sender:
    """Sends one request after the other, each until it is answered 202."""

    def __init__(self, scene: Scene, name: str, figures: Figures) -> None:
        self._url, self._name, self._figures = urlsplit(scene.url), name, figures
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._send, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(PATIENT)

    def _send(self) -> None:
        number = 0
        while not self._stop.wait(GAP):
            number += 1
            began = time.monotonic()
            while self._post(f"{self._name}{number}") != 202:
                self._figures.repeated += 1
                if time.monotonic() - began > PATIENT:
                    raise TimeoutError("nobody answers")
                self._stop.wait(GAP)
            self._figures.sent.add(f"{self._name}{number}")
            self._figures.longest_gap = max(self._figures.longest_gap, time.monotonic() - began)

    def _post(self, delivery: str) -> int:
        connection = http.client.HTTPConnection(str(self._url.hostname), self._url.port, timeout=PATIENT)
        with contextlib.closing(connection):
            try:
                connection.request("POST", self._url.path, f"{delivery}\n", {"webhook-id": delivery})
                return connection.getresponse().status
            except (OSError, http.client.HTTPException):
                return 0


def hand_over(times: int, folder: Path, chance: random.Random, report: Callable[[str], object] = len) -> Figures:
    """Let the runner change hands so many times; what came of it."""
    scene, figures = Scene(folder), Figures()
    senders: list[Sender] = []
    try:
        app = scene.app()
        wait_until(lambda: scene.serves(app), PATIENT)
        senders = [Sender(scene, name, figures) for name in "abcdefgh"[:SENDERS]]
        while figures.handovers.total() < times:
            app = _there_and_back(scene, figures, chance, app)
            report(f"{figures.handovers.total()} handovers, {len(figures.sent)} webhooks")
        for sender in senders:
            sender.stop()
        _count(scene, figures)
    finally:
        for sender in senders:
            sender.stop()
        scene.close()
    return figures


def _there_and_back(
    scene: Scene, figures: Figures, chance: random.Random, app: "subprocess.Popen[bytes]"
) -> "subprocess.Popen[bytes]":
    """From the app to a service and back; now and then the app itself ends while a service is about to wait."""
    began, service = time.monotonic(), scene.service()
    what = "a service that starts"
    if chance.random() < 0.3:
        number = chance.choice(ENDINGS)
        what = f"{number.name} to the app"
        app.send_signal(number)
        app.wait(PATIENT)
        app = scene.app()
    wait_until(lambda: scene.serves(service), PATIENT)
    _note(figures, what, began)
    number = chance.choice(ENDINGS)
    began = time.monotonic()
    service.send_signal(number)
    wait_until(lambda: scene.serves(app), PATIENT)
    _note(figures, f"{number.name} to the service", began)
    service.wait(PATIENT)
    return app


def _note(figures: Figures, what: str, began: float) -> None:
    figures.handovers[what] += 1
    figures.latencies.append(time.monotonic() - began)


def _count(scene: Scene, figures: Figures) -> None:
    with Reader.open(scene.places) as reader:
        user = reader.user_by_login("ada")
        assert user is not None

        def is_open() -> bool:
            return any(reader.runs(user.id, status=one, limit=1) for one in (RunStatus.PENDING, RunStatus.RUNNING))

        with contextlib.suppress(TimeoutError):
            while is_open():  # as long as something happens, it is slow and not stuck
                newest = reader.last_log_id()
                wait_until(partial(_went_on, reader, newest), PATIENT)
        runs = reader.runs(user.id, limit=1_000_000)
    events = Counter(str(run.event_id).removeprefix("hook:") for run in runs)
    acted = Counter(scene.heard.read_text().split())
    well = {str(run.event_id).removeprefix("hook:") for run in runs if run.status is RunStatus.SUCCESS}
    figures.states.update(run.status.value for run in runs)
    figures.lost = (figures.sent - events.keys()) | (well - acted.keys())
    figures.doubled = {one for counts in (events, acted) for one, number in counts.items() if number > 1}


def _went_on(reader: Reader, newest: int) -> bool:
    return reader.last_log_id() > newest


def _drain(terminal: IO[bytes]) -> None:
    with contextlib.suppress(OSError), terminal:
        while terminal.read(65536):
            pass

"""Those who use the program while it is killed: senders of web requests, and people with commands."""

import http.client
import itertools
import random
import re
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.endurance.world import TOKEN, Process, World, end

PACE = 0.04  # seconds between two requests of one sender
PATIENCE = 30.0  # seconds until a sender gives up on an answer
READING = (("logs", "--json"), ("status", "--json"), ("runs", "--json"), ("list", "--json"))


def post(port: int, delivery: str, token: str = TOKEN, body: str = "{}") -> int:
    """The status of the answer; 0 where there was none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("POST", f"/hook/{token}", body, {"webhook-id": delivery})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


@contextmanager
def senders(world: World, count: int) -> Iterator[None]:
    """`count` clients that send requests, each with an id of its own, and note those that were answered 202."""
    over = threading.Event()
    threads = [threading.Thread(target=_send, args=(world, f"sender-{number}", over)) for number in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _send(world: World, name: str, over: threading.Event) -> None:
    for number in itertools.count():
        delivery = f"{name}-{number}"
        while not over.wait(PACE):
            status = post(world.port, delivery)
            if status == 202:
                world.acknowledged.deliveries.add(delivery)
                break  # else the same delivery again, as senders do: it may have become a run already
        if over.is_set():
            return


class Person:
    """Types one command after another; in `killed` of 1 cases the command is killed before it ends."""

    def __init__(self, world: World, chance: random.Random, killed: float = 0.25) -> None:
        self._world = world
        self._chance = chance
        self._killed = killed
        self._made = 0
        self.commands = 0
        self.complaints: list[str] = []  # what a command that was not killed should not have said
        self.process: Process | None = None  # the command under way
        self._ended = False  # by somebody else
        self._thread = threading.Thread()

    def begin(self) -> None:
        """Type the next command, unless the last one is still under way: one that waits for its run may be."""
        if not self._thread.is_alive():
            self._thread = threading.Thread(target=self._act)
            self._thread.start()

    def finish(self) -> None:
        """Wait for the last command."""
        if self._thread.ident is not None:
            self._thread.join()

    def _act(self) -> None:
        """One command, to its end or its death."""
        arguments, noted = self._chance.choice(
            [self._queues, self._carries_out, self._makes, self._reads, self._answers]
        )()
        self._ended = False
        process = self.process = self._world.process(*arguments)
        self.commands += 1
        killed = self._chance.random() < self._killed
        if killed:
            said = _killed_after(process, self._chance.uniform(0.1, 0.6))
        else:
            said, _ = process.communicate(timeout=600)
        noted(said)
        if "Traceback" in said or (not killed and not self._ended and process.returncode not in (0, 4)):
            self.complaints.append(f"{' '.join(arguments)} ({process.returncode}): {said[-400:]}")

    def end(self) -> None:
        """Kill the command under way."""
        self._ended = True
        if self.process is not None and self.process.poll() is None:
            self.process.kill()

    def _queues(self) -> tuple[tuple[str, ...], Callable[[str], None]]:
        return ("run", "hand"), self._note_run

    def _carries_out(self) -> tuple[tuple[str, ...], Callable[[str], None]]:
        return ("run", "hand", "--wait", "--json"), _nothing

    def _makes(self) -> tuple[tuple[str, ...], Callable[[str], None]]:
        self._made += 1
        goal = f"every day at 08:00 run 'echo made {self._made}'"
        return ("new", goal, "--off", "--yes", "--json"), self._note_automation

    def _reads(self) -> tuple[tuple[str, ...], Callable[[str], None]]:
        return self._chance.choice(READING), _nothing

    def _answers(self) -> tuple[tuple[str, ...], Callable[[str], None]]:
        """One of the three answers for a run that waits for a decision; the word counts from when it is given."""
        waiting = self._world.rows("SELECT id FROM execution_run WHERE status = 'waiting'")
        if not waiting:
            return self._reads()
        run: int = self._chance.choice(waiting)["id"]
        words = self._chance.choice([("approve", str(run)), ("approve", str(run), "--happened"), ("deny", str(run))])
        if "--happened" in words:
            self._world.acknowledged.believed.add(run)
        elif "approve" in words:
            self._world.acknowledged.approved[run] += 1
        return words, _nothing

    def _note_run(self, said: str) -> None:
        if found := re.search(r"^Run (\d+) of \S+ is queued\.$", said, re.MULTILINE):
            self._world.acknowledged.runs.add(int(found[1]))

    def _note_automation(self, said: str) -> None:
        note_automation(self._world, said)


def note_automation(world: World, said: str) -> None:
    """What `new --json` printed is acknowledged from its slug on."""
    if found := re.search(r'"slug": "([^"]+)"', said):
        world.acknowledged.automations.add(found[1])


def _nothing(_said: str) -> None:
    """A command that promises nothing."""


def _killed_after(process: Process, seconds: float) -> str:
    try:
        return process.communicate(timeout=seconds)[0]
    except subprocess.TimeoutExpired:
        return end(process, signal.SIGKILL)

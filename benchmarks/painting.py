"""The terminal app's first paint: started in a pseudo-terminal of 80x24, watched until it is quiet."""

import fcntl
import importlib.util
import os
import select
import statistics
import struct
import subprocess
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pyte

from benchmarks.figures import Figure, Line, Skipped
from benchmarks.places import NOMOLOGI, ROOT, Home, command, home, schedule, stop

ROUNDS = 5
AUTOMATIONS = 5
COLUMNS, ROWS = 80, 24
QUIET = 1.0  # seconds without a byte: the app is idle
LONGEST = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Painted:
    """What one start sent: until the frame was full, and in all until the app was idle."""

    full_ms: float | None  # None: no full frame came
    bytes: int


def measure() -> Iterator[Line]:
    """Milliseconds from exec to the first full frame, kilobytes sent until idle."""
    if importlib.util.find_spec("nomologi_tui.app") is None:
        yield Skipped("first paint", "there is no terminal app yet")
        return
    with home() as here:
        made = here.add([(schedule(number), command("true")) for number in range(AUTOMATIONS)])
        wanted = [made[0].goal, made[-1].goal]
        starts = [_start(here, wanted) for _ in range(ROUNDS + 1)][1:]  # the first one fills the caches
    full = [one.full_ms for one in starts if one.full_ms is not None]
    if len(full) < len(starts):
        yield Skipped("first paint", f"{len(starts) - len(full)} of {len(starts)} starts showed no full frame")
        return
    yield Figure("first paint at 80x24, from exec to a full frame", statistics.median(full), at_most=350)
    kilobytes = statistics.median(one.bytes for one in starts) / 1_000
    yield Figure("first paint at 80x24, sent until idle", kilobytes, "kB", at_most=20)


@dataclass(frozen=True, slots=True)
class Started:
    """The app in a terminal, on the other side of `handle`."""

    handle: int
    began: float
    process: int = 0

    def listen(self, seconds: float) -> int:
        """How many bytes came within that time."""
        end, heard = time.perf_counter() + seconds, 0
        while (left := end - time.perf_counter()) > 0:
            ready, _, _ = select.select([self.handle], [], [], left)
            heard += len(os.read(self.handle, 65_536)) if ready else 0
        return heard


@contextmanager
def started(environ: Mapping[str, str]) -> Iterator[Started]:
    """The app, begun now, ended with the `with`."""
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    environ = {**environ, "TERM": "xterm-256color", "LINES": str(ROWS), "COLUMNS": str(COLUMNS)}
    began = time.perf_counter()
    process = subprocess.Popen(
        NOMOLOGI, cwd=ROOT, env=environ, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
    )
    os.close(slave)
    try:
        yield Started(master, began, process.pid)
    finally:
        stop(process)
        os.close(master)


def _start(here: Home, wanted: Sequence[str]) -> Painted:
    with started(here.environ) as app:
        chunks = list(_heard(app.handle, app.began))
    return Painted(_full_after(chunks, wanted), sum(len(data) for _, data in chunks))


def _heard(master: int, began: float) -> Iterator[tuple[float, bytes]]:
    """What is sent, with the seconds since `began`, until nothing comes any more."""
    while (now := time.perf_counter()) - began < LONGEST:
        ready, _, _ = select.select([master], [], [], QUIET if now - began > QUIET else LONGEST)
        if not ready:
            return
        yield time.perf_counter() - began, os.read(master, 65_536)


def _full_after(chunks: Sequence[tuple[float, bytes]], wanted: Sequence[str]) -> float | None:
    """Milliseconds until the screen showed the first and the last automation and a footer."""
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.ByteStream(screen)
    for after, data in chunks:
        stream.feed(data)
        text = "\n".join(screen.display)
        if all(one in text for one in wanted) and screen.display[-1].strip():
            return after * 1_000
    return None

"""The log at full size over a million entries while 2,000 come each second: what the app costs then."""

import fcntl
import os
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Iterator

from benchmarks.figures import Figure, Line
from benchmarks.log_view import fill
from benchmarks.places import NOMOLOGI, ROOT, Home, command, cpu_seconds, home, megabytes, now, schedule, stop
from nomologi_tui.model import EventType, LogEntry
from nomologi_tui.store import logs

COLUMNS, ROWS = 80, 24
SECONDS = 20
A_SECOND = 2_000
WRITES = 10  # a second
MORE = 900_000  # of the 7,200,000 that an hour brings
_PAUSE = threading.Event()  # never set


def measure() -> Iterator[Line]:
    """Percent of one processor, and megabytes, of an app that follows as a client; then of one that is paused.

    What an hour brings is 7.2 million entries; an eighth of them, written as fast as it goes, shows what would grow.
    """
    with home() as here:
        made = here.add([(schedule(number), command("true")) for number in range(50)])
        fill(here, made)
        for keys, name in ((b"l", "follows"), (b"lk", "is paused")):
            percent, size, grew = _watched(here, keys)
            yield Figure(f"2,000 entries/s, the log {name}: processor", percent, "%", at_most=10)
            yield Figure(f"2,000 entries/s, the log {name}: memory", size, "MB", at_most=90)
            yield Figure(f"{MORE:,} entries more, the log {name}: memory grew", grew, "MB", at_most=1)


def _watched(here: Home, keys: bytes) -> tuple[float, float, float]:
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    environ = {**here.environ, "TERM": "xterm-256color"}
    with here.runner():  # the app is a client: what is counted is its screen
        process = subprocess.Popen(
            NOMOLOGI, cwd=ROOT, env=environ, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
        )
        os.close(slave)
        reading = threading.Thread(target=_drain, args=(master,), daemon=True)
        reading.start()
        try:
            _PAUSE.wait(5)
            for key in keys:
                os.write(master, bytes([key]))
                _PAUSE.wait(2)
            before = cpu_seconds(process.pid)
            began = time.perf_counter()
            _write(here)
            percent = (cpu_seconds(process.pid) - before) / (time.perf_counter() - began) * 100
            size = megabytes(process.pid)
            _write_many(here)
            return percent, size, megabytes(process.pid) - size
        finally:
            stop(process)
            os.close(master)


def _drain(handle: int) -> None:
    try:
        while os.read(handle, 65_536):
            pass
    except OSError:
        return  # the app has ended


def _write_many(here: Home) -> None:
    """An eighth of an hour's entries, as fast as they are taken: whatever grows with them would show."""
    with here.store() as store:
        for turn in range(MORE // 1_000):
            store.write(logs.add, [LogEntry(EventType.OUTPUT, f"more {turn}.{one}") for one in range(1_000)], now())
    _PAUSE.wait(3)


def _write(here: Home) -> None:
    began = time.perf_counter()
    with here.store() as store:
        for turn in range(SECONDS * WRITES):
            lines = [
                LogEntry(EventType.OUTPUT, f"line {turn}.{one} of a busy day") for one in range(A_SECOND // WRITES)
            ]
            store.write(logs.add, lines, now())
            _PAUSE.wait(max(began + (turn + 1) / WRITES - time.perf_counter(), 0))

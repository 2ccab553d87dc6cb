"""The program in a real pseudo-terminal, its screen read back by a terminal emulator."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyte

from tests.support import DEADLINE

STILL = 20  # windows' sizes in a row that it does nothing about


class Terminal:
    """`sent` is what the program wrote so far, `text` what a person sees of it."""

    def __init__(self, pid: int, handle: int, size: tuple[int, int]) -> None:
        self.pid = pid
        self.sent = b""
        self._handle = handle
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._code: int | None = None

    @property
    def text(self) -> str:
        return "\n".join(self._screen.display)

    def read(self, seconds: float = 0.05) -> None:
        """Take in what the program writes within that time."""
        ready, _, _ = select.select([self._handle], [], [], seconds)
        if ready:
            try:
                data = os.read(self._handle, 65536)
            except OSError:  # the program has closed its side
                return
            self.sent += data
            self._stream.feed(data)

    def until(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + DEADLINE
        while not condition():
            assert time.monotonic() < end, f"it did not come:\n{self.text}"
            self.read()

    def sees(self, *words: str) -> None:
        self.until(lambda: all(one in self.text for one in words))

    def answers(self, keys: str, *words: str) -> None:
        """Type `keys` and wait for words that the program writes after them; the screen may show older ones."""
        before = len(self.sent)
        self.send(keys)
        self.until(lambda: all(one.encode() in self.sent[before:] for one in words))

    def until_quiet(self, seconds: float = 0.5, few: int = 0) -> None:
        """Read until no more than so few bytes came for a while."""
        end = time.monotonic() + DEADLINE
        came = few + 1
        while came > few:
            assert time.monotonic() < end, "it never rests"
            before, until = len(self.sent), time.monotonic() + seconds
            while (left := until - time.monotonic()) > 0:
                self.read(left)
            came = len(self.sent) - before

    def hides(self) -> bool:
        """Whether what is typed now is not shown."""
        return not termios.tcgetattr(self._handle)[3] & termios.ECHO

    def settings(self) -> list[Any]:
        """How the terminal is set: whether it echoes, waits for line ends, and so on."""
        return termios.tcgetattr(self._handle)

    def resize(self, columns: int, rows: int) -> None:
        """Somebody pulls at the window's corner."""
        self._screen.resize(rows, columns)
        set_size(self._handle, columns, rows)

    def send(self, text: str) -> None:
        os.write(self._handle, text.encode())

    def write(self, sent: bytes) -> None:
        """Send any number of bytes, reading meanwhile what the program writes."""
        while sent:
            _, ready, _ = select.select([], [self._handle], [], 0.05)
            self.read(0)
            if ready:
                sent = sent[os.write(self._handle, sent[:1024]) :]

    def stall(self) -> None:
        """Read nothing more, and have it draw until it waits for somebody to read."""
        end = time.monotonic() + DEADLINE
        still = 0
        while still < STILL:
            assert time.monotonic() < end, "it never waits"
            before = self._spent()
            self.resize(80 + still % 2, 24 + still % 2)
            select.select([], [], [self._handle], 0.05)
            still = still + 1 if self._spent() == before else 0

    def _spent(self) -> int:
        """Processor time of the program's first thread, in ticks."""
        fields = Path(f"/proc/{self.pid}/task/{self.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """The line drops: the terminal is gone."""
        os.close(self._handle)
        self._handle = -1

    def code(self, *, reads: bool = True) -> int:
        """Wait for the program's end; its exit code, negative for a signal."""
        end = time.monotonic() + DEADLINE
        while self._code is None:
            assert time.monotonic() < end, "it does not end"
            if reads and self._handle >= 0:
                self.read()
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self._code = os.waitstatus_to_exitcode(status) if pid else None
        return self._code

    def close(self) -> None:
        if self._code is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self._handle >= 0:
            os.close(self._handle)


def set_size(handle: int, columns: int, rows: int) -> None:
    fcntl.ioctl(handle, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


@contextmanager
def terminal(
    home: Path,
    size: tuple[int, int] = (80, 24),
    more: Mapping[str, str] | None = None,
    arguments: Sequence[str] = (),
    program: Sequence[str] = (),
) -> Iterator[Terminal]:
    """`nomologi`, else without arguments, or another `program`, in a terminal of that size."""
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(home), "NOMOLOGI_HOME": str(home / "nomologi"),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8", "TZ": "UTC", "NOMOLOGI_WEBHOOK_PORT": "0", **(more or {}),
    }  # fmt: skip
    command = program or [sys.executable, "-m", "nomologi_tui", *arguments]
    pid, handle = pty.fork()
    if pid == 0:
        set_size(0, *size)  # here, where the program can't ask before
        os.execvpe(command[0], list(command), environment)
    inside = Terminal(pid, handle, size)
    try:
        yield inside
    finally:
        inside.close()

"""What tests of several rooms use: waiting with a deadline, and real `nomologi` processes."""

import asyncio
import contextlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Self, TypeVar

import pytest

from nomologi_tui.cli import run

T = TypeVar("T")
DEADLINE = 60.0  # seconds; only a broken program reaches it, also where the machine has much else to do
PROGRAM = (sys.executable, "-m", "nomologi_tui")


def require(found: object, lacks: str) -> None:
    """Skip the test where something of the machine was not `found`; in CI, which installs everything, it fails."""
    if not found and os.environ.get("NOMOLOGI_REQUIRE_REAL") == "1":
        pytest.fail(lacks)
    if not found:
        pytest.skip(lacks)


def require_programs(*names: str) -> None:
    """`require` for programs, by name or path."""
    missing = [name for name in names if not shutil.which(name)]
    require(not missing, f"not installed: {', '.join(missing)}")


async def eventually(look: Callable[[], T], seconds: float = DEADLINE) -> T:
    """What `look()` returns as soon as it is true. Raises TimeoutError when that takes too long."""
    async with asyncio.timeout(seconds):
        while not (found := look()):
            await asyncio.sleep(0.01)
    return found


def wait_until(look: Callable[[], T], seconds: float = DEADLINE) -> T:
    """`eventually` for tests without a loop."""

    async def wait() -> T:
        return await eventually(look, seconds)

    return asyncio.run(wait())


def environment(home: Path, **more: str) -> dict[str, str]:
    """The process's environment with the program's home at `home` and nothing else of the program's own."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("NOMOLOGI_") and name not in ("PYTHONDONTWRITEBYTECODE", "LC_ALL", "NO_COLOR")
    }
    quiet = {"NOMOLOGI_ALERT_CHANNEL": "terminal"}  # nobody's desktop shows what tests do
    return {**kept, "NOMOLOGI_HOME": str(home), "NOMOLOGI_TIMEZONE": "UTC", **quiet, **more}


def nomologi(
    home: Path, *arguments: str | bytes, stdin: str = "", environ: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run a command line to its end, without a terminal."""
    return subprocess.run(
        [*PROGRAM, *arguments], env=environment(home, **(environ or {})), input=stdin, capture_output=True, text=True,
        errors="surrogateescape", timeout=2 * DEADLINE, check=False,
    )  # fmt: skip


def nomologi_here(
    home: Path, *arguments: str, stdin: str = "", environ: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """`nomologi` in this process: for what a test prepares and looks at, where a process proves nothing more.

    A process takes 0.1 s of a processor to look and 0.9 s to change something; this a tenth of that.
    """
    with _environ(environment(home, **(environ or {}))):
        return subprocess.CompletedProcess(arguments, *carry_out(arguments, stdin))


def carry_out(arguments: Sequence[str], stdin: str = "") -> tuple[int, str, str]:
    """The exit code of a command line in this process, its stdout and its stderr; `stdin` is no terminal."""
    out, err, before = io.StringIO(), io.StringIO(), sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin.encode()))
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(arguments)
    finally:
        sys.stdin = before
    return code, out.getvalue(), err.getvalue()


@contextlib.contextmanager
def _environ(wanted: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(wanted)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def lives(pid: int) -> bool:
    """Whether there is such a process; one that ended and that nobody has asked about yet is none. For Linux."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()[0] != "Z"
    except OSError:  # it went, perhaps while it was looked at
        return False


def running(mark: str) -> list[int]:
    """The living processes that have `mark` as an argument. For Linux."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):  # empty for one that only waits for its burial
        with contextlib.suppress(OSError):
            found += [int(path.parent.name)] * (mark.encode() in path.read_bytes().split(b"\0"))
    return found


class Lines:
    """The lines of a pipe as they come, read by a thread."""

    def __init__(self, pipe: IO[str]) -> None:
        self.all: list[str] = []
        self._pipe = pipe
        self._changed = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        with self._pipe:
            for line in self._pipe:
                with self._changed:
                    self.all.append(line.rstrip("\n"))
                    self._changed.notify_all()

    def wait_for(self, wanted: Callable[[str], object], seconds: float = DEADLINE) -> str:
        """The first line that `wanted` accepts. Raises TimeoutError with what came instead."""
        with self._changed:
            if not self._changed.wait_for(lambda: any(map(wanted, self.all)), seconds):
                raise TimeoutError("\n".join(["the line did not come; these did:", *self.all]))
            return next(line for line in self.all if wanted(line))


class Background:
    """A command line that goes on until it is told to stop; killed at the end of the `with`."""

    def __init__(self, home: Path, *arguments: str, environ: Mapping[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            [*PROGRAM, *arguments], env=environment(home, **(environ or {})), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self.out = Lines(self.process.stdout)
        self.err = Lines(self.process.stderr)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(DEADLINE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(DEADLINE)


def runs_of(home: Path) -> list[dict[str, Any]]:
    """What `nomologi runs --json` prints."""
    found: list[dict[str, Any]] = json.loads(nomologi_here(home, "runs", "--json").stdout)
    return found

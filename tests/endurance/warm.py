"""The program in a process that has imported everything already: forked off one that did, instead of started anew.

Starting Python and importing takes nine tenths of the time of a command, and touches nothing below the home. What the
process does with the home is the same.
"""

import contextlib
import ctypes
import io
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from multiprocessing import connection, forkserver, get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import IO

_ONE_AT_A_TIME = threading.Lock()  # multiprocessing asks after all of its processes when it starts another one
_IO = ((0, "r"), (1, "w"), (2, "w"))
_LEARN = """
import sys
from nomologi_tui.cli import run
code = run(sys.argv[2:])
with open(sys.argv[1], "a") as file:
    print(*sys.modules, sep="\\n", file=file)
sys.exit(code)
"""


def teller(file: Path) -> tuple[str, ...]:
    """The program as a command that appends to `file` what it had imported at its end."""
    return (sys.executable, "-c", _LEARN, str(file))


@contextlib.contextmanager
def imported(modules: Sequence[str], environ: Mapping[str, str]) -> Iterator[None]:
    """Within it `Warmed` starts in a process with these modules, and with `environ` from its first instant on."""
    before = dict(os.environ)
    os.environ.update(environ)
    try:
        surface = [name for name in modules if not name.startswith("_")]  # _asyncio before asyncio is a mess
        get_context("forkserver").set_forkserver_preload(surface)
        forkserver.ensure_running()
    finally:
        os.environ.clear()
        os.environ.update(before)
    yield


class Warmed:
    """A command line of the program under way, with as much of `subprocess.Popen` as harnesses use."""

    def __init__(self, arguments: Sequence[str], environ: Mapping[str, str], library: Path) -> None:
        self.args = list(arguments)
        self.returncode: int | None = None
        reader, writer = connection.Pipe(duplex=False)
        with _ONE_AT_A_TIME:
            self._process: ForkServerProcess = get_context("forkserver").Process(
                target=_act, args=(self.args, dict(environ), str(library), writer), daemon=True
            )
            self._process.start()
        writer.close()
        self.pid = self._process.pid or 0
        self.stdout: IO[str] = os.fdopen(os.dup(reader.fileno()), encoding="utf-8", errors="replace")
        reader.close()

    def poll(self) -> int | None:
        """Its exit code; None while it lives."""
        if self.returncode is None:
            with _ONE_AT_A_TIME:
                self.returncode = self._process.exitcode
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):  # it died meanwhile
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int | None:
        """Its exit code, once it has ended. Raises TimeoutExpired, as Popen does."""
        if self.poll() is None and not connection.wait([self._process.sentinel], timeout):
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return self.poll()

    def communicate(self, timeout: float | None = None) -> tuple[str, None]:
        """What it said, once it has ended. Raises TimeoutExpired, as Popen does."""
        self.wait(timeout)
        with self.stdout:
            return self.stdout.read(), None


def _act(arguments: list[str], environ: dict[str, str], library: str, writer: connection.Connection) -> None:
    """Become the program with this command line."""
    os.environ.clear()
    os.environ.update(environ)
    sys.path[:0] = environ.get("PYTHONPATH", "").split(os.pathsep)  # multiprocessing gives us that of the harness
    nothing = os.open(os.devnull, os.O_RDONLY)
    for ours, theirs in ((nothing, 0), (writer.fileno(), 1), (writer.fileno(), 2)):
        os.dup2(ours, theirs)
    writer.close()
    sys.stdin, sys.stdout, sys.stderr = (io.TextIOWrapper(io.FileIO(fd, mode), line_buffering=True) for fd, mode in _IO)
    sys.argv = ["nomologi", *arguments]
    shim = ctypes.CDLL(library)
    shim.begin()  # again: it has read the environment of the process that we were forked off
    from nomologi_tui.cli import run

    code = run(arguments)
    sys.stdout.flush()
    shim.tell()
    sys.exit(code)

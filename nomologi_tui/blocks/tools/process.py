"""Run one process tree to its end and leave nothing of it behind.

Its own pipes: asyncio's `Process.wait` would wait for a grandchild that still holds one of asyncio's.
"""

import asyncio
import contextlib
import os
import secrets
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from nomologi_tui.blocks.tools.escapees import Known, descendants, sweep
from nomologi_tui.blocks.tools.output import HeadTail, LineFeed
from nomologi_tui.clock import Clock
from nomologi_tui.errors import StepTimeoutError

GRACE = 5.0  # seconds between asking a tree to end and ending it
DRAIN = 0.5  # seconds that output may still take after the process has ended
MARKER = "NOMOLOGI_RUN"
_KEPT = ("PATH", "HOME", "LANG", "TZ", "USER", "LOGNAME", "SHELL", "TMPDIR")
_KEPT_OF_SESSION = ("XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS")  # `systemctl --user` and `notify-send` need them


@dataclass(frozen=True, slots=True)
class Program:
    """What to run. `environment` is added to the clean one; `timeout` is in seconds.

    `name` begins the mark that each process of the tree carries, so that it can be found later.
    """

    arguments: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    stdin: bytes = b""
    timeout: float | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """How it ended. A negative `exit_code` is the signal that ended it; `cut` says that output was dropped."""

    exit_code: int
    stdout: str
    stderr: str
    seconds: float
    cut: bool


def clean_environment(base: Mapping[str, str]) -> dict[str, str]:
    """What a command may know of our environment: no secrets, no colours, no terminal."""
    kept = {name: base[name] for name in (*_KEPT, *_KEPT_OF_SESSION) if name in base}
    kept |= {name: value for name, value in base.items() if name.startswith("LC_")}
    return {"PATH": os.defpath, **kept, "TERM": "dumb", "NO_COLOR": "1"}


async def run_process(program: Program, *, clock: Clock, tell: Callable[[str], None], grace: float = GRACE) -> Ended:
    """Run `program`; `tell` gets its lines as they come.

    Whatever happens, timeout and cancellation included, no process of the tree is left when this returns.
    Raises StepTimeoutError, and OSError or ValueError where it could not be started.
    """
    marker = f"{program.name}-{secrets.token_hex(8)}"
    started = clock.monotonic()
    async with _Stream.opened(tell) as out, _Stream.opened(tell) as err:
        process = await _start(program, marker, out, err)
        try:
            await _wait(process, program.timeout)
        finally:
            await _stop(process, marker, grace)
        await _drain(out, err)
    assert process.returncode is not None  # noqa: S101 - _stop waited for it
    return Ended(
        exit_code=process.returncode,
        stdout=out.kept.text(),
        stderr=err.kept.text(),
        seconds=round(clock.monotonic() - started, 3),
        cut=bool(out.kept.dropped or err.kept.dropped),
    )


class _Stream(asyncio.Protocol):
    """The reading end of one of our pipes."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self.kept = HeadTail()
        self.closed = asyncio.get_running_loop().create_future()
        self._lines = LineFeed(tell)
        self.write_end = -1

    @classmethod
    @contextlib.asynccontextmanager
    async def opened(cls, tell: Callable[[str], None]) -> AsyncIterator["_Stream"]:
        """Open the pipe and listen to it; closes both ends."""
        read_end, write_end = os.pipe()
        stream = cls(tell)
        stream.write_end = write_end
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: stream, os.fdopen(read_end, "rb", buffering=0)
        )
        try:
            yield stream
        finally:
            stream.release()
            transport.close()
            await stream.closed

    def release(self) -> None:
        """Close our copy of the writing end: the process has its own."""
        if self.write_end >= 0:
            os.close(self.write_end)
            self.write_end = -1

    def data_received(self, data: bytes) -> None:
        self.kept.add(data)
        self._lines.add(data)

    def connection_lost(self, _: Exception | None) -> None:
        self._lines.close()
        if not self.closed.done():
            self.closed.set_result(None)


async def _start(program: Program, marker: str, out: _Stream, err: _Stream) -> asyncio.subprocess.Process:
    environment = {**clean_environment(os.environ), **program.environment, MARKER: marker}
    with _as_stdin(program.stdin) as stdin:
        process = await asyncio.create_subprocess_exec(
            *program.arguments,
            stdin=stdin,
            stdout=out.write_end,
            stderr=err.write_end,
            cwd=program.folder,
            env=environment,
            start_new_session=True,
        )
    out.release()
    err.release()
    return process


@contextlib.contextmanager
def _as_stdin(data: bytes) -> Iterator[BinaryIO | int]:
    """A file with `data`: unlike a pipe it needs nobody to feed it. It is in memory where that is possible."""
    if not data:
        yield asyncio.subprocess.DEVNULL
        return
    with _nameless_file() as file:
        file.write(data)
        file.seek(0)
        yield file


def _nameless_file() -> BinaryIO:
    if sys.platform == "linux":
        return os.fdopen(os.memfd_create("stdin"), "w+b")
    return tempfile.TemporaryFile()


async def _wait(process: asyncio.subprocess.Process, seconds: float | None) -> None:
    try:
        async with asyncio.timeout(seconds):
            await process.wait()
    except TimeoutError:
        raise StepTimeoutError(
            f"The command took longer than {seconds:g} s and was stopped.", "Give it more time, or find out why."
        ) from None


async def _stop(process: asyncio.subprocess.Process, marker: str, grace: float) -> None:
    """TERM and then KILL to the whole group, then KILL to whoever left the group."""
    tree: set[Known] = set()
    try:
        if process.returncode is None:
            tree = await asyncio.to_thread(descendants, process.pid)
            _signal_group(process.pid, signal.SIGTERM)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(grace):
                    await process.wait()
    finally:
        _signal_group(process.pid, signal.SIGKILL)
        await asyncio.shield(asyncio.to_thread(sweep, f"{MARKER}={marker}".encode(), tree))
        await process.wait()


def _signal_group(group: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


async def _drain(*streams: _Stream) -> None:
    """Read what is still in the pipes; whoever holds them open longer than that is not waited for."""
    await asyncio.wait([stream.closed for stream in streams], timeout=DRAIN)

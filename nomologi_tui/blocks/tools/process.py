"""Run one process tree to its end and leave nothing of it behind.

Its own pipes and its own wait: asyncio's `Process.wait` would wait for a grandchild that still holds one of asyncio's,
and asyncio starts a thread for each process to wait for it.
"""

import asyncio
import contextlib
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from nomologi_tui.blocks.tools.escapees import Known, descendants, started_since, sweep
from nomologi_tui.blocks.tools.orphans import CHILDREN
from nomologi_tui.blocks.tools.output import HeadTail, LineFeed
from nomologi_tui.blocks.tools.processor import PROCESSOR
from nomologi_tui.clock import Clock
from nomologi_tui.errors import StepTimeoutError
from nomologi_tui.futures import settled

GRACE = 4.5  # seconds between asking a tree to end and ending it; after 5 seconds nobody of it lives
DRAIN = 0.5  # seconds that output may still take after the process has ended
BRIEF = 1.0  # seconds in which no kernel starts as many processes as it has numbers
PIPE = 64 * 1024  # bytes that fit into a pipe
MARKER = "NOMOLOGI_RUN"
_KEPT = frozenset([
    "PATH", "HOME", "LANG", "TZ", "USER", "LOGNAME", "SHELL", "TMPDIR",
    "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS",  # `systemctl --user` and `notify-send` need them
])  # fmt: skip


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
    kept = {name: base[name] for name in base if name in _KEPT or name.startswith("LC_")}
    return {"PATH": os.defpath, **kept, "TERM": "dumb", "NO_COLOR": "1"}


async def run_process(program: Program, *, clock: Clock, tell: Callable[[str], None], grace: float = GRACE) -> Ended:
    """Run `program`; `tell` gets its lines as they come.

    Whatever happens, timeout and cancellation included, no process of the tree is left when this returns.
    Raises StepTimeoutError, and OSError or ValueError where it could not be started.
    """
    marker = f"{program.name}-{secrets.token_hex(8)}"
    started = clock.monotonic()
    with _Stream.opened(tell) as out, _Stream.opened(tell) as err:
        process = _start(program, marker, out, err)
        try:
            await _wait(process, program.timeout)
        finally:
            await _stop(process, marker, grace)
        await _drain(out, err)
    return Ended(
        exit_code=process.ended.result(),
        stdout=out.kept.text(),
        stderr=err.kept.text(),
        seconds=round(clock.monotonic() - started, 3),
        cut=bool(out.kept.dropped or err.kept.dropped),
    )


class _Stream:
    """The reading end of one of our pipes."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self.kept = HeadTail()
        self.closed = asyncio.get_running_loop().create_future()
        self._lines = LineFeed(tell)
        self._read_end, self.write_end = os.pipe()
        os.set_blocking(self._read_end, False)
        asyncio.get_running_loop().add_reader(self._read_end, self.read)

    @classmethod
    @contextlib.contextmanager
    def opened(cls, tell: Callable[[str], None]) -> Iterator["_Stream"]:
        """Open the pipe and listen to it; closes both ends."""
        stream = cls(tell)
        try:
            yield stream
        finally:
            stream.release()
            stream.close()

    def release(self) -> None:
        """Close our copy of the writing end: the process has its own."""
        if self.write_end >= 0:
            os.close(self.write_end)
            self.write_end = -1

    def read(self) -> None:
        """Take what is there; after the last of it, close."""
        if self.closed.done():
            return
        try:
            data = os.read(self._read_end, PIPE)
        except BlockingIOError:
            return
        if not data:
            self.close()
        self.kept.add(data)
        self._lines.add(data)

    def close(self) -> None:
        """Hear no more of it. Twice does no harm."""
        if not self.closed.done():
            self.closed.set_result(None)
            asyncio.get_running_loop().remove_reader(self._read_end)
            os.close(self._read_end)
            self._lines.close()


class _Process:
    """A process of ours; `ended` becomes its exit code."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.pid = process.pid
        self._process = process
        loop = asyncio.get_running_loop()
        self._began = loop.time()
        self.ended: asyncio.Future[int] = loop.create_future()
        descriptor = _pid_descriptor(process.pid)
        if descriptor is not None:
            loop.add_reader(descriptor, self._note, descriptor)
        else:
            threading.Thread(target=self._wait_aside, args=(loop,), daemon=True).start()

    @property
    def first(self) -> int | None:
        """Its descendants have higher numbers; None after so long that the kernel may have begun anew."""
        return self.pid if asyncio.get_running_loop().time() - self._began < BRIEF else None

    async def wait(self) -> None:
        """Wait for its end; may be cancelled."""
        await settled(self.ended)

    def _note(self, descriptor: int) -> None:
        asyncio.get_running_loop().remove_reader(descriptor)
        os.close(descriptor)
        self.ended.set_result(self._process.wait())

    def _wait_aside(self, loop: asyncio.AbstractEventLoop) -> None:
        code = self._process.wait()
        with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile
            loop.call_soon_threadsafe(self.ended.set_result, code)


def _pid_descriptor(pid: int) -> int | None:
    """What becomes readable when the process ends; None where the system has no such thing."""
    try:
        return os.pidfd_open(pid)
    except (AttributeError, OSError):
        return None


def _start(program: Program, marker: str, out: _Stream, err: _Stream) -> _Process:
    environment = {**clean_environment(os.environ), **program.environment, MARKER: marker}
    with _as_stdin(program.stdin) as stdin, CHILDREN.starting() as started, PROCESSOR.left():
        process = subprocess.Popen(  # noqa: S603 - it is what the user wants run
            program.arguments,
            stdin=stdin,
            stdout=out.write_end,
            stderr=err.write_end,
            cwd=program.folder,
            env=environment,
            start_new_session=True,
        )
        started(process.pid)
    out.release()
    err.release()
    return _Process(process)


@contextlib.contextmanager
def _as_stdin(data: bytes) -> Iterator[BinaryIO | int]:
    """A file with `data`: unlike a pipe it needs nobody to feed it. It is in memory where that is possible."""
    if not data:
        yield subprocess.DEVNULL
        return
    with _nameless_file() as file:
        file.write(data)
        file.seek(0)
        yield file


def _nameless_file() -> BinaryIO:
    if sys.platform == "linux":
        return os.fdopen(os.memfd_create("stdin"), "w+b")
    return tempfile.TemporaryFile()


async def _wait(process: _Process, seconds: float | None) -> None:
    try:
        async with asyncio.timeout(seconds):
            await process.wait()
    except TimeoutError:
        raise StepTimeoutError(
            f"The command took longer than {seconds:g} s and was stopped.", "Give it more time, or find out why."
        ) from None


async def _stop(process: _Process, marker: str, grace: float) -> None:
    """TERM and then KILL to the whole group, then KILL to whoever left the group."""
    tree: set[Known] = set()
    try:
        if not process.ended.done():
            tree = await asyncio.to_thread(descendants, process.pid)
            _signal_group(process.pid, signal.SIGTERM)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(grace):
                    await process.wait()
    finally:
        _signal_group(process.pid, signal.SIGKILL)
        first, ours = process.first, CHILDREN.since(process.pid)
        others = bool(tree) or first is None or any(pid not in ours for pid in started_since(first))
        try:
            if others:  # in a thread; nobody needs to look where nobody was started since
                await asyncio.shield(asyncio.to_thread(sweep, f"{MARKER}={marker}".encode(), tree, first, ours))
            await process.wait()
        finally:
            if CHILDREN.ended(process.pid, others=others):
                await asyncio.shield(asyncio.to_thread(CHILDREN.end_orphans))


def _signal_group(group: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


async def _drain(*streams: _Stream) -> None:
    """Read what is still in the pipes; whoever holds them open longer than that is not waited for."""
    for stream in streams:
        stream.read()
        stream.read()  # the end, mostly: one read takes a whole pipe
    if not all(stream.closed.done() for stream in streams):
        await asyncio.wait([stream.closed for stream in streams], timeout=DRAIN)

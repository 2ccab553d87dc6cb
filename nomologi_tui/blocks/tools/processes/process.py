"""Run one process tree to its end and leave nothing of it behind.

Its own pipes and its own wait: asyncio's `Process.wait` would wait for a grandchild that still holds one of asyncio's,
and asyncio starts a thread for each process to wait for it.
"""

import asyncio
import contextlib
import os
import secrets
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from nomologi_tui.blocks.tools.processes.escapees import Known, descendants, started_since, sweep
from nomologi_tui.blocks.tools.processes.orphans import CHILDREN
from nomologi_tui.blocks.tools.processes.pipes import Stream, drain
from nomologi_tui.blocks.tools.processes.processor import PROCESSOR
from nomologi_tui.blocks.tools.processes.starting import Files, Started, start
from nomologi_tui.clock import Clock
from nomologi_tui.errors import StepTimeoutError
from nomologi_tui.futures import settled
from nomologi_tui.text import span

GRACE = 4.5  # seconds between asking a tree to end and ending it; after 5 seconds nobody of it lives
BRIEF = 1.0  # seconds in which no kernel starts as many processes as it has numbers
MARKER = "NOMOLOGI_RUN"
_STARTERS = ThreadPoolExecutor(4, thread_name_prefix="starter")
_UNDER_WAY: set["asyncio.Future[Started]"] = set()  # programs that are being started
_KEPT = frozenset((
    "PATH", "HOME", "LANG", "TZ", "USER", "LOGNAME", "SHELL", "TMPDIR",
    "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS",  # `systemctl --user` and `notify-send` need them
    *(f"LC_{one}" for one in (
        "ALL", "ADDRESS", "COLLATE", "CTYPE", "IDENTIFICATION", "MEASUREMENT", "MESSAGES", "MONETARY", "NAME",
        "NUMERIC", "PAPER", "TELEPHONE", "TIME",
    )),
))  # fmt: skip


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
    kept = {name: base[name] for name in base if name in _KEPT}  # asking for each of ours takes four times as long
    return {"PATH": os.defpath, **kept, "TERM": "dumb", "NO_COLOR": "1"}


async def run_process(program: Program, *, clock: Clock, tell: Callable[[str], None], grace: float = GRACE) -> Ended:
    """Run `program`; `tell` gets its lines as they come.

    Whatever happens, timeout and cancellation included, no process of the tree is left when this returns.
    Raises StepTimeoutError, and OSError or ValueError where it could not be started.
    """
    marker = f"{program.name}-{secrets.token_hex(8)}"
    started = clock.monotonic()
    with Stream.opened(tell) as out, Stream.opened(tell) as err:
        process = await _begun(program, marker, out, err, grace)
        try:
            await _wait(process, program.timeout)
        finally:
            await _stop(process, marker, grace)
        await drain(out, err)
    return Ended(
        exit_code=process.ended.result(),
        stdout=out.kept.text(),
        stderr=err.kept.text(),
        seconds=round(clock.monotonic() - started, 3),
        cut=bool(out.kept.dropped or err.kept.dropped),
    )


class _Process:
    """A process of ours; `ended` becomes its exit code."""

    def __init__(self, process: Started) -> None:
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


async def _begun(program: Program, marker: str, out: Stream, err: Stream, grace: float) -> _Process:
    """Start it. Where this is cancelled meanwhile, it is ended once it has begun."""
    loop = asyncio.get_running_loop()
    environment = {**clean_environment(os.environ), **program.environment, MARKER: marker}
    starting = loop.run_in_executor(_STARTERS, _start, program, environment, out.write_end, err.write_end)
    _UNDER_WAY.add(starting)
    starting.add_done_callback(_UNDER_WAY.discard)
    cancelled = await _finished(starting)
    if cancelled is None or starting.exception() is None:
        process = _Process(starting.result())
        out.release()
        err.release()
    if cancelled is None:
        return process
    if starting.exception() is None:
        await _stop(process, marker, grace)
    raise cancelled


async def _finished(future: "asyncio.Future[Started]") -> asyncio.CancelledError | None:
    """Wait until it has ended, also where this is cancelled meanwhile, however often; then how that came."""
    cancelled = None
    while not future.done():
        try:
            await settled(future)
        except asyncio.CancelledError as error:
            cancelled = error
    return cancelled


def _start(program: Program, environment: Mapping[str, str], out: int, err: int) -> Started:
    """In a thread of its own: it waits until the program is loaded."""
    PROCESSOR.let_go()
    with _as_stdin(program.stdin) as stdin, CHILDREN.starting() as started:
        process = start(program.arguments, program.folder, environment, Files(stdin, out, err))
        started(process.pid)
    return process


@contextlib.contextmanager
def _as_stdin(data: bytes) -> Iterator[int | None]:
    """A file with `data`: unlike a pipe it needs nobody to feed it. It is in memory where that is possible."""
    if not data:
        yield None
        return
    with _nameless_file() as file:
        file.write(data)
        file.seek(0)
        yield file.fileno()


def _nameless_file() -> BinaryIO:
    if sys.platform == "linux":
        return os.fdopen(os.memfd_create("stdin"), "w+b")
    return tempfile.TemporaryFile()


async def _wait(process: _Process, seconds: float | None) -> None:
    if seconds is None:
        await process.wait()
        return
    try:
        async with asyncio.timeout(seconds):
            await process.wait()
    except TimeoutError:
        raise StepTimeoutError(
            f"The command took longer than {span(seconds)} and was stopped.", "Give it more time, or find out why."
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
        first, others = process.first, True
        try:
            others = bool(tree) or await _others_since(process)
            if others:  # in a thread; nobody needs to look where nobody was started since
                ours = CHILDREN.since(process.pid)
                await asyncio.shield(asyncio.to_thread(sweep, f"{MARKER}={marker}".encode(), tree, first, ours))
            await process.wait()
        finally:
            if CHILDREN.ended(process.pid, others=others):
                await asyncio.shield(asyncio.to_thread(CHILDREN.end_orphans))


async def _others_since(process: _Process) -> bool:
    """Whether anybody was started since who is no command of ours; those that are being started are waited for."""
    if process.first is None:
        return True
    seen = started_since(process.first)
    if _knows(process, seen):
        return False
    loop = asyncio.get_running_loop()
    for starting in [one for one in _UNDER_WAY if one.get_loop() is loop]:
        await settled(starting)
    return not _knows(process, seen)


def _knows(process: _Process, seen: Sequence[int]) -> bool:
    ours = CHILDREN.since(process.pid)
    return all(pid in ours for pid in seen)


def _signal_group(group: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)

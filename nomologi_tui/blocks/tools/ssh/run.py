"""Run one command on another machine: its output kept within a cap, and nothing of it left where that is possible."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any, cast

import asyncssh

from nomologi_tui.blocks.tools.processes.output import HeadTail, LineFeed
from nomologi_tui.blocks.tools.processes.pipes import DRAIN
from nomologi_tui.blocks.tools.processes.process import GRACE, Ended
from nomologi_tui.blocks.tools.ssh.connection import logged_in
from nomologi_tui.blocks.tools.ssh.login import Login
from nomologi_tui.blocks.tools.ssh.remote_line import Remote, signal_line
from nomologi_tui.clock import Clock
from nomologi_tui.errors import BlockError, StepTimeoutError
from nomologi_tui.futures import settled
from nomologi_tui.text import span

Tell = Callable[[str], None]


async def run_there(
    login: Login, remote: Remote, stdin: bytes, seconds: float | None, *, clock: Clock, tell: Tell, grace: float = GRACE
) -> Ended:
    """What the line did, read by the login shell there; `tell` gets its lines as they come.

    Raises StepTimeoutError after `seconds`, BlockError where the connection broke, and what `logged_in` raises. A
    command that is stopped is asked to end, and ended after `grace` seconds.
    """
    async with logged_in(login) as connection:
        started = clock.monotonic()
        channel, session = await _begin(connection, remote.line, tell)
        try:
            await _within(seconds, _carry_out(channel, session, stdin, login.host))
        except BaseException:
            await asyncio.shield(_stop(connection, session, remote.mark, grace))
            raise
        return session.ended(round(clock.monotonic() - started, 3))


async def _begin(connection: asyncssh.SSHClientConnection, line: str, tell: Tell) -> tuple[Any, "_Session"]:
    try:
        channel, session = await connection.create_session(lambda: _Session(tell), line, encoding=None)
    except asyncssh.Error as error:
        raise BlockError(f"The command could not be started there: {error.reason}.", "Look at that account.") from None
    return channel, cast(_Session, session)


async def _carry_out(channel: Any, session: "_Session", stdin: bytes, host: str) -> None:
    with suppress(BrokenPipeError):  # it ended before it read all
        channel.write(stdin)
        channel.write_eof()
    await settled(session.exited)
    if session.code is None:
        raise BlockError(
            f"The connection to {host} broke while the command ran; whether it was carried out is not known.",
            "Look at that machine.",
        )
    await asyncio.wait({session.closed}, timeout=DRAIN)  # whoever holds its output open is not waited for


async def _within(seconds: float | None, work: Any) -> None:
    try:
        async with asyncio.timeout(seconds):
            await work
    except TimeoutError:
        raise StepTimeoutError(
            f"The command took longer than {span(seconds or 0)} and was stopped.", "Give it more time, or find out why."
        ) from None


async def _stop(connection: asyncssh.SSHClientConnection, session: "_Session", mark: str, grace: float) -> None:
    """TERM, and at last KILL, to all processes with `mark`: servers pass no signal on where root logged in."""
    await _signal(connection, mark, "TERM", grace)
    await asyncio.wait({session.exited}, timeout=grace)
    await _signal(connection, mark, "KILL", grace)


async def _signal(connection: asyncssh.SSHClientConnection, mark: str, name: str, patience: float) -> None:
    with suppress(OSError, asyncssh.Error, TimeoutError):  # the connection may be what broke
        async with asyncio.timeout(patience):
            await connection.run(signal_line(mark, name), stdout=asyncssh.DEVNULL, stderr=asyncssh.DEVNULL)


class _Session(asyncssh.SSHClientSession[bytes]):
    """What comes from there. `code`: the exit code, or the signal as a negative number; None while nobody knows."""

    def __init__(self, tell: Tell) -> None:
        loop = asyncio.get_running_loop()
        self.code: int | None = None
        self.exited: asyncio.Future[None] = loop.create_future()
        self.closed: asyncio.Future[None] = loop.create_future()
        self._kept = (HeadTail(), HeadTail())  # stdout, stderr
        self._lines = (LineFeed(tell), LineFeed(tell))

    def data_received(self, data: bytes, datatype: int | None) -> None:
        place = int(datatype == asyncssh.EXTENDED_DATA_STDERR)
        self._kept[place].add(data)
        self._lines[place].add(data)

    def exit_status_received(self, status: int) -> None:
        self._exit(status)

    def exit_signal_received(self, signal: str, core_dumped: bool, msg: str, lang: str) -> None:  # noqa: ARG002
        self._exit(-_number_of(signal))

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        for lines in self._lines:
            lines.close()
        for future in (self.exited, self.closed):
            if not future.done():
                future.set_result(None)

    def ended(self, seconds: float) -> Ended:
        """All of it, once it has exited."""
        out, err = self._kept
        return Ended(self.code or 0, out.text(), err.text(), seconds, bool(out.dropped or err.dropped))

    def _exit(self, code: int) -> None:
        if not self.exited.done():
            self.code = code
            self.exited.set_result(None)


def _number_of(name: str) -> int:
    found = signal.Signals.__members__.get(f"SIG{name}")
    return int(found) if found else int(signal.SIGKILL)

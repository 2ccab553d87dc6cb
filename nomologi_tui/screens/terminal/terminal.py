"""The terminal itself: whether it is still there, and how it is left when it is not."""

import asyncio
import io
import os
import select
import selectors
import signal
import sys
from codecs import getincrementaldecoder
from collections.abc import Callable
from itertools import chain
from typing import Any, ClassVar

from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from nomologi_tui.screens.terminal.typed_in import Pastes, line_ends_as_keys

MOST = 4096  # bytes read at once
LOOK = 0.1  # seconds for which one look waits: for what is typed, for room in the terminal
LAST_LOOKS = 4  # for room, once the program is to end: a slow line shall still be given its screen back


class Outliving(io.TextIOBase):
    """A terminal that may go away, or that nobody reads. What is written into one that is gone goes nowhere; so does
    what finds no room once the program is to end (`leaving`)."""

    leaving: ClassVar[bool] = False

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self._way = _unwaiting(inner.fileno())
        self._given_up = False
        self._looks = 0  # without room since the program is to end

    def write(self, text: str) -> int:
        left = memoryview(text.encode(self._inner.encoding, "replace"))
        while left and not self._given_up:
            if not select.select([], [self._way], [], LOOK)[1]:
                self._looks += self.leaving
                self._given_up = self._looks >= LAST_LOOKS
                continue
            try:
                left = left[os.write(self._way, left) :]
            except BlockingIOError:  # less room than it takes to say so
                continue
            except OSError:  # `is_gone` says so to the app, which ends
                break
        return len(text)

    def fileno(self) -> int:
        return int(self._inner.fileno())


def _unwaiting(handle: int) -> int:
    """A way of our own into the same terminal that never waits: the shell shares the one that was handed to us."""
    try:
        return os.open(os.ttyname(handle), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:  # no terminal, or one of another user
        return handle


def hear_signals(end: Callable[[int], None]) -> None:
    """Call `end` with the exit code in the loop that runs now, when a signal asks the program to end."""
    loop = asyncio.get_running_loop()
    for one in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, end, 128 + one)
        signal.signal(one, _leave)  # besides: the loop hears of it only once it no longer waits for the terminal


def _leave(_number: int, _frame: object) -> None:
    Outliving.leaving = True


class OutlivingDriver(LinuxDriver):
    """Textual's. Its thread that writes would end with the terminal, and the app then wait for room in its queue."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._file = Outliving(self._file)  # type: ignore[assignment]  # all that it needs of a file

    def run_input_thread(self) -> None:
        """As Textual's; but bytes that are no text do not end the app, and no escape code in a paste presses keys."""
        parser, pastes = XTermParser(self._debug), Pastes()
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            early = bool(selector.select(0))
            while not self.exit_event.is_set():
                ready = selector.select(LOOK)
                try:
                    sent = os.read(self.fileno, MOST) if ready else b""
                except OSError:  # the terminal is gone; `is_gone` says so to the app, which ends
                    return
                if ready and not sent:  # likewise
                    return
                text = pastes.clean(line_ends_as_keys(decode(sent)) if early else decode(sent))
                early = False
                for event in chain(parser.feed(text) if text else (), parser.tick()):
                    self.process_message(event)


def outliving(driver: type[Driver]) -> type[Driver]:
    """That driver, or Textual's usual one as it bears the loss of its terminal."""
    return OutlivingDriver if driver is LinuxDriver else driver


def is_gone() -> bool:
    """Whether the other side of the terminal hung up. Textual itself would read end-of-file for ever."""
    if not sys.__stdin__ or not sys.__stdin__.isatty():
        return False
    poll = select.poll()
    poll.register(sys.__stdin__.fileno(), 0)
    return any(found & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, found in poll.poll(0))


def let_go() -> None:
    """Nobody reads there any more: what Python still wants to write out at its end must not fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for handle in (1, 2):
        os.dup2(nowhere, handle)

"""The terminal itself: whether it is still there, and how it is left when it is not."""

import contextlib
import io
import os
import select
import selectors
import sys
from codecs import getincrementaldecoder
from itertools import chain
from typing import Any

from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from nomologi_tui.screens.typed_in import Pastes

MOST = 4096  # bytes read at once
LOOK = 0.1  # seconds between looks at whether the app ends, and at an Esc that nothing followed


class Outliving(io.TextIOBase):
    """A terminal that may go away; what is written then goes nowhere."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def write(self, text: str) -> int:
        try:
            return int(self._inner.write(text))
        except OSError:  # `is_gone` says so to the app, which ends
            return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):  # as above
            self._inner.flush()

    def fileno(self) -> int:
        return int(self._inner.fileno())


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
            while not self.exit_event.is_set():
                ready = selector.select(LOOK)
                try:
                    sent = os.read(self.fileno, MOST) if ready else b""
                except OSError:  # the terminal is gone; `is_gone` says so to the app, which ends
                    return
                if ready and not sent:  # likewise
                    return
                text = pastes.clean(decode(sent))
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

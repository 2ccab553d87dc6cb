"""Lines out, lines in. No cursor is moved, nothing has a colour, and all text is cleaned."""

import os
import select
import sys
import termios
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from nomologi_tui.text import clean, clean_line

T = TypeVar("T")
SHOWN = 20  # choices that are listed at once; words find the others
LONGEST = 100_000  # bytes of one answer
YES = {"y", "yes", "1", "j", "ja"}


class EndedError(Exception):
    """Nobody answers any more; `code` is what the program ends with."""

    def __init__(self, code: int = 0) -> None:
        super().__init__("nobody answers any more")
        self.code = code


class Talk:
    """Questions and answers over stdin, read by its handle so that a wait may end, and stdout."""

    def __init__(self) -> None:
        self._source = 0
        self._out = sys.stdout
        self._read = b""

    def say(self, text: str = "") -> None:
        """One or more lines."""
        self._out.write(clean(text) + "\n")
        self._out.flush()

    def say_all(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.say(line)

    def line(self, seconds: float | None = None) -> str | None:
        """The next line; None where none came within `seconds`. Raises EndedError at the input's end."""
        while b"\n" not in self._read:
            ready, _, _ = select.select([self._source], [], [], seconds)
            if not ready:
                return None
            data = os.read(self._source, 4096)
            if not data or len(self._read) > LONGEST:
                raise EndedError
            self._read += data
        one, _, self._read = self._read.partition(b"\n")
        return clean(one.decode(errors="replace").rstrip("\r"))

    def ask(self, question: str, default: str = "") -> str:
        """The answer on one line; Enter alone gives the default."""
        shown = f" ({clean_line(default)})" if default else ""
        self._out.write(f"{clean_line(question)}{shown}: ")
        self._out.flush()
        return (self.line() or "").strip() or default

    def ask_hidden(self, question: str) -> str:
        """An answer that is not shown while it is typed."""
        with _hidden(self._source):
            typed = self.ask(question)
        self.say()
        return typed

    def yes(self, question: str) -> bool:
        """Only a yes is one."""
        return self.ask(f"{question} y or n", "n").lower() in YES

    def pick(
        self, question: str, options: Sequence[T], words: Callable[[T], str] = str, *, listed: bool = True
    ) -> T | None:
        """One of the options, by its number; other text finds those with these words, Enter alone goes back.

        Options that a person knows are not `listed` again; Enter, which gives None, is then how to ask for the list.
        """
        shown = list(enumerate(options, 1)) if listed else []
        enter = "to go back" if listed else "for the list"
        while True:
            for number, one in shown[:SHOWN]:
                self.say(f"{number:>3}  {clean_line(words(one))}")
            if len(shown) > SHOWN:
                self.say(f"     and {len(shown) - SHOWN} more: type words to find one")
            typed = self.ask(f"{question} Number, or Enter {enter}")
            if not typed:
                return None
            if typed.isdecimal() and 0 < int(typed[:9]) <= len(options):
                return options[int(typed) - 1]
            found = [] if typed.isdecimal() else [one for one in enumerate(options, 1) if _has(words(one[1]), typed)]
            if not found:
                self.say(f"Nothing here is “{typed}”.")
            shown = found or list(enumerate(options, 1))


def _has(text: str, words: str) -> bool:
    return all(word in text.casefold() for word in words.casefold().split())


@contextmanager
def _hidden(handle: int) -> Iterator[None]:
    """A terminal does not echo meanwhile; anything else has nothing to hide."""
    if not os.isatty(handle):
        yield
        return
    before = termios.tcgetattr(handle)
    hidden = termios.tcgetattr(handle)
    hidden[3] &= ~termios.ECHO
    termios.tcsetattr(handle, termios.TCSADRAIN, hidden)
    try:
        yield
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)

"""What the terminal sends: pastes made plain text before Textual looks for keys in it, and keys that come too early."""

import re
from collections.abc import Awaitable, Callable

from textual import events

START, END = "\x1b[200~", "\x1b[201~"  # of a bracketed paste
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class Pastes:
    """Makes control characters in a paste visible, line ends and tabs excepted.

    Textual would press keys for an escape code in it, and most terminals, but not all, let none through.
    """

    def __init__(self) -> None:
        self._inside = False
        self._seen = ""  # outside: the last characters, which may begin a paste
        self._held = ""  # inside: what may begin the end of it

    def clean(self, text: str) -> str:
        """The text as Textual may have it; inside a paste its last characters may come with the next text."""
        parts = []
        while text:
            part, text = self._paste(text) if self._inside else self._keys(text)
            parts.append(part)
        return "".join(parts)

    def _keys(self, text: str) -> tuple[str, str]:
        """Up to where a paste has begun, and what follows."""
        whole = self._seen + text
        at = whole.find(START)
        if at < 0:
            self._seen = whole[1 - len(START) :]
            return text, ""
        end = at + len(START) - len(self._seen)
        self._seen, self._inside = "", True
        return text[:end], text[end:]

    def _paste(self, text: str) -> tuple[str, str]:
        """Up to where the paste has ended, and what follows."""
        pasted, end, rest = (self._held + text).partition(END)
        self._held = "" if end else _beginning(pasted)
        self._inside = not end
        return _CONTROL.sub("\ufffd", pasted[: len(pasted) - len(self._held)]) + end, rest


def _beginning(text: str) -> str:
    """The end of the text that may be the beginning of the paste's end."""
    return next((END[:size] for size in range(len(END) - 1, 0, -1) if text.endswith(END[:size])), "")


def line_ends_as_keys(text: str) -> str:
    """What was typed before the terminal was ours: it made Enter a line end, which Textual takes for ctrl+j."""
    return text.replace("\n", "\r")


class Early:
    """Keys and pastes from before there was a screen that could take them: kept in their order, not lost."""

    def __init__(self) -> None:
        self._holds = True
        self._kept: list[events.Event] = []

    def keeps(self, event: events.Event) -> bool:
        """Whether it is kept for later."""
        if not self._holds or not isinstance(event, events.Key | events.Paste):
            return False
        self._kept.append(event)
        return True

    def hold(self) -> None:
        """The screen is about to be another one."""
        self._holds = True

    def let_go(self) -> list[events.Event]:
        """What was kept; what comes from now on is not."""
        self._holds = False
        kept, self._kept = self._kept, []
        return kept

    async def carry_out(self, take: Callable[[events.Event], Awaitable[None]]) -> None:
        """Hand over what was kept, one after the other."""
        for event in self.let_go():
            await take(event)

"""Lines of a head and a text: what does not fit goes on below the text, never below the head."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from nomologi_tui.widgets.cells import wrapped
from nomologi_tui.widgets.lines import Line

LEAST = 16  # cells of the text; a head that leaves less stands on a line of its own


class Told(NamedTuple):
    """One line; `head` keeps its blanks at the end, so that heads of the same length make a column."""

    head: str
    text: str = ""


def on_lines(told: Iterable[Told], width: int = 0) -> str:
    """All of them, each within `width` cells; 0: each on one line."""
    return "\n".join(line for one in told for line in _hung(one, width))


def _hung(one: Told, width: int) -> list[str]:
    if not width or cell_len(one.head + one.text) <= width:
        return [(one.head + one.text).rstrip()]
    column = cell_len(one.head)
    if width - column < LEAST and column > LEAST // 2:
        return [one.head.rstrip(), *(f"    {line}" for line in wrapped(one.text, max(width - 4, 1)))]
    first, *rest = wrapped(one.text, max(width - column, 1))
    return [f"{one.head}{first}".rstrip(), *(" " * column + line for line in rest)]


class Hanging(Line):
    """Such lines, broken anew when there is more or less room."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._told: Sequence[Told] = ()

    def tell(self, told: Sequence[Told]) -> None:
        """Show other lines."""
        self._told = told
        self._break()

    def on_resize(self) -> None:
        self._break()

    def _break(self) -> None:
        self.say(on_lines(self._told, self.content_size.width))

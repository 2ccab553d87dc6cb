"""A list of a few columns under its heading. Rows are found again by their ids when they change."""

from collections.abc import Sequence
from dataclasses import dataclass

from nomologi_tui.widgets.cells import fit
from nomologi_tui.widgets.known_rows import KnownRows
from nomologi_tui.widgets.rows import Cells

LEAST = 4  # cells that the column which takes the rest has at least


@dataclass(frozen=True, slots=True)
class Column:
    """Its head, and its cells; 0 for the one that takes what is left."""

    head: str
    width: int = 0


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row in words: a text for each column, what is said of it below the list, what its first column's colour is
    to repeat."""

    id: int
    texts: tuple[str, ...]
    words: str = ""
    state: str = ""
    opens: int = 0  # the automation that it belongs to
    run_id: int | None = None

    def has(self, words: Sequence[str]) -> bool:
        """Whether all of these words, in small letters, are in it."""
        text = " ".join((*self.texts, self.words)).lower()
        return all(word in text for word in words)


class TableList(KnownRows[TableRow]):
    """Each screen says which columns."""

    def __init__(self, columns: Sequence[Column], *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._columns = columns

    def heading(self, width: int) -> str:
        """The line above the list, for a list `width` cells wide."""
        return "  " + "".join(text for text, _ in self._pieces([one.head for one in self._columns], width - 2))

    def cells(self, index: int, width: int) -> Cells:
        row = self._rows[index]
        return self._pieces(row.texts, width, row.state)

    def _pieces(self, texts: Sequence[str], width: int, state: str = "") -> Cells:
        rest = max(width - sum(one.width + 1 for one in self._columns if one.width), LEAST)
        return [
            (fit(text, one.width or rest) + " " * bool(one.width), state if place == 0 else "")
            for place, (one, text) in enumerate(zip(self._columns, texts, strict=True))
        ]

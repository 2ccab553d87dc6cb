"""What is due in the next hours: GOAL NEXT, and a cell for each hour."""

from collections.abc import Sequence
from dataclasses import dataclass

from nomologi_tui.widgets.cells import fit
from nomologi_tui.widgets.rows import Cells, Rows

NEXT, HOURS = 9, 24  # widths


@dataclass(frozen=True, slots=True)
class AheadRow:
    """One automation in words; `hours` has a mark for each hour."""

    id: int
    goal: str
    next: str
    hours: str


def ahead_heading(width: int, scale: str) -> str:
    """The line above the list, for a list `width` cells wide; `scale` names hours."""
    return "  " + "".join(text for text, _ in _columns(AheadRow(0, "GOAL", "NEXT", scale), width - 2))


class AheadList(Rows):
    """The next one first. Rows are found again by their automation when the data changes."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._rows: Sequence[AheadRow] = ()

    @property
    def count(self) -> int:
        return len(self._rows)

    @property
    def selected(self) -> AheadRow | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self._rows else None

    def show(self, rows: Sequence[AheadRow]) -> None:
        """Show `rows`; the cursor stays on its automation where that is still among them."""
        here = self.selected
        self._rows = rows
        if here is not None:
            self.cursor = next((place for place, row in enumerate(rows) if row.id == here.id), self.cursor)
        self.rows_changed()
        self.post_message(self.Moved(self, self.cursor))

    def cells(self, index: int, width: int) -> Cells:
        return _columns(self._rows[index], width)


def _columns(row: AheadRow, width: int) -> Cells:
    goal = max(width - NEXT - HOURS - 3, 4)
    return [(f"{fit(row.goal, goal)} ", ""), (f"{fit(row.next, NEXT)}  ", "quiet"), (fit(row.hours, HOURS), "")]

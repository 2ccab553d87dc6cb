"""What is due in the next hours: GOAL NEXT, and a cell for each hour."""

from dataclasses import dataclass

from nomologi_tui.widgets.cells import fit
from nomologi_tui.widgets.known_rows import KnownRows
from nomologi_tui.widgets.rows import Cells

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


class AheadList(KnownRows[AheadRow]):
    """The next one first. Rows are found again by their automation when the data changes."""

    def cells(self, index: int, width: int) -> Cells:
        return _columns(self._rows[index], width)


def _columns(row: AheadRow, width: int) -> Cells:
    goal = max(width - NEXT - HOURS - 3, 4)
    return [(f"{fit(row.goal, goal)} ", ""), (f"{fit(row.next, NEXT)}  ", "quiet"), (fit(row.hours, HOURS), "")]

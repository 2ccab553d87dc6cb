"""The inbox of missed times: GOAL TIMES LAST."""

from dataclasses import dataclass

from nomologi_tui.widgets.cells import fit
from nomologi_tui.widgets.known_rows import KnownRows
from nomologi_tui.widgets.rows import Cells

TIMES, LAST = 7, 12  # widths


@dataclass(frozen=True, slots=True)
class MissedRow:
    """Missed times of one schedule in words; `why` says why they did not run."""

    id: int
    automation_id: int
    goal: str
    times: str
    last: str
    why: str


def missed_heading(width: int) -> str:
    """The line above the list, for a list `width` cells wide."""
    goal = max(width - TIMES - LAST - 4, 4)
    return f"  {fit('GOAL', goal)} {fit('TIMES', TIMES, right=True)} {fit('LATEST', LAST)}"


class MissedList(KnownRows[MissedRow]):
    """Rows are found again when the inbox changes."""

    def cells(self, index: int, width: int) -> Cells:
        row = self._rows[index]
        goal = max(width - TIMES - LAST - 2, 4)
        return [
            (f"{fit(row.goal, goal)} ", ""),
            (f"{fit(row.times, TIMES, right=True)} ", "warn"),
            (fit(row.last, LAST), ""),
        ]

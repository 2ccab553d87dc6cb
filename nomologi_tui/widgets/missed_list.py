"""The inbox of missed times: GOAL TIMES LAST."""

from collections.abc import Sequence
from dataclasses import dataclass

from nomologi_tui.widgets.cells import fit
from nomologi_tui.widgets.rows import Cells, Rows

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


class MissedList(Rows):
    """Rows are found again when the inbox changes."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._rows: list[MissedRow] = []

    @property
    def count(self) -> int:
        return len(self._rows)

    @property
    def selected(self) -> MissedRow | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self._rows else None

    def show(self, rows: Sequence[MissedRow]) -> None:
        """Show `rows`; the cursor stays on its row, or in its place where that is gone."""
        here = self.selected
        self._rows = list(rows)
        if here is not None:
            self.cursor = next((i for i, row in enumerate(rows) if row.id == here.id), self.cursor)
        self.rows_changed()
        self.post_message(self.Moved(self, self.cursor))

    def cells(self, index: int, width: int) -> Cells:
        row = self._rows[index]
        goal = max(width - TIMES - LAST - 2, 4)
        return [
            (f"{fit(row.goal, goal)} ", ""),
            (f"{fit(row.times, TIMES, right=True)} ", "warn"),
            (fit(row.last, LAST), ""),
        ]

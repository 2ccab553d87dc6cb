"""The automations: STATE GOAL LAST NEXT 24h, columns that keep their place when data changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nomologi_tui.widgets.cells import fit
from nomologi_tui.widgets.rows import Cells, Rows

STATE_STYLE = {
    "OK": "good",
    "FAIL": "bad",
    "RUN": "busy",
    "WAIT": "warn",
    "PAUSE": "quiet",
    "OFF": "quiet",
    "DRAFT": "quiet",
}
STATE, LAST, NEXT, DAY = 6, 10, 10, 8  # widths
NARROW = 72  # below, LAST and 24h make room for the goal


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One automation in words. `day` tells of the last 24 hours.

    `asks` is a run that waits for the user's word, 0 where there is none; `until` is when another wait ends by itself,
    `then` what happens then.
    """

    id: int
    state: str
    goal: str
    last: str
    next: str
    day: str
    advice: str = ""  # what is wrong and what to do, where something is
    press: str = ""  # the key for it
    asks: int = 0
    until: datetime | None = None
    then: str = ""


def columns(width: int) -> tuple[int, int, int]:
    """Widths of GOAL, LAST and 24h at `width`; 0 where there is no room for one."""
    if width < NARROW:
        return max(width - STATE - NEXT - 1, 4), 0, 0
    return width - STATE - LAST - NEXT - DAY - 3, LAST, DAY


def heading(width: int) -> str:
    """The line above the list, for a list `width` cells wide."""
    goal, last, day = columns(width - 2)
    parts = [fit("STATE", STATE) + fit("GOAL", goal), fit("LAST", last) if last else "", fit("NEXT", NEXT)]
    return "  " + " ".join([part for part in parts if part] + ([fit("24h", day, right=True)] if day else []))


class GoalList(Rows):
    """The list on home. Rows are found again by their automation when the data changes."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._rows: Sequence[GoalRow] = ()

    @property
    def count(self) -> int:
        return len(self._rows)

    @property
    def selected(self) -> GoalRow | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self._rows else None

    def show(self, rows: Sequence[GoalRow]) -> None:
        """Show `rows`; the cursor stays on its automation. Draws nothing when nothing changed."""
        if list(rows) == list(self._rows):
            return
        here = self.selected
        self._rows = rows
        if here is not None:
            self.cursor = next((i for i, row in enumerate(rows) if row.id == here.id), self.cursor)
        self.rows_changed()
        self.post_message(self.Moved(self, self.cursor))

    def select(self, automation_id: int) -> None:
        """Put the cursor on an automation, if it is shown."""
        self.move_to(next((i for i, row in enumerate(self._rows) if row.id == automation_id), self.cursor))

    def cells(self, index: int, width: int) -> Cells:
        row = self._rows[index]
        goal, last, day = columns(width)
        pieces = [(fit(row.state, STATE), STATE_STYLE.get(row.state, "")), (fit(row.goal, goal) + " ", "")]
        if last:
            pieces.append((fit(row.last, last) + " ", ""))
        pieces.append((fit(row.next, NEXT), ""))
        if day:
            pieces.append((" " + fit(row.day, day, right=True), "bad" if "fail" in row.day else "quiet"))
        return pieces

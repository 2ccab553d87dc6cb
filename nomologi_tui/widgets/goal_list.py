"""The automations: STATE GOAL LAST NEXT 24h, columns that keep their place when data changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nomologi_tui.widgets.cells import fit
from nomologi_tui.widgets.known_rows import KnownRows
from nomologi_tui.widgets.rows import Cells

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


class GoalList(KnownRows[GoalRow]):
    """The list on home. Rows are found again by their automation when the data changes."""

    def show(self, rows: Sequence[GoalRow], wanted: Any = None) -> None:
        """As any list; draws nothing when nothing changed."""
        if list(rows) != list(self._rows):
            super().show(rows, wanted)

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

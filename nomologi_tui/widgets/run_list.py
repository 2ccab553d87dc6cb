"""Runs, newest first: a window of a few pages over any number of them. The millionth run costs as much as the first.

It holds no source: it asks for pages (`PageWanted`) and is given them. What comes on top leaves the cursor on its run.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.message import Message

from nomologi_tui.widgets.cells import fit
from nomologi_tui.widgets.rows import Cells, Rows

STATE_STYLE = {
    "OK": "good", "FAIL": "bad", "RUN": "busy", "WAIT": "warn", "ASKS": "warn", "SKIP": "quiet", "STOP": "quiet",
}  # fmt: skip
PAGE = 200  # rows asked for at once
KEEP = 600  # rows held; more than any screen is high
NEAR = 50  # rows from an end at which the next page is asked for
STATE, TIME, TOOK, CAUSE = 5, 10, 10, 8  # widths
WITH_RESULT, WITH_CAUSE = 62, 70  # cells from which on there is room for these columns


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run in words. `going`: it has not ended, so its row may change; `near`: so does its time."""

    id: int
    time: str
    state: str
    lasted: str
    summary: str
    goal: str = ""
    cause: str = ""
    automation_id: int = 0
    going: bool = False
    near: bool = False


def run_heading(width: int) -> str:
    """The line above a list of the runs of all automations, for a list `width` cells wide."""
    heads = RunRow(0, "STARTED", "STATE", "TOOK", "RESULT", "GOAL", "BY")
    return "  " + "".join(text for text, _ in _all_columns(heads, width - 2))


class RunList(Rows):
    """With `goals` it lists the runs of all automations. Without, the cursor on the first row stays on the newest."""

    @dataclass
    class PageWanted(Message):
        """Rows before (older than) or after (newer than) a run are needed; 0 and 0 asks for the newest, `after` -1
        for the oldest ones."""

        before: int
        after: int

    def __init__(self, *, goals: bool = False, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._goals = goals
        self._rows: list[RunRow] = []
        self._asked = False
        self._at_end = True
        self.at_top = True  # whether the newest run is held

    @property
    def count(self) -> int:
        return len(self._rows)

    @property
    def selected(self) -> RunRow | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self._rows else None

    @property
    def newest(self) -> int:
        """The newest run held; 0 where there is none."""
        return self._rows[0].id if self._rows else 0

    @property
    def going(self) -> list[int]:
        """The runs held that have not ended."""
        return [row.id for row in self._rows if row.going]

    @property
    def near(self) -> list[int]:
        """The runs held whose times are told from now."""
        return [row.id for row in self._rows if row.near]

    def show(self, rows: Sequence[RunRow], *, at_top: bool, at_end: bool, on: int = 0) -> None:
        """Replace what is held; the cursor goes to run `on`, else to the first row."""
        self._rows, self._asked = list(rows), False
        self.at_top, self._at_end = at_top, at_end
        self.top = 0
        self.cursor = next((place for place, row in enumerate(rows) if row.id == on), 0)
        self._drawn()

    def renew(self, rows: Sequence[RunRow], *, at_end: bool) -> None:
        """Other newest rows: the cursor stays on its run, or in its place where that is no longer among them."""
        here, place = self.selected, self.cursor
        self._rows, self._at_end = list(rows), at_end
        found = next((at for at, row in enumerate(rows) if here and row.id == here.id), place)
        self._shift(found - place, scrolled=self.top > 0)
        self._drawn()

    def put_older(self, rows: Sequence[RunRow], *, at_end: bool) -> None:
        """Answer to `PageWanted(before=…)`."""
        self._asked, self._at_end = False, at_end
        self._rows += rows
        surplus = max(self.count - KEEP, 0)
        if surplus:
            del self._rows[:surplus]
            self._shift(-surplus)
            self.at_top = False
        self.refresh()

    def put_newer(self, rows: Sequence[RunRow], *, at_top: bool) -> None:
        """Rows above the first one: an answer to `PageWanted(after=…)`, or runs that were just made."""
        self._asked, self.at_top = False, at_top
        if not rows:
            return
        follows = not self._goals and self.cursor == 0
        scrolled = self.top > 0
        self._rows[:0] = rows
        if not follows:
            self._shift(len(rows), scrolled=scrolled)
        if self.count > KEEP:
            del self._rows[KEEP:]
            self._at_end = False
        self._drawn()

    def change(self, rows: Iterable[RunRow]) -> None:
        """Show these runs as they are now, each in its place."""
        now = {row.id: row for row in rows}
        before = self._rows
        self._rows = [now.get(row.id, row) for row in before]
        if self._rows != before:
            self._drawn()

    def _shift(self, by: int, *, scrolled: bool = True) -> None:
        """The rows went down by so many; where the list was scrolled, the screen stands still."""
        self.cursor = max(self.cursor + by, 0)
        self.top = max(self.top + by, 0) if scrolled else self.top

    def _drawn(self) -> None:
        self.rows_changed()
        self.post_message(self.Moved(self, self.cursor))

    def select(self, run_id: int) -> bool:
        """Put the cursor on a run; whether it is held."""
        place = next((place for place, row in enumerate(self._rows) if row.id == run_id), -1)
        if place >= 0:
            self.move_to(place)
        return place >= 0

    def move_to(self, index: int) -> None:
        super().move_to(index)
        if self._asked or not self._rows:
            return
        if self.cursor > self.count - NEAR and not self._at_end:
            self._ask(before=self._rows[-1].id)
        elif self.cursor < NEAR and not self.at_top:
            self._ask(after=self.newest)

    def _ask(self, before: int = 0, after: int = 0) -> None:
        self._asked = True
        self.post_message(self.PageWanted(before, after))

    def action_first(self) -> None:
        if self.at_top:
            self.move_to(0)
        else:
            self._ask()

    def action_last(self) -> None:
        if self._at_end:
            self.move_to(self.count - 1)
        else:
            self._ask(after=-1)

    def cells(self, index: int, width: int) -> Cells:
        row = self._rows[index]
        return _all_columns(row, width) if self._goals else _own_columns(row, width)


def _own_columns(row: RunRow, width: int) -> Cells:
    """Of one automation's run: TIME STATE TOOK RESULT."""
    return [
        (f"{fit(row.time, TIME)} ", ""), (f"{fit(row.state, STATE)} ", STATE_STYLE.get(row.state, "")),
        (f"{fit(row.lasted, TOOK, right=True)} ", "quiet"),
        (fit(row.summary, max(width - TIME - STATE - TOOK - 3, 0)), ""),
    ]  # fmt: skip


def _all_columns(row: RunRow, width: int) -> Cells:
    """STATE GOAL BY STARTED TOOK RESULT; what there is no room for is left out."""
    cause = CAUSE + 1 if width >= WITH_CAUSE else 0
    rest = max(width - STATE - TIME - TOOK - cause - 3, 4)
    goal = max(rest * 11 // 20, 16) if width >= WITH_RESULT else rest
    pieces = [
        (f"{fit(row.state, STATE)} ", STATE_STYLE.get(row.state, "")), (f"{fit(row.goal, goal)} ", ""),
        (f"{fit(row.cause, CAUSE)} " if cause else "", "quiet"),
        (f"{fit(row.time, TIME)} ", ""), (fit(row.lasted, TOOK, right=True), "quiet"),
    ]  # fmt: skip
    if rest > goal:
        pieces.append((" " + fit(row.summary, rest - goal - 1), "bad" if row.state == "FAIL" else ""))
    return pieces

"""The runs of an automation, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.message import Message

from nomologi_tui.widgets.cells import fit
from nomologi_tui.widgets.rows import Cells, Rows

STATE_STYLE = {"OK": "good", "FAIL": "bad", "RUN": "busy", "WAIT": "warn", "SKIP": "quiet", "STOP": "quiet"}
PAGE = 200  # rows asked for at once


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run in words."""

    id: int
    time: str
    state: str
    lasted: str
    summary: str


class RunList(Rows):
    """Rows are found again by their run when newer ones arrive; older pages are asked for."""

    @dataclass
    class OlderWanted(Message):
        """The cursor came near the end of what is held."""

        before: int

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._rows: list[RunRow] = []
        self._all = False

    @property
    def count(self) -> int:
        return len(self._rows)

    @property
    def selected(self) -> RunRow | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self._rows else None

    def show(self, newest: Sequence[RunRow]) -> None:
        """Put the newest page in front of the older rows that are held. On the first row, the cursor stays on top."""
        here = self.selected if self.cursor else None
        known = {row.id for row in newest}
        if len(newest) >= PAGE and known.isdisjoint(row.id for row in self._rows):  # more came than a page: a gap
            self._rows, self._all = [], False
        older = [row for row in self._rows if row.id not in known]
        self._all = self._all or len(newest) < PAGE
        if [*newest, *older] == self._rows:
            return
        self._rows = [*newest, *older]
        if here is not None:
            self.select(here.id)
        self.rows_changed()
        self.post_message(self.Moved(self, self.cursor))

    def put_older(self, rows: Sequence[RunRow]) -> None:
        """Answer to `OlderWanted`."""
        self._all = len(rows) < PAGE
        self._rows += rows
        self.refresh()

    def select(self, run_id: int) -> None:
        """Put the cursor on a run, if it is held."""
        self.move_to(next((i for i, row in enumerate(self._rows) if row.id == run_id), self.cursor))

    def move_to(self, index: int) -> None:
        super().move_to(index)
        if self._rows and not self._all and self.cursor > self.count - PAGE // 4:
            self._all = True  # asked for; the answer says whether there is more
            self.post_message(self.OlderWanted(self._rows[-1].id))

    def cells(self, index: int, width: int) -> Cells:
        row = self._rows[index]
        return [
            (f"{fit(row.time, 9)} ", ""), (f"{fit(row.state, 4)} ", STATE_STYLE.get(row.state, "")),
            (f"{fit(row.lasted, 8, right=True)} ", "quiet"), (fit(row.summary, max(width - 24, 0)), ""),
        ]  # fmt: skip

"""The automations: STATE GOAL LAST NEXT 24h, columns that keep their place when data changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, overload

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


class Goals(Sequence[GoalRow]):
    """Automations that are put into words when their row is shown: of ten thousand a screen shows some twenty."""

    def __init__(self, found: Sequence[Any], words: Callable[[Any], GoalRow]) -> None:
        """Each of `found` has an `id`, a `slug` and a `goal`."""
        self._found, self._words = found, words
        self._made: dict[int, GoalRow] = {}
        self.ids = [one.id for one in found]

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, at: int) -> GoalRow: ...

    @overload
    def __getitem__(self, at: slice) -> list[GoalRow]: ...

    def __getitem__(self, at: int | slice) -> GoalRow | list[GoalRow]:
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(len(self)))]
        if at not in self._made:
            self._made[at] = self._words(self._found[at])
        return self._made[at]

    def with_words(self, words: str) -> "Goals":
        """Those with each of these words in their goal or their name, which the log has; all where there are none."""
        wanted = words.lower().split()
        if not wanted:
            return self
        found = [one for one in self._found if all(word in f"{one.goal} {one.slug}".lower() for word in wanted)]
        return Goals(found, self._words)


def _ids(rows: Sequence[GoalRow]) -> list[int]:
    return rows.ids if isinstance(rows, Goals) else [row.id for row in rows]


class GoalList(KnownRows[GoalRow]):
    """The list on home. Rows are found again by their automation when the data changes."""

    def show(self, rows: Sequence[GoalRow], wanted: Any = None) -> None:
        """As any list; draws nothing when nothing that is shown changed."""
        seen = slice(self.top, self.top + max(self.size.height, 1))
        if wanted or _ids(rows) != _ids(self._rows) or rows[seen] != self._rows[seen]:
            super().show(rows, wanted)
        else:
            self._rows = rows

    @property
    def ids(self) -> list[int]:
        """Which automations are listed."""
        return _ids(self._rows)

    def _place_of(self, known: Any) -> int:
        ids = self.ids
        return ids.index(known) if known in ids else self.cursor

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

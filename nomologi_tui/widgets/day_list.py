"""How the runs of each day ended: numbers, and a bar as long as they are many."""

from collections.abc import Sequence
from dataclasses import dataclass

from nomologi_tui.widgets.cells import fit
from nomologi_tui.widgets.rows import Cells, Rows

NAME, NUMBER = 11, 8  # widths


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day in words. The bar's parts: what went well, what failed, what ended otherwise."""

    name: str
    numbers: tuple[str, str, str]
    bar: tuple[str, str, str]


def day_heading() -> str:
    """The line above the list."""
    return "  " + fit("DAY", NAME) + "".join(fit(one, NUMBER, right=True) for one in ("OK", "FAILED", "OTHERS"))


def bar_room(width: int) -> int:
    """Cells of a bar beside the rest, in a list so wide."""
    return max(width - NAME - 3 * NUMBER - 4, 4)


class DayList(Rows):
    """The newest day first."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._rows: Sequence[DayRow] = ()

    @property
    def count(self) -> int:
        return len(self._rows)

    def show(self, rows: Sequence[DayRow]) -> None:
        """Show these days; the cursor stays in its place."""
        self._rows = rows
        self.rows_changed()

    def cells(self, index: int, width: int) -> Cells:  # noqa: ARG002 - the bars were made for it
        row = self._rows[index]
        well, failed, others = row.bar
        return [
            (fit(row.name, NAME), ""),
            *((fit(number, NUMBER, right=True), "") for number in row.numbers),
            (f"  {well}", "good"), (failed, "bad"), (others, "quiet"),
        ]  # fmt: skip

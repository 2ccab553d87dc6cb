"""The list of connections: STATUS NAME KIND USED EXPIRES TESTED."""

from collections.abc import Sequence
from dataclasses import dataclass

from nomologi_tui.widgets.cells import fit
from nomologi_tui.widgets.rows import Cells, Rows

STATUS, KIND, SHORT_KIND, USED, EXPIRES, TESTED = 8, 16, 10, 4, 11, 11  # widths
WHOLE, NARROW = 66, 44  # cells from which on there is room for every column; for the name and the status only
COLOURS = {"OK": "good", "REFUSED": "bad", "EXPIRED": "bad", "GONE": "bad", "LOG IN": "warn", "UNTRIED": "quiet"}


@dataclass(frozen=True, slots=True)
class ConnectionRow:
    """One connection in words; `advice` says what its status means, `users` who uses it."""

    id: int
    name: str
    kind: str
    status: str
    used: int
    expires: str
    tested: str
    advice: str
    users: str


def connections_heading(width: int) -> str:
    """The line above the list, for a list `width` cells wide."""
    heads = ConnectionRow(0, "NAME", "KIND", "STATUS", 0, "EXPIRES", "TESTED", "", "")
    return "  " + "".join(text for text, _ in _cells(heads, "USED", width - 2))


class ConnectionList(Rows):
    """Rows are found again when the connections change."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._rows: list[ConnectionRow] = []

    @property
    def count(self) -> int:
        return len(self._rows)

    @property
    def selected(self) -> ConnectionRow | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self._rows else None

    def show(self, rows: Sequence[ConnectionRow], wanted: int = 0) -> None:
        """Show `rows`; the cursor goes to the wanted one, else stays on its row or in its place."""
        here = wanted or (self.selected.id if self.selected else 0)
        self._rows = list(rows)
        self.cursor = next((i for i, row in enumerate(rows) if row.id == here), self.cursor)
        self.rows_changed()
        self.post_message(self.Moved(self, self.cursor))

    def cells(self, index: int, width: int) -> Cells:
        row = self._rows[index]
        return _cells(row, str(row.used or "-"), width)


def _cells(row: ConnectionRow, used: str, width: int) -> Cells:
    status = (f"{fit(row.status, STATUS)} ", COLOURS.get(row.status, ""))
    if width < NARROW:
        return [status, (fit(row.name, max(width - STATUS - 1, 1)), "")]
    whole = width >= WHOLE
    kind = KIND if whole else SHORT_KIND
    name = width - STATUS - kind - USED - TESTED - (EXPIRES + 1 if whole else 0) - 4
    return [
        status,
        (f"{fit(row.name, name)} {fit(row.kind, kind)} ", ""),
        (f"{fit(used, USED, right=True)} ", ""),
        (f"{fit(row.expires, EXPIRES)} " if whole else "", ""),
        (fit(row.tested, TESTED), ""),
    ]

"""The list of connections: STATUS NAME KIND USED EXPIRES TESTED."""

from dataclasses import dataclass

from nomologi_tui.widgets.cells import fit
from nomologi_tui.widgets.known_rows import KnownRows
from nomologi_tui.widgets.rows import Cells

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


class ConnectionList(KnownRows[ConnectionRow]):
    """Rows are found again when the connections change."""

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

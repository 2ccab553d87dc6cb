"""The people of a store: LOGIN, who they are, how they sign in, how many automations they have."""

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType

from nomologi_tui.widgets.cells import fit
from nomologi_tui.widgets.known_rows import KnownRows
from nomologi_tui.widgets.rows import Cells

LOGIN, WHO, BY, COUNT = 40, 12, 12, 11  # widths


@dataclass(frozen=True, slots=True)
class UserRow:
    """One person in words."""

    login: str
    who: str
    by: str
    automations: str
    has_password: bool = False


def users_heading(width: int) -> str:
    """The line above the list, for a list `width` cells wide."""
    return "  " + "".join(text for text, _ in _cells(UserRow("LOGIN", "WHO", "SIGNS IN BY", "AUTOMATIONS"), width - 2))


class UserList(KnownRows[UserRow]):
    """Rows are found again when the people change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "sign in", key_display="Enter", id="rows.open", tooltip="Sign in as this one"),
    ]

    def known_by(self, row: UserRow) -> str:
        return row.login

    def cells(self, index: int, width: int) -> Cells:
        return _cells(self._rows[index], width)


def _cells(row: UserRow, width: int) -> Cells:
    login = max(min(width - WHO - BY - COUNT - 3, LOGIN), 8)
    return [
        (f"{fit(row.login, login)} {fit(row.who, WHO)} {fit(row.by, BY)} ", ""),
        (fit(row.automations, COUNT, right=True), ""),
    ]

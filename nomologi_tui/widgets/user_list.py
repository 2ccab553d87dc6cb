"""The people of a store: LOGIN, who they are, how they sign in, how many automations they have."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType

from nomologi_tui.widgets.cells import fit
from nomologi_tui.widgets.rows import Cells, Rows

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


class UserList(Rows):
    """Rows are found again when the people change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "sign in", key_display="Enter", id="rows.open", tooltip="Sign in as this one"),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._rows: list[UserRow] = []

    @property
    def count(self) -> int:
        return len(self._rows)

    @property
    def selected(self) -> UserRow | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self._rows else None

    def show(self, rows: Sequence[UserRow]) -> None:
        """Show `rows`; the cursor stays on its row or in its place."""
        here = self.selected.login if self.selected else ""
        self._rows = list(rows)
        self.cursor = next((i for i, row in enumerate(rows) if row.login == here), self.cursor)
        self.rows_changed()
        self.post_message(self.Moved(self, self.cursor))

    def cells(self, index: int, width: int) -> Cells:
        return _cells(self._rows[index], width)


def _cells(row: UserRow, width: int) -> Cells:
    login = max(min(width - WHO - BY - COUNT - 3, LOGIN), 8)
    return [
        (f"{fit(row.login, login)} {fit(row.who, WHO)} {fit(row.by, BY)} ", ""),
        (fit(row.automations, COUNT, right=True), ""),
    ]

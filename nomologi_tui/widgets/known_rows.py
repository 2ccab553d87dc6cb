"""A list whose rows are found again when they change, by what each of them is known by."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from nomologi_tui.widgets.rows import Rows

Row = TypeVar("Row")


class KnownRows(Rows, Generic[Row]):
    """The rows are all there; the log and the runs, of which there may be a million, are no such lists."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._rows: Sequence[Row] = ()

    @property
    def count(self) -> int:
        return len(self._rows)

    @property
    def rows(self) -> Sequence[Row]:
        """All of them."""
        return self._rows

    @property
    def selected(self) -> Row | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self._rows else None

    def known_by(self, row: Row) -> Any:
        """What tells the row from all others; its id."""
        return row.id  # type: ignore[attr-defined]  # those without one say what else it is

    def show(self, rows: Sequence[Row], wanted: Any = None) -> None:
        """Show `rows`; the cursor goes to the `wanted` one, else stays on its row or in its place."""
        here = self.selected
        known = wanted or (None if here is None else self.known_by(here))
        self._rows = rows
        self.cursor = self._place_of(known)
        self.rows_changed()
        self.post_message(self.Moved(self, self.cursor))

    def select(self, known: Any) -> None:
        """Put the cursor on a row, if it is shown."""
        self.move_to(self._place_of(known))

    def _place_of(self, known: Any) -> int:
        return next((place for place, row in enumerate(self._rows) if self.known_by(row) == known), self.cursor)

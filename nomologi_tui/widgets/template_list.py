"""The list of templates: CATEGORY NAME, and where there is room what each does."""

from collections.abc import Sequence
from dataclasses import dataclass

from nomologi_tui.widgets.cells import cut, fit
from nomologi_tui.widgets.rows import Cells, Rows

CATEGORY, NAME = 9, 26  # widths


@dataclass(frozen=True, slots=True)
class TemplateItem:
    """One template; `slug` names it."""

    slug: str
    category: str
    name: str
    what: str
    own: bool


class TemplateList(Rows):
    """Rows are found again when the templates change."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._rows: list[TemplateItem] = []

    @property
    def count(self) -> int:
        return len(self._rows)

    @property
    def selected(self) -> TemplateItem | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self._rows else None

    def show(self, rows: Sequence[TemplateItem], wanted: str = "") -> None:
        """Show `rows`; the cursor goes to the wanted one, else stays on its row or in its place."""
        here = wanted or (self.selected.slug if self.selected else "")
        self._rows = list(rows)
        self.cursor = next((place for place, row in enumerate(rows) if row.slug == here), self.cursor)
        self.rows_changed()
        self.post_message(self.Moved(self, self.cursor))

    def cells(self, index: int, width: int) -> Cells:
        row = self._rows[index]
        name = min(NAME, max(width - CATEGORY - 1, 0))
        pieces = [(fit(row.category, CATEGORY) + " ", "quiet"), (fit(row.name, name), "")]
        if width > CATEGORY + NAME + 12:
            pieces.append((cut(f" {row.what}", width - CATEGORY - 1 - name), "quiet"))
        return pieces

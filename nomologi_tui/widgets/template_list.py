"""The list of templates: CATEGORY NAME, and where there is room what each does."""

from dataclasses import dataclass

from nomologi_tui.widgets.cells import cut, fit
from nomologi_tui.widgets.known_rows import KnownRows
from nomologi_tui.widgets.rows import Cells

CATEGORY, NAME = 9, 26  # widths


@dataclass(frozen=True, slots=True)
class TemplateItem:
    """One template; `slug` names it."""

    slug: str
    category: str
    name: str
    what: str
    own: bool


class TemplateList(KnownRows[TemplateItem]):
    """Rows are found again when the templates change."""

    def known_by(self, row: TemplateItem) -> str:
        return row.slug

    def cells(self, index: int, width: int) -> Cells:
        row = self._rows[index]
        name = min(NAME, max(width - CATEGORY - 1, 0))
        pieces = [(fit(row.category, CATEGORY) + " ", "quiet"), (fit(row.name, name), "")]
        if width > CATEGORY + NAME + 12:
            pieces.append((cut(f" {row.what}", width - CATEGORY - 1 - name), "quiet"))
        return pieces

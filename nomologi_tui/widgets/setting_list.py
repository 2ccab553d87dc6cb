"""The list of settings: SECTION SETTING VALUE FROM."""

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType

from nomologi_tui.widgets.cells import fit
from nomologi_tui.widgets.known_rows import KnownRows
from nomologi_tui.widgets.rows import Cells

SECTION, FROM = 13, 12  # widths
WIDEST = 52  # cells of a name or a value, so that a wide row stays one row to the eye
WHOLE = 60  # cells from which on there is room for every column


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting or a key in words; `origin` is what its value comes from, `changed` whether that is no default."""

    id: str
    section: str
    name: str
    value: str
    origin: str
    changed: bool

    def has(self, words: str) -> bool:
        """Whether all of these words are in it."""
        text = f"{self.id} {self.section} {self.name} {self.value} {self.origin}".lower()
        return all(word in text for word in words.lower().split())


def settings_heading(width: int) -> str:
    """The line above the list, for a list `width` cells wide."""
    heads = SettingRow("", "", "SETTING", "VALUE", "FROM", changed=False)
    return "  " + "".join(text for text, _ in _cells(heads, "SECTION", width - 2))


class SettingList(KnownRows[SettingRow]):
    """Each section's name stands at its first row. Rows are found again when the settings change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "change", key_display="Enter", id="rows.open", tooltip="Change it in its place"),
    ]

    def cells(self, index: int, width: int) -> Cells:
        row = self._rows[index]
        begins = index == self.top or self._rows[index - 1].section != row.section
        return _cells(row, row.section if begins else "", width)


def _cells(row: SettingRow, section: str, width: int) -> Cells:
    whole = width >= WHOLE
    left = SECTION + 1 if whole else 0
    name = max(min((width - left - FROM - 2) * 45 // 100, WIDEST), 1)
    value = max(min(width - left - FROM - 2 - name, WIDEST), 1)
    return [
        (f"{fit(section, SECTION)} " if whole else "", "quiet"),
        (f"{fit(row.name, name)} {fit(row.value, value)} ", ""),
        (fit(row.origin, FROM), "busy" if row.changed else "quiet"),
    ]

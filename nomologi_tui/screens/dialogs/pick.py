"""Choosing one of a short list: a block, or a value to insert."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from nomologi_tui.blocks.base import Block
from nomologi_tui.screens.troubles import Telling
from nomologi_tui.settings.keymap import key
from nomologi_tui.widgets.cells import cut, fit
from nomologi_tui.widgets.field import AskField
from nomologi_tui.widgets.keys_line import KeysLine
from nomologi_tui.widgets.lines import Ends
from nomologi_tui.widgets.rows import Cells, Rows

T = TypeVar("T")


class PickRows(Rows):
    """Two columns: what it is, and what it does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "take", key_display="Enter", id="pick.take", tooltip="Take this one"),
    ]

    def __init__(self, rows: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._all = rows
        self._shown = list(range(len(rows)))

    def narrow(self, words: str) -> None:
        """Show only the rows with all these words."""
        wanted = words.casefold().split()
        texts = [" ".join(row).casefold() for row in self._all]
        self._shown = [place for place, text in enumerate(texts) if all(word in text for word in wanted)]
        self.cursor = 0
        self.rows_changed()

    def place_of(self, index: int) -> int:
        """Which of all rows a shown one is."""
        return self._shown[index]

    @property
    def count(self) -> int:
        return len(self._shown)

    def cells(self, index: int, width: int) -> Cells:
        name, what = self._all[self._shown[index]]
        left = min(36, width // 2)
        return [(fit(name, left), ""), (cut(f" {what}", width - left), "quiet")]


class Pick(Telling[T | None], Generic[T]):
    """The chosen thing, or None."""

    CSS_PATH = Path(__file__).with_name("pick.tcss")  # of those in other rooms too
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "filter", key_display="/", id="pick.filter", tooltip="Show only those with words"),
        Binding("escape", "back", "back", key_display="Esc", id="pick.back",
                tooltip="Out of the field; back without choosing"),
    ]  # fmt: skip

    def __init__(self, title: str, things: Sequence[T], rows: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._title = title
        self._things = things
        self.rows = PickRows(rows)
        self.field = AskField(placeholder="words", compact=True, id="filter")

    def compose(self) -> ComposeResult:
        yield Ends(self._title, f"{key('pick.take')} takes it", id="top")
        yield self.rows
        yield self.field
        yield KeysLine()

    @on(Rows.Opened)
    def _opened(self, message: Rows.Opened) -> None:
        self.dismiss(self._things[self.rows.place_of(message.index)])

    def on_mount(self) -> None:
        self.rows.focus()

    def action_filter(self) -> None:
        self.field.display = True
        self.field.focus()

    def on_input_changed(self, message: AskField.Changed) -> None:
        self.rows.narrow(message.value)

    def on_input_submitted(self) -> None:
        """The words stay."""
        self.rows.focus()

    def action_back(self) -> None:
        """Out of the field, all shown again; else back."""
        if self.field.display:
            self.field.value, self.field.display = "", False
            self.rows.focus()
        else:
            self.dismiss(None)


class PickScreen(Pick[Block]):
    """Choosing a block."""

    def __init__(self, blocks: Sequence[tuple[str, Block]], title: str) -> None:
        rows = [(f"{head:4} {block.title}", block.doc.splitlines()[0] if block.doc else "") for head, block in blocks]
        super().__init__(title, [block for _, block in blocks], rows)


class PickValue(Pick[str]):
    """Choosing a value that a later step can use."""

    def __init__(self, values: Sequence[tuple[str, str]]) -> None:
        super().__init__("Insert a value", [path for path, _ in values], values)

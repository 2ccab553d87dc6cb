"""Choosing one of a short list: a block, or a value to insert."""

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from nomologi_tui.blocks.base import Block
from nomologi_tui.screens.troubles import Telling
from nomologi_tui.settings.keymap import key
from nomologi_tui.widgets.cells import cut, fit
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
        self._rows = rows

    @property
    def count(self) -> int:
        return len(self._rows)

    def cells(self, index: int, width: int) -> Cells:
        name, what = self._rows[index]
        left = min(36, width // 2)
        return [(fit(name, left), ""), (cut(f" {what}", width - left), "quiet")]


class Pick(Telling[T | None], Generic[T]):
    """The chosen thing, or None."""

    CSS_PATH = "pick.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "back", key_display="Esc", id="pick.back", tooltip="Back without choosing"),
    ]

    def __init__(self, title: str, things: Sequence[T], rows: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._title = title
        self._things = things
        self._rows = rows

    def compose(self) -> ComposeResult:
        yield Ends(self._title, f"{key('pick.take')} takes it", id="top")
        yield PickRows(self._rows)
        yield KeysLine()

    @on(Rows.Opened)
    def _opened(self, message: Rows.Opened) -> None:
        self.dismiss(self._things[message.index])


class PickScreen(Pick[Block]):
    """Choosing a block."""

    def __init__(self, blocks: Sequence[tuple[str, Block]], title: str) -> None:
        rows = [(f"{head:4} {block.title}", block.doc.splitlines()[0] if block.doc else "") for head, block in blocks]
        super().__init__(title, [block for _, block in blocks], rows)


class PickValue(Pick[str]):
    """Choosing a value that a later step can use."""

    def __init__(self, values: Sequence[tuple[str, str]]) -> None:
        super().__init__("Insert a value", [path for path, _ in values], values)

"""A list of any length of which only the visible rows are ever built. Lists and the log are made of it."""

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

Cells = list[tuple[str, str]]  # pieces of a row: the text and the state it repeats in colour ("" for none)


class Rows(Widget, can_focus=True):
    """A cursor over rows. The cursor's row begins with `>`, so that it shows without colour."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--cursor", "rows--good", "rows--bad", "rows--busy", "rows--quiet", "rows--warn", "rows--mark",
    }  # fmt: skip
    DEFAULT_CSS = """
    Rows {
        height: 1fr;
        .rows--cursor { text-style: bold; }
        &:focus .rows--cursor { text-style: reverse; }
        .rows--good { color: $text-success; }
        .rows--bad { color: $text-error; }
        .rows--warn { color: $text-warning; }
        .rows--busy { color: $text-accent; }
        .rows--quiet { color: $text-muted; }
        .rows--mark { text-style: bold underline; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Down", show=False, id="rows.down", tooltip="One row down"),
        Binding("up,k", "move(-1)", "Up", show=False, id="rows.up", tooltip="One row up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="rows.page_down", tooltip="One page down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="rows.page_up", tooltip="One page up"),
        Binding("home,g", "first", "First", show=False, id="rows.first", tooltip="To the first row"),
        Binding("end,G", "last", "Last", show=False, id="rows.last", tooltip="To the last row"),
        Binding("enter", "open", "open", key_display="Enter", id="rows.open", tooltip="Open this row"),
    ]

    @dataclass
    class Moved(Message):
        """The cursor went to another row."""

        rows: "Rows"
        index: int

        @property
        def control(self) -> "Rows":
            return self.rows

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, Rows.Moved)

    @dataclass
    class Opened(Message):
        """Enter or a click on the cursor's row."""

        rows: "Rows"
        index: int

        @property
        def control(self) -> "Rows":
            return self.rows

    marks_always = True  # whether the cursor shows while the focus is elsewhere

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self.cursor = 0
        self.top = 0
        self._empty = True

    @property
    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def cells(self, index: int, width: int) -> Cells:
        """The row's pieces, together at most `width` cells wide."""
        raise NotImplementedError

    def row_at(self, y: int) -> tuple[int, int]:
        """Which row stands on that line of the screen, and which of its lines that is."""
        return self.top + y, 0

    def cells_of(self, index: int, _part: int, width: int) -> Cells:
        """The pieces of one of the row's lines."""
        return self.cells(index, width)

    def render_line(self, y: int) -> Strip:
        width, (index, part) = self.size.width, self.row_at(y)
        base = self.rich_style
        if index >= self.count:
            return Strip.blank(width, base)
        here = index == self.cursor and (self.marks_always or self.has_focus)
        over = self.get_component_rich_style("rows--cursor", partial=True) if here else Style.null()
        pieces = [("> " if here and not part else "  ", ""), *self.cells_of(index, part, max(width - 2, 0))]
        segments = [Segment(text, base + self._state_style(state) + over) for text, state in pieces]
        return Strip(segments).adjust_cell_length(width, base + over)

    def _state_style(self, state: str) -> Style:
        return self.get_component_rich_style(f"rows--{state}", partial=True) if state else Style.null()

    def rows_changed(self) -> None:
        """Draw anew after the rows changed; the cursor stays within them."""
        if self._empty != (self.count == 0):
            self._empty = not self._empty
            self.refresh_bindings()  # what acts on a row is named only where there is one
        self.cursor = max(0, min(self.cursor, self.count - 1))
        self._keep_in_view()
        self.refresh()

    def move_to(self, index: int) -> None:
        """Put the cursor on a row; draws two rows, or all of them when it has to scroll."""
        before, top = self.cursor, self.top
        self.cursor = max(0, min(index, self.count - 1))
        if self.cursor == before:
            return
        self._keep_in_view()
        if self.top != top:
            self.refresh()
        else:
            self._refresh_row(before)
            self._refresh_row(self.cursor)
        self.post_message(self.Moved(self, self.cursor))

    def _refresh_row(self, index: int) -> None:
        self.refresh(Region(0, index - self.top, self.size.width, 1))

    def _keep_in_view(self) -> None:
        height = max(self.size.height, 1)
        self.top = max(min(self.top, self.cursor, self.count - height), self.cursor - height + 1, 0)

    def on_resize(self) -> None:
        self._keep_in_view()
        self.refresh()

    def action_move(self, step: int) -> None:
        self.move_to(self.cursor + step)

    def action_page(self, direction: int) -> None:
        self.move_to(self.cursor + direction * max(self.size.height - 1, 1))

    def action_first(self) -> None:
        self.move_to(0)

    def action_last(self) -> None:
        self.move_to(self.count - 1)

    def action_open(self) -> None:
        if self.count:
            self.post_message(self.Opened(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        index, _ = self.row_at(event.y)
        if index >= self.count:
            return
        if index == self.cursor:
            self.action_open()
        self.move_to(index)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.action_move(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.action_move(-3)

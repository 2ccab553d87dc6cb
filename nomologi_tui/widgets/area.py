"""Texts of several lines. Textual's editor is not loaded before one of them is shown."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from nomologi_tui.widgets.field import ENTER, Typed


class Area(TextArea, Typed):
    """Enter goes on as in any field, for most texts are of one line; ctrl+j begins another."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ENTER,
        Binding("ctrl+j", "break_line", "New line", show=False, id="area.break", tooltip="Begin another line"),
    ]

    def action_break_line(self) -> None:
        self.insert("\n")

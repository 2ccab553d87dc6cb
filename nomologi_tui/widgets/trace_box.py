"""A scrolled text with the keys of a list."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll


class TraceBox(VerticalScroll):
    """j, k, g and G as everywhere."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "Down", show=False, id="trace.down", tooltip="One line down"),
        Binding("k", "scroll_up", "Up", show=False, id="trace.up", tooltip="One line up"),
        Binding("g", "scroll_home", "Top", show=False, id="trace.top", tooltip="To the first line"),
        Binding("G", "scroll_end", "End", show=False, id="trace.end", tooltip="To the last line"),
    ]

"""The fields of a form that are folded away, in one line; Enter unfolds them."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from nomologi_tui.widgets.cells import cut


class More(Widget, can_focus=True):
    """`+ 20 more: Time zone, From time…`"""

    DEFAULT_CSS = "More { height: 1; color: $text-muted; } More:focus { color: $foreground; text-style: reverse; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "unfold", "More", show=False, id="more.unfold", tooltip="Show the other fields"),
    ]

    class Wanted(Message):
        """The fields are to be shown."""

    class Entered(Message):
        """The focus came to it."""

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__()
        self._labels = labels

    def render(self) -> Content:
        return Content(cut(f"+ {len(self._labels)} more: {', '.join(self._labels)}", self.size.width))

    def on_focus(self) -> None:
        self.post_message(self.Entered())

    def action_unfold(self) -> None:
        self.post_message(self.Wanted())

    def on_click(self) -> None:
        self.action_unfold()

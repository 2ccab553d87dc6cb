"""A line on home that tells of something which waits for a look, and opens it."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from nomologi_tui.settings.keymap import key
from nomologi_tui.widgets.lines import Ends


class Notice(Ends, can_focus=True):
    """Shown while there is something to tell; Enter opens it, as the home key of that id does."""

    DEFAULT_CSS = """
    Notice { display: none; color: $text-warning; }
    Notice:focus { text-style: reverse; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", show=False, id="notice.open", tooltip="Show them"),
        Binding("down", "app.focus_next", "Down", show=False, id="notice.down", tooltip="To the list"),
    ]

    class Opened(Message):
        """Enter was pressed on the line."""

        def __init__(self, notice: "Notice") -> None:
            super().__init__()
            self.notice = notice

        @property
        def control(self) -> "Notice":
            """The line."""
            return self.notice

    def __init__(self, opened_by: str, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._opened_by = opened_by

    def show(self, words: str) -> None:
        """Tell it; without words the line is gone."""
        self.display = bool(words)
        self.say(words, f"{key(self._opened_by)} lists them")

    def action_open(self) -> None:
        self.post_message(self.Opened(self))

    def on_click(self) -> None:
        self.action_open()

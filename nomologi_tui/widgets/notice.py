"""The line on home that tells of missed times."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from nomologi_tui.settings.keymap import key
from nomologi_tui.widgets.lines import Ends


class MissedLine(Ends, can_focus=True):
    """Shown while the inbox holds something; Enter opens it."""

    DEFAULT_CSS = """
    MissedLine { display: none; color: $text-warning; }
    MissedLine:focus { text-style: reverse; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", show=False, id="missed_line.open", tooltip="What was missed"),
        Binding("down", "app.focus_next", "Down", show=False, id="missed_line.down", tooltip="To the list"),
    ]

    class Opened(Message):
        """Enter was pressed on the line."""

    def show(self, words: str) -> None:
        """Tell what was missed; without words the line is gone."""
        self.display = bool(words)
        self.say(words, f"{key('home.missed')} lists them")

    def action_open(self) -> None:
        self.post_message(self.Opened())

    def on_click(self) -> None:
        self.action_open()

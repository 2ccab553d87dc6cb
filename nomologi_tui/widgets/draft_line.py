"""The line on home that tells of an open draft."""

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from nomologi_tui.settings.keymap import keyed
from nomologi_tui.widgets.lines import Ends


class DraftLine(Ends, can_focus=True):
    """Shown while there is a draft; Enter goes on with it."""

    DEFAULT_CSS = """
    DraftLine { display: none; color: $text-accent; }
    DraftLine:focus { text-style: reverse; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "resume", "Resume", show=False, id="draft.resume", tooltip="Go on with the draft"),
        Binding("down", "app.focus_next", "Down", show=False, id="draft.down", tooltip="To the list"),
    ]

    @dataclass
    class Resumed(Message):
        """Enter was pressed on the line."""

    def show(self, goal: str, step: int, more: int) -> None:
        """Tell of a draft and how many more there are; an empty goal with step 0 hides the line."""
        self.display = step > 0
        named = f"“{goal}”" if goal else "without a goal yet"
        others = f", {more} more" if more else ""
        self.say(f"Draft {named} step {step} of 3{others}", keyed("{draft.resume} resume  {home.discard} discard"))

    def action_resume(self) -> None:
        self.post_message(self.Resumed())

    def on_click(self) -> None:
        self.action_resume()

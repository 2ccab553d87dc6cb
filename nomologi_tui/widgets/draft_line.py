"""The line on home that tells of an open draft."""

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from nomologi_tui.settings.keymap import keyed
from nomologi_tui.widgets.cells import cut
from nomologi_tui.widgets.lines import Ends

LEAST = 8  # cells of a goal that tell anything of it


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

    _goal = _where = ""

    @dataclass
    class Resumed(Message):
        """Enter was pressed on the line."""

    def show(self, goal: str, step: int, more: int) -> None:
        """Tell of a draft and how many more there are; an empty goal with step 0 hides the line."""
        self.display = step > 0
        self._goal, self._where = goal, f"step {step} of 3{f', {more} more' if more else ''}"
        self._tell()

    def on_resize(self) -> None:
        self._tell()

    def _tell(self) -> None:
        """The goal gives way first: where the draft stands, and what to press, is never cut for it."""
        right = keyed("{draft.resume} resume  {home.discard} discard")
        room = self.size.width - len(f"Draft “” {self._where}  {right}")
        named = f"“{cut(self._goal, room)}”" if room >= LEAST else ""
        goal = named if self._goal else "without a goal yet"
        self.say(" ".join(part for part in ("Draft", goal, self._where) if part), right)

    def action_resume(self) -> None:
        self.post_message(self.Resumed())

    def on_click(self) -> None:
        self.action_resume()

"""A new secret that a person types twice, so that no slip is kept."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button

from nomologi_tui.screens.troubles import Telling
from nomologi_tui.widgets.dialog_box import DialogBox
from nomologi_tui.widgets.field import Field
from nomologi_tui.widgets.lines import Line


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: a title, the name of the secret, the fewest bytes, what it is for, the verb on the button."""

    title: str
    name: str
    least: int
    words: str
    verb: str


class Twice(Telling[str | None], ModalScreen[str | None]):
    """What was typed the same twice, or None."""

    CSS_PATH = "twice.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", id="twice.cancel", tooltip="Leave everything as it is"),
        Binding("down", "app.focus_next", "Next", id="twice.next", tooltip="To the next field"),
        Binding("up", "app.focus_previous", "Back", id="twice.before", tooltip="To the field before"),
    ]

    def __init__(self, wanted: Wanted) -> None:
        super().__init__()
        self._wanted = wanted
        self._fields = [Field(password=True) for _ in range(2)]
        self._wrong = Line(id="wrong")

    def compose(self) -> ComposeResult:
        wanted = self._wanted
        names = (f"{wanted.name}, {wanted.least} characters or more", "Once more")
        with DialogBox():
            yield Line(wanted.title, id="title")
            yield Line(wanted.words)
            for name, field in zip(names, self._fields, strict=True):
                yield Line(name, classes="asked")
                yield field
            yield self._wrong
            with Horizontal():
                yield Button(Content(f"[ {wanted.verb} ]"), id="yes", compact=True)
                yield Button(Content("[ Cancel ]"), id="cancel", compact=True)

    def on_mount(self) -> None:
        self._fields[0].focus()

    def action_next_field(self) -> None:
        """Enter goes to the next field, and from the last one to the button."""
        self.focus_next()

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        first, again = (field.value for field in self._fields)
        if message.button.id == "cancel":
            self.dismiss(None)
        elif len(first.encode()) < self._wanted.least or first != again:
            short = f"! It is shorter than {self._wanted.least}."
            self._wrong.say("! They are not the same." if first != again else short)
            self._fields[0].focus()
        else:
            self.dismiss(first)

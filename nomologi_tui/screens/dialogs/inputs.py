"""A few values that are asked for at once: one field for each, with its default."""

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button

from nomologi_tui.screens.troubles import Telling
from nomologi_tui.text import clean_line
from nomologi_tui.widgets.dialog_box import DialogBox
from nomologi_tui.widgets.field import Field
from nomologi_tui.widgets.lines import Line


class Inputs(Telling[dict[str, str] | None], ModalScreen[dict[str, str] | None]):
    """The values as typed, or None."""

    CSS_PATH = "inputs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", id="inputs.cancel", tooltip="Do nothing"),
        Binding("down", "app.focus_next", "Next", id="inputs.next", tooltip="To the next field"),
        Binding("up", "app.focus_previous", "Back", id="inputs.before", tooltip="To the field before"),
    ]

    def __init__(self, defaults: Mapping[str, str], title: str = "Run it with", verb: str = "Run") -> None:
        super().__init__()
        self._title, self._verb = title, verb
        self._names = list(defaults)
        self._fields = [Field(clean_line(default)) for default in defaults.values()]

    def compose(self) -> ComposeResult:
        with DialogBox():
            yield Line(self._title, id="title")
            for name, field in zip(self._names, self._fields, strict=True):
                yield Line(name)
                yield field
            with Horizontal():
                yield Button(Content(f"[ {self._verb} ]"), id="yes", compact=True)
                yield Button(Content("[ Cancel ]"), id="cancel", compact=True)

    def on_mount(self) -> None:
        self._fields[0].focus()

    def action_next_field(self) -> None:
        """Enter goes to the next field, and from the last one to the button that runs it."""
        self.focus_next()

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        run = message.button.id == "yes"
        values = zip(self._names, self._fields, strict=True)
        self.dismiss({name: field.value for name, field in values} if run else None)

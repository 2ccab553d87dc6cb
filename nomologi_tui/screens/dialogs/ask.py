"""A question before what can't be taken back. Cancel has the focus; the other button is a verb."""

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
from nomologi_tui.widgets.lines import Line


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, what it means, and the verb on the button that does it."""

    title: str
    consequence: str
    verb: str


class Ask(Telling[bool], ModalScreen[bool]):
    """True when the person chose the verb."""

    CSS_PATH = "ask.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(False)", "Cancel", id="ask.cancel", tooltip="Leave everything as it is"),
        Binding("left,right", "app.focus_next", "Other button", id="ask.other", tooltip="To the other button"),
    ]

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question

    def compose(self) -> ComposeResult:
        with DialogBox():
            yield Line(self.question.title, id="title")
            yield Line(self.question.consequence, id="consequence")
            with Horizontal():
                yield Button(Content("[ Cancel ]"), id="cancel", compact=True)
                yield Button(Content(f"[ {self.question.verb} ]"), id="yes", compact=True)

    def on_mount(self) -> None:
        self.query_one("#cancel", Button).focus()

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        self.dismiss(message.button.id == "yes")


def suspend_question(active: int) -> Question:
    """Asked when the app's own runner would stand still with it."""
    what = "1 automation does" if active == 1 else f"{active} automations do"
    return Question(
        "Suspend Nomologi?",
        f"The runner stands still with the app: {what} not run until `fg` brings it back, and no other runner takes "
        "over. Another window of the terminal needs no suspending.",
        "Suspend",
    )


def quit_question(active: int) -> Question:
    """Asked when the app's own runner would stop."""
    what = "1 automation does" if active == 1 else f"{active} automations do"
    return Question(
        "Quit Nomologi?",
        f"The runner stops with the app: {what} not run until a runner is on again, "
        "and a step that is under way gets a few seconds to end.\n"
        "`nomologi runner` keeps them running without the app.",
        "Quit",
    )

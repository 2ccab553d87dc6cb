"""The question of a run that waits for the user's word, and its answers. Leaving it as it is has the focus."""

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button

from nomologi_tui.model import Answer, WaitingFor
from nomologi_tui.screens.page import Page
from nomologi_tui.screens.troubles import Telling
from nomologi_tui.settings.keymap import keyed
from nomologi_tui.telling.decisions import choices, decided
from nomologi_tui.text import shorten
from nomologi_tui.usecases.runs import deciding
from nomologi_tui.usecases.runs.deciding import Asked
from nomologi_tui.widgets.dialog_box import DialogBox
from nomologi_tui.widgets.lines import Line

LONGEST = 400  # characters of a question that are shown: all answers stay on an 80x24 screen
LEAVE = "leave"


class Decision(Telling[Answer | None], ModalScreen[Answer | None]):
    """The chosen answer, or None."""

    CSS_PATH = "decision.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", id="decision.cancel", tooltip="Let it wait"),
        Binding("down,right", "app.focus_next", "Next", id="decision.next", tooltip="To the next answer"),
        Binding("up,left", "app.focus_previous", "Previous", id="decision.previous", tooltip="To the answer before"),
    ]

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        self._asked = asked

    def compose(self) -> ComposeResult:
        asked = self._asked
        question = shorten(asked.question, LONGEST)
        with DialogBox():
            yield Line(f"Run {asked.run_id} waits for your word", id="title")
            yield Line(shorten(asked.goal, 120), id="goal")
            yield Line(f"{question[:1].upper()}{question[1:]}", id="question")
            if asked.kind is WaitingFor.DECISION and asked.does:
                yield Line(f"The step: {shorten(asked.does, 120)}", id="does")
            with Horizontal(classes="choice"):
                yield Button(Content("[ Cancel ]"), id=LEAVE, compact=True)
                yield Line("It goes on waiting.")
            for choice in choices(asked):
                with Horizontal(classes="choice"):
                    yield Button(Content(f"[ {choice.verb} ]"), id=choice.answer.value, compact=True)
                    yield Line(choice.consequence)
            yield Line(
                keyed("{decision.previous}, {decision.next} and Enter choose; {decision.cancel} lets it wait."),
                id="keys",
            )

    def on_mount(self) -> None:
        self.query_one(f"#{LEAVE}", Button).focus()

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        chosen = message.button.id or LEAVE
        self.dismiss(None if chosen == LEAVE else Answer(chosen))


async def answer(page: Page[Any], run_id: int) -> None:
    """Ask, and pass the answer on. Raises NomologiError where the run takes none any more: somebody was faster."""
    chosen = await page.app.push_screen_wait(Decision(await page.desk.call(deciding.asked, run_id)))
    if chosen is not None:
        page.say(await page.desk.call(decided, run_id, chosen))

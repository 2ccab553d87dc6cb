"""How the automation of a guided flow runs: tries, what happens after a failure, overlap, limits."""

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from nomologi_tui.document.configuration import HowItRuns, changed_values
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.flow.state import FlowState
from nomologi_tui.screens.page import HELP_IN_FORM, Page
from nomologi_tui.settings.keymap import key
from nomologi_tui.usecases.automations import how_it_runs
from nomologi_tui.widgets.block_form import BlockForm
from nomologi_tui.widgets.field_row import FieldRow
from nomologi_tui.widgets.keys_line import KeysLine
from nomologi_tui.widgets.lines import Ends, Line


class HowItRunsScreen(Page[None]):
    """A form over the configuration. What can be read goes into the draft at once; contradictions too, but said."""

    NAME = "how it runs"
    CSS_PATH = "how_it_runs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back", key_display="Esc", id="how.back", tooltip="Back; what is right is kept"),
        HELP_IN_FORM,
    ]

    def __init__(self, desk: Desk, state: FlowState) -> None:
        super().__init__(desk)
        self.state = state
        self.words = Line(id="words")
        self.hint = Line(id="hint")
        self.form = BlockForm(HowItRuns, changed_values(state.flow.configuration), self._problems)
        self._warned = False  # that something can't be read, and leaving loses it

    def compose(self) -> ComposeResult:
        yield Ends("How it runs", "the defaults are right for most", id="top")
        yield self.words
        with VerticalScroll(id="fields", can_focus=False):
            yield self.form
        yield self.hint
        yield self.said
        yield KeysLine()

    def on_mount(self) -> None:
        self.form.rows[0].control.focus()
        self._show(self.form.read()[1])

    def _problems(self, values: Any) -> dict[str, str]:
        return how_it_runs.problems(values, self.state.flow.steps)

    @on(FieldRow.Entered)
    def _field_entered(self, message: FieldRow.Entered) -> None:
        self.hint.say(message.help)

    @on(BlockForm.Changed)
    def _changed(self, message: BlockForm.Changed) -> None:
        self._warned = False
        if not set(message.problems) - {""}:
            self.state.change(how_it_runs.with_values(self.state.flow, message.values))
        self._show(message.problems)

    def _show(self, problems: dict[str, str]) -> None:
        """The whole in words, and what contradicts itself."""
        self.words.say(how_it_runs.in_words(self.state.flow.configuration, self.desk.ws.settings))
        self.say(f"! {problems['']}" if "" in problems else "")

    def action_back(self) -> None:
        wrong = self.form.reveal()
        if wrong and not self._warned:
            self._warned = True
            wrong[0].control.focus()
            labels = ", ".join(row.spec.label for row in wrong)
            self.say(f"Not kept: {labels}. {key('how.back')} once more leaves it as it was.")
        else:
            self.dismiss(None)

    def last_words(self) -> None:
        self.state.save_without_waiting()

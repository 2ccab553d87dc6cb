"""Step 1: the goal in one sentence, and below how it is understood, while it is typed."""

from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input

from nomologi_tui.goals.reading import Reading
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.flow import FlowPage
from nomologi_tui.screens.flow_state import FlowState
from nomologi_tui.screens.page import HELP_IN_FORM, tells_trouble
from nomologi_tui.screens.template_words import flow_from_template, match_rows, steps_text
from nomologi_tui.usecases import drafting
from nomologi_tui.usecases.drafting import Flow
from nomologi_tui.widgets.lines import Line
from nomologi_tui.widgets.template_lines import TEMPLATE_KEYS, TemplateLines

EXAMPLES = (
    "For example:\n"
    "  every weekday at 8 run 'df -h'\n"
    "  when a file appears in ~/Downloads run 'file {{ event.path }}'\n"
    "  every 15 minutes between 9 and 17 run '~/bin/check.sh'"
)


class GoalScreen(FlowPage):
    """The sentence makes the steps as long as nobody changed them by hand."""

    NAME = "the goal"
    STEP = 1
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "take", "Steps from the sentence", show=False, id="goal.take",
                tooltip="Make the steps anew from the sentence"),
        *TEMPLATE_KEYS,
        HELP_IN_FORM,
    ]  # fmt: skip

    def __init__(self, desk: Desk, state: FlowState) -> None:
        super().__init__(desk, state)
        self._typed = state.flow.goal
        self._by_hand = False  # somebody changed the steps, so the sentence does not touch them
        self.reading = Line(EXAMPLES, id="reading")
        self.matches = TemplateLines(id="matches")

    def body(self) -> ComposeResult:
        yield Line("What do you want to happen? One sentence: when, and what.", classes="question")
        field = Input(
            self._typed, placeholder="every day at 7 run 'backup.sh'", compact=True, id="goal", select_on_focus=False
        )
        field.cursor_blink = False
        yield field
        with VerticalScroll(id="reading_box"):
            yield self.reading
        yield self.matches

    async def on_mount(self) -> None:
        self.query_one("#goal", Input).focus()
        if self.state.flow.steps:
            flow, _ = await self.desk.look(drafting.flow_from_goal, self._typed)
            self._by_hand = not drafting.same_steps(self.desk.ws.registry, flow.steps, self.state.flow.steps)
        self._read_goal()

    @on(Input.Changed, "#goal")
    def _changed(self, message: Input.Changed) -> None:
        self._typed = message.value
        self.state.change(replace(self.state.flow, goal=message.value))
        self._read_goal()

    @on(Input.Submitted, "#goal")
    async def _submitted(self) -> None:
        await self.action_next()

    @work(exclusive=True, group="read")
    async def _read_goal(self) -> None:
        """Read the latest text; what was typed meanwhile cancels this."""
        if self._typed.strip():
            await self._take(self._typed)
        else:
            self.reading.say(EXAMPLES)
            self.matches.show([])

    async def _take(self, typed: str) -> None:
        flow, reading = await self.desk.look(drafting.flow_from_goal, typed)
        if typed == self._typed:
            self._show(flow, reading)
            self.matches.show(await self.desk.look(match_rows, typed))

    def _show(self, flow: Flow, reading: Reading) -> None:
        kept = self.state.flow.steps
        steps = kept if self._by_hand else drafting.keep_made(self.desk.ws.registry, kept, flow.steps)
        self.state.change(replace(self.state.flow.with_all(steps), goal=self._typed))
        note = (
            "\n\nThe steps that you changed by hand stay; ctrl+t makes them anew from the sentence."
            if self._by_hand
            else ""
        )
        from_template = self._by_hand and self.state.flow.template_id
        read = steps_text(self.desk.ws.registry, steps) if from_template else reading_text(reading)
        self.reading.say(read + note)

    @work(exclusive=True, group="template")
    @tells_trouble
    async def action_template(self, place: int) -> None:
        """Take the steps of the template at that place; the sentence stays as it was typed."""
        slug = self.matches.slug(place)
        if slug:
            taken = await self.desk.call(flow_from_template, slug, self._typed)
            self._by_hand = True
            self.state.change(replace(taken, automation_id=self.state.flow.automation_id))
            self._read_goal()

    def action_take(self) -> None:
        self._by_hand = False
        self.state.change(replace(self.state.flow, template_id=None))
        self._read_goal()

    def ready(self) -> bool:
        if not self._typed.strip():
            self.say("Say what should happen first.")
        return bool(self._typed.strip())

    async def action_next(self) -> None:
        if self.ready():
            await self._take(self._typed)  # the last letters may not be read yet
            self.go(2)


def reading_text(reading: Reading) -> str:
    """How a goal is understood: WHEN, IF, DO, what was taken for granted, what is missing, what was not understood."""
    parts = (
        ("WHEN", [part.words for part in reading.when]),
        ("IF", [part.words for part in reading.conditions]),
        ("DO", [part.words for part in reading.what]),
        ("ASSUMED", list(reading.remarks)),
        ("MISSING", [one.question for one in reading.missing]),
        ("NOT UNDERSTOOD", [f"“{words}”" for words in reading.not_understood]),
    )
    lines = []
    for head, texts in parts:
        for number, text in enumerate(texts):
            lines.append(f"{'' if number else head:15} {text}")
    if not reading.when and not any("when" in one.key for one in reading.missing):
        lines.append(f"{'MISSING':15} When should it happen?")
    return "\n".join(lines)

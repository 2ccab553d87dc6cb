"""Step 3: what is done, in order; a rehearsal, what it may touch, and turning it on."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button

from nomologi_tui.errors import ChangedMeanwhileError, NomologiError
from nomologi_tui.model import Automation, OnFailure, Step, StepType
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.flow.how_it_runs import HowItRunsScreen
from nomologi_tui.screens.flow.rehearsal import progress_told
from nomologi_tui.screens.flow.state import FlowState
from nomologi_tui.screens.flow.steps_page import Onward, StepsPage
from nomologi_tui.screens.page import HELP_IN_FORM
from nomologi_tui.settings.keymap import key
from nomologi_tui.usecases.automations import automations, how_it_runs
from nomologi_tui.usecases.flow import drafting, inside
from nomologi_tui.usecases.flow.drafting import Flow
from nomologi_tui.usecases.flow.instead import turned
from nomologi_tui.usecases.runs import running
from nomologi_tui.usecases.step_words import in_words
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.hanging import Hanging, Told
from nomologi_tui.widgets.lines import Line


class WhatScreen(StepsPage):
    """Actions, and at the end the choice: turn on, or save switched off."""

    NAME = "what is done"
    STEP = 3
    KINDS = (StepType.ACTION,)
    NOTHING = "Nothing says what is done. {steps.add} adds an action."
    ONWARD = "#turn_on"
    GOES_ON = "turns it on"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "next", "turn on", key_display="ctrl+n", id="flow.next", tooltip="Turn it on"),
        Binding("ctrl+r", "rehearse", "rehearse", key_display="ctrl+r", id="what.rehearse",
                tooltip="Say each effect in words, without any of it"),
        Binding("f4", "insert", "value", id="steps.insert", tooltip="Insert a value that the trigger or a step gives"),
        Binding("f5", "configure", "How it runs", show=False, id="what.configure",
                tooltip="Tries, what happens after a failure, overlap, limits"),
        Binding("ctrl+f", "instead", "Instead", show=False, id="what.instead",
                tooltip="Do this step instead, after another one failed; or as the others again"),
        Binding("f9,ctrl+up", "up", "Up", show=False, id="what.up", tooltip="Do this step earlier"),
        Binding("ctrl+down", "down", "Down", show=False, id="what.down", tooltip="Do this step later"),
        Binding("f6", "out", "Out", show=False, id="what.out", tooltip="Take this step out of the one that holds it"),
        Binding("f7", "otherwise", "Otherwise", show=False, id="what.otherwise",
                tooltip="Do this step otherwise, where the conditions of the one that holds it do not hold; or not"),
        Binding("f8", "remove", "remove", show=False, id="steps.remove", tooltip="Take this step away"),
        HELP_IN_FORM,
    ]  # fmt: skip

    def __init__(self, desk: Desk, state: FlowState) -> None:
        super().__init__(desk, state)
        self.plan = Line(id="plan")
        self.how = Line(id="how")
        self.rehearsal = Hanging(id="rehearsal")

    def panel(self) -> ComposeResult:
        yield Line("IT MAY", classes="panel_title")
        yield self.plan
        yield self.how
        with Horizontal(id="finish"):
            yield Onward(Content("[ Turn on ]"), id="turn_on", compact=True)
            yield Button(Content("[ Save switched off ]"), id="save_off", compact=True)
        yield Line(
            f"REHEARSAL  {key('what.rehearse')} says each effect in words; nothing is done",
            classes="panel_title",
            id="rehearsal_title",
        )
        yield self.rehearsal

    def steps_changed(self) -> None:
        self._show_plan()
        self._show_how()

    def on_screen_resume(self) -> None:
        self._show_how()

    def _show_how(self) -> None:
        """How it runs, in words; a contradiction has to be solved before it can be saved."""
        flow = self.state.flow
        wrong = how_it_runs.contradiction(flow)
        words = f"! {wrong}" if wrong else how_it_runs.in_words(flow.configuration, self.desk.ws.settings)
        lacks = bool(wrong) and flow.configuration.on_failure is OnFailure.INSTEAD
        marks = f", {key('what.instead')} marks a step" if lacks else ""
        self.how.say(f"HOW IT RUNS  {words}   {key('what.configure')} changes it{marks}")
        self.how.set_class(bool(wrong), "-wrong")

    @work(exclusive=True, group="plan")
    async def _show_plan(self) -> None:
        lines = await self.desk.look(_plan, self.state.flow)
        if self.cards.lacks:
            lines.append("more, which shows once nothing is missing")
        self.plan.say("\n".join(f"  {line}" for line in lines) or "  touch nothing")

    @work(exclusive=True, group="rehearse")
    async def action_rehearse(self) -> None:
        if not super().ready():
            return
        self.rehearsal.tell([Told("  …")])
        told: list[Told] = []
        flow = self.state.flow
        automation = Automation(flow.goal, flow.of_type(StepType.ACTION), configuration=flow.configuration)
        async for progress in self.desk.stream(lambda ws: running.rehearse(ws, automation)):
            told += progress_told(progress)
            self.rehearsal.tell(told)
        self.query_one("#panel").scroll_end(animate=False)

    async def action_up(self) -> None:
        await self._move(-1)

    async def action_down(self) -> None:
        await self._move(1)

    async def _move(self, by: int) -> None:
        if self.open_index is not None:
            await self._show(*inside.moved(self.state.flow.steps, self.open_index, by))

    def where_added(self) -> str:
        holder = inside.holder_for(self.desk.ws.registry, self.state.flow.steps, self.open_index)
        if holder is None:
            return "Add a step"
        return f"Add a step inside: {in_words(self.desk.ws.registry, self.state.flow.steps[holder])}"

    def added(self, step: Step) -> int:
        place, beside = self._beside()
        steps = inside.put(self.state.flow.steps, place, step, beside)
        self.state.change(self.state.flow.with_all(drafting.named(steps)))
        return place

    def _beside(self) -> tuple[int, Step | None]:
        return inside.place_for(self.desk.ws.registry, self.state.flow.steps, self.open_index)

    async def action_out(self) -> None:
        index = self.open_index
        if index is None or not self.state.flow.steps[index].depth:
            self.say("It stands inside no other step.")
            return
        await self._show(*inside.taken_out(self.state.flow.steps, index))

    async def action_otherwise(self) -> None:
        if self.open_index is not None:
            try:
                changed = inside.otherwise_turned(self.desk.ws.registry, self.state.flow.steps, self.open_index)
            except NomologiError as error:
                self.say(str(error))
            else:
                await self._show(*changed)

    async def _show(self, steps: tuple[Step, ...], index: int) -> None:
        """The steps in another order, the one at `index` open."""
        self.state.change(self.state.flow.with_all(drafting.named(steps)))
        await self.show_cards(focus=index)

    def action_configure(self) -> None:
        self.app.push_screen(HowItRunsScreen(self.desk, self.state))

    async def action_instead(self) -> None:
        index = self.open_index
        if index is None:
            self.say(f"There is no step to mark; {key('steps.add')} adds one.")
            return
        try:
            changed = turned(self.state.flow, index)
        except NomologiError as error:
            self.say(str(error))
        else:
            self.state.change(changed)
            await self.show_cards(focus=index)

    async def action_next(self) -> None:
        self._finish(turn_on=True)

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        self._finish(turn_on=message.button.id == "turn_on")

    @work(exclusive=True, group="finish")
    async def _finish(self, *, turn_on: bool) -> None:
        if not super().ready():
            return
        try:
            made = await self.state.finish(turn_on=turn_on)
        except ChangedMeanwhileError as error:
            again = f"{key('flow.next')} again puts yours in its place; theirs stays in its history."
            self.say(f"{error.message} {again}")
        except NomologiError as error:
            self.say(error.message)
        else:
            self.end(made)


def _plan(ws: Workspace, flow: Flow) -> list[str]:
    return automations.activation_plan(ws.registry, flow.steps)

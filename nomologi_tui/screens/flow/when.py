"""Step 2: when it happens and under which conditions, and what that means now."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content

from nomologi_tui.model import Step, StepType
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.flow.look_there import LookThere
from nomologi_tui.screens.flow.state import FlowState
from nomologi_tui.screens.flow.steps_page import Onward, StepsPage
from nomologi_tui.screens.page import HELP_IN_FORM
from nomologi_tui.settings.keymap import keyed
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.lines import Line

OTHERWISE = "\n{steps.replace} chooses what starts it instead: a time, a file, a mail, a web request, and many more."


class WhenScreen(StepsPage):
    """Triggers and conditions; the panel shows what the open one means at this moment."""

    NAME = "when it happens"
    STEP = 2
    KINDS = (StepType.TRIGGER, StepType.CONDITION)
    NOTHING = "Nothing says when it happens. {steps.add} adds a trigger."
    ONWARD = "#onward"
    GOES_ON = "goes on to what is done"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "replace", "replace", id="steps.replace", tooltip="Use another block for this step"),
        HELP_IN_FORM,
    ]

    def __init__(self, desk: Desk, state: FlowState) -> None:
        super().__init__(desk, state)
        self.preview = Line(id="preview")
        self._there = LookThere()

    def panel(self) -> ComposeResult:
        with Horizontal(id="finish"):
            yield Line("NOW", classes="panel_title", id="panel_title")
            yield Onward(Content("[ Next: what is done ]"), id="onward", compact=True)
        yield self.preview

    @on(Onward.Pressed)
    async def _pressed(self) -> None:
        await self.action_next()

    def steps_changed(self) -> None:
        self._preview()
        self._judge()

    @work(exclusive=True, group="preview")
    async def _preview(self) -> None:
        """Ask the open step's block, then what it has a connection to; the latest wins."""
        index, flow = self.open_index, self.state.flow
        if index is None:
            self.preview.say("")
            return
        step = flow.steps[index]
        text = (await self.desk.look(_seen, step, flow.automation_id))[1]
        text += keyed(OTHERWISE) if step.block == "manual" else ""
        if self.open_index != index:
            return
        self.preview.say("\n".join(part for part in (text, self._there.known(step)) if part))
        if self._there.is_new(step) and await self.desk.look(_can_look, step):
            self.preview.say(f"{text}\nLooking there …")
            self.preview.say(f"{text}\n{await self._there.look(self.desk.ws, step)}")

    @work(exclusive=True, group="judge")
    async def _judge(self) -> None:
        """Say beside each condition whether it is met now."""
        for card in self.cards.cards:
            step = self.state.flow.steps[card.data.key]
            if step.type is StepType.CONDITION:
                card.say(state=(await self.desk.look(_seen, step, self.state.flow.automation_id))[0])

    def ready(self) -> bool:
        if not super().ready():
            return False
        if not self.state.flow.of_type(StepType.TRIGGER):
            self.say(keyed(self.NOTHING.rstrip(".")) + "; “When I run it” is one too.")
            return False
        return True


def _can_look(ws: Workspace, step: Step) -> bool:
    from nomologi_tui.usecases.flow import previewing

    return previewing.can_look(ws, step)


def _seen(ws: Workspace, step: Step, automation_id: int | None) -> tuple[str, str]:
    """(the state in words, what is seen) of a step; runs in a thread of its own."""
    import asyncio

    from nomologi_tui.usecases.flow import previewing

    if step.type is StepType.TRIGGER:
        return "", asyncio.run(previewing.preview(ws, step))
    word, reason = asyncio.run(previewing.verdict(ws, step, automation_id or 0))
    return word, f"{word}: {reason}" if reason else word

"""The guided flow: three pages of one letter. What they share, and the way from one to the next."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal

from nomologi_tui.errors import NomologiError
from nomologi_tui.screens.automations import deeds
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.flow.state import FlowState
from nomologi_tui.screens.page import Page
from nomologi_tui.screens.templates.words import flow_from_template
from nomologi_tui.screens.words import clock_time
from nomologi_tui.usecases.flow import drafting, keeping
from nomologi_tui.usecases.flow.drafting import Flow
from nomologi_tui.widgets.field_row import FieldRow
from nomologi_tui.widgets.keys_line import KeysLine
from nomologi_tui.widgets.lines import Ends, Line

if TYPE_CHECKING:
    from nomologi_tui.screens.flow.goal import GoalScreen
    from nomologi_tui.screens.flow.what import WhatScreen
    from nomologi_tui.screens.flow.when import WhenScreen

QUESTIONS = ("what should happen?", "when?", "what is done?")
NAMES = ("goal", "when", "what")


class FlowPage(Page[None]):
    """One of the three forms."""

    STEP: ClassVar[int]
    CSS_PATH = "flow.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "next", "next", key_display="ctrl+n", id="flow.next", tooltip="To the next form"),
        Binding("escape", "previous", "back", key_display="Esc", id="flow.previous", tooltip="Back; the draft is kept"),
        Binding("ctrl+s", "leave", "keep draft", show=False, id="flow.leave", tooltip="Keep the draft and leave"),
    ]  # fmt: skip

    def __init__(self, desk: Desk, state: FlowState) -> None:
        super().__init__(desk)
        self.state = state
        self.hint = Line(id="hint")
        self.saved = Line(id="saved")
        self.suggested = Line(id="suggested")
        self._told = ""  # why the draft could not be saved
        self._leaves_unsaved = False

    def compose(self) -> ComposeResult:
        flow = self.state.flow
        begin = "Change" if flow.automation_id else "New goal"
        places = " - ".join(f"[{i} {name}]" if i == self.STEP else f"{i} {name}" for i, name in enumerate(NAMES, 1))
        yield Ends(f"{begin}  STEP {self.STEP} of 3: {QUESTIONS[self.STEP - 1]}", places, id="top")
        yield self.suggested
        with Container(id="body"):
            yield from self.body()
        yield self.hint
        with Horizontal(id="answers"):
            yield self.said
            yield self.saved
        yield KeysLine()

    def body(self) -> ComposeResult:
        """The form itself."""
        raise NotImplementedError

    def show_suggested(self) -> None:
        """Say on each form that the steps are a model's, as long as they are."""
        model = self.state.flow.suggested_by
        self.suggested.say(
            f"SUGGESTED BY {model}: look at each step, it may be wrong. Nothing of it is on." if model else ""
        )
        self.suggested.display = bool(model)

    async def on_mount(self) -> None:
        self.show_suggested()
        self.state.on_saved = self._show_saved
        self.state.on_trouble = self._not_saved
        self.state.on_parted = self._parted
        self._show_saved()
        if self.state.parted:
            self._parted()
        if self.state.trouble:
            self._not_saved(self.state.trouble)

    def _show_saved(self) -> None:
        at = self.state.saved_at
        self.saved.say(f"draft saved {clock_time(at, self.desk.ws.settings.zone)}" if at else "")
        if self._told:
            self._told = ""
            self._leaves_unsaved = False
            self.say("The draft is saved again.")

    def _parted(self) -> None:
        self.say("Another app changed this draft too: theirs stays as it is, yours is a draft of its own from now on.")

    def _not_saved(self, error: NomologiError) -> None:
        """It is tried again by itself; until then nothing may say that it is saved."""
        self.saved.say("draft NOT saved")
        if str(error) != self._told:
            self._told = str(error)
            self.trouble(error)

    @on(FieldRow.Entered)
    def _field_entered(self, message: FieldRow.Entered) -> None:
        self.hint.say(message.help)

    def ready(self) -> bool:
        """Whether the next form may come; says what is missing where not."""
        return True

    async def action_next(self) -> None:
        if self.ready():
            self.go(self.STEP + 1)

    async def action_previous(self) -> None:
        if self.STEP == 1:
            await self.action_leave()
        else:
            self.go(self.STEP - 1)

    def go(self, step: int) -> None:
        """Show another form of the same flow."""
        from dataclasses import replace

        self.state.change(replace(self.state.flow, current_step=step))
        self.app.switch_screen(page(self.desk, self.state, step))

    async def action_leave(self) -> None:
        await self.state.save()
        if self.state.trouble and not self._leaves_unsaved:
            self._leaves_unsaved = True
            self.say(f"{self.state.trouble} The draft is NOT saved: leave again to give up what changed.")
            return
        self.end(0)

    def end(self, made: int) -> None:
        """Leave the flow, with the id of the automation that it made or 0."""
        self.app.pop_screen()
        if not self.state.left.done():
            self.state.left.set_result(made)

    def last_words(self) -> None:
        self.state.save_without_waiting()


def page(desk: Desk, state: FlowState, step: int) -> "GoalScreen | WhenScreen | WhatScreen":
    """The form of a step, 1 to 3."""
    from nomologi_tui.screens.flow.goal import GoalScreen
    from nomologi_tui.screens.flow.what import WhatScreen
    from nomologi_tui.screens.flow.when import WhenScreen

    kinds: tuple[type[GoalScreen | WhenScreen | WhatScreen], ...] = (GoalScreen, WhenScreen, WhatScreen)
    return kinds[min(max(step, 1), 3) - 1](desk, state)


async def begin_flow(
    desk: Desk, app: App[int], goal: str, draft_id: int, automation_id: int, template: str = ""
) -> int:
    """Run the flow for a goal, a template, a draft or an automation; returns the id of the automation made, or 0."""
    if template:
        state = FlowState(desk, await desk.call(flow_from_template, template, goal))
    else:
        state = FlowState(desk, await _flow(desk, goal, draft_id, automation_id))
        if goal and not draft_id:
            state.change(await desk.look(drafting.begun, goal))
    await app.push_screen(page(desk, state, state.flow.current_step))
    return await state.left


async def _flow(desk: Desk, goal: str, draft_id: int, automation_id: int) -> Flow:
    """Where the flow begins; an automation that is being edited goes on from its draft."""
    if automation_id:
        drafts = await desk.read(lambda reader, user_id: reader.drafts(user_id))
        draft_id = next((draft.id for draft in drafts if draft.automation_id == automation_id), 0)
    if draft_id:
        return await desk.call(keeping.resume, draft_id)
    if automation_id:
        return drafting.flow_from_automation(await desk.call(deeds.find, automation_id))
    return Flow(goal=goal)

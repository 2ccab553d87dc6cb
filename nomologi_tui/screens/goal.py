"""Step 1: the goal in one sentence, and below how it is understood, while it is typed."""

from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input

from nomologi_tui.goals.marking import marks_of, part_at, texts_of
from nomologi_tui.goals.reading import Reading
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.flow import FlowPage
from nomologi_tui.screens.flow_state import FlowState
from nomologi_tui.screens.page import HELP_IN_FORM
from nomologi_tui.screens.reading_words import pieces_of, reading_text
from nomologi_tui.usecases import drafting
from nomologi_tui.usecases.drafting import Flow
from nomologi_tui.widgets.goal_echo import GoalEcho
from nomologi_tui.widgets.lines import Line

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
        Binding("f8", "leave_out", "not that", id="goal.leave_out",
                tooltip="Read the part that the cursor is in as plain text; again: read it after all"),
        Binding("ctrl+t", "take", "Steps from the sentence", show=False, id="goal.take",
                tooltip="Make the steps anew from the whole sentence"),
        HELP_IN_FORM,
    ]  # fmt: skip

    def __init__(self, desk: Desk, state: FlowState) -> None:
        super().__init__(desk, state)
        self._typed = state.flow.goal
        self._by_hand = False  # somebody changed the steps, so the sentence does not touch them
        self._plain = state.flow.plain
        self._read = Reading("")
        self.echo = GoalEcho(id="echo")
        self.reading = Line(EXAMPLES, id="reading")

    def body(self) -> ComposeResult:
        yield Line("What do you want to happen? One sentence: when, and what.", classes="question")
        field = Input(
            self._typed, placeholder="every day at 7 run 'backup.sh'", compact=True, id="goal", select_on_focus=False
        )
        field.cursor_blink = False
        yield field
        with VerticalScroll(id="reading_box"):
            yield self.echo
            yield self.reading

    async def on_mount(self) -> None:
        field = self.query_one("#goal", Input)
        field.focus()
        self.watch(field, "cursor_position", self._cursor_moved, init=False)
        if self.state.flow.steps:
            flow, _ = await self.desk.look(drafting.flow_from_goal, self._typed, self._plain)
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
            self._read = Reading("")
            self.echo.show(())
            self.reading.say(EXAMPLES)

    async def _take(self, typed: str) -> None:
        plain = self._plain
        flow, reading = await self.desk.look(drafting.flow_from_goal, typed, plain)
        if (typed, plain) == (self._typed, self._plain):
            self._show(flow, reading)

    def _show(self, flow: Flow, reading: Reading) -> None:
        kept = self.state.flow.steps
        steps = kept if self._by_hand else drafting.keep_made(self.desk.ws.registry, kept, flow.steps)
        self.state.change(replace(self.state.flow.with_all(steps), goal=self._typed, plain=self._plain))
        self._read = reading
        self._draw()

    def _draw(self) -> None:
        """The sentence in pieces and in words; the part at the cursor is marked."""
        if not self._read.goal.strip():
            return
        here = part_at(marks_of(self._read), self.query_one("#goal", Input).cursor_position)
        now, zone = self.desk.ws.clock.now(), self.desk.ws.settings.zone
        note = (
            "\n\nThe steps that you changed by hand stay; ctrl+t makes them anew from the sentence."
            if self._by_hand
            else ""
        )
        self.echo.show(pieces_of(self._read, here, self._plain))
        self.reading.say(reading_text(self._read, now, zone, here, self._plain) + note)

    def _cursor_moved(self) -> None:
        self._draw()

    def action_leave_out(self) -> None:
        """The part at the cursor becomes plain text; plain text at the cursor is read after all."""
        cursor = self.query_one("#goal", Input).cursor_position
        again = _plain_at(self._typed, self._plain, cursor)
        texts = () if again else texts_of(self._read, part_at(marks_of(self._read), cursor))
        if not again and not texts:
            self.say("Nothing here was understood, so nothing can be left out.")
            return
        self.say(
            f"Read after all: “{again}”." if again else f"Plain text now: {', '.join(f'“{one}”' for one in texts)}."
        )
        self._plain = tuple(one for one in (*self._plain, *texts) if one != again)
        self._read_goal()

    def action_take(self) -> None:
        self._by_hand, self._plain = False, ()
        self._read_goal()

    def ready(self) -> bool:
        if not self._typed.strip():
            self.say("Say what should happen first.")
        return bool(self._typed.strip())

    async def action_next(self) -> None:
        if self.ready():
            await self._take(self._typed)  # the last letters may not be read yet
            self.go(2)


def _plain_at(goal: str, plain: tuple[str, ...], cursor: int) -> str:
    """The plain text that the cursor is in; empty where it is in none."""
    places = [(goal.find(one), one) for one in plain]
    return next((one for start, one in places if 0 <= start <= cursor <= start + len(one)), "")

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
from nomologi_tui.screens.flow.flow import FlowPage
from nomologi_tui.screens.flow.reading_words import (
    pieces_of,
    reading_text,
    split_text,
    suggestion_text,
    ways_on,
    wrapped,
)
from nomologi_tui.screens.flow.state import FlowState
from nomologi_tui.screens.page import HELP_IN_FORM, tells_trouble
from nomologi_tui.screens.templates.words import flow_from_template, match_rows, steps_text
from nomologi_tui.settings.keymap import key
from nomologi_tui.usecases.flow import drafting, keeping
from nomologi_tui.usecases.flow.drafting import Flow
from nomologi_tui.usecases.flow.model_help import Suggestion, is_unsure
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.goal_echo import GoalEcho
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
        Binding("f8", "leave_out", "not that", id="goal.leave_out",
                tooltip="Read the part that the cursor is in as plain text; again: read it after all"),
        Binding("f6", "ask_model", "ask the model", id="goal.ask_model",
                tooltip="Have the language model that help_connection names suggest the steps"),
        Binding("f9", "split", "split", show=False, id="goal.split",
                tooltip="Of several goals in the sentence keep the first one, and a draft of each other one"),
        Binding("ctrl+t", "take", "Steps from the sentence", show=False, id="goal.take",
                tooltip="Make the steps anew from the whole sentence"),
        *TEMPLATE_KEYS,
        HELP_IN_FORM,
    ]  # fmt: skip

    def __init__(self, desk: Desk, state: FlowState) -> None:
        super().__init__(desk, state)
        self._typed = state.flow.goal
        self._by_hand = False  # somebody changed the steps, so the sentence does not touch them
        self._plain = state.flow.plain
        self._read = Reading("")
        self._goals: tuple[str, ...] = ()  # in the sentence, where it holds more than one
        self.echo = GoalEcho(id="echo")
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
            yield self.echo
            yield self.reading
        yield self.matches

    async def on_mount(self) -> None:
        field = self.query_one("#goal", Input)
        field.focus()
        self.watch(field, "cursor_position", self._cursor_moved, init=False)
        self._by_hand = bool(self.state.flow.suggested_by)
        if self.state.flow.steps and not self._by_hand:
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
            self.matches.show([])

    async def _take(self, typed: str) -> None:
        plain = self._plain
        flow, reading = await self.desk.look(drafting.flow_from_goal, typed, plain)
        goals = await self.desk.look(drafting.several, typed, plain)
        if (typed, plain) == (self._typed, self._plain):
            self._goals = goals if len(goals) > 1 else ()
            self._show(flow, reading)
            self.matches.show(await self.desk.look(match_rows, typed))

    def _show(self, flow: Flow, reading: Reading) -> None:
        kept = self.state.flow.steps
        steps = kept if self._by_hand else drafting.keep_made(self.desk.ws.registry, kept, flow.steps)
        new = replace(self.state.flow.with_all(steps), goal=self._typed, plain=self._plain)
        configuration = drafting.with_how(new.configuration, self._read.how, reading.how)
        self.state.change(replace(new, configuration=configuration))
        self._read = reading
        self._draw()
        self.refresh_bindings()

    def _draw(self) -> None:
        """The sentence in pieces and in words; the part at the cursor is marked."""
        if not self._read.goal.strip():
            return
        here = part_at(marks_of(self._read), self.query_one("#goal", Input).cursor_position)
        now, zone = self.desk.ws.clock.now(), self.desk.ws.settings.zone
        from_template = self._by_hand and bool(self.state.flow.template_id)
        self.echo.show(() if from_template else pieces_of(self._read, here, self._plain))
        words = (
            steps_text(self.desk.ws.registry, self.state.flow.steps)
            if from_template
            else split_text(self._goals)
            + reading_text(self._read, now, zone, here, self._plain, self.size.width)
            + ways_on(self._read)
        )
        whole = self._suggested_text() + words + self._kept_text(from_template=from_template)
        self.reading.say(wrapped(whole, self.size.width))

    def _kept_text(self, *, from_template: bool) -> str:
        """Why the steps are not those of the sentence."""
        if not self._by_hand or self.state.flow.suggested_by:
            return ""
        said = "These steps are a template's" if from_template else "The steps that you changed by hand stay"
        return f"\n\n{said}; {key('goal.take')} makes them anew from the sentence."

    def _suggested_text(self) -> str:
        flow = self.state.flow
        return suggestion_text(self.desk.ws.registry, flow) if flow.suggested_by else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """The model is only offered where one is set and the offline reading is unsure."""
        return action != "ask_model" or bool(self.desk.ws.settings.help_connection and is_unsure(self._read))

    @work(exclusive=True, group="ask")
    @tells_trouble
    async def action_ask_model(self) -> None:
        """Take the steps that the model suggests, marked as such; the sentence does not touch them then."""
        typed = self._typed
        self.say(f"Asking “{self.desk.ws.settings.help_connection}” …")
        found = await self.desk.look(_suggestion, typed)
        if typed != self._typed:
            self.say(f"The sentence is another one now; {key('goal.ask_model')} asks again.")
            return
        self._by_hand = True
        flow = self.state.flow.with_all(found.steps)
        self.state.change(replace(flow, suggested_by=found.model))
        self.show_suggested()
        self.say("")
        self._draw()

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

    async def action_split(self) -> None:
        """The first of several goals stays here; home offers the drafts of the others."""
        if not self._goals:
            self.say("This is one goal.")
            return
        first, *others = self._goals
        await self.desk.call(keeping.put_aside, others)
        self.query_one("#goal", Input).value = first
        self.say(f"Kept as {'a draft' if len(others) == 1 else 'drafts'}: {', '.join(f'“{one}”' for one in others)}.")

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
        self._by_hand, self._plain = False, ()
        self.state.change(replace(self.state.flow, suggested_by="", template_id=None))
        self.show_suggested()
        self._read_goal()

    def ready(self) -> bool:
        if not self._typed.strip():
            self.say("Say what should happen first.")
        return bool(self._typed.strip())

    async def action_next(self) -> None:
        if self.ready():
            await self._take(self._typed)  # the last letters may not be read yet
            self.go(2)


def _suggestion(ws: Workspace, goal: str) -> Suggestion:
    """Runs in a thread of its own."""
    import asyncio

    from nomologi_tui.usecases.flow.model_help import suggest

    return asyncio.run(suggest(ws, goal))


def _plain_at(goal: str, plain: tuple[str, ...], cursor: int) -> str:
    """The plain text that the cursor is in; empty where it is in none."""
    places = [(goal.find(one), one) for one in plain]
    return next((one for start, one in places if 0 <= start <= cursor <= start + len(one)), "")

"""One automation: its steps in words, its runs, and what happened in the chosen one."""

from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from nomologi_tui.errors import NotFoundError
from nomologi_tui.model import Automation, StepType
from nomologi_tui.screens.automations import deeds
from nomologi_tui.screens.automations.keys import AUTOMATION_KEYS, AutomationKeys
from nomologi_tui.screens.automations.lately import hours_line, took_line
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.latest import Latest
from nomologi_tui.screens.page import HELP, Page, tells_trouble
from nomologi_tui.screens.runs.keys import RUN_KEYS, RunKeys
from nomologi_tui.screens.runs.trace import run_trace
from nomologi_tui.screens.words import (
    STATES,
    coming,
    held_words,
    lost_words,
    state_of,
    until_words,
    waiting_words,
)
from nomologi_tui.settings.keymap import key, keyed
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.records import Collecting, Overview, RunFilter, Waiting
from nomologi_tui.telling.charts import STRIP_MARKS
from nomologi_tui.usecases.runs.interrupted import overview
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.hanging import Hanging, Told
from nomologi_tui.widgets.keys_line import KeysLine
from nomologi_tui.widgets.lines import Ends, Line, after_when
from nomologi_tui.widgets.rows import Rows
from nomologi_tui.widgets.trace_box import TraceBox

STEPS = 6  # lines of them, as in the style sheet


def _edit_is_named(one: BindingType) -> BindingType:
    """On home there is no room to name it; who opened an automation may want to change it."""
    is_it = isinstance(one, Binding) and one.id == "automation.edit"
    return replace(one, show=True, description="edit") if isinstance(one, Binding) and is_it else one


class AutomationScreen(RunKeys, AutomationKeys):
    """Runs at the left, the chosen run's trace at the right; on a narrow screen Enter puts one in the other's place."""

    NAME = "one automation"
    LEGEND = STATES | STRIP_MARKS
    CSS_PATH = "automation.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *map(_edit_is_named, AUTOMATION_KEYS),
        Binding("escape", "back", "back", key_display="Esc", id="automation.back", tooltip="Back"),
        *RUN_KEYS,
        HELP,
    ]  # fmt: skip

    def __init__(self, desk: Desk, automation_id: int, run_id: int | None = None) -> None:
        super().__init__(desk, RunFilter(automation_id), goals=False)
        self._automation = automation_id
        self._wanted = run_id
        self.top = Ends(id="top")
        self.steps = Line(id="steps")
        self.waits = Ends(id="waits")
        self._waiting: Waiting | None = None
        self._lost = ""  # why a trigger does not listen
        self._collecting: list[Collecting] = []  # what its digests hold
        self.trace = Hanging(id="trace")
        self.lately = Line(id="lately")
        self._lately = Latest(self, self._show_lately)

    def compose(self) -> ComposeResult:
        yield self.top
        yield self.steps
        yield self.waits
        yield self.lately
        with Horizontal(id="both"):
            yield self.runs
            with TraceBox(id="trace_box"):
                yield self.trace
        yield self.said
        yield KeysLine()

    def on_mount(self) -> None:
        self.runs.focus()
        self._refresh()
        self._say_steps()
        self.set_interval(1, self._show_wait)

    @property
    def chosen(self) -> int:
        return self._automation

    @property
    def asking(self) -> int:
        selected, waiting = self.runs.selected, self._waiting
        if selected and selected.state == "ASKS":
            return selected.id
        return waiting.run_id if waiting and waiting.needs_person else 0

    @property
    def about(self) -> tuple[int | None, str]:
        return self._automation, self.top.left

    def _show_wait(self) -> None:
        """What a run waits for, what does not listen, or what a digest holds, under the steps; a time counts down."""
        self.tell_times()
        waiting, now, zone = self._waiting, self.desk.ws.clock.now(), self.desk.ws.settings.zone
        self.waits.display = waiting is not None or bool(self._lost or self._collecting)
        if waiting is not None:
            until = until_words(waiting, now, zone)
            self.waits.say(
                waiting_words(waiting), f"{key('automation.answer')} answers" if waiting.needs_person else until
            )
        elif self._lost:
            self.waits.say(self._lost, f"{key('automation.why')} why")
        elif self._collecting:
            self.waits.say(*held_words(self._collecting, now, zone))

    def action_log(self) -> None:
        from nomologi_tui.screens.log.log import LogScreen
        from nomologi_tui.store.log_pages import LogFilter

        self.app.push_screen(LogScreen(self.desk, LogFilter(automation_id=self._automation)))

    @on(Page.StoreChanged)
    def _store_changed(self) -> None:
        self._refresh()

    def on_screen_resume(self) -> None:
        self._refresh()
        self._say_steps()

    @work(exclusive=True, group="refresh")
    @tells_trouble
    async def _refresh(self) -> None:
        one, self._collecting = await self.desk.read(_look, self.desk.ws, self._automation)
        now, zone = self.desk.ws.clock.now(), self.desk.ws.settings.zone
        due = f"next {coming(one.next_due, now, zone)}" if one.next_due else ""
        self.top.say(one.goal, "   ".join(part for part in (state_of(one), due) if part))
        self._waiting, self._lost = one.waiting, lost_words(one)
        self._show_wait()
        self._lately.again()
        await self._show_runs()

    async def _show_lately(self) -> None:
        """Its last 24 hours, and how long its last runs took."""
        lines = await hours_line(self.desk, self._automation), await took_line(self.desk, self._automation)
        self.lately.say("\n".join(lines))

    async def _show_runs(self) -> None:
        if self._wanted or not self.runs.count:
            await self.feed.restart(self._wanted or 0)
            self._wanted = None
        else:
            await self.feed.changed()
        self.set_class(not self.runs.count, "-nothing")
        if self.runs.count:
            self._show_trace()
        else:
            words = (
                "No runs yet. {automation.run} runs it now; {automation.backtest} says what it would have done lately."
            )
            self.trace.tell([Told("", keyed(words))])

    @work(exclusive=True, group="steps")
    @tells_trouble
    async def _say_steps(self) -> None:
        self.steps.say(await self.desk.call(_steps_in_words, self._automation))

    @on(Rows.Moved, "#runs")
    @work(exclusive=True, group="trace")
    @tells_trouble
    async def _show_trace(self) -> None:
        selected = self.runs.selected
        if selected is None:
            return
        self.trace.tell(await self.desk.read(run_trace, self.desk.ws, selected.id))

    @on(Rows.Opened, "#runs")
    def action_trace(self) -> None:
        self.add_class("-traced")
        self.query_one("#trace_box").focus()

    def action_back(self) -> None:
        if self.has_class("-traced"):
            self.remove_class("-traced")
            self.runs.focus()
        else:
            self.app.pop_screen()

    def action_edit(self) -> None:
        from nomologi_tui.screens.home import HomeScreen

        self.post_message(HomeScreen.GoalWanted(automation_id=self._automation))


def _look(reader: Reader, user_id: int, ws: Workspace, automation_id: int) -> tuple[Overview, list[Collecting]]:
    one = next(iter(overview(ws, automation_id)), None)
    if one is None:
        hint = keyed("{automation.undo} brings it back, {automation.back} goes back.")
        raise NotFoundError("This automation was deleted.", hint)
    return one, reader.collecting(user_id, automation_id)


def _steps_in_words(ws: Workspace, automation_id: int) -> str:
    from nomologi_tui.telling.steps import step_words

    automation: Automation = deeds.find(ws, automation_id)
    heads = {StepType.TRIGGER: "WHEN", StepType.CONDITION: "IF", StepType.ACTION: "DO"}
    lines, known = [], None
    for step in automation.steps:
        head = heads[step.type] if step.type is not known else ""
        known = step.type
        words = step_words(ws.registry, step)
        lines.append(f"{head:5}{after_when(words) if step.type is StepType.TRIGGER else words}")
    if len(lines) > STEPS:
        lines[STEPS - 1 :] = [f"     + {len(lines) - STEPS + 1} more; {key('automation.edit')} shows all"]
    return "\n".join(lines)

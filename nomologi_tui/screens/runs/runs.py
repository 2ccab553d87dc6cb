"""Runs of all automations, newest first, and the chosen one step by step."""

from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from nomologi_tui.errors import NomologiError
from nomologi_tui.model import RunStatus
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.latest import Latest
from nomologi_tui.screens.modes import MODE_KEYS, RUNS, mode_line
from nomologi_tui.screens.page import HELP, Page, tells_trouble
from nomologi_tui.screens.runs.filter import SaidFilter, read_filter
from nomologi_tui.screens.runs.keys import RUN_KEYS, RunKeys
from nomologi_tui.screens.runs.trace import run_trace
from nomologi_tui.screens.words import RUN_STATES
from nomologi_tui.settings.keymap import key, keyed
from nomologi_tui.store.reading import Reader
from nomologi_tui.text import clean_line, counted, shorten
from nomologi_tui.widgets.field import AskField
from nomologi_tui.widgets.hanging import Hanging, Told
from nomologi_tui.widgets.keys_line import KeysLine
from nomologi_tui.widgets.lines import Ends, Line
from nomologi_tui.widgets.rows import Rows
from nomologi_tui.widgets.run_list import run_heading
from nomologi_tui.widgets.trace_box import TraceBox

NOTHING = (
    "Nothing ran yet.\n\n"
    "Each run of each automation is kept here: what started it, what every step was given and gave back, how long it "
    "took, and why it failed or did not act.\n\n"
    "{mode.home} goes home: {automation.run} runs an automation there by hand, {home.new} makes one."
)
RESULT = 400  # characters of a result that are shown under the list
FILTER_KEYS = "{runs.state} state  {runs.since} since  {runs.only} only it  {runs.filter} words  {run.days} per day"


class RunsScreen(RunKeys):
    """The list at the left, the trace at the right; on a narrow screen Enter shows one in place of the other.

    New runs come on top while the cursor stays on its run.
    """

    NAME = "runs"
    LEGEND = RUN_STATES
    CSS_PATH = "runs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *RUN_KEYS,
        Binding("f", "state", "state", id="runs.state", tooltip="Only runs in a state: asks, fail, run, …"),
        Binding("slash", "filter", "filter", key_display="/", id="runs.filter",
                tooltip="Only runs with these words; also is:fail since:24h of:backup"),
        Binding("e", "find('fail', True)", "failed", id="runs.failed", tooltip="To the next run that failed"),
        Binding("E", "find('fail', False)", "Newer failed", show=False, id="runs.newer_failed",
                tooltip="To a newer run that failed"),
        Binding("d", "find('asks', True)", "Next that asks", show=False, id="runs.asking",
                tooltip="To the next run that waits for your word"),
        Binding("D", "find('asks', False)", "Newer that asks", show=False, id="runs.newer_asking",
                tooltip="To a newer run that waits for your word"),
        Binding("a", "answer", "Answer", show=False, id="runs.answer", tooltip="Answer a run that waits for your word"),
        Binding("t", "since", "Since", show=False, id="runs.since", tooltip="Only runs since today, 24 hours, 7 days"),
        Binding("i", "only", "Only it", show=False, id="runs.only", tooltip="Only runs of this automation, or of all"),
        Binding("l", "log", "Log", show=False, id="runs.log", tooltip="The log of this run"),
        Binding("w", "why", "Why", show=False, id="runs.why", tooltip="Why its automation did or did not run"),
        Binding("o", "automation", "Automation", show=False, id="runs.automation", tooltip="Its automation"),
        *MODE_KEYS,
        Binding("escape", "back", "Back", show=False, id="runs.back", tooltip="Back from the trace, a filter, home"),
        HELP,
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, goals=True)
        self.top = mode_line(RUNS)
        self.which = Ends(id="which")
        self.heading = Line(id="heading")
        self.nothing = Line(id="nothing")
        self.position = Ends(id="position")
        self.result = Line(id="result")
        self.trace = Hanging(id="trace")
        self.trace_box = TraceBox(self.trace, id="trace_box")
        self._said = SaidFilter()
        self._changes = Latest(self, self._follow)

    def compose(self) -> ComposeResult:
        yield self.top
        yield self.which
        with Horizontal(id="both"):
            with Vertical(id="left"):
                yield self.heading
                yield self.nothing
                yield self.runs
            yield self.trace_box
        yield AskField(
            placeholder=keyed("words; is:fail since:24h of:backup; Enter shows, {runs.back} shows all"),
            compact=True,
            id="filter",
        )
        yield self.position
        yield self.result
        yield self.said
        yield KeysLine()

    @property
    def about(self) -> tuple[int | None, str]:
        one = self.feed.chosen.automation_id
        return one, self._said.automation if one else "all automations"

    def on_mount(self) -> None:
        self.runs.focus()
        self.set_interval(1, self.tell_times)
        self._restart()

    def on_resize(self) -> None:
        self.call_after_refresh(self._say_heading)
        self.call_after_refresh(self._show_chosen)  # there may be room for its trace now

    def _say_heading(self) -> None:
        self.heading.say(run_heading(self.runs.content_size.width))

    @work(exclusive=True, group="runs")
    @tells_trouble
    async def _restart(self, on: int = 0) -> None:
        """Show the runs that the filter lets through, from the newest or around one."""
        now, zone = self.desk.ws.clock.now(), self.desk.ws.settings.zone
        slug = self._said.automation
        one = (await self.desk.read(lambda reader, user: reader.resolve(user, slug))).id if slug else None
        self.feed.chosen = self._said.asked(one, now, zone)
        self.which.say(f"Runs: {self._said}" if str(self._said) else "Runs: all", "looking …")
        await self.feed.restart(on)
        await self._show_state()

    async def _show_state(self) -> None:
        said, empty = str(self._said), not self.runs.count
        asking = await self.desk.read(_asking)
        asks = f"{counted(asking, 'run')} ask{'s' * (asking == 1)} you: {key('runs.asking')}"
        self.top.say(right=asks if asking else "")
        self.which.say(f"Runs: {said or 'all'}", keyed("{runs.back} all runs" if said else FILTER_KEYS))
        self.set_class(empty, "-nothing")
        none = f"No run is like this: {said}\n\n{key('runs.back')} shows all runs."
        self.nothing.say(none if said else keyed(NOTHING))
        self._show_chosen()

    @on(Page.StoreChanged)
    def _store_changed(self) -> None:
        self._changes.again()

    async def _follow(self) -> None:
        await self.feed.changed()
        await self._show_state()

    def on_screen_resume(self) -> None:
        self._store_changed()

    @on(Rows.Moved, "#runs")
    def _show_chosen(self) -> None:
        row = self.runs.selected
        if row is None:
            return
        self.position.say(
            f"Run {row.id:,}   {row.goal}", f"{key('runs.answer')} answers" if row.state == "ASKS" else ""
        )
        self.result.say(shorten(clean_line(row.summary), RESULT))
        if self.has_class("-wide") or self.has_class("-traced"):
            self._show_trace()

    @work(exclusive=True, group="trace")
    @tells_trouble
    async def _show_trace(self) -> None:
        row = self.runs.selected
        if row is not None:
            told = await self.desk.read(run_trace, self.desk.ws, row.id)
            self.trace.tell([Told("", row.goal), *told])

    @on(Rows.Opened, "#runs")
    def action_trace(self) -> None:
        self.add_class("-traced")
        self.trace_box.scroll_home(animate=False)
        self.trace_box.focus()
        self._show_chosen()

    def action_back(self) -> None:
        field = self.query_one("#filter", Input)
        if field.display:
            self._close_field()
        elif self.has_class("-traced"):
            self.remove_class("-traced")
            self.runs.focus()
        elif str(self._said):
            self._choose(SaidFilter())
        else:
            self.app.pop_screen()

    def _choose(self, said: SaidFilter, on: int = 0) -> None:
        """Show other runs; the cursor stays on its run where that is among them."""
        self.say("")
        self._said = said
        self._restart(on)

    def action_state(self) -> None:
        self._choose(self._said.next_state())

    def action_since(self) -> None:
        self._choose(self._said.next_since())

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def action_only(self) -> None:
        row = self.runs.selected
        if self._said.automation:
            self._choose(replace(self._said, automation=""), self.run_id)
        elif row:
            names = await self.desk.read(lambda reader, user: reader.names(user))
            self._choose(replace(self._said, automation=names[row.automation_id]), row.id)

    def action_filter(self) -> None:
        field = self.query_one("#filter", Input)
        field.value = str(self._said)
        field.display = True
        field.focus()

    @on(Input.Submitted, "#filter")
    def _filter_given(self, message: Input.Submitted) -> None:
        try:
            said = read_filter(message.value)
        except NomologiError as error:
            self.trouble(error)
            return
        self._close_field()
        self._choose(said)

    def _close_field(self) -> None:
        self.query_one("#filter").display = False
        self.runs.focus()

    @work(exclusive=True, group="find")
    @tells_trouble
    async def action_find(self, state: str, older: bool) -> None:
        """Put the cursor on the next run in a state, among those that are shown whatever their state."""
        asks = state == "asks"
        wanted = replace(self.feed.chosen, status=None if asks else RunStatus.FAILURE, asks=asks)
        found = await self.feed.find(wanted, self.run_id, older=older)
        if not found:
            what = "waits for your word" if asks else "failed"
            self.say(f"No {'older' if older else 'newer'} run {what}.")
            return
        self.say("")
        if not self.runs.select(found):
            self._choose(replace(self._said, state=""), found)

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def action_answer(self) -> None:
        row = self.runs.selected
        if row is None or row.state != "ASKS":
            self.say(f"This run does not wait for your word. {key('runs.asking')} goes to one that does.")
            return
        await self.desk.ready()
        from nomologi_tui.screens.runs.decision import answer

        await answer(self, row.id)

    def action_log(self) -> None:
        from nomologi_tui.screens.log.log import LogScreen
        from nomologi_tui.store.log_pages import LogFilter

        row = self.runs.selected
        if row:
            self.app.push_screen(LogScreen(self.desk, LogFilter(row.automation_id, run_id=row.id)))

    def action_why(self) -> None:
        from nomologi_tui.screens.automations.why import WhyScreen

        if self.runs.selected:
            self.app.push_screen(WhyScreen(self.desk, self.runs.selected.automation_id))

    def action_automation(self) -> None:
        from nomologi_tui.screens.automations.automation import AutomationScreen

        row = self.runs.selected
        if row:
            self.app.push_screen(AutomationScreen(self.desk, row.automation_id, row.id))


def _asking(reader: Reader, user_id: int) -> int:
    return reader.run_pages.asking(user_id)

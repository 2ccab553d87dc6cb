"""Home: what runs here, how it goes, and the log below."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from nomologi_tui.errors import NomologiError
from nomologi_tui.model import Alert, Draft, Missed
from nomologi_tui.screens.automations import deeds, files
from nomologi_tui.screens.automations.keys import AUTOMATION_KEYS, NEED_ONE
from nomologi_tui.screens.automations.lately import hours_line
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.latest import Latest
from nomologi_tui.screens.log.pane import LogPane
from nomologi_tui.screens.modes import HOME, MODE_KEYS, mode_line
from nomologi_tui.screens.page import HELP, Page, tells_trouble
from nomologi_tui.screens.tour_page import TourPage
from nomologi_tui.screens.words import STATES, advice_now, alert_words, clock_time, goal_row, missed_words
from nomologi_tui.settings.keymap import keyed
from nomologi_tui.settings.values import TOUR
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.records import Overview
from nomologi_tui.telling.charts import STRIP_MARKS
from nomologi_tui.text import clean_line
from nomologi_tui.usecases.runs.interrupted import overview
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.draft_line import DraftLine
from nomologi_tui.widgets.field import AskField
from nomologi_tui.widgets.first_goal import FirstGoal
from nomologi_tui.widgets.goal_list import GoalList, Goals, heading
from nomologi_tui.widgets.keys_line import KeysLine
from nomologi_tui.widgets.lines import Ends, Line
from nomologi_tui.widgets.notice import Notice
from nomologi_tui.widgets.rows import Rows


class HomeScreen(TourPage, LogPane):
    """The list of automations over the log pane; where nothing runs yet, one question."""

    NAME = "home"
    LEGEND = STATES | STRIP_MARKS
    CSS_PATH = "home.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "new", id="home.new", tooltip="Say a new goal"),
        *AUTOMATION_KEYS,
        Binding("slash", "filter", "filter", key_display="/", id="home.filter",
                tooltip="Show only goals with these words"),
        Binding("f", "follow", "Follow", show=False, id="home.follow", tooltip="Follow or pause the log"),
        Binding("m", "missed", "Missed", show=False, id="home.missed", tooltip="The times that were missed"),
        Binding("t", "ahead", "Next", show=False, id="home.ahead", tooltip="What is due in the next 24 hours"),
        Binding("A", "alerts", "Alerts", show=False, id="home.alerts", tooltip="What you were told, and what is open"),
        Binding("T", "trash", "Trash", show=False, id="home.trash", tooltip="What was deleted, to bring it back"),
        Binding("I", "import", "Import", show=False, id="home.import", tooltip="Take in automations from a YAML file"),
        Binding("f2", "tour", "Tour", show=False, id="home.tour", tooltip="The tour, page by page"),
        *MODE_KEYS,
        Binding("c", "resume", "Resume", show=False, id="home.resume", tooltip="Go on with the open draft"),
        Binding("x", "discard", "Discard", show=False, id="home.discard", tooltip="Discard the open draft"),
        Binding("escape", "back", "Back", show=False, id="home.back", tooltip="Out of the field; show all goals"),
        HELP,
        Binding("q", "app.leave", "quit", id="home.quit", tooltip="Quit; says what happens to the runner"),
    ]  # fmt: skip

    @dataclass
    class GoalWanted(Message):
        """The guided flow is asked for: with the words typed, for a draft, an automation, or from a template.

        `from_templates`: it was chosen among all of them, where one comes back to who leaves the flow.
        """

        goal: str = ""
        draft_id: int = 0
        automation_id: int = 0
        template: str = ""
        from_templates: bool = False

        @property
        def begun(self) -> tuple[str, int, int, str]:
            """What the flow begins with."""
            return self.goal, self.draft_id, self.automation_id, self.template

    class Listed(Message):
        """The list has its rows, or why it has none is about to be told."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._all = Goals([], lambda one: one)
        self._drafts: list[Draft] = []
        self._words = ""  # of the filter
        self.top = mode_line(HOME)
        self._runner = self._clock = ""  # as the header has them
        self.draft_line = DraftLine(id="draft")
        self.alerts = Notice("home.alerts", id="alerts")
        self.missed = Notice("home.missed", id="missed")
        self.first = FirstGoal(id="first")
        self.goals = Vertical(id="goals")
        self.list = GoalList(id="list")
        self.position = Ends(id="position")
        self.strip = Line(id="strip")
        self._strip = Latest(self, self._show_strip)
        self._lists = Latest(self, self._look_at_lists)
        self._refocus = True  # the focus is to go where a person most likely wants it

    def compose(self) -> ComposeResult:
        yield self.top
        yield self.draft_line
        yield self.alerts
        yield self.missed
        yield self.first
        with self.goals:
            yield Line(id="heading")
            yield self.list
            yield AskField(
                placeholder=keyed("words in the goal; Enter keeps, {home.back} shows all"), compact=True, id="filter"
            )
        yield self.position
        yield self.strip
        yield self.said
        yield self.tour
        yield self.log_top
        yield self.log_view
        yield KeysLine()

    def on_mount(self) -> None:
        self._tick()
        self.set_interval(1, self._tick)
        self._lists.again()
        self.fill_log()

    @property
    def idle(self) -> frozenset[str]:
        nothing = NEED_ONE | {"filter"} if self.has_class("-empty") else frozenset()
        return super().idle | nothing if self._drafts else super().idle | nothing | {"resume", "discard"}

    @property
    def chosen(self) -> int:
        selected = self.list.selected
        return selected.id if selected else 0

    @property
    def asking(self) -> int:
        selected = self.list.selected
        return selected.asks if selected else 0

    def on_resize(self) -> None:
        self.query_one("#heading", Line).say(heading(self.size.width - 2))

    def _tick(self) -> None:
        """The clock in the header, and what counts down; the texts are drawn only when they change."""
        self._show_position()
        now = clock_time(self.desk.ws.clock.now(), self.desk.ws.settings.zone)
        if now != self._clock:
            self._clock = now
            self._say_runner()
            if self.is_current:  # else it looks when somebody comes back to it
                self._lists.again()

    @on(Page.StoreChanged)
    def _store_changed(self, message: Page.StoreChanged) -> None:
        self._lists.again()
        self.more_log(message.last_log_id)

    def on_screen_resume(self) -> None:
        self._lists.again()
        self.catch_up_log()

    def show_runner(self, words: str) -> None:
        """Put the runner's state into the header."""
        self._runner = words
        self._say_runner()

    def _say_runner(self) -> None:
        self.top.say(right=f"{self._runner} {self._clock}")

    async def _look_at_lists(self) -> None:
        try:
            found, drafts, missed, troubles, toured = await self.desk.read(_look, self.desk.ws)
        except NomologiError:
            self.post_message(self.Listed())
            raise
        now, zone = self.desk.ws.clock.now(), self.desk.ws.settings.zone
        self._all = Goals(found, lambda one: goal_row(one, now, zone))
        self._drafts = drafts
        self.alerts.show(alert_words(troubles))
        self.missed.show(missed_words(missed, {one.id: one.goal for one in found} if missed else {}, now, zone))
        self._show()
        self._draw_strip()
        if not (found or toured):
            self.offer_tour()
        self.post_message(self.Listed())

    def after_flow(self, made: int) -> None:
        """The guided flow was left: the cursor goes to the automation that it made, or the focus to its draft."""
        self._coming = made
        self._refocus = True
        if made:
            self.tour.end()
        self._lists.again()

    def _show(self) -> None:
        empty, first = not self._all, self.first
        turned = first.display != empty
        first.display = empty
        self.goals.display = not empty
        self.position.display = not empty
        self.set_class(empty, "-empty")
        self.list.show(self._all.with_words(self._words))
        draft = self._drafts[0] if self._drafts else Draft(0, current_step=0)
        self.draft_line.show(clean_line(draft.answers.get("goal", "")), draft.current_step, len(self._drafts) - 1)
        self._show_position()
        if turned or self._refocus:
            self.refresh_bindings()
            self.focus_first()
        self._refocus = False
        if self._coming in self.list.ids:  # what comes back from the trash is listed a moment later
            self.list.select(self._coming)
            self._coming = 0

    def focus_first(self) -> None:
        """The focus goes to what a person most likely wants: the draft, the list, or the question."""
        if self._drafts and not self._coming:
            self.draft_line.focus()
        elif self._all:
            self.list.focus()
        elif self.can_undo:
            self.set_focus(None)  # in the field the key that brings it back would be typed
        else:
            self.first.field.focus()

    @on(Rows.Moved, "#list")
    def _show_position(self) -> None:
        goals = self.list
        row = goals.selected
        filtered = f"filter: {self._words}" if self._words else ""
        if row is None:
            nothing = keyed("No goal has these words. {home.back} shows all.")
            self.position.say(f"0 of {len(self._all):,}   {nothing}", filtered)
            return
        advice = advice_now(row, self.desk.ws.clock.now(), self.desk.ws.settings.zone)
        self.position.say(f"{goals.cursor + 1:,} of {goals.count:,}   {advice}", filtered or row.press)

    def loaded(self) -> None:
        """What is heavy is there: charts come now, behind the first paint."""
        self._draw_strip()
        super().loaded()

    @on(Rows.Moved, "#list")
    def _draw_strip(self) -> None:
        if self.desk.opened is not None:
            self._strip.again()

    async def _show_strip(self) -> None:
        """The last day of the chosen automation."""
        self.strip.say(await hours_line(self.desk, self.chosen) if self.chosen else "")

    @on(Rows.Opened, "#list")
    def action_open(self) -> None:
        if self.chosen:
            self.open_automation(self.chosen)

    def action_new(self) -> None:
        self.post_message(self.GoalWanted())

    @on(FirstGoal.Said)
    def _goal_said(self, message: FirstGoal.Said) -> None:
        self.first.field.value = ""
        self.post_message(self.GoalWanted(goal=message.goal))

    @on(FirstGoal.Chosen)
    def _template_chosen(self, message: FirstGoal.Chosen) -> None:
        self.post_message(self.GoalWanted(template=message.template))

    def action_edit(self) -> None:
        if self.chosen:
            self.post_message(self.GoalWanted(automation_id=self.chosen))

    @on(DraftLine.Resumed)
    def action_resume(self) -> None:
        if self._drafts:
            self.post_message(self.GoalWanted(draft_id=self._drafts[0].id))

    def action_discard(self) -> None:
        if self._drafts:
            draft_id = self._drafts[0].id
            self.undo_with(deeds.restore_draft, draft_id)
            self.do(deeds.discard_draft, draft_id)
            self.list.focus()

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def action_ahead(self) -> None:
        await self.desk.ready()
        from nomologi_tui.screens.automations.ahead import AheadScreen

        self.app.push_screen(AheadScreen(self.desk))

    @on(Notice.Opened, "#alerts")
    @work(exclusive=True, group="pick")
    @tells_trouble
    async def action_alerts(self) -> None:
        await self.desk.ready()
        from nomologi_tui.screens.log.told import AlertsScreen

        self.app.push_screen(AlertsScreen(self.desk))

    def action_import(self) -> None:
        self.with_path("Take in automations", "From which file or folder?", "~/", "Take in", files.take_in)

    @on(Notice.Opened, "#missed")
    def action_missed(self) -> None:
        from nomologi_tui.screens.automations.missed import MissedScreen

        self.app.push_screen(MissedScreen(self.desk))

    def action_filter(self) -> None:
        field = self.query_one("#filter", Input)
        field.display = True
        field.focus()

    @on(Input.Changed, "#filter")
    def _filter_changed(self, message: Input.Changed) -> None:
        self._words = message.value
        self._show()

    @on(Input.Submitted, "#filter")
    def _filter_kept(self) -> None:
        self.query_one("#filter").display = False
        self.list.focus()

    def action_back(self) -> None:
        if self.tour.is_on:
            self.tour.end()
            return
        if self.first.has_focus_within:  # so that keys are no letters of a goal
            self.set_focus(None)
            return
        self.query_one("#filter", Input).value = ""
        self._filter_kept()


def _look(
    reader: Reader, user_id: int, ws: Workspace
) -> tuple[list[Overview], list[Draft], list[Missed], list[Alert], bool]:
    toured = bool(reader.preferences().get(user_id, {}).get(TOUR))
    return overview(ws), reader.drafts(user_id), reader.missed(user_id), reader.open_alerts(user_id), toured

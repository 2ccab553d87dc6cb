"""The log, full size: every entry of every automation, at the same cost wherever one looks."""

from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Footer, Input

from nomologi_tui.model import Level
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.log_feed import LogFeed, LogFilter
from nomologi_tui.screens.page import HELP, Page, tells_trouble
from nomologi_tui.widgets.lines import Ends, Line
from nomologi_tui.widgets.log_view import LogView
from nomologi_tui.widgets.rows import Rows

LEVELS = {None: "all levels", Level.INFO: "INFO and up", Level.WARNING: "WARN and up", Level.ERROR: "FAIL only"}


class LogScreen(Page[None]):
    """Follows, or stands still where the cursor is and counts what came since."""

    NAME = "the log"
    CSS_PATH = "log.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "follow", "follow/pause", id="log.follow_screen", tooltip="Follow or stand still"),
        Binding("e", "error(1)", "next error", id="log.next_error", tooltip="To the next error"),
        Binding("E", "error(-1)", "Previous error", show=False, id="log.previous_error", tooltip="To the error before"),
        Binding("slash", "filter", "filter", key_display="/", id="log.filter", tooltip="Only entries with these words"),
        Binding("v", "level", "level", id="log.level", tooltip="Only entries of a level and up"),
        Binding("escape", "back", "back", key_display="Esc", id="log.back", tooltip="Back; first takes a filter away"),
        HELP,
    ]  # fmt: skip

    def __init__(self, desk: Desk, chosen: LogFilter | None = None) -> None:
        super().__init__(desk)
        self._total = 0
        self.top = Ends(id="top")
        self.view = LogView(id="log")
        self.position = Ends(id="position")
        self.whole = Line(id="whole")
        self._feed = LogFeed(desk, self.view, chosen)

    def compose(self) -> ComposeResult:
        yield self.top
        yield self.view
        yield Input(placeholder="words in the entry; Enter searches, Esc shows all", compact=True, id="filter")
        yield self.position
        yield self.whole
        yield self.said
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self.view.focus()
        self._restart()

    @work(exclusive=True, group="log")
    @tells_trouble
    async def _restart(self, on: int = 0) -> None:
        await self._feed.restart(on)
        self._show_state()

    @on(Page.StoreChanged)
    @work(group="log")
    @tells_trouble
    async def _store_changed(self, message: Page.StoreChanged) -> None:
        self._total = message.last_log_id
        await self._feed.changed(message.last_log_id)
        self._show_state()

    @on(LogView.PageWanted)
    @tells_trouble
    async def _page_wanted(self, message: LogView.PageWanted) -> None:
        await self._feed.answer(message)

    @on(LogView.FollowChanged)
    @on(Rows.Moved)
    def _show_state(self) -> None:
        chosen, view = self._feed.chosen, self.view
        of = "one goal" if chosen.automation_id else "all goals"
        which = f"run {chosen.run_id:,}" if chosen.run_id else of
        words = f"   filter: {chosen.grep}" if chosen.grep else ""
        state = "FOLLOWING" if view.following else f"PAUSED  +{view.waiting} new"
        self.top.say(f"LOG {which}   {LEVELS[chosen.level]}{words}", state)
        line = view.selected
        self._total = max(self._total, view.newest)
        where = f"entry {line.id:,} of {self._total:,}   {line.when}" if line else "Nothing is written yet."
        self.position.say(where, f"run {line.run_id:,}" if line and line.run_id else "")
        self.whole.say(line.text if line else "")

    def action_follow(self) -> None:
        self.view.action_follow()

    def action_level(self) -> None:
        order = list(LEVELS)
        level = order[(order.index(self._feed.chosen.level) + 1) % len(order)]
        self._feed.chosen = replace(self._feed.chosen, level=level)
        self._restart()

    @work(exclusive=True, group="error")
    @tells_trouble
    async def action_error(self, direction: int) -> None:
        here = self.view.selected
        found = await self._feed.find_error(here.id if here else 0, direction)
        if found is None:
            self.say("No further error." if direction > 0 else "No error before this one.")
            return
        self.say("")
        self.view.set_following(False)
        await self._feed.restart(on=found.id)

    def action_filter(self) -> None:
        field = self.query_one("#filter", Input)
        field.display = True
        field.focus()

    @on(Input.Submitted, "#filter")
    def _filter_given(self, message: Input.Submitted) -> None:
        self._set_words(message.value.strip() or None)

    def _set_words(self, words: str | None) -> None:
        self.query_one("#filter").display = False
        self._feed.chosen = replace(self._feed.chosen, grep=words)
        self.view.focus()
        self._restart()

    @on(Rows.Opened, "#log")
    def action_run(self) -> None:
        line = self.view.selected
        if line and line.automation_id:
            from nomologi_tui.screens.automation import AutomationScreen

            self.app.push_screen(AutomationScreen(self.desk, line.automation_id, line.run_id))

    def action_back(self) -> None:
        if self._feed.chosen.grep or self.query_one("#filter").display:
            self.query_one("#filter", Input).value = ""
            self._set_words(None)
        else:
            self.app.pop_screen()

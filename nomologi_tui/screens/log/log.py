"""The log, full size: every entry of every automation, at the same cost wherever one looks."""

from dataclasses import replace
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from nomologi_tui.model import Level
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.log.asking import FILE, LEVELS, SINCE, TIME, WORDS, Question, filter_words
from nomologi_tui.screens.log.feed import LogFeed
from nomologi_tui.screens.page import HELP, Page, tells_trouble
from nomologi_tui.screens.terminal.copying import copied
from nomologi_tui.settings.keymap import key, keyed
from nomologi_tui.store.log_pages import LogFilter
from nomologi_tui.widgets.field import AskField
from nomologi_tui.widgets.keys_line import KeysLine
from nomologi_tui.widgets.lines import Ends, Line
from nomologi_tui.widgets.log_view import LogLine, LogView
from nomologi_tui.widgets.rows import Rows


class LogScreen(Page[None]):
    """Follows, or stands still where the cursor is and counts what came since."""

    NAME = "the log"
    CSS_PATH = "log.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "follow", "follow/pause", id="log.follow_screen", tooltip="Follow or stand still"),
        Binding("e", "error(1)", "next error", id="log.next_error", tooltip="To the next error"),
        Binding("E", "error(-1)", "Previous error", show=False, id="log.previous_error", tooltip="To the error before"),
        Binding("slash", "ask_words", "words", key_display="/", id="log.filter", tooltip="Only entries with words"),
        Binding("n", "match(1)", "Next match", show=False, id="log.next_match",
                tooltip="To the next entry with the words"),
        Binding("N", "match(-1)", "Previous match", show=False, id="log.previous_match",
                tooltip="To the entry with the words before"),
        Binding("o", "only", "Only matches", show=False, id="log.only",
                tooltip="Only entries with the words, or all with the words marked"),
        Binding("v", "level", "level", show=False, id="log.level", tooltip="Only entries of a level and up"),
        Binding("a", "same('automation_id')", "This automation", show=False, id="log.automation",
                tooltip="Only this entry's automation, or all"),
        Binding("A", "same('run_id')", "This run", show=False, id="log.run", tooltip="Only this entry's run, or all"),
        Binding("s", "ask_since", "Since", show=False, id="log.since", tooltip="Only what is newer than a time"),
        Binding("t", "ask_time", "time", id="log.time", tooltip="Go to a time"),
        Binding("w", "wrap", "Wrap", show=False, id="log.wrap", tooltip="Show long entries whole, or cut"),
        Binding("y", "copy", "Copy", show=False, id="log.copy", tooltip="Send this entry to the terminal's clipboard"),
        Binding("Y", "copy_visible", "Copy all", show=False, id="log.copy_visible",
                tooltip="Send what is visible to the terminal's clipboard"),
        Binding("S", "ask_file", "Save", show=False, id="log.save", tooltip="Save these entries to a file"),
        Binding("escape", "back", "back", key_display="Esc", id="log.back", tooltip="Back; first takes a filter away"),
        HELP,
    ]  # fmt: skip

    def __init__(self, desk: Desk, chosen: LogFilter | None = None) -> None:
        super().__init__(desk)
        self._total = 0
        self._first = chosen or LogFilter()  # what it was opened with
        self._whose = ""
        self._asked = WORDS
        self.top = Ends(id="top")
        self.view = LogView(id="log")
        self.field = AskField(compact=True, id="filter")
        self.position = Ends(id="position")
        self.whole = Line(id="whole")
        self._feed = LogFeed(desk, self.view, chosen)

    def compose(self) -> ComposeResult:
        yield self.top
        yield self.view
        yield self.field
        yield self.position
        yield self.whole
        yield self.said
        yield KeysLine()

    def on_mount(self) -> None:
        self.field.cursor_blink = False
        self.view.focus()
        self._restart()

    @work(exclusive=True, group="log")
    @tells_trouble
    async def _restart(self, on: int = 0) -> None:
        chosen = self._feed.chosen.automation_id
        if chosen:
            names = await self.desk.read(lambda reader, user: reader.names(user))
            self._whose = names.get(chosen, f"#{chosen}")
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
        view, ws = self.view, self.desk.ws
        state = "FOLLOWING" if view.following else f"PAUSED  +{view.waiting:,} new"
        self.top.say(filter_words(self._feed.chosen, self._whose, view.words, ws.clock.now(), ws.settings.zone), state)
        line = view.selected
        self._total = max(self._total, view.newest)
        others = f"No entry is like this. {key('log.back')} shows others."
        nothing = "Nothing is written yet." if self._feed.chosen == LogFilter() else others
        of = f"entry {line.id:,} of {self._total:,}   {line.when}" if line else nothing
        self.position.say(of, f"run {line.run_id:,}" if line and line.run_id else "")
        self.whole.say(line.text if line and not view.wrap else "")

    def action_follow(self) -> None:
        self.view.action_follow()

    def action_level(self) -> None:
        order = list(LEVELS)
        self._choose(level=order[(order.index(self._feed.chosen.level) + 1) % len(order)])

    def _choose(self, **fields: Any) -> None:
        """Show other entries; who stands still stays at the entry under the cursor, where it is still shown."""
        self._feed.chosen = replace(self._feed.chosen, **fields)
        line = self.view.selected
        self._restart(line.id if line and not self.view.following else 0)

    def action_same(self, field: str) -> None:
        """Only what belongs to the same automation or run as the entry under the cursor; the second time all."""
        line = self.view.selected
        wanted = None if getattr(self._feed.chosen, field) else line and getattr(line, field)
        if wanted is None and not getattr(self._feed.chosen, field):
            self.say("This entry belongs to no run." if field == "run_id" else "This entry belongs to no automation.")
            return
        self.say("")
        self._choose(**{field: wanted})

    def action_error(self, direction: int) -> None:
        nothing = "No further error." if direction > 0 else "No error before this one."
        self._jump(replace(self._feed.chosen, level=Level.ERROR), direction, nothing)

    def action_match(self, direction: int) -> None:
        if not self.view.words:
            self.say(f"{key('log.filter')} says which words to look for.")
            return
        nothing = (
            "No further entry with these words." if direction > 0 else "No entry with these words before this one."
        )
        self._jump(replace(self._feed.chosen, grep=self.view.words), direction, nothing)

    @work(exclusive=True, group="jump")
    @tells_trouble
    async def _jump(self, wanted: LogFilter, direction: int, nothing: str) -> None:
        here = self.view.selected
        await self._go_to(await self._feed.find(wanted, here.id if here else 0, direction), nothing)

    async def _go_to(self, position: int | None, nothing: str) -> None:
        self.say(nothing if position is None else "")
        if position is not None and not self.view.go_to(position):
            self.view.set_following(False)
            await self._feed.restart(on=position)

    def action_only(self) -> None:
        if self.view.words:
            self._choose(grep=None if self._feed.chosen.grep else self.view.words)

    def action_wrap(self) -> None:
        self.view.set_wrap(not self.view.wrap)
        self._show_state()

    def action_copy(self) -> None:
        self._copy([self.view.selected] if self.view.selected else [])

    def action_copy_visible(self) -> None:
        self._copy(self.view.shown)

    def _copy(self, lines: list[LogLine]) -> None:
        if not lines:
            self.say("There is no entry to copy.")
            return
        text = "\n".join(f"{one.when}  {one.level:<5}  {one.who}  {one.text}" for one in lines)
        number = "1 entry was" if len(lines) == 1 else f"{len(lines)} entries were"
        self.say(copied(self.app, text, number, f"{key('log.save')} saves to a file."))

    def action_ask_words(self) -> None:
        self._ask(WORDS, self.view.words)

    def action_ask_time(self) -> None:
        self._ask(TIME)

    def action_ask_since(self) -> None:
        self._ask(SINCE)

    def action_ask_file(self) -> None:
        self._ask(FILE)

    def _ask(self, question: Question, text: str = "") -> None:
        self._asked = question
        self.field.placeholder, self.field.value = keyed(question.placeholder), text
        self.field.cursor_position = len(text)
        self.field.display = True
        self.field.focus()

    @on(Input.Submitted, "#filter")
    @work(exclusive=True, group="answer")
    @tells_trouble
    async def _answered(self, message: Input.Submitted) -> None:
        """A wrong answer stays in the field."""
        text = message.value.strip()
        answer = {WORDS: self._words, TIME: self._time, SINCE: self._since, FILE: self._file}[self._asked]
        self.say("")
        await answer(text)
        self._close_field()

    def _close_field(self) -> None:
        self.field.display = False
        self.view.focus()

    async def _words(self, text: str) -> None:
        self.view.set_words(text)
        self._choose(grep=text or None)

    async def _time(self, text: str) -> None:
        if text:
            from nomologi_tui.usecases.moments import read_moment

            at = read_moment(text, self.desk.ws.clock.now(), self.desk.ws.settings.zone, ahead=False)
            await self._go_to(await self._feed.find_time(at), "Nothing is as new as that.")

    async def _since(self, text: str) -> None:
        from nomologi_tui.usecases.moments import read_moment

        now, zone = self.desk.ws.clock.now(), self.desk.ws.settings.zone
        self._choose(since=read_moment(text, now, zone, ahead=False) if text else None)

    async def _file(self, text: str) -> None:
        if text:
            from nomologi_tui.usecases.logged import save_log

            self.say("Writing …")
            path, number = await self.desk.look(save_log, self._feed.chosen, text)
            self.say(f"{number:,} entries written to {path}. `nomologi logs --all > FILE` does the same.")

    @on(Rows.Opened, "#log")
    def action_run(self) -> None:
        line = self.view.selected
        if line and line.automation_id:
            from nomologi_tui.screens.automations.automation import AutomationScreen

            self.app.push_screen(AutomationScreen(self.desk, line.automation_id, line.run_id))

    def action_back(self) -> None:
        """Close the field; else take the words away, else all other filters, else go."""
        if self.field.display:
            self._close_field()
        elif self.view.words:
            self.view.set_words("")
            self._choose(grep=None)
        elif self._feed.chosen != self._first:
            self._choose(**{name: getattr(self._first, name) for name in self._first.__slots__})
        else:
            self.app.pop_screen()

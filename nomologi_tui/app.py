"""The terminal app: theme, signals, which screen. What the screens show and do is theirs."""

import os

if os.environ.get("SSH_CONNECTION"):
    os.environ.setdefault("TEXTUAL_FPS", "15")

import asyncio
import logging
import signal
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events, on, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.notifications import SeverityLevel

from nomologi_tui.errors import NomologiError
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.home import HomeScreen
from nomologi_tui.screens.modes import HOME, MODES, TEMPLATES, mode_of
from nomologi_tui.screens.page import Page
from nomologi_tui.screens.palette.later import PALETTE
from nomologi_tui.screens.settings.look import dress
from nomologi_tui.screens.terminal import terminal
from nomologi_tui.screens.terminal.typed_in import Early
from nomologi_tui.screens.troubles import Telling, Troubles
from nomologi_tui.screens.words import runner_words
from nomologi_tui.settings.keymap import shown
from nomologi_tui.store.records import RunnerInfo
from nomologi_tui.text import clean, clean_line
from nomologi_tui.widgets.ascii_only import AsciiOnly
from nomologi_tui.widgets.control_strip import ControlStrip
from nomologi_tui.widgets.field import take_in_turn

AGAIN = 2.0  # seconds until a store is looked at again that could not be read
RESTART = 10.0  # seconds until a runner is started again that ended by itself
LOOK = 1.0  # seconds between looks at the runner lock, and at whether the terminal is still there
PAINTED = 1.0  # seconds after which the heavy parts are loaded even where no list could be shown
_log = logging.getLogger(__name__)


class NomologiApp(App[int]):
    """One person at one terminal."""

    COMMANDS = PALETTE

    TITLE = "Nomologi"
    CSS_PATH = "app.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual declares it on the instance
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-tiny"), (12, "-short"), (24, "-normal"), (36, "-tall"),
    ]  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", "Quit", show=False, id="app.quit", tooltip="Quit", priority=True),
        Binding("ctrl+z", "suspend", "Suspend", show=False, id="app.suspend",
                tooltip="Give the terminal back to the shell until `fg`; says what happens to the runner"),
        Binding("ctrl+o", "jump", "Jump", show=False, id="app.jump",
                tooltip="Letters over the parts of the screen: press one to go there", priority=True),
    ]  # fmt: skip

    def __init__(self, desk: Desk, ascii_only: AsciiOnly | None = None) -> None:
        super().__init__()
        self.desk = desk
        self._last_filters = [ControlStrip(), *([ascii_only] if ascii_only else [])]
        self.farewell = ""
        self.animation_level = "none"  # nothing moves by itself: an idle screen sends nothing
        self._remarks = dress(self, desk.ws.settings)  # what of the files of settings does not count
        self._runner: RunnerInfo | None = None
        self._failed: Exception | None = None  # what ended our runner, as it was told
        self._hung_up = False
        self._early = Early()
        self.troubles = Troubles()

    async def on_event(self, event: events.Event) -> None:
        self.desk.garbage.heard(event)
        if not self._early.keeps(event) and not await take_in_turn(self, event):
            await super().on_event(event)

    def get_key_display(self, binding: Binding) -> str:
        """Keys as they stand on the keyboard."""
        return binding.key_display or shown(binding.key)

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), *self._last_filters]

    def on_mount(self) -> None:
        self._begin()
        self.set_interval(LOOK, self._watch_terminal)
        self.set_interval(LOOK, self.desk.garbage.look)
        if not self.is_headless:
            terminal.hear_signals(self.hang_up)

    def _begin(self) -> None:
        """Home, or first the question who is there; home also tells of a store that can't be read."""
        try:
            asks = self.desk.ws.must_sign_in
        except NomologiError:
            asks = False
        if asks:
            from nomologi_tui.screens.users.sign_in import SignInScreen

            self.push_screen(SignInScreen(self.desk), lambda _signed_in: self._dress_and_begin())
            self.call_after_refresh(self._early.carry_out, self.on_event)
        else:
            self._home()

    def _home(self) -> None:
        self._early.hold()
        home = HomeScreen(self.desk)
        self.push_screen(home)
        if self._remarks:
            self.call_after_refresh(home.say, self._remarks[0])
        self.set_timer(PAINTED, self._open)

    @on(HomeScreen.Listed)
    def _listed(self) -> None:
        self.call_after_refresh(self._early.carry_out, self.on_event)
        self.call_after_refresh(self._open)

    def _open(self) -> None:
        """Load what is heavy, once the first list is painted: 400 ms that a person does not wait for."""
        if self.desk.opened is not None:
            return
        self.desk.open()
        self._wait_for_desk()
        self._follow_store()
        self.set_interval(LOOK, self._look)
        self._show_first()

    def _show_first(self) -> None:
        """The mode that the settings begin with."""
        first = next(mode for mode in MODES if mode.name.lower() == self.desk.ws.settings.start)
        if first is not HOME:
            self.action_mode(first.key)

    @on(Page.UserSwitched)
    @work(exclusive=True, group="flow")
    async def _switched(self) -> None:
        """Somebody else is there: nothing of who was before stays on the screen."""
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        self._dress_and_begin()

    def _dress_and_begin(self) -> None:
        self._remarks = dress(self, self.desk.ws.settings)
        self._home()
        self._show_first()

    @work(exclusive=True, group="open")
    async def _wait_for_desk(self) -> None:
        try:
            await self.desk.ready()
        except NomologiError as error:
            self.say_on_screen(error)
        else:
            self._tell_home(HomeScreen.loaded)
        self._look()

    def _tell_home(self, what: Callable[[HomeScreen], None]) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, HomeScreen):
                what(screen)

    @work(exclusive=True, group="follow")
    async def _follow_store(self) -> None:
        """Tell the screen when some process wrote. Where the store can't be read, look again until it can."""
        while True:
            try:
                async for change in self.desk.changes(0):
                    self._tell_trouble("changes", None)
                    if not self.screen_stack:  # the app is ending
                        return
                    self.screen.post_message(Page.StoreChanged(change.last_log_id))
                    self._look()
            except NomologiError as error:
                self._tell_trouble("changes", error)
            await asyncio.sleep(AGAIN)

    @work(exclusive=True, group="look")
    async def _look(self) -> None:
        """Who runs? Draws nothing unless the answer changed."""
        try:
            before, (self._runner, newest) = self._runner, await self.desk.who_runs()
            self._tell_trouble("reading", None)
        except NomologiError as error:
            self._tell_trouble("reading", error)
            return
        self._tell_trouble("store", self.desk.trouble())
        self._look_at_runner()
        self._tell_home(lambda home: home.show_runner(runner_words(self._runner)))
        if before and not self._runner and self.screen_stack:  # its runs are shown otherwise, though nobody wrote
            self.screen.post_message(Page.StoreChanged(newest))

    def _look_at_runner(self) -> None:
        """Has ours ended by itself? Then it is started again."""
        failed = self.desk.runner.error if self.desk.runner else None
        if failed is None and self._runner is not None:
            self._tell_trouble("runner", None)
        if failed is None or failed is self._failed:
            return
        self._failed = failed
        again = f"It is started again in {RESTART:g} s; `nomologi doctor` tells more."
        self._tell_trouble("runner", NomologiError(f"The runner stopped: {str(failed).rstrip('.')}.", again))
        self.set_timer(RESTART, self.desk.restart_runner)

    def _tell_trouble(self, who: str, error: NomologiError | None) -> None:
        """Tell what somebody found on each screen, and once that it is over."""
        before = self.troubles.words
        over = self.troubles.note(who, error)
        if self.troubles.words == before:
            return
        for screen in self.screen_stack:
            if isinstance(screen, Telling):
                screen.show_trouble()
        if over:
            self.say_on_screen(NomologiError(over))

    @on(Telling.Troubled)
    def _troubled(self) -> None:
        self._look()

    def action_jump(self) -> None:
        """Show a letter over each part of the screen; the one that is pressed gets the focus."""
        from nomologi_tui.screens.palette.jump import jump

        jump(self)

    @work(exclusive=True, group="flow")
    async def action_mode(self, key: str, *on: str) -> None:
        """Show another mode, once what it needs is loaded; on the row of that name where one is given."""
        if not await self._is_loaded():
            return
        if not isinstance(self.screen, HomeScreen):
            self.pop_screen()
        if key != HOME.key:
            self.push_screen(mode_of(key).make(self.desk, *on), self._mode_left)

    @work(exclusive=True, group="flow")
    async def action_tour(self) -> None:
        """Go home and begin the tour, or show its next page."""
        if not isinstance(self.screen, HomeScreen):
            await self.pop_screen()
        self._tell_home(HomeScreen.action_tour)

    def _mode_left(self, template: str | None) -> None:
        if template:
            self.post_message(HomeScreen.GoalWanted(template=template, from_templates=True))

    async def _is_loaded(self) -> bool:
        """Wait for what is heavy; says why where it can't be used."""
        try:
            await self.desk.ready()
        except NomologiError as error:
            self.say_on_screen(error)
            return False
        return True

    @on(HomeScreen.GoalWanted)
    @work(exclusive=True, group="flow")
    async def _goal_wanted(self, message: HomeScreen.GoalWanted) -> None:
        """Open the guided flow, once what it needs is loaded."""
        if not await self._is_loaded():
            return
        from nomologi_tui.screens.flow.flow import begin_flow

        try:
            made = await begin_flow(self.desk, self, *message.begun)
        except NomologiError as error:  # the draft or the automation is gone
            self.say_on_screen(error)
            return
        if isinstance(self.screen, HomeScreen):
            self.screen.after_flow(made)
            if message.from_templates and not made:
                self.push_screen(TEMPLATES.make(self.desk, message.template), self._mode_left)

    def _watch_terminal(self) -> None:
        """Is the terminal still there?"""
        if terminal.is_gone():
            self.hang_up(128 + signal.SIGHUP)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,  # noqa: ARG002 - nothing that is told is ever read as markup
    ) -> None:
        """A toast, which only Textual's own commands show: it names a file, and a file may have any name."""
        super().notify(clean(message), title=clean_line(title), severity=severity, timeout=timeout, markup=False)

    def say_on_screen(self, error: NomologiError) -> None:
        """Show an error where the person looks."""
        if isinstance(self.screen, Page):
            self.screen.trouble(error)

    @work(exclusive=True, group="leave")
    async def action_leave(self) -> None:
        """Quit; ask first where that stops automations."""
        from nomologi_tui.screens.leaving import farewell_of

        farewell = await farewell_of(self, self.desk, self._runner)
        if farewell is None:
            return
        self._last_words()
        self.farewell = farewell
        self.exit(0)

    @work(exclusive=True, group="leave")
    async def action_suspend(self) -> None:
        """Stand still until the shell says `fg`; ask first where that holds automations up."""
        from nomologi_tui.screens.leaving import may_suspend

        if await may_suspend(self, self.desk, self._runner):
            self._last_words()
            self.action_suspend_process()

    def _fatal_error(self) -> None:
        """A defect ends the app: say where, without the values around it as Textual would, for they may be secret."""
        from rich.traceback import Traceback

        self.bell()
        self._exit_renderables.append(Traceback(show_locals=False, width=None))
        self._close_messages_no_wait()

    def _handle_exception(self, error: Exception) -> None:
        """A defect; but a worker of Textual's palette may also look for widgets that a hang-up took away."""
        if self._hung_up:
            _log.debug("While the app was ending: %r", error, exc_info=error)
        else:
            super()._handle_exception(error)

    def hang_up(self, code: int) -> None:
        """The terminal is gone, or somebody wants us to end: keep the draft and end within a second."""
        self._hung_up = True
        self._last_words()
        self.exit(code, return_code=code)

    def on_exit_app(self) -> None:
        """A browser's page was closed."""
        self._last_words()

    def _last_words(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, Page):
                screen.last_words()

"""The log below the list on home: it follows what happens until somebody pauses it."""

from typing import ClassVar

from textual import on, work
from textual.binding import BindingType

from nomologi_tui.screens.automations.keys import AutomationKeys
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.log.feed import LogFeed
from nomologi_tui.screens.page import tells_trouble
from nomologi_tui.settings.keymap import keyed
from nomologi_tui.widgets.lines import Ends
from nomologi_tui.widgets.log_view import LogView
from nomologi_tui.widgets.rows import Rows


class LogPane(AutomationKeys):
    """A screen with `log_top` and `log_view` in it."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.log_top = Ends("LOG all goals  FOLLOWING", _keys(following=True), id="log_top")
        self.log_view = LogView(id="log")
        self._feed = LogFeed(desk, self.log_view)

    @work(exclusive=True, group="log")
    @tells_trouble
    async def fill_log(self) -> None:
        """Show the newest entries."""
        await self._feed.restart()

    @work(group="log")
    @tells_trouble
    async def more_log(self, last_log_id: int) -> None:
        """Show what was written up to that position."""
        await self._feed.changed(last_log_id)

    @work(group="log")
    @tells_trouble
    async def catch_up_log(self) -> None:
        """Show what was written while another screen was on top."""
        await self._feed.catch_up()

    def action_follow(self) -> None:
        self.log_view.action_follow()

    @on(LogView.PageWanted)
    @tells_trouble
    async def _page_wanted(self, message: LogView.PageWanted) -> None:
        await self._feed.answer(message)

    @on(LogView.FollowChanged)
    def _follow_changed(self, message: LogView.FollowChanged) -> None:
        state = "FOLLOWING" if message.following else f"PAUSED  +{message.waiting} new"
        self.log_top.say(f"LOG all goals  {state}", _keys(following=message.following))

    @on(Rows.Opened, "#log")
    def _open_run(self) -> None:
        line = self.log_view.selected
        if line and line.automation_id:
            self.open_automation(line.automation_id, line.run_id)


def _keys(*, following: bool) -> str:
    return keyed(f"{{home.follow}} {'pause' if following else 'follow'}  {{automation.log}} full size")

"""What is due in the next 24 hours, hour by hour."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.latest import Latest
from nomologi_tui.screens.page import HELP, Page
from nomologi_tui.screens.words import clock_time, coming
from nomologi_tui.settings.keymap import key
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.records import Ahead
from nomologi_tui.telling.charts import AHEAD_MARKS, HOURS, MANY, ahead_strip, hour_scale
from nomologi_tui.usecases.automations import ahead
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.ahead_list import AheadList, AheadRow, ahead_heading
from nomologi_tui.widgets.keys_line import KeysLine
from nomologi_tui.widgets.lines import Ends, Line
from nomologi_tui.widgets.rows import Rows

MOST = 500  # triggers that are looked at: more nobody reads
ENOUGH = 10  # times in an hour that are counted: more is one mark
AT_ONCE = 25  # triggers counted before the screen is told
NOTHING = (
    "Nothing is due in the next 24 hours.\n\n"
    "Here stands when schedules start automations that are on. Triggers that wait for something else, such as a file "
    "or a message, have no time: they start when it comes."
)


class AheadScreen(Page[None]):
    """The automations that are due, the next one first; Enter opens one."""

    NAME = "the next 24 hours"
    LEGEND = AHEAD_MARKS
    CSS_PATH = "ahead.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "back", key_display="Esc", id="ahead.back", tooltip="Back"),
        HELP,
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.top = Ends("The next 24 hours", f"{key('ahead.back')} back", id="top")
        self.heading = Line(id="heading")
        self.list = AheadList(id="list")
        self.nothing = Line(NOTHING, id="nothing")
        self.position = Ends(id="position")
        self._minute = ""
        self._latest = Latest(self, self._look)

    def compose(self) -> ComposeResult:
        yield self.top
        yield self.heading
        yield self.list
        yield self.nothing
        yield self.position
        yield self.said
        yield KeysLine()

    def on_mount(self) -> None:
        self.list.focus()
        self.position.say("looking …")
        self.set_interval(1, self._tick)
        self._minute = self._clock()
        self._say_heading()

    def _tick(self) -> None:
        """Each minute everything is a minute nearer."""
        if self._clock() != self._minute:
            self._minute = self._clock()
            self._say_heading()
            self._latest.again()

    def _clock(self) -> str:
        return clock_time(self.desk.ws.clock.now(), self.desk.ws.settings.zone)

    def on_screen_resume(self) -> None:
        """It was just opened, or somebody comes back to it; what others change meanwhile shows within the minute."""
        self._latest.again()

    def on_resize(self) -> None:
        self._say_heading()

    def _say_heading(self) -> None:
        scale = hour_scale(self.desk.ws.clock.now(), self.desk.ws.settings.zone)
        self.heading.say(ahead_heading(self.size.width - 2, scale))

    async def _look(self) -> None:
        """Some rows at a time: a schedule takes some milliseconds to be asked for each hour."""
        now, rows = self.desk.ws.clock.now(), list[AheadRow]()
        found = await self.desk.draw(_found, now + timedelta(hours=HOURS))
        for part in ahead.in_parts(found, AT_ONCE):
            rows += await self.desk.look(_rows, part, now)
            if len(rows) > self.list.count:  # what stood there before stays until as much is known anew
                self._show(rows, more=len(found) == MOST)
        self._show(rows, more=len(found) == MOST)

    def _show(self, rows: Sequence[AheadRow], *, more: bool) -> None:
        self.set_class(not rows, "-nothing")
        self.list.show(list(rows))
        self.top.say(right=f"{f'the first {MOST}   ' if more else ''}{key('ahead.back')} back")
        self._say_position()

    @on(Rows.Moved, "#list")
    def _say_position(self) -> None:
        row = self.list.selected
        if row is not None:
            self.position.say(f"{self.list.cursor + 1} of {self.list.count}   {row.goal}", f"{MANY} ten or more")
        else:
            self.position.say("", "")

    @on(Rows.Opened, "#list")
    def _opened(self) -> None:
        from nomologi_tui.screens.automations.automation import AutomationScreen

        if self.list.selected:
            self.app.push_screen(AutomationScreen(self.desk, self.list.selected.id))


def _found(reader: Reader, user_id: int, until: datetime) -> list[Ahead]:
    return reader.charts.ahead(user_id, until, limit=MOST)


def _rows(ws: Workspace, found: Sequence[Ahead], now: datetime) -> list[AheadRow]:
    zone = ws.settings.zone
    return [
        AheadRow(one.automation_id, one.goal, coming(one.next_due, now, zone), ahead_strip(one.per_hour))
        for one in ahead.coming(ws, found, now, HOURS, ENOUGH)
    ]

"""How the runs of each of the last days ended, of one automation or of all."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.latest import Latest
from nomologi_tui.screens.page import HELP, Page
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.records import DayCount
from nomologi_tui.telling import charts
from nomologi_tui.widgets.day_list import DayList, DayRow, bar_room, day_heading
from nomologi_tui.widgets.keys_line import KeysLine
from nomologi_tui.widgets.lines import Ends, Line
from nomologi_tui.widgets.rows import Rows

FULL = "█"
LEGEND = {
    FULL: "a run that went well, or some where they are many",
    charts.FAILED: "one that failed",
    charts.OTHER: "one that was skipped or stopped",
}


class DaysScreen(Page[datetime | None]):
    """A row for each day. Enter returns the day's first moment, Esc None."""

    NAME = "runs per day"
    LEGEND = LEGEND
    CSS_PATH = "days.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "back", key_display="Esc", id="days.back", tooltip="Back"),
        HELP,
    ]

    def __init__(self, desk: Desk, automation_id: int | None, about: str) -> None:
        super().__init__(desk)
        self._automation = automation_id
        self.top = Ends(f"Runs per day: {about}", "Enter goes to the day's runs", id="top")
        self.list = DayList(id="list")
        self.total = Line(id="total")
        self._begins: list[datetime] = []
        self._counts: Sequence[DayCount] = ()
        self._latest = Latest(self, self._look)
        self._stale = False

    def compose(self) -> ComposeResult:
        yield self.top
        yield Line(day_heading(), id="heading")
        yield self.list
        yield self.total
        yield self.said
        yield KeysLine()

    def on_mount(self) -> None:
        self.list.focus()
        self.total.say("counting …")
        self.set_interval(1, self._tick)
        self._latest.again()

    @on(Page.StoreChanged)
    def _store_changed(self) -> None:
        self._stale = True

    def _tick(self) -> None:
        """What was written since counts once a second: a day may have thousands of runs."""
        if self._stale:
            self._stale = False
            self._latest.again()

    async def _look(self) -> None:
        """Count every day; where no day went by, today alone."""
        begins = charts.days_until(self.desk.ws.clock.now(), self.desk.ws.settings.zone)
        again = begins[-2:] if begins == self._begins else begins
        counted = await self.desk.draw(_per_day, self._automation, again)
        self._counts, self._begins = [*self._counts[: charts.DAYS + 1 - len(again)], *counted], begins
        words = charts.outcome_words(charts.total([one.counts for one in self._counts]))
        self.total.say(f"{charts.DAYS} days: {words}")
        self._show()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        room = bar_room(self.list.size.width)
        self.list.show([_row(one) for one in charts.day_rows(self._counts, self.desk.ws.settings.zone, room, FULL)])

    @on(Rows.Opened, "#list")
    def _opened(self, message: Rows.Opened) -> None:
        self.dismiss(self._begins[-2 - message.index])


def _row(day: charts.Day) -> DayRow:
    numbers = [f"{number:,}" if number else "-" for number in (day.well, day.failed, day.others)]
    well, failed, others = (day.bar.count(mark) * mark for mark in (FULL, charts.FAILED, charts.OTHER))
    return DayRow(day.name, (numbers[0], numbers[1], numbers[2]), (well, failed, others))


def _per_day(reader: Reader, user_id: int, automation_id: int | None, begins: Sequence[datetime]) -> list[DayCount]:
    return reader.charts.per_day(user_id, automation_id, begins)

"""What an automation would have done in the last days, beside what really happened."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from nomologi_tui.screens.automations import deeds
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.listed import FILTER, ListedPage
from nomologi_tui.screens.page import HELP
from nomologi_tui.screens.words import RUN_WORDS
from nomologi_tui.settings.keymap import key
from nomologi_tui.text import counted
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.table_list import Column, TableRow

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from nomologi_tui.usecases.runs.backtest import Backtest, Case

DAYS = (7, 30, 90, 1)  # in the order in which the key goes through them
WOULD = {"run": "RUN", "skip": "SKIP", "fail": "FAIL", "nothing": "-"}
COLOURS = {"run": "good", "skip": "quiet", "fail": "bad"}
Found = tuple[str, Sequence[TableRow]]  # what is said of the whole, and the rows


@dataclass
class Look:
    """A backtest that is being worked out in a thread of its own, and how far it is."""

    days: int
    began: float  # by the monotonic clock
    words: str = "looking …"
    stopped: bool = False

    def goes_on(self, looked: int, of: int) -> bool:
        """Is told by that thread."""
        self.words = f"{looked:,} of {counted(of, 'event')}"
        return not self.stopped


class BacktestScreen(ListedPage):
    """The newest first; Enter opens the run that there really was. It is worked out once for each number of days."""

    NAME = "a backtest"
    BACK = "backtest.back"
    LEGEND: ClassVar[dict[str, str]] = {
        "RUN": "it would have acted", "SKIP": "a condition or a limit would have kept it from that",
        "FAIL": "a step would have failed", "-": "no trigger would see this any more",
        "OTHER": "it would do something else than it really did",
    }  # fmt: skip
    TITLE_WORDS = "What it would have done"
    COLUMNS = (Column("WOULD", 5), Column("AT", 12), Column("REALLY", 6), Column("", 5), Column("WHAT"))
    COUNTED = "event"
    NOTHING = (
        "Nothing would have started it in this time.\n\n"
        "Here stand the times at which its schedules were due, and the events of the runs that its other triggers "
        "really started, as if it had been on all the time as it is now. Nothing is carried out.\n\n"
        "{backtest.days} looks further back, {backtest.back} goes back."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "days", "days", id="backtest.days", tooltip="Look 7, 30, 90 days back, or one"),
        FILTER,
        Binding("escape", "back", "back", key_display="Esc", id="backtest.back", tooltip="Back"),
        HELP,
    ]

    def __init__(self, desk: Desk, automation_id: int) -> None:
        super().__init__(desk)
        self._automation = automation_id
        self._days = DAYS[0]
        self._known: dict[int, Found] = {}  # by the number of days
        self._look: Look | None = None  # that is under way
        self._working: asyncio.Task[None] | None = None

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(1, self._tell_look)

    async def rows(self) -> Sequence[TableRow]:
        while self._days not in self._known:
            if self._working is None:
                self._working = asyncio.create_task(self._work_out(Look(self._days, self.desk.ws.clock.monotonic())))
            await asyncio.shield(self._working)  # who looks again, as others write meanwhile, waits for the same one
        words, rows = self._known[self._days]
        self.about.say(words)
        return rows

    async def _work_out(self, look: Look) -> None:
        self._look = look
        self._tell_look()
        try:
            self._known[look.days] = await self.desk.look(_look, self._automation, look)
        finally:
            self._look = self._working = None

    def on_unmount(self) -> None:
        if self._look is not None:
            self._look.stopped = True

    def _tell_look(self) -> None:
        """How far it is, each second."""
        if self._look is not None:
            took = self.desk.ws.clock.monotonic() - self._look.began
            self.top.say(right=f"{self._look.words}   {took:.0f} s   {key(self.BACK)} stops")

    def action_days(self) -> None:
        if self._look is None:  # one at a time
            self._days = DAYS[(DAYS.index(self._days) + 1) % len(DAYS)]
            self.refresh_rows()

    def action_back(self) -> None:
        if self._look is not None:
            self._look.stopped = True  # what was looked at by now is shown
        else:
            super().action_back()


def _look(ws: Workspace, automation_id: int, look: Look) -> Found:
    from nomologi_tui.telling.backtest import summary_lines
    from nomologi_tui.usecases.runs.backtest import backtest

    one = deeds.find(ws, automation_id)
    found = asyncio.run(backtest(ws, one, look.days, look.goes_on))
    head = f"{one.goal}\nIn the last {counted(look.days, 'day')}, had it been on as it is now:"
    return "\n  ".join([head, *summary_lines(found)]), _rows(found, automation_id, ws.settings.zone)


def _rows(found: "Backtest", automation_id: int, zone: "ZoneInfo") -> list[TableRow]:
    return [_row(number, case, automation_id, zone) for number, case in enumerate(reversed(found.cases))]


def _row(number: int, case: "Case", automation_id: int, zone: "ZoneInfo") -> TableRow:
    at, really = case.at.astimezone(zone), case.really
    other = "OTHER" if case.differs else ""
    none = "no run" if case.existed else "it was not there yet"
    told = f"Really: run {really.id}. {really.summary}" if really else f"Really: {none}."
    return TableRow(
        number,
        (WOULD[case.would], f"{at:%d %b %H:%M}", RUN_WORDS[really.status] if really else "-", other, case.words),
        f"{at:%Y-%m-%d %H:%M:%S} by {case.trigger.replace('_', ' ')}: {case.words}\n{told}",
        state=COLOURS.get(case.would, ""), opens=automation_id if really else 0, run_id=really.id if really else None,
    )  # fmt: skip

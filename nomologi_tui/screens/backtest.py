"""What an automation would have done in the last days, beside what really happened."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from nomologi_tui.screens import deeds
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.listed import FILTER, ListedPage
from nomologi_tui.screens.page import HELP
from nomologi_tui.screens.words import RUN_WORDS
from nomologi_tui.text import counted
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.table_list import Column, TableRow

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from nomologi_tui.usecases.backtest import Backtest, Case

DAYS = (7, 30, 90, 1)  # in the order in which the key goes through them
WOULD = {"run": "RUN", "skip": "SKIP", "fail": "FAIL", "nothing": "-"}
COLOURS = {"run": "good", "skip": "quiet", "fail": "bad"}


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
        self._known: dict[int, tuple[str, Sequence[TableRow]]] = {}  # by the number of days

    async def rows(self) -> Sequence[TableRow]:
        days = self._days
        if days not in self._known:
            self.top.say(right=f"looking at the last {counted(days, 'day')} …")
            self._known[days] = await self.desk.look(_look, self._automation, days)
        words, rows = self._known[days]
        self.about.say(words)
        return rows

    def action_days(self) -> None:
        self._days = DAYS[(DAYS.index(self._days) + 1) % len(DAYS)]
        self.refresh_rows()


def _look(ws: Workspace, automation_id: int, days: int) -> tuple[str, Sequence[TableRow]]:
    import asyncio

    from nomologi_tui.telling.backtest import summary_lines
    from nomologi_tui.usecases.backtest import backtest

    one = deeds.find(ws, automation_id)
    found = asyncio.run(backtest(ws, one, days))
    head = f"{one.goal}\nIn the last {counted(days, 'day')}, had it been on as it is now:"
    return "\n  ".join([head, *summary_lines(found)]), _rows(found, automation_id, ws.settings.zone)


def _rows(found: "Backtest", automation_id: int, zone: "ZoneInfo") -> list[TableRow]:
    return [_row(number, case, automation_id, zone) for number, case in enumerate(reversed(found.cases))]


def _row(number: int, case: "Case", automation_id: int, zone: "ZoneInfo") -> TableRow:
    at, really = case.at.astimezone(zone), case.really
    other = "OTHER" if case.differs else ""
    told = f"Really: run {really.id}. {really.summary}" if really else "Really: no run."
    return TableRow(
        number,
        (WOULD[case.would], f"{at:%d %b %H:%M}", RUN_WORDS[really.status] if really else "-", other, case.words),
        f"{at:%Y-%m-%d %H:%M:%S} by {case.trigger.replace('_', ' ')}: {case.words}\n{told}",
        state=COLOURS.get(case.would, ""), opens=automation_id if really else 0, run_id=really.id if really else None,
    )  # fmt: skip

"""Alerts: what you were told or will be, what is over by now, and by which way."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.binding import Binding, BindingType

from nomologi_tui.model import Alert, AlertState
from nomologi_tui.screens.listed import FILTER, ListedPage
from nomologi_tui.screens.page import HELP
from nomologi_tui.screens.words import ago, coming
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.table_list import Column, TableRow

STATES = {
    "OPEN": "it is not over: it needs you",
    "OVER": "what it told of has ended",
    "HELD": "it is told later: there is a pause between alerts, or quiet hours",
}


class AlertsScreen(ListedPage):
    """The newest first; Enter opens the automation it is about, at its run."""

    NAME = "alerts"
    BACK = "alerts.back"
    LEGEND = STATES
    TITLE_WORDS = "Alerts"
    COLUMNS = (Column("STATE", 5), Column("WHEN", 10), Column("WHAT"))
    COUNTED = "alert"
    NOTHING = (
        "Nothing to tell. Failures, recoveries, and runs that need you or are late stand here. {alerts.back} back."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        FILTER,
        Binding("escape", "back", "back", key_display="Esc", id="alerts.back", tooltip="Back"),
        HELP,
    ]

    async def rows(self) -> Sequence[TableRow]:
        return await self.desk.call(_rows)


def _rows(ws: Workspace) -> list[TableRow]:
    from nomologi_tui.usecases import alerts

    now, zone, way = ws.clock.now(), ws.settings.zone, alerts.channel(ws).words
    return [alert_row(one, now, zone, way) for one in alerts.recent(ws, 200)]


def alert_row(one: Alert, now: datetime, zone: ZoneInfo, way: str) -> TableRow:
    """One alert in words; `way` is how alerts are told now."""
    held = one.state is AlertState.HELD
    state = "HELD" if held else "OVER" if one.over_at else "OPEN"
    by = f"told {coming(one.send_after, now, zone)} by {way}" if held else f"told by {one.channel or 'nobody'}"
    told = f"Not told yet: {one.error}" if one.error else f"It is {by}." if held else f"It was {by}."
    return TableRow(
        one.id, (state, ago(one.created_at, now, zone), one.title), f"{one.body}\n{told}" if one.body else told,
        state={"OPEN": "bad", "HELD": "warn"}.get(state, "quiet"), opens=one.automation_id, run_id=one.run_id,
    )  # fmt: skip

"""The alert about a connection that only a person can log in: one as long as it lasts, over when it works again."""

from datetime import datetime

from sqlalchemy import select

from nomologi_tui.alerting import bodied, titled
from nomologi_tui.model import NEEDS_LOGIN, AlertKind
from nomologi_tui.store import tables
from nomologi_tui.store.alerts.noting import New, put
from nomologi_tui.store.orm import Tx

_ALERT = tables.Alert.__table__
_AUTOMATION = tables.Automation.__table__
_CONNECTION = tables.Connection.__table__
_OPEN = (_ALERT.c.kind == AlertKind.LOGIN.value, _ALERT.c.over_at.is_(None))


def lost(tx: Tx, automation_id: int, connection_id: int, words: str, hint: str, now: datetime) -> bool:
    """Write down that the automation's connection needs a login, unless that is open; whether it was written."""
    if connection_id in _open(tx).values():
        return False
    goal = tx.execute(select(_AUTOMATION.c.goal).where(_AUTOMATION.c.id == automation_id)).scalar_one()
    cause = f"connection {connection_id} since {now.isoformat()}"
    return put(tx, New(automation_id, AlertKind.LOGIN, cause, titled(AlertKind.LOGIN, goal), bodied(words, hint)), now)


def over(tx: Tx) -> list[int]:
    """The open alerts about connections that work again, or are gone."""
    known = _open(tx)
    broken = (_CONNECTION.c.id.in_(known.values()), _CONNECTION.c.status == NEEDS_LOGIN)
    still = set(tx.execute(select(_CONNECTION.c.id).where(*broken)).scalars()) if known else set()
    return [alert for alert, connection in known.items() if connection not in still]


def _open(tx: Tx) -> dict[int, int]:
    """The connections of the open alerts."""
    rows = tx.execute(select(_ALERT.c.id, _ALERT.c.cause).where(*_OPEN)).all()
    return {row.id: int(row.cause.split()[1]) for row in rows}

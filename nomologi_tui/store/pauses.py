"""Pauses: off until a time, or until somebody switches it on. The runner ends those whose time has come."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import and_, func, select, update

from nomologi_tui.model import AutomationStatus, EventType
from nomologi_tui.store import listeners, logs, tables
from nomologi_tui.store.orm import Tx

_AUTOMATION = tables.Automation.__table__
_PAUSED = and_(_AUTOMATION.c.status == AutomationStatus.PAUSED.value, _AUTOMATION.c.deleted_at.is_(None))

Places = Mapping[int, tuple[datetime, datetime | None]]  # by schedule step: counted until when, due next when


def next_end(tx: Tx) -> datetime | None:
    """When the first pause is over; None while there is none that ends by itself."""
    moment: datetime | None = tx.execute(select(func.min(_AUTOMATION.c.paused_until)).where(_PAUSED)).scalar()
    return moment


def over(tx: Tx, now: datetime) -> list[int]:
    """The automations whose pause is over."""
    ended = select(_AUTOMATION.c.id).where(_PAUSED, _AUTOMATION.c.paused_until <= now).order_by(_AUTOMATION.c.id)
    return list(tx.execute(ended).scalars())


def end(tx: Tx, automation_id: int, words: str, now: datetime, places: Places, *, by_hand: bool = False) -> bool:
    """Let it listen again: schedules count from `places`, other triggers go on where they stood.

    False, and nothing changes, when it is not paused any more or, unless `by_hand`, paused for longer now.
    """
    own = () if by_hand else (_AUTOMATION.c.paused_until <= now,)
    active = {"status": AutomationStatus.ACTIVE.value, "paused_until": None, "updated_at": now}
    if not tx.execute(
        update(_AUTOMATION).where(_AUTOMATION.c.id == automation_id, _PAUSED, *own).values(**active)
    ).rowcount:
        return False
    for step_id, (counted, following) in places.items():
        listeners.go_on(tx, step_id, counted, following)
    logs.note(tx, EventType.RESUMED, words, now, automation_id=automation_id)
    return True

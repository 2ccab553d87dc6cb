"""Due times that did not run, one row for each outage of a schedule: the inbox."""

from datetime import datetime

from sqlalchemy import delete, insert, select

from nomologi_tui.model import Event, EventType, Level, Missed
from nomologi_tui.store import convert, logs, orm, tables
from nomologi_tui.store.orm import Tx
from nomologi_tui.store.runs import How, enqueue

_MISSED = tables.Missed.__table__
_AUTOMATION = tables.Automation.__table__


def add(tx: Tx, new: Missed) -> None:
    """Put it into the inbox, unless the same times are there already. Its `id` counts for nothing."""
    same = select(_MISSED.c.id).where(_MISSED.c.step_id == new.step_id, _MISSED.c.last_due == new.last_due)
    if tx.execute(same).first() is None:
        tx.execute(insert(_MISSED).values(
            automation_id=new.automation_id, step_id=new.step_id, first_due=new.first_due, last_due=new.last_due,
            number=new.number, noticed_at=new.noticed_at, reason=new.reason,
        ))  # fmt: skip


def run(tx: Tx, user_id: int, missed_id: int, now: datetime) -> int:
    """Make a run for the latest of these times and take them out of the inbox; the run's id. Raises NotFoundError."""
    one = _need(tx, user_id, missed_id)
    event = Event(f"due:{one.last_due.isoformat()}", {"due": one.last_due.isoformat()}, due=one.last_due)
    how = How(by_hand=True, moves_listener=False)
    made = enqueue(
        tx, one.automation_id, event, now, trigger="schedule", trigger_step_id=one.step_id, how=how
    )  # fmt: skip
    _remove(tx, missed_id)
    return made.run_id


def dismiss(tx: Tx, user_id: int, missed_id: int, now: datetime) -> Missed:
    """Take it out of the inbox; what it was. Raises NotFoundError."""
    one = _need(tx, user_id, missed_id)
    _remove(tx, missed_id)
    words = f"Dismissed: missed since {one.first_due:%Y-%m-%d %H:%M} UTC"
    logs.note(tx, EventType.MISSED, words, now, level=Level.INFO, automation_id=one.automation_id)
    return one


def _need(tx: Tx, user_id: int, missed_id: int) -> Missed:
    wanted = (
        select(_MISSED)
        .join(_AUTOMATION, _AUTOMATION.c.id == _MISSED.c.automation_id)
        .where(_MISSED.c.id == missed_id, _AUTOMATION.c.user_id == user_id)
    )
    row = tx.execute(wanted).mappings().first() if 0 < missed_id <= orm.LARGEST_ID else None
    if row is None:
        raise orm.missing("missed time", missed_id)
    return convert.missed(row)


def _remove(tx: Tx, missed_id: int) -> None:
    tx.execute(delete(_MISSED).where(_MISSED.c.id == missed_id))

"""Due times that did not run, one row for each outage of a schedule: the inbox."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from nomologi_tui.model import Event, EventType, Level, LogEntry, Missed
from nomologi_tui.store import convert, logs, orm, tables
from nomologi_tui.store.orm import Tx
from nomologi_tui.store.runs import How, enqueue

_MISSED = tables.Missed.__table__
_AUTOMATION = tables.Automation.__table__
_LISTENER = tables.Listener.__table__

PIECE = 200  # entries a write


def note(tx: Tx, left_out: Missed, words: str, *, none_runs: bool) -> None:
    """Write down that a schedule missed times, and put what does not run into the inbox.

    `left_out.noticed_at` is now; its `id` counts for nothing, its `number` may be 0. Where none of the times runs, the
    schedule goes on from now.
    """
    now = left_out.noticed_at
    logs.add(tx, [LogEntry(EventType.MISSED, words, Level.WARNING, automation_id=left_out.automation_id)], now)
    if left_out.number and not _is_there(tx, left_out):
        columns = {name: value for name, value in asdict(left_out).items() if name != "id"}
        tx.execute(insert(_MISSED).values(**columns))
    if none_runs:
        tx.execute(update(_LISTENER).where(_LISTENER.c.step_id == left_out.step_id).values(last_due=now))


def _is_there(tx: Tx, one: Missed) -> bool:
    """An earlier runner may have been killed at this point."""
    same = select(_MISSED.c.id).where(_MISSED.c.step_id == one.step_id, _MISSED.c.last_due == one.last_due)
    return tx.execute(same).first() is not None


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


def run_some(tx: Tx, user_id: int, now: datetime) -> list[int]:
    """Make a run for the latest time of each of the user's oldest entries; the ids, none where none is left.

    Call again, each a write, until it returns none: thousands at once would keep others waiting.
    """
    mine = (_AUTOMATION.c.user_id == user_id, _AUTOMATION.c.deleted_at.is_(None))
    wanted = select(_MISSED.c.id).join(_AUTOMATION, _AUTOMATION.c.id == _MISSED.c.automation_id).where(*mine)
    ids = tx.execute(wanted.order_by(_MISSED.c.last_due, _MISSED.c.id).limit(PIECE)).scalars().all()
    return [run(tx, user_id, missed_id, now) for missed_id in ids]


def dismiss(tx: Tx, user_id: int, missed_id: int, now: datetime) -> Missed:
    """Take it out of the inbox; what it was. Raises NotFoundError."""
    one = _need(tx, user_id, missed_id)
    _remove(tx, missed_id)
    words = f"Dismissed: missed since {one.first_due:%Y-%m-%d %H:%M} UTC"
    logs.note(tx, EventType.MISSED, words, now, level=Level.INFO, automation_id=one.automation_id)
    return one


def dismiss_all(tx: Tx, user_id: int, now: datetime) -> int:
    """Take everything of the user out of the inbox; how many entries that were."""
    mine = select(_AUTOMATION.c.id).where(_AUTOMATION.c.user_id == user_id)
    ids = tx.execute(select(_MISSED.c.id).where(_MISSED.c.automation_id.in_(mine))).scalars().all()
    for missed_id in ids:
        dismiss(tx, user_id, missed_id, now)
    return len(ids)


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

"""What digests have collected: kept with the end of the step that gave it, sent as one run, each value once.

Sending makes that run and removes the values in one transaction; from there on the run's own promises hold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select

from nomologi_tui.model import Event, EventType, Level, StepRecord
from nomologi_tui.store import logs, tables
from nomologi_tui.store.orm import Tx
from nomologi_tui.store.runs.queue import How, enqueue
from nomologi_tui.store.runs.steps import end_step

TRIGGER = "digest"
_COLLECTED = tables.Collected.__table__
_STEP = tables.AutomationStep.__table__
_AUTOMATION = tables.Automation.__table__
_KEPT = (_COLLECTED.c.step_id == _STEP.c.id, _STEP.c.automation_id == _AUTOMATION.c.id)


@dataclass(frozen=True, slots=True)
class Addition:
    """A value for a digest: sent when `most` are there, or at `due` of the first of them."""

    value: Any
    heading: str
    due: datetime
    most: int


def end_collecting(tx: Tx, record: StepRecord, now: datetime, memory: Mapping[str, Any], new: Addition) -> None:
    """Write down how the step went, and keep its value; makes the digest's run when it is the last one wanted.

    Of a step that an edit has just removed nothing is kept; the log says so.
    """
    end_step(tx, record, now, memory)
    automation_id = tx.execute(select(_STEP.c.automation_id).where(_STEP.c.id == record.step_id)).scalar()
    if automation_id is None or record.step_id is None:
        words = "Not collected: an edit has removed the digest"
        logs.note(tx, EventType.OUTPUT, words, now, level=Level.WARNING, run_id=record.run_id)
        return
    _keep(tx, record.step_id, record, new, now)
    if tx.execute(select(func.count()).where(_COLLECTED.c.step_id == record.step_id)).scalar_one() >= new.most:
        _send(tx, automation_id, record.step_id, now)


def next_due(tx: Tx) -> datetime | None:
    """When the first digest is to be sent; those of automations in the trash wait there."""
    wanted = select(func.min(_COLLECTED.c.due)).where(*_KEPT, _AUTOMATION.c.deleted_at.is_(None))
    moment: datetime | None = tx.execute(wanted).scalar()
    return moment


def send_due(tx: Tx, now: datetime) -> int:
    """Make a run of each digest whose time has come; how many."""
    due = (
        select(_STEP.c.automation_id, _STEP.c.id)
        .where(*_KEPT, _AUTOMATION.c.deleted_at.is_(None), _COLLECTED.c.due <= now)
        .distinct()
    )
    found = tx.execute(due).all()
    for automation_id, step_id in found:
        _send(tx, automation_id, step_id, now)
    return len(found)


def dropped(tx: Tx, automation_id: int, step_ids: Sequence[int], now: datetime) -> None:
    """Say in the log what goes with these steps."""
    number = tx.execute(select(func.count()).where(_COLLECTED.c.step_id.in_(step_ids))).scalar_one()
    if number:
        words = f"{number} collected {'value goes' if number == 1 else 'values go'} with the digest that was removed"
        logs.note(tx, EventType.OUTPUT, words, now, level=Level.WARNING, automation_id=automation_id)


def _keep(tx: Tx, step_id: int, record: StepRecord, new: Addition, now: datetime) -> None:
    """Together with what is there already: the first one's time counts for all."""
    first = tx.execute(select(func.min(_COLLECTED.c.due)).where(_COLLECTED.c.step_id == step_id)).scalar()
    values = {
        "step_id": step_id, "run_id": record.run_id, "place": record.place, "value": new.value, "heading": new.heading,
        "collected_at": now, "due": min(first or new.due, new.due),
    }  # fmt: skip
    tx.execute(insert(_COLLECTED).values(**values))


def _send(tx: Tx, automation_id: int, step_id: int, now: datetime) -> None:
    """One run with all the values. Its lane is its own, and no limit counts: it is what earlier runs have left."""
    mine = _COLLECTED.c.step_id == step_id
    rows = tx.execute(select(_COLLECTED).where(mine).order_by(_COLLECTED.c.id)).mappings().all()
    event = Event(f"{TRIGGER}:{step_id}:{rows[-1]['id']}", _data(rows))
    how = How(key=f"{TRIGGER}:{step_id}", by_hand=True, only_inside=step_id)
    enqueue(tx, automation_id, event, now, trigger=TRIGGER, how=how)
    tx.execute(delete(_COLLECTED).where(mine))


def _data(rows: Sequence[Any]) -> dict[str, Any]:
    """What the steps inside see: all values in their order, and the same under their headings."""
    groups: dict[str, list[Any]] = {}
    for row in rows:
        groups.setdefault(row["heading"], []).append(row["value"])
    named = [{"name": name, "items": items, "count": len(items)} for name, items in groups.items()]
    return {
        "items": [row["value"] for row in rows], "groups": named, "count": len(rows),
        "since": rows[0]["collected_at"].isoformat(), "runs": [row["run_id"] for row in rows],
    }  # fmt: skip

"""The health of the triggers, and where each goes on after a restart."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, insert, select, update

from nomologi_tui.model import EventType, Level, Listener, ListenerState, LogEntry, Step, StepType
from nomologi_tui.store import convert, logs, orm, tables
from nomologi_tui.store.alerts import noting
from nomologi_tui.store.hot import Hot
from nomologi_tui.store.orm import Tx
from nomologi_tui.text import clean_line

_LISTENER = tables.Listener.__table__
_THIS = _LISTENER.c.step_id == bindparam("step")
_INSERT = Hot(insert(_LISTENER), "step_id", "automation_id", "block", "state", "detail")
_STATE = Hot(select(_LISTENER.c.state).where(_THIS))
_REPORT = Hot(update(_LISTENER).where(_THIS), "state", "detail")
_NEXT_DUE = Hot(update(_LISTENER).where(_THIS), "next_due")


def sync(tx: Tx, automation_id: int, steps: Sequence[Step], *, new: bool = False) -> None:
    """A row for each trigger step; those of removed steps vanish with them. `new`: none of them has one yet."""
    kept = set() if new else _known(tx, automation_id)
    for step in steps:
        if step.type is StepType.TRIGGER and step.id not in kept:
            row = {"step_id": step.id, "automation_id": automation_id, "block": step.block, "detail": ""}
            _INSERT.change(tx, row | {"state": ListenerState.OFF.value})


def _known(tx: Tx, automation_id: int) -> set[int]:
    return set(tx.execute(select(_LISTENER.c.step_id).where(_LISTENER.c.automation_id == automation_id)).scalars())


def report(
    tx: Tx, step_id: int, automation_id: int, block: str, state: ListenerState, detail: str, now: datetime
) -> None:
    """Write down how a listener is; a change from or to a lost one goes to the log.

    A step that an edit has just removed is passed over: its listener only does not know yet.
    """
    if state is ListenerState.OK:
        listen(tx, [step_id], now)
        return
    before = _STATE.rows(tx, {"step": step_id})
    if not before:
        return
    _REPORT.change(tx, {"step": step_id, "state": state.value, "detail": clean_line(detail)})
    was, words = ListenerState(before[0][0]), f"{block}: {detail}".rstrip(": ")
    if state.is_lost and not was.is_lost:
        text = f"Not listening ({words})"
        logs.note(tx, EventType.LISTENER_LOST, text, now, automation_id=automation_id, level=Level.ERROR)
    if state is not was:
        _note(tx, automation_id, step_id, state, words, now)


def _note(tx: Tx, automation_id: int, step_id: int, state: ListenerState, words: str, now: datetime) -> None:
    if state.is_lost:
        noting.trigger_lost(tx, automation_id, step_id, words, now)
    else:
        noting.trigger_off(tx, automation_id, step_id, now)


def listen(tx: Tx, step_ids: Collection[int], now: datetime) -> None:
    """These triggers listen, thousands at a start: the log says so of those that did not, as `report` would."""
    these = _LISTENER.c.step_id.in_(step_ids)
    columns = (_LISTENER.c.step_id, _LISTENER.c.automation_id, _LISTENER.c.block)
    begun = tx.execute(select(*columns).where(these, _LISTENER.c.state != ListenerState.OK.value)).all()
    values = {"state": ListenerState.OK.value, "detail": "", "last_alive": now}
    tx.execute(update(_LISTENER).where(these).values(**values))
    said = [
        LogEntry(EventType.LISTENER_READY, _ready_words(block), automation_id=automation_id)
        for _, automation_id, block in begun
    ]
    logs.add(tx, said, now)
    noting.triggers_listen(tx, {step_id: block for step_id, _, block in begun}, now)


def _ready_words(block: str) -> str:
    return "Ready to be started by hand" if block == "manual" else f"Listening ({block})"


def heartbeat(tx: Tx, step_ids: Collection[int], now: datetime) -> None:
    """These listeners gave a sign of life."""
    tx.execute(update(_LISTENER).where(_LISTENER.c.step_id.in_(step_ids)).values(last_alive=now))


def begin(tx: Tx, step_id: int, now: datetime, next_due: datetime | None) -> None:
    """Forget what was seen before: it is switched on, and listens from now on."""
    values = {"cursor": None, "last_due": now, "next_due": next_due}
    tx.execute(update(_LISTENER).where(_LISTENER.c.step_id == step_id).values(**values))
    accept_clock(tx, now, _LISTENER.c.step_id == step_id)


def accept_clock(tx: Tx, now: datetime, *which: ColumnElement[bool]) -> int:
    """Take `now` for true, and for wrong what listeners have from later; how many that were. All, or `which`."""
    changed: set[int] = set()
    for column in (_LISTENER.c.last_due, _LISTENER.c.last_alive):
        later = update(_LISTENER).where(column > now, *which).values({column: now}).returning(_LISTENER.c.step_id)
        changed.update(tx.execute(later).scalars())
    return len(changed)


def go_on(tx: Tx, step_id: int, last_due: datetime, next_due: datetime | None) -> None:
    """Let a schedule count from `last_due` on; what it keeps beside that stays."""
    tx.execute(update(_LISTENER).where(_LISTENER.c.step_id == step_id).values(last_due=last_due, next_due=next_due))


def remember(tx: Tx, step_id: int, cursor: dict[str, Any]) -> None:
    """Keep a trigger's cursor without an event."""
    tx.execute(update(_LISTENER).where(_LISTENER.c.step_id == step_id).values(cursor=cursor))


def set_next_due(tx: Tx, step_id: int, next_due: datetime | None) -> None:
    """When a schedule is due next; None: never."""
    _NEXT_DUE.change(tx, {"step": step_id, "next_due": next_due})


def get(tx: Tx, step_id: int) -> Listener | None:
    row = tx.execute(select(_LISTENER).where(_LISTENER.c.step_id == step_id)).mappings().first()
    return convert.listener(row) if row else None


def of(tx: Tx, automation_id: int) -> list[Listener]:
    """Those of one automation."""
    found = tx.execute(
        select(_LISTENER).where(_LISTENER.c.automation_id == automation_id).order_by(_LISTENER.c.step_id)
    )
    return [convert.listener(row) for row in found.mappings()]


def all(tx: Tx) -> list[Listener]:  # noqa: A001 - read as `listeners.all`
    return [convert.listener(row) for row in orm.rows(tx.execute(select(_LISTENER).order_by(_LISTENER.c.step_id)))]


def all_off(tx: Tx, now: datetime) -> None:
    """No runner, so nothing listens. What is due next is kept: a reader sees what will be missed."""
    values = {"state": ListenerState.OFF.value, "detail": f"no runner since {now:%Y-%m-%d %H:%M} UTC"}
    tx.execute(update(_LISTENER).where(_LISTENER.c.state != ListenerState.OFF.value).values(**values))

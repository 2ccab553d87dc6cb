"""Taking events in: a cause becomes a run exactly once, in the same transaction that moves its listener on."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, insert, select, update

from nomologi_tui.errors import NotFoundError
from nomologi_tui.model import Event, EventType, RunMode, RunStatus
from nomologi_tui.store import logs, tables
from nomologi_tui.store.hot import Hot
from nomologi_tui.store.orm import Tx
from nomologi_tui.store.records import Enqueued

_AUTOMATION = tables.Automation.__table__
_RUN = tables.ExecutionRun.__table__
_LISTENER = tables.Listener.__table__

_SAME_DUE = select(_RUN.c.id).where(
    _RUN.c.trigger_step_id == bindparam("trigger_step_id"), _RUN.c.due == bindparam("due")
)
_SAME_EVENT = select(_RUN.c.id).where(
    _RUN.c.automation_id == _AUTOMATION.c.id, _RUN.c.event_id == bindparam("event_id")
)
_WANTED = Hot(
    select(
        _AUTOMATION.c.revision, _AUTOMATION.c.configuration["mode"].as_string(),
        func.coalesce(_SAME_DUE.scalar_subquery(), _SAME_EVENT.scalar_subquery()),
    ).where(_AUTOMATION.c.id == bindparam("automation_id"), _AUTOMATION.c.deleted_at.is_(None))
)  # fmt: skip
_INSERT = Hot(
    insert(_RUN).returning(_RUN.c.id), "automation_id", "trigger_step_id", "due", "event_id", "input", "revision",
    "trigger", "created_at", "status", "summary", "error", "attempt", "cancel_requested",
)  # fmt: skip
_OLDER = select(_RUN.c.id).where(
    and_(
        _RUN.c.automation_id == bindparam("automation"),
        _RUN.c.status == RunStatus.PENDING.value,
        _RUN.c.finished_at.is_(None),
        _RUN.c.id < bindparam("newer"),
    )
)
_OLDER_DUE = _OLDER.where(_RUN.c.due.is_not(None))
_REPLACED = "A newer run of the same automation took its place"


def enqueue(
    tx: Tx,
    automation_id: int,
    event: Event,
    now: datetime,
    *,
    trigger: str,
    trigger_step_id: int | None = None,
    next_due: datetime | None = None,
) -> Enqueued:
    """Make a pending run of `event`, or say which run it has already; its listener moves on either way.

    `trigger` is the block's name or `manual`; `next_due` counts for schedules (events that are due) only.
    Raises NotFoundError when the automation is gone.
    """
    cause = {
        "automation_id": automation_id, "trigger_step_id": trigger_step_id, "due": event.due,
        "event_id": event.id or None,
    }  # fmt: skip
    wanted = _WANTED.rows(tx, cause)
    if not wanted:
        raise NotFoundError(f"There is no automation {automation_id}.", "It was deleted; nothing was queued.")
    if trigger_step_id is not None:
        _move_on(tx, trigger_step_id, event, next_due)
    revision, mode, known = wanted[0]
    if known is not None:
        return Enqueued(known, new=False)
    run_id = _insert(tx, {**cause, "input": event.data, "revision": revision, "trigger": trigger, "created_at": now})
    logs.note(tx, EventType.QUEUED, f"Queued by {trigger}", now, automation_id=automation_id, run_id=run_id)
    _make_room(tx, automation_id, run_id, RunMode(mode), event, now)
    return Enqueued(run_id, new=True)


def _move_on(tx: Tx, step_id: int, event: Event, next_due: datetime | None) -> None:
    values: dict[str, Any] = {}
    if event.due is not None:
        values |= {"last_due": event.due, "next_due": next_due}
    if event.cursor is not None:
        values["cursor"] = event.cursor
    if values:
        tx.execute(update(_LISTENER).where(_LISTENER.c.step_id == step_id).values(**values))


def _insert(tx: Tx, row: dict[str, Any]) -> int:
    new = {"status": RunStatus.PENDING.value, "summary": "", "error": "", "attempt": 1, "cancel_requested": False}
    return int(_INSERT.rows(tx, row | new)[0][0])


def _make_room(tx: Tx, automation_id: int, run_id: int, mode: RunMode, event: Event, now: datetime) -> None:
    """`single` keeps a schedule's newest waiting run only; `restart` gives way to the newest in any case."""
    values = {"automation": automation_id, "newer": run_id}
    older: list[int] = []
    if mode is RunMode.RESTART:
        older = list(tx.execute(_OLDER, values).scalars())
        ask_to_stop(tx, and_(_RUN.c.automation_id == automation_id, _RUN.c.status == RunStatus.RUNNING.value))
    elif mode is RunMode.SINGLE and event.due is not None:
        older = list(tx.execute(_OLDER_DUE, values).scalars())
    for one in older:
        _skip(tx, automation_id, one, now)


def ask_to_stop(tx: Tx, which: Any) -> None:
    """Mark running runs; the runner that holds them looks for the mark."""
    tx.execute(update(_RUN).where(which, _RUN.c.finished_at.is_(None)).values(cancel_requested=True))


def _skip(tx: Tx, automation_id: int, run_id: int, now: datetime) -> None:
    values = {"status": RunStatus.SKIPPED.value, "summary": _REPLACED, "finished_at": now}
    tx.execute(update(_RUN).where(_RUN.c.id == run_id).values(**values))
    logs.note(tx, EventType.SKIPPED, _REPLACED, now, automation_id=automation_id, run_id=run_id)

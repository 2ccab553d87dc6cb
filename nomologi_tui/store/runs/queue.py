"""Taking events in: a cause becomes a run exactly once, in the same transaction that moves its listener on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, insert, or_, select, update

from nomologi_tui.errors import NotFoundError
from nomologi_tui.model import (
    REPLACED,
    AlertKind,
    CatchUp,
    Event,
    EventType,
    Level,
    Run,
    RunMode,
    RunStatus,
    WaitingFor,
    started_by,
)
from nomologi_tui.store import logs, tables
from nomologi_tui.store.hot import Hot
from nomologi_tui.store.orm import Tx
from nomologi_tui.store.records import Enqueued
from nomologi_tui.store.runs.limits import FULL, Limits, Refusal, refusal, refused_by_now

_AUTOMATION = tables.Automation.__table__
_RUN = tables.ExecutionRun.__table__
_LISTENER = tables.Listener.__table__
_HOW = _AUTOMATION.c.configuration

_SAME_DUE = select(_RUN.c.id).where(
    _RUN.c.trigger_step_id == bindparam("trigger_step_id"), _RUN.c.due == bindparam("due")
)
_SAME_EVENT = select(_RUN.c.id).where(
    _RUN.c.automation_id == _AUTOMATION.c.id, _RUN.c.event_id == bindparam("event_id")
)
_RULES = (
    _HOW["mode"].as_string(), _HOW["cooldown"].as_float(), _HOW["at_most"].as_integer(), _HOW["period"].as_float(),
    _HOW["catch_up"].as_string(),
)  # fmt: skip
_WANTED = Hot(
    select(
        _AUTOMATION.c.revision, func.coalesce(_SAME_DUE.scalar_subquery(), _SAME_EVENT.scalar_subquery()), *_RULES
    ).where(_AUTOMATION.c.id == bindparam("automation_id"), _AUTOMATION.c.deleted_at.is_(None))
)  # fmt: skip
_INSERT = Hot(
    insert(_RUN).returning(_RUN.c.id), "automation_id", "trigger_step_id", "due", "event_id", "input", "revision",
    "trigger", "created_at", "status", "summary", "error", "attempt", "cancel_requested", "finished_at", "key",
    "worked", "replay_of", "ignores_conditions", "only_inside",
)  # fmt: skip
_MOVED = update(_LISTENER).where(_LISTENER.c.step_id == bindparam("step"))
_MOVE_DUE = Hot(_MOVED, "last_due", "next_due")
_MOVE_CURSOR = Hot(_MOVED, "cursor")
_NEW = {
    "status": RunStatus.PENDING.value, "summary": "", "error": "", "attempt": 1, "cancel_requested": False,
    "finished_at": None, "worked": 0.0,
}  # fmt: skip
_LANE = and_(
    _RUN.c.automation_id == bindparam("automation"),
    _RUN.c.key.is_not_distinct_from(bindparam("lane")),
    _RUN.c.finished_at.is_(None),
    _RUN.c.id < bindparam("newer"),
)
_NOT_BEGUN = and_(_RUN.c.status == RunStatus.PENDING.value, _RUN.c.started_at.is_(None))
_OLDER_DUE = Hot(select(_RUN.c.id).where(_LANE, _NOT_BEGUN, _RUN.c.due.is_not(None)))
_OLDER = select(_RUN.c.id).where(
    _LANE,
    or_(
        _RUN.c.status == RunStatus.PENDING.value,
        _RUN.c.waiting_for.in_([WaitingFor.RETRY.value, WaitingFor.TIME.value, WaitingFor.CREDENTIALS.value]),
    ),
)
_RUNNING = and_(_LANE, _RUN.c.status == RunStatus.RUNNING.value)
_ALERT = tables.Alert.__table__
_LATE = update(_ALERT).where(
    _ALERT.c.automation_id == bindparam("automation"), _ALERT.c.kind == AlertKind.LATE.value,
    _ALERT.c.over_at.is_(None), _ALERT.c.run_id == bindparam("replaced"),
)  # fmt: skip
_STAYS_LATE = Hot(_LATE, "run_id")
_HOUR = 3_600.0
UNNAMED = "No value for “per”: {reason}. It takes turns with all runs without one."


@dataclass(frozen=True, slots=True)
class How:
    """How an event's run differs from the usual one."""

    key: str | None = None  # what the configuration's `per` came to for this event
    by_hand: bool = False  # a person wants it now: neither cooldown nor limit counts
    revision: int | None = None  # of the automation; None: the newest
    replay_of: int | None = None
    ignores_conditions: bool = False
    only_inside: int | None = None  # a digest's step: what it sends is never replaced by a newer run
    moves_listener: bool = True  # False: its trigger is long past this event
    unfilled: str = ""  # why `per` came to nothing for this event


def enqueue(
    tx: Tx,
    automation_id: int,
    event: Event,
    now: datetime,
    *,
    trigger: str,
    trigger_step_id: int | None = None,
    next_due: datetime | None = None,
    how: How = How(),
) -> Enqueued:
    """Make a run of `event`, or say which run it has already; its listener moves on either way.

    The run is pending, or skipped at once where a limit of its automation forbids it. `trigger` is the block's name or
    `manual`; `next_due` counts for schedules (events that are due) only. Raises NotFoundError when the automation is
    gone.
    """
    cause = {
        "automation_id": automation_id, "trigger_step_id": trigger_step_id, "due": event.due,
        "event_id": event.id or None,
    }  # fmt: skip
    wanted = _WANTED.rows(tx, cause)
    if not wanted:
        raise NotFoundError(f"There is no automation {automation_id}.", "It was deleted; nothing was queued.")
    if trigger_step_id is not None and how.moves_listener:
        _move_on(tx, trigger_step_id, event, next_due)
    revision, known, *rules = wanted[0]
    if known is not None:
        return Enqueued(known, new=False)
    limits = _limits(*rules)
    row = cause | {
        "input": event.data, "revision": how.revision or revision, "trigger": trigger, "created_at": now,
        "key": how.key, "replay_of": how.replay_of, "ignores_conditions": how.ignores_conditions,
        "only_inside": how.only_inside,
    }  # fmt: skip
    refused = Refusal() if how.by_hand else refusal(tx, automation_id, how.key, limits, now)
    if refused.words and not refused.yet:
        level = Level.WARNING if refused.words == FULL else Level.INFO  # nobody asked for that one to be left out
        return _insert_skipped(tx, row, _left_out(refused.words), now, level)
    run_id = _insert(tx, row | {"summary": refused.words})
    logs.note(tx, EventType.QUEUED, f"Queued by {started_by(trigger)}", now, automation_id=automation_id, run_id=run_id)
    if how.unfilled:
        words = UNNAMED.format(reason=how.unfilled.rstrip("."))
        logs.note(tx, EventType.OUTPUT, words, now, level=Level.WARNING, automation_id=automation_id, run_id=run_id)
    if how.only_inside is None:
        lane = {"automation": automation_id, "lane": how.key, "newer": run_id}
        _make_room(tx, lane, limits, now, of_schedule=event.due is not None and not how.by_hand)
    return Enqueued(run_id, new=True)


def skipped_by_now(tx: Tx, run: Run, now: datetime) -> str:
    """The summary of a run that was let in while nobody knew whether it may be, when it may not; else empty."""
    rules = tx.execute(select(*_RULES).where(_AUTOMATION.c.id == run.automation_id)).one()
    words = refused_by_now(tx, run, _limits(*rules), now)
    return _left_out(words) if words else ""


def _left_out(reason: str) -> str:
    return f"Skipped, {reason}."


def _limits(
    mode: str | None, cooldown: float | None, at_most: int | None, period: float | None, catch_up: str | None
) -> Limits:
    """An automation that an older version stored lacks some of them."""
    each = catch_up == CatchUp.EACH
    return Limits(RunMode(mode or RunMode.SINGLE), cooldown or 0.0, at_most or 0, period or _HOUR, keeps_each=each)


def _move_on(tx: Tx, step_id: int, event: Event, next_due: datetime | None) -> None:
    if event.due is not None:
        _MOVE_DUE.change(tx, {"step": step_id, "last_due": event.due, "next_due": next_due})
    if event.cursor is not None:
        _MOVE_CURSOR.change(tx, {"step": step_id, "cursor": event.cursor})


def _insert(tx: Tx, row: dict[str, Any]) -> int:
    return int(_INSERT.rows(tx, _NEW | row)[0][0])


def _insert_skipped(tx: Tx, row: dict[str, Any], reason: str, now: datetime, level: Level) -> Enqueued:
    run_id = _insert(tx, row | {"status": RunStatus.SKIPPED.value, "summary": reason, "finished_at": now})
    logs.note(tx, EventType.SKIPPED, reason, now, level=level, automation_id=row["automation_id"], run_id=run_id)
    return Enqueued(run_id, new=True)


def _make_room(tx: Tx, lane: dict[str, Any], limits: Limits, now: datetime, *, of_schedule: bool) -> None:
    """`single` keeps a schedule's newest waiting run only; `restart` gives way to the newest in any case."""
    older: list[int] = []
    if limits.mode is RunMode.RESTART:
        older = list(tx.execute(_OLDER, lane).scalars())
        ask_to_stop(tx, _RUNNING, REPLACED, lane)
    elif limits.mode is RunMode.SINGLE and of_schedule and not limits.keeps_each:
        older = [id_ for (id_,) in _OLDER_DUE.rows(tx, lane)]
    for one in older:
        _skip(tx, lane["automation"], one, now)
        _STAYS_LATE.change(tx, {"automation": lane["automation"], "replaced": one, "run_id": lane["newer"]})


def ask_to_stop(tx: Tx, which: Any, reason: str = "", values: dict[str, Any] | None = None) -> None:
    """Mark running runs; the runner that holds them looks for the mark. They end with `reason` as their summary."""
    words = {"summary": reason} if reason else {}
    tx.execute(update(_RUN).where(which, _RUN.c.finished_at.is_(None)).values(cancel_requested=True, **words), values)


def _skip(tx: Tx, automation_id: int, run_id: int, now: datetime) -> None:
    values = {
        "status": RunStatus.SKIPPED.value, "summary": REPLACED, "finished_at": now, "resume_at": None,
        "waiting_for": None,
    }  # fmt: skip
    tx.execute(update(_RUN).where(_RUN.c.id == run_id).values(**values))
    logs.note(tx, EventType.SKIPPED, REPLACED, now, automation_id=automation_id, run_id=run_id)

"""Alerts written in the same transaction as what they tell of: no crash comes between, and none is written twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from nomologi_tui.alerting import SETTLE, bodied, first_look, titled
from nomologi_tui.model import AlertKind, AlertState, Configuration, RunStatus, WaitingFor
from nomologi_tui.store import convert, tables
from nomologi_tui.store.hot import Hot
from nomologi_tui.store.orm import Tx

_ALERT = tables.Alert.__table__
_RUN = tables.ExecutionRun.__table__
_AUTOMATION = tables.Automation.__table__
_MOMENTS = frozenset({AlertKind.RECOVERED, AlertKind.LISTENING, AlertKind.MISSED})  # over as soon as they are told of

_OPEN = (_ALERT.c.automation_id == bindparam("automation"), _ALERT.c.over_at.is_(None))
_FAILED, _LOST = _ALERT.c.kind == AlertKind.FAILED.value, _ALERT.c.kind == AlertKind.LOST.value
# Asked at the end of each run and of each trigger: they have to be quick.
_WORKS_AGAIN = Hot(update(_ALERT).where(*_OPEN, _FAILED).returning(_ALERT.c.id), "over_at")
_OFF = Hot(update(_ALERT).where(*_OPEN, _LOST, _ALERT.c.step_id == bindparam("step")), "over_at")


@dataclass(frozen=True, slots=True)
class New:
    """An alert to be. The same `cause` of the same automation and kind is told once."""

    automation_id: int
    kind: AlertKind
    cause: str
    title: str
    body: str
    run_id: int | None = None
    step_id: int | None = None


def put(tx: Tx, new: New, now: datetime) -> bool:
    """Write it down, unless the same happening has its alert already."""
    if is_known(tx, new):
        return False
    tx.execute(insert(_ALERT).values(
        automation_id=new.automation_id, kind=new.kind.value, cause=new.cause, title=new.title, body=new.body,
        run_id=new.run_id, step_id=new.step_id, state=AlertState.HELD.value, created_at=now,
        send_after=first_look(new.kind, now), over_at=now if new.kind in _MOMENTS else None,
        tries=0, error="", channel="",
    ))  # fmt: skip
    return True


def is_known(tx: Tx, new: New) -> bool:
    """Whether the same happening has its alert."""
    same = (_ALERT.c.automation_id == new.automation_id, _ALERT.c.kind == new.kind.value, _ALERT.c.cause == new.cause)
    return tx.execute(select(_ALERT.c.id).where(*same)).first() is not None


def run_ended(tx: Tx, automation_id: int, run_id: int, status: RunStatus, words: str, now: datetime) -> None:
    """A failure that completes a streak is told, and the first success after it; the runs between are not."""
    if status is RunStatus.FAILURE:
        _run_failed(tx, automation_id, run_id, words, now)
    elif status is RunStatus.SUCCESS and _WORKS_AGAIN.rows(tx, {"automation": automation_id, "over_at": now}):
        goal, configuration = _about(tx, automation_id)
        if configuration.alert_on_failure:
            title = titled(AlertKind.RECOVERED, goal)
            new = New(automation_id, AlertKind.RECOVERED, f"run {run_id}", title, bodied(words, ""), run_id)
            put(tx, new, now)


def _run_failed(tx: Tx, automation_id: int, run_id: int, words: str, now: datetime) -> None:
    goal, configuration = _about(tx, automation_id)
    if not configuration.alert_on_failure or _is_open(tx, automation_id, AlertKind.FAILED):
        return
    streak = configuration.alert_after
    if streak > 1 and not _all_failed(tx, automation_id, streak):
        return
    row = f"{streak} failures in a row." if streak > 1 else ""
    body = bodied(row, words, f"Each step: nomologi trace {run_id}")
    title = titled(AlertKind.FAILED, goal)
    put(tx, New(automation_id, AlertKind.FAILED, f"run {run_id}", title, body, run_id), now)


def _all_failed(tx: Tx, automation_id: int, number: int) -> bool:
    """Whether the last `number` runs failed; skipped and cancelled ones say nothing."""
    outcomes = (RunStatus.SUCCESS.value, RunStatus.FAILURE.value)
    where = (_RUN.c.automation_id == automation_id, _RUN.c.status.in_(outcomes))
    last = tx.execute(select(_RUN.c.status).where(*where).order_by(_RUN.c.id.desc()).limit(number)).scalars().all()
    return len(last) == number and set(last) == {RunStatus.FAILURE.value}


def run_waits(tx: Tx, run_id: int, waiting_for: WaitingFor, reason: str, now: datetime) -> None:
    """A run needs the user's word. Each time that it does is told."""
    if waiting_for not in (WaitingFor.DECISION, WaitingFor.APPROVAL):
        return
    run = tx.execute(select(_RUN).where(_RUN.c.id == run_id)).mappings().one()
    goal, configuration = _about(tx, run["automation_id"])
    if configuration.alert_on_trouble:
        body = bodied(reason, f"Say: nomologi approve {run_id}   or: nomologi deny {run_id}")
        cause = f"run {run_id} attempt {run['attempt']} step {run['step_id']} {waiting_for}"
        new = New(run["automation_id"], AlertKind.WAITING, cause, titled(AlertKind.WAITING, goal), body, run_id)
        put(tx, new, now)


def trigger_lost(tx: Tx, automation_id: int, step_id: int, words: str, now: datetime) -> None:
    """A trigger does not listen. Lost again within a minute is the same loss."""
    goal, configuration = _about(tx, automation_id)
    if not configuration.alert_on_trouble or _is_open(tx, automation_id, AlertKind.LOST, step_id):
        return
    same = (_ALERT.c.step_id == step_id, _ALERT.c.kind == AlertKind.LOST.value)
    young = (_ALERT.c.state == AlertState.HELD.value, _ALERT.c.created_at > now - SETTLE)
    if tx.execute(update(_ALERT).where(*same, *young).values(over_at=None)).rowcount:
        return
    cause = f"step {step_id} since {now.isoformat()}"
    body = bodied(words, "How each trigger fares: nomologi status")
    put(tx, New(automation_id, AlertKind.LOST, cause, titled(AlertKind.LOST, goal), body, step_id=step_id), now)


def triggers_listen(tx: Tx, blocks: Mapping[int, str], now: datetime) -> None:
    """Triggers, by step with their blocks, listen: told of those whose loss was told or is about to be."""
    lost = update(_ALERT).where(_ALERT.c.over_at.is_(None), _LOST, _ALERT.c.step_id.in_(blocks)).values(over_at=now)
    for row in tx.execute(lost.returning(_ALERT.c.automation_id, _ALERT.c.step_id, _ALERT.c.created_at)).all():
        if row.created_at <= now - SETTLE:
            goal, _ = _about(tx, row.automation_id)
            cause = f"step {row.step_id} since {row.created_at.isoformat()}"
            words = f"Its trigger “{blocks[row.step_id]}” listens again."
            title, body = titled(AlertKind.LISTENING, goal), bodied(words, "")
            put(tx, New(row.automation_id, AlertKind.LISTENING, cause, title, body, step_id=row.step_id), now)


def trigger_off(tx: Tx, automation_id: int, step_id: int, now: datetime) -> None:
    """A trigger shall not listen any more: its loss is over."""
    _OFF.change(tx, {"automation": automation_id, "step": step_id, "over_at": now})


def deleted(tx: Tx, automation_id: int) -> None:
    """Nobody wants to be told of what they deleted."""
    held = (_ALERT.c.automation_id == automation_id, _ALERT.c.state == AlertState.HELD.value)
    tx.execute(update(_ALERT).where(*held).values(state=AlertState.DROPPED.value, error="Its automation was deleted."))


def _is_open(tx: Tx, automation_id: int, kind: AlertKind, step_id: int | None = None) -> bool:
    where = [_ALERT.c.automation_id == automation_id, _ALERT.c.kind == kind.value, _ALERT.c.over_at.is_(None)]
    if step_id is not None:
        where.append(_ALERT.c.step_id == step_id)
    return tx.execute(select(_ALERT.c.id).where(*where)).first() is not None


def _about(tx: Tx, automation_id: int) -> tuple[str, Configuration]:
    """The automation's goal and how it runs today."""
    wanted = select(_AUTOMATION.c.goal, _AUTOMATION.c.configuration).where(_AUTOMATION.c.id == automation_id)
    row = tx.execute(wanted).one()
    return row.goal, convert.configuration(row.configuration)

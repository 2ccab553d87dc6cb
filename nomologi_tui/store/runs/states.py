"""Runs from claim to finish. Each change of state is one conditional UPDATE; a finished run is never re-labelled."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, select, update

from nomologi_tui.model import EventType, Level, LogEntry, Run, RunStatus, WaitingFor, started_by
from nomologi_tui.store import convert, logs, orm, tables
from nomologi_tui.store.alerts import noting
from nomologi_tui.store.hot import Hot
from nomologi_tui.store.orm import Tx
from nomologi_tui.store.runs import ready
from nomologi_tui.store.runs.limits import UNDECIDED
from nomologi_tui.store.runs.queue import ask_to_stop, skipped_by_now
from nomologi_tui.text import clean, clean_line

_AUTOMATION = tables.Automation.__table__
_RUN = tables.ExecutionRun.__table__

_TAKE = update(_RUN).values(
    status=RunStatus.RUNNING.value,
    token=bindparam("owner"),
    started_at=func.coalesce(_RUN.c.started_at, bindparam("at", type_=_RUN.c.started_at.type)),
).returning(_RUN)  # fmt: skip
_ANY_PENDING = Hot(
    select(_RUN.c.id).where(_RUN.c.status == RunStatus.PENDING.value, _RUN.c.finished_at.is_(None)).limit(1)
)
_CLAIM = Hot(_TAKE.where(_RUN.c.id == ready.IN_HEAD), returns=_RUN.c)
_CLAIM_ANYWHERE = Hot(_TAKE.where(_RUN.c.id == ready.ANYWHERE), returns=_RUN.c)
_CLAIM_ONE = Hot(_TAKE.where(_RUN.c.id == bindparam("run"), _RUN.c.status == RunStatus.PENDING.value), returns=_RUN.c)
_MINE = (_RUN.c.id == bindparam("run"), _RUN.c.token == bindparam("owner"), _RUN.c.status == RunStatus.RUNNING.value)
_FINISH = Hot(
    update(_RUN).where(*_MINE).returning(_RUN.c.automation_id), "status", "finished_at", "summary", "error", "output"
)

NOT_BEGUN = "Cancelled before it began"
_ENDED = {
    RunStatus.SUCCESS: (EventType.COMPLETED, Level.INFO),
    RunStatus.FAILURE: (EventType.FAILED, Level.ERROR),
    RunStatus.SKIPPED: (EventType.SKIPPED, Level.INFO),
    RunStatus.CANCELLED: (EventType.CANCELLED, Level.WARNING),
}


def claim(tx: Tx, token: str, now: datetime, limit: int, only: int | None = None) -> list[Run]:
    """Take up to `limit` pending runs, oldest first, for the runner with `token`; or just the run `only`.

    Of one automation no more run at once than its mode allows; waiting runs take no place.
    """
    values = {"owner": token, "at": now, "run": only}
    statements = (_CLAIM, _CLAIM_ANYWHERE) if only is None else (_CLAIM_ONE,)
    claimed = list(itertools.islice(_claims(tx, statements, values), limit))
    logs.add(
        tx,
        [LogEntry(EventType.STARTED, _started(run), automation_id=run.automation_id, run_id=run.id) for run in claimed],
        now,
    )
    return claimed


def _claims(tx: Tx, statements: Sequence[Hot], values: dict[str, Any]) -> Iterator[Run]:
    """One run after the other; the next statement where the one before finds no more.

    Whether any is left is asked first, which costs a tenth of looking for one that may begin.
    """
    for statement in statements:
        while _ANY_PENDING.rows(tx, {}) and (rows := statement.mappings(tx, values)):
            run = convert.run(rows[0])
            if not (run.summary == UNDECIDED and _is_skipped_by_now(tx, run, values)):
                yield run


def _is_skipped_by_now(tx: Tx, run: Run, claim: dict[str, Any]) -> bool:
    """Ask the limits anew; the runs before it have ended."""
    summary = skipped_by_now(tx, run, claim["at"])
    if summary:
        return finish(tx, run.id, claim["owner"], RunStatus.SKIPPED, claim["at"], summary=summary)
    tx.execute(update(_RUN).where(_RUN.c.id == run.id).values(summary=""))
    return False


def _without(summary: str, error: str) -> str:
    """The error without the step that failed, where the summary names it already."""
    return error.removeprefix(f"{summary.removeprefix('Failed at ').removesuffix('.')}: ")


def _started(run: Run) -> str:
    if run.attempt > 1:
        return f"Taken up again (attempt {run.attempt})"
    if run.worked:
        return "Goes on"
    due = f", due {run.due:%H:%M:%S} UTC" if run.due else ""
    return f"Started by {started_by(run.trigger)}{due}"


def finish(
    tx: Tx,
    run_id: int,
    token: str,
    status: RunStatus,
    now: datetime,
    *,
    summary: str,
    error: str = "",
    output: Any = None,
) -> bool:
    """End a run that still runs under `token`; False when it does not, and then nothing changes.

    The reason of whoever asked for its end comes before `summary`.
    """
    if status is RunStatus.CANCELLED:
        summary = tx.execute(select(_RUN.c.summary).where(_RUN.c.id == run_id)).scalar() or summary
    words = {"summary": clean_line(summary), "error": clean(error), "output": output}
    values = {"run": run_id, "owner": token, "status": status.value, "finished_at": now}
    ended = _FINISH.rows(tx, values | words)
    if not ended:
        return False
    event, level = _ENDED[status]
    text = f"{summary} {_without(summary, error)}" if status is RunStatus.FAILURE and error not in summary else summary
    logs.note(tx, event, text, now, level=level, automation_id=ended[0][0], run_id=run_id)
    noting.run_ended(tx, ended[0][0], run_id, status, text, now)
    return True


def hold(
    tx: Tx,
    run_id: int,
    token: str | None,
    waiting_for: WaitingFor,
    reason: str,
    now: datetime,
    *,
    resume_at: datetime | None = None,
    worked: float = 0.0,
) -> bool:
    """Set a running run aside until `resume_at` or a person comes; `reason` becomes its summary.

    `token` is the runner's that works on it, `worked` the seconds that it just did; None for a run that a dead runner
    left behind. False when the run does not run any more, and then nothing changes.
    """
    mine = () if token is None else (_RUN.c.token == token,)
    where = (_RUN.c.id == run_id, *mine, _RUN.c.status == RunStatus.RUNNING.value)
    values = {
        "status": RunStatus.WAITING.value, "waiting_for": waiting_for.value, "resume_at": resume_at,
        "summary": clean_line(reason), "worked": _RUN.c.worked + worked,
    }  # fmt: skip
    level = Level.INFO if waiting_for is WaitingFor.TIME else Level.WARNING
    held = move(tx, where, now, EventType.WAITING, reason, level, **values)
    if held:
        noting.run_waits(tx, run_id, waiting_for, reason, now)
    return held


def requeue(tx: Tx, run_id: int, now: datetime) -> bool:
    """Put a run that was left running back into the queue, as its next attempt."""
    where = (_RUN.c.id == run_id, _RUN.c.status == RunStatus.RUNNING.value)
    return move(tx, where, now, EventType.RECOVERED, "Put back into the queue", Level.WARNING, **AGAIN)


AGAIN = {
    "status": RunStatus.PENDING.value, "token": None, "attempt": _RUN.c.attempt + 1, "summary": "",
    "waiting_for": None, "resume_at": None,
}  # fmt: skip
_DUE = and_(_RUN.c.status == RunStatus.WAITING.value, _RUN.c.resume_at.is_not(None), ready.keeps_place(_RUN))


def next_resume(tx: Tx) -> datetime | None:
    """When the first wait ends by itself."""
    moment: datetime | None = tx.execute(select(func.min(_RUN.c.resume_at)).where(_DUE)).scalar()
    return moment


def resume_due(tx: Tx, now: datetime) -> int:
    """Put the runs whose waiting is over back into the queue; a try again counts as another attempt. How many."""
    tried = case((_RUN.c.waiting_for == WaitingFor.RETRY.value, 1), else_=0)
    again = AGAIN | {"attempt": _RUN.c.attempt + tried}
    return tx.execute(update(_RUN).where(_DUE, _RUN.c.resume_at <= now).values(**again)).rowcount


def cancel(tx: Tx, run_id: int, now: datetime) -> RunStatus:
    """Cancel a run that has not started or waits; ask the runner to stop one that runs. Its status after that.

    A finished run stays as it is. Raises NotFoundError.
    """
    where = (_RUN.c.id == run_id, _RUN.c.status.in_([RunStatus.PENDING.value, RunStatus.WAITING.value]))
    reason = "Cancelled before it did anything more"
    if not move(tx, where, now, EventType.CANCELLED, reason, Level.WARNING, **cancelled(reason, now)):
        ask_to_stop(tx, _RUN.c.id == run_id)
    return RunStatus(need(tx, run_id)["status"])


def cancel_open(tx: Tx, automation_id: int, reason: str, now: datetime) -> None:
    """Cancel what an automation has pending or waiting, and ask to stop what runs."""
    where = (_RUN.c.automation_id == automation_id, _RUN.c.finished_at.is_(None))
    for run_id in tx.execute(select(_RUN.c.id).where(*where, _RUN.c.status != RunStatus.RUNNING.value)).scalars().all():
        move(tx, (_RUN.c.id == run_id,), now, EventType.CANCELLED, reason, Level.WARNING, **cancelled(reason, now))
    ask_to_stop(tx, _RUN.c.automation_id == automation_id, reason)


def cancel_queued(tx: Tx, automation_id: int, now: datetime, most: int) -> int:
    """Cancel what an automation has pending that never began, the oldest `most` of it; how many that were."""
    waiting = (_RUN.c.automation_id == automation_id, _RUN.c.started_at.is_(None), _RUN.c.finished_at.is_(None))
    which = select(_RUN.c.id).where(*waiting, _RUN.c.status == RunStatus.PENDING.value).order_by(_RUN.c.id).limit(most)
    values = cancelled(NOT_BEGUN, now)
    ids = tx.execute(update(_RUN).where(_RUN.c.id.in_(which)).values(**values).returning(_RUN.c.id)).scalars().all()
    said = LogEntry(EventType.CANCELLED, NOT_BEGUN, Level.WARNING, automation_id=automation_id)
    logs.add(tx, [replace(said, run_id=one) for one in ids], now)
    return len(ids)


def cancel_all(tx: Tx, reason: str, now: datetime) -> int:
    """Cancel everything that has not ended, whoever works on it; how many. Only for a store that nobody serves."""
    open_ones = tx.execute(select(_RUN.c.id).where(_RUN.c.finished_at.is_(None))).scalars().all()
    for run_id in open_ones:
        move(tx, (_RUN.c.id == run_id,), now, EventType.CANCELLED, reason, Level.WARNING, **cancelled(reason, now))
    return len(open_ones)


def cancelled(reason: str, now: datetime) -> dict[str, Any]:
    return {
        "status": RunStatus.CANCELLED.value, "summary": reason, "finished_at": now, "waiting_for": None,
        "resume_at": None,
    }  # fmt: skip


def cancel_requests(tx: Tx, token: str) -> list[int]:
    """The runs of `token` that somebody wants stopped."""
    where = (_RUN.c.status == RunStatus.RUNNING.value, _RUN.c.finished_at.is_(None), _RUN.c.cancel_requested)
    return list(tx.execute(select(_RUN.c.id).where(*where, _RUN.c.token == token).order_by(_RUN.c.id)).scalars())


def left_behind(tx: Tx, token: str) -> list[Run]:
    """What an earlier runner left running: `token` is that of the one who asks."""
    where = (_RUN.c.status == RunStatus.RUNNING.value, _RUN.c.finished_at.is_(None), _RUN.c.token != token)
    return [convert.run(row) for row in tx.execute(select(_RUN).where(*where).order_by(_RUN.c.id)).mappings()]


def get(tx: Tx, user_id: int, run_id: int) -> Run:
    """The user's run. Raises NotFoundError, also for another user's."""
    return convert.run(need(tx, run_id, _AUTOMATION.c.user_id == user_id))


def need(tx: Tx, run_id: int, *where: ColumnElement[bool]) -> Any:
    if not 0 < run_id <= orm.LARGEST_ID:
        raise orm.missing("run", run_id)
    wanted = select(_RUN).join(_AUTOMATION, _AUTOMATION.c.id == _RUN.c.automation_id).where(_RUN.c.id == run_id, *where)
    row = tx.execute(wanted).mappings().first()
    if row is None:
        raise orm.missing("run", run_id)
    return row


def move(
    tx: Tx,
    where: tuple[ColumnElement[bool], ...],
    now: datetime,
    event: EventType,
    words: str,
    level: Level,
    **values: Any,
) -> bool:
    """Change the run that `where` names, if it is still so, and log it."""
    row = tx.execute(update(_RUN).where(*where).values(**values).returning(_RUN.c.id, _RUN.c.automation_id)).first()
    if row is None:
        return False
    logs.note(tx, event, words, now, level=level, automation_id=row.automation_id, run_id=row.id)
    return True

"""What a person says to a run that waits for a decision or an approval: each answer counts once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Answer, EventType, Level, Run, RunStatus, StepStatus, WaitingFor
from nomologi_tui.store import convert, tables
from nomologi_tui.store.orm import Tx
from nomologi_tui.store.runs.states import AGAIN, cancelled, get, move

_RUN = tables.ExecutionRun.__table__
_STEP = tables.ExecutionStep.__table__
STOPPED = "Stopped by the user."
_WAITS = {
    WaitingFor.RETRY: "waits for its next try", WaitingFor.TIME: "waits for a time",
    WaitingFor.CREDENTIALS: "waits for the keyring",
}  # fmt: skip


def decide(tx: Tx, user_id: int, run_id: int, answer: Answer, now: datetime) -> None:
    """Let the run go on, or end it, by the user's word; the step that it is about is told what came of it.

    Raises NotFoundError, and BadInputError when the run waits for no answer (any more) or not for this one.
    """
    run = get(tx, user_id, run_id)
    check_answer(run, answer)
    place, name = _open_step(tx, run_id)
    if answer is Answer.STOP:
        reason = f"Stopped at “{name}” by your word"
        _move(tx, run, now, EventType.CANCELLED, reason, **cancelled(reason, now))
        _end_step(tx, run_id, StepStatus.FAILURE, now, error=f"{reason}.")
        _end_holders(tx, run_id, f"{reason}.", now)
    elif answer is Answer.HAPPENED:
        words = f"You said that “{name}” happened"
        _move(tx, run, now, EventType.DECIDED, words, **AGAIN | {"attempt": run.attempt})
        _end_step(tx, run_id, StepStatus.SUCCESS, now, reason=f"{words}.")
    else:
        again = run.attempt + (run.waiting_for is WaitingFor.DECISION)
        words = f"You allowed “{name}”"
        _move(tx, run, now, EventType.DECIDED, words, **AGAIN | {"attempt": again, "approved": place})
        if run.waiting_for is WaitingFor.DECISION:
            error = "Nobody knows whether it happened; it is carried out again by your word."
            _end_step(tx, run_id, StepStatus.RETRYING, now, error=error)


def stop_as_told(tx: Tx, run_ids: Sequence[int], now: datetime) -> set[int]:
    """Of these runs, which their runner left behind, end those that somebody wanted stopped; which ones."""
    where = (_RUN.c.id.in_(run_ids), _RUN.c.status == RunStatus.RUNNING.value, _RUN.c.cancel_requested)
    found = tx.execute(select(_RUN.c.id, _RUN.c.summary).where(*where)).all()
    for run_id, reason in ((row.id, row.summary or STOPPED) for row in found):
        values = cancelled(reason, now)
        move(tx, (_RUN.c.id == run_id,), now, EventType.CANCELLED, reason, Level.WARNING, **values)
        _end_step(tx, run_id, StepStatus.FAILURE, now, error=reason)
        _end_holders(tx, run_id, reason, now)
    return {row.id for row in found}


def check_answer(run: Run, answer: Answer) -> None:
    """Raises BadInputError when the run waits for no answer (any more) or not for this one."""
    if run.status is not RunStatus.WAITING:
        raise BadInputError(
            f"Run {run.id} waits for no answer: it {run.status.told}.", "`nomologi runs` lists the runs."
        )
    if run.waiting_for in _WAITS:
        raise BadInputError(
            f"Run {run.id} {_WAITS[run.waiting_for]}, not for an answer.", f"To stop it: nomologi cancel {run.id}"
        )
    if answer is Answer.HAPPENED and run.waiting_for is WaitingFor.APPROVAL:
        raise BadInputError(
            f"Run {run.id} asks whether it may go on; nothing is in doubt.", f"Say: nomologi approve {run.id}"
        )


def _open_step(tx: Tx, run_id: int) -> tuple[str, str]:
    """Place and name of the step that the question is about."""
    row = tx.execute(select(_STEP).where(*_open(run_id)).order_by(_STEP.c.id.desc())).mappings().first()
    if row is None:
        return "", "the step"
    record = convert.step_record(row)
    return record.place, record.called


def _open(run_id: int) -> tuple[Any, ...]:
    return (
        _STEP.c.run_id == run_id,
        _STEP.c.status.in_([StepStatus.STARTED.value, StepStatus.WAITING.value]),
    )


def _move(tx: Tx, run: Run, now: datetime, event: EventType, words: str, **values: Any) -> None:
    where = (_RUN.c.id == run.id, _RUN.c.status == RunStatus.WAITING.value)
    move(tx, where, now, event, words, Level.INFO, **values)


def _end_step(tx: Tx, run_id: int, status: StepStatus, now: datetime, *, reason: str = "", error: str = "") -> None:
    values = {"status": status.value, "reason": reason, "error": error, "finished_at": now}
    tx.execute(update(_STEP).where(*_open(run_id)).values(**values))


def _end_holders(tx: Tx, run_id: int, error: str, now: datetime) -> None:
    """End the steps that hold the one where the run was stopped."""
    where = (_STEP.c.run_id == run_id, _STEP.c.status == StepStatus.OPEN.value)
    tx.execute(update(_STEP).where(*where).values(status=StepStatus.FAILURE.value, error=error, finished_at=now))

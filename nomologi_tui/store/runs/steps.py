"""Step results: `started` is on disk before the effect, the outcome after it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from nomologi_tui.model import EventType, Level, LogEntry, StepRecord, StepStatus
from nomologi_tui.store import convert, logs, memories, tables
from nomologi_tui.store.hot import Hot
from nomologi_tui.store.orm import Tx
from nomologi_tui.text import clean, clean_line

_RUN = tables.ExecutionRun.__table__
_STEP = tables.ExecutionStep.__table__
_SAME = (
    _STEP.c.run_id == bindparam("same_run"),
    _STEP.c.position == bindparam("same_position"),
    _STEP.c.lap == bindparam("same_lap"),
    _STEP.c.attempt == bindparam("same_attempt"),
)
_AT_STEP = Hot(update(_RUN).where(_RUN.c.id == bindparam("run")).returning(_RUN.c.automation_id), "step_id")
_ANY = Hot(select(_STEP.c.id).where(_STEP.c.run_id == bindparam("run")).limit(1))
_ENDED = {
    StepStatus.SUCCESS: (EventType.STEP_COMPLETED, Level.INFO),
    StepStatus.FAILURE: (EventType.STEP_FAILED, Level.ERROR),
    StepStatus.SKIPPED: (EventType.STEP_SKIPPED, Level.INFO),
    StepStatus.RETRYING: (EventType.STEP_RETRYING, Level.WARNING),
    StepStatus.WAITING: (EventType.STEP_WAITING, Level.INFO),
    StepStatus.OPEN: (EventType.STEP_STARTED, Level.INFO),
}


def begin_step(tx: Tx, record: StepRecord, now: datetime, *, is_first: bool = False) -> None:
    """Write down that a step starts; the same attempt of the same step again replaces what stood there.

    `is_first`: of a run without any step (`has_steps`) nothing stands there.
    """
    started = {"status": StepStatus.STARTED.value, "input": record.input, "started_at": record.started_at or now}
    _put(tx, record, started | {"output": None, "reason": "", "error": "", "finished_at": None}, is_new=is_first)
    _log(tx, record, _stand_at(tx, record), EventType.STEP_STARTED, " started", Level.INFO, now)


def end_step(
    tx: Tx,
    record: StepRecord,
    now: datetime,
    memory: Mapping[str, Any] | None = None,
    *,
    automation_id: int | None = None,
) -> None:
    """Write down how a step went; one that was never begun (a condition, a skipped one) gets its row now.

    What it remembers for later runs is kept with it, so that it is asked once and remembers once. Where the caller
    names the run's automation, the run stands at this step already.
    """
    if memory and record.step_id:
        memories.keep(tx, record.step_id, memory, now)
    ended = {
        "status": record.status.value, "output": record.output, "reason": clean(record.reason),
        "error": clean(record.error), "finished_at": record.finished_at or now,
    }  # fmt: skip
    if record.input:
        ended["input"] = record.input
    if record.started_at:
        ended["started_at"] = record.started_at
    _put(tx, record, ended)
    event, level = _ENDED[record.status]
    words = " ".join(part for part in (record.reason, record.error) if part) or record.status.value
    if automation_id is None:
        automation_id = _stand_at(tx, record)
    _log(tx, record, automation_id, event, f": {words}", level, now)


def take_over(tx: Tx, run_id: int, records: Iterable[StepRecord]) -> None:
    """Give a run, before it begins, steps that ended in another one: it does not carry them out again."""
    for one in records:
        values = {
            "status": one.status.value, "input": one.input, "output": one.output, "reason": one.reason,
            "error": one.error, "started_at": one.started_at, "finished_at": one.finished_at,
        }  # fmt: skip
        _put(tx, replace(one, run_id=run_id, attempt=1), values)


def steps(tx: Tx, run_id: int) -> list[StepRecord]:
    """A run's step results in the order in which they began, each attempt by itself."""
    rows = tx.execute(select(_STEP).where(_STEP.c.run_id == run_id).order_by(_STEP.c.id)).mappings()
    return [convert.step_record(row) for row in rows]


def has_steps(tx: Tx, run_id: int) -> bool:
    """Whether any step of the run was ever begun."""
    return bool(_ANY.rows(tx, {"run": run_id}))


def _put(tx: Tx, record: StepRecord, values: dict[str, Any], *, is_new: bool = False) -> None:
    same = {
        "same_run": record.run_id, "same_position": record.position, "same_lap": record.lap,
        "same_attempt": record.attempt,
    }  # fmt: skip
    if not is_new and _update(*values).change(tx, same | values):
        return
    row: dict[str, Any] = {
        "run_id": record.run_id, "position": record.position, "type": record.type.value, "block": record.block,
        "name": record.name, "attempt": record.attempt, "step_id": record.step_id, "input": {}, "output": None,
        "reason": "", "error": "", "started_at": None, "finished_at": None,
        "lap": record.lap,
    }  # fmt: skip
    row |= values
    _insert(*row).change(tx, row)


@cache
def _update(*columns: str) -> Hot:
    return Hot(update(_STEP).where(*_SAME), *columns)


@cache
def _insert(*columns: str) -> Hot:
    return Hot(insert(_STEP), *columns)


def _stand_at(tx: Tx, record: StepRecord) -> int | None:
    """Let the run say at which step it is; its automation."""
    at_step = _AT_STEP.rows(tx, {"run": record.run_id, "step_id": record.step_id})
    return at_step[0][0] if at_step else None


def _log(
    tx: Tx, record: StepRecord, automation_id: int | None, event: EventType, words: str, level: Level, now: datetime
) -> None:
    item = f" [{record.item}]" if record.lap and record.item else ""
    text = clean_line(record.called) + item + words
    logs.add(tx, [LogEntry(event, text, level, automation_id, record.run_id)], now)

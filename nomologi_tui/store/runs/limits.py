"""Why an event gets no run of its own: cooldown, too many in a period, a full queue."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, or_, select

from nomologi_tui.model import Run, RunMode, RunStatus, StepType
from nomologi_tui.store import orm, tables
from nomologi_tui.store.hot import Hot
from nomologi_tui.store.orm import Tx
from nomologi_tui.text import span

MOST_QUEUED = 1_000  # runs that wait in mode `queued`
FULL = f"overlap: the queue is full, {MOST_QUEUED:,} runs wait"
UNDECIDED = "Waits for a run before it, which counts for its cooldown or limit unless a condition skips that one."

_RUN = tables.ExecutionRun.__table__
_STEP = tables.ExecutionStep.__table__
_PART = tables.AutomationStep.__table__
_LANE = (
    _RUN.c.automation_id == bindparam("automation"),
    _RUN.c.key.is_not_distinct_from(bindparam("lane")),
)
# What lies further ahead than it may lie back is of a clock that was wrong: it must hold up nothing for years.
_CAME = (
    *_LANE,
    _RUN.c.status != RunStatus.SKIPPED.value,
    or_(_RUN.c.status != RunStatus.CANCELLED.value, _RUN.c.started_at.is_not(None)),
    _RUN.c.created_at > bindparam("since"),
    _RUN.c.created_at < bindparam("until"),
)
_ACTED = select(_STEP.c.id).where(_STEP.c.run_id == _RUN.c.id, _STEP.c.type == StepType.ACTION.value)
# Before that its conditions may still skip it, and then it counts for nothing.
_COUNTS = (*_CAME, or_(_RUN.c.finished_at.is_not(None), _ACTED.exists()), _RUN.c.id < bindparam("before"))


def _of(*which: ColumnElement[bool]) -> tuple[Hot, Hot]:
    """When the newest of these runs came, and how many they are."""
    newest = select(func.max(_RUN.c.created_at).label("created_at")).where(*which)
    return Hot(newest, returns=[_RUN.c.created_at]), Hot(select(func.count()).where(*which))


_ALL, _CERTAIN = _of(*_CAME), _of(*_COUNTS)
_QUEUED = Hot(
    select(func.count()).where(*_LANE, _RUN.c.status == RunStatus.PENDING.value, _RUN.c.finished_at.is_(None))
)
_ASKS = Hot(
    select(_PART.c.id)
    .where(
        _PART.c.automation_id == bindparam("automation"), _PART.c.type == StepType.CONDITION.value,
        _PART.c.enabled.is_(True), _PART.c.depth == 0,
    )
    .limit(1)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """What an automation's configuration allows; times in seconds, 0 for no limit."""

    mode: RunMode
    cooldown: float = 0.0
    at_most: int = 0
    period: float = 3_600.0
    keeps_each: bool = False  # a schedule's waiting runs stay, also in mode single: each missed time shall run

    @property
    def goes_in_order(self) -> bool:
        """Whether a run begins only after the one before it has ended."""
        return self.mode in (RunMode.SINGLE, RunMode.QUEUED)


class Refusal(NamedTuple):
    """Why a new run may not be, in words, empty when it may; or why that is not known `yet`."""

    words: str = ""
    yet: bool = False


def refusal(tx: Tx, automation_id: int, lane: str | None, limits: Limits, now: datetime) -> Refusal:
    """Whether a new run may be. Where a run before it may still be skipped by a condition, that one decides first."""
    where = {"automation": automation_id, "lane": lane, "before": orm.LARGEST_ID}
    words = _too_soon(tx, _ALL, where, limits, now)
    yet = bool(words) and limits.goes_in_order and bool(_ASKS.rows(tx, where))
    if words and not (yet and not _too_soon(tx, _CERTAIN, where, limits, now)):
        return Refusal(words)
    if limits.mode is RunMode.QUEUED and _QUEUED.rows(tx, where)[0][0] >= MOST_QUEUED:
        return Refusal(FULL)
    return Refusal(UNDECIDED, yet=True) if words else Refusal()


def refused_by_now(tx: Tx, run: Run, limits: Limits, now: datetime) -> str:
    """Why a run that was let in without knowing may not be after all; empty when it may."""
    where = {"automation": run.automation_id, "lane": run.key, "before": run.id}
    return _too_soon(tx, _CERTAIN, where, limits, run.created_at or now)


def _too_soon(tx: Tx, of: tuple[Hot, Hot], where: dict[str, Any], limits: Limits, now: datetime) -> str:
    newest, count = of
    if limits.cooldown > 0:
        last = newest.mappings(tx, where | _around(now, limits.cooldown))[0]["created_at"]
        if last is not None:
            return f"cooldown: the last run came {span(now - last)} ago, the pause is {span(limits.cooldown)}"
    if limits.at_most > 0:
        number = count.rows(tx, where | _around(now, limits.period))[0][0]
        if number >= limits.at_most:
            return f"limit: {number} runs in the last {span(limits.period)}, at most {limits.at_most} are allowed"
    return ""


def _around(now: datetime, seconds: float) -> dict[str, datetime]:
    return {"since": now - timedelta(seconds=seconds), "until": now + timedelta(seconds=seconds)}

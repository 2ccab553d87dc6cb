"""Why an event gets no run of its own: cooldown, too many in a period, a full queue."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from nomologi_tui.model import RunMode, RunStatus
from nomologi_tui.store import tables
from nomologi_tui.store.hot import Hot
from nomologi_tui.store.orm import Tx
from nomologi_tui.text import span

MOST_QUEUED = 1_000  # runs that wait in mode `queued`
FULL = f"overlap: the queue is full, {MOST_QUEUED:,} runs wait"

_RUN = tables.ExecutionRun.__table__
_LANE = (
    _RUN.c.automation_id == bindparam("automation"),
    _RUN.c.key.is_not_distinct_from(bindparam("lane")),
)
# What lies further ahead than it may lie back is of a clock that was wrong: it must hold up nothing for years.
_BEGAN = (
    *_LANE,
    _RUN.c.status != RunStatus.SKIPPED.value,
    _RUN.c.created_at > bindparam("since"),
    _RUN.c.created_at < bindparam("until"),
)
_NEWEST = Hot(select(func.max(_RUN.c.created_at).label("created_at")).where(*_BEGAN), returns=[_RUN.c.created_at])
_COUNT = Hot(select(func.count()).where(*_BEGAN))
_QUEUED = Hot(
    select(func.count()).where(*_LANE, _RUN.c.status == RunStatus.PENDING.value, _RUN.c.finished_at.is_(None))
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What an automation's configuration allows; times in seconds, 0 for no limit."""

    mode: RunMode
    cooldown: float = 0.0
    at_most: int = 0
    period: float = 3_600.0
    keeps_each: bool = False  # a schedule's waiting runs stay, also in mode single: each missed time shall run


def refusal(tx: Tx, automation_id: int, lane: str | None, limits: Limits, now: datetime) -> str:
    """Why a new run may not be, in words; empty when it may."""
    where = {"automation": automation_id, "lane": lane}
    if limits.cooldown > 0:
        last = _NEWEST.mappings(tx, where | _around(now, limits.cooldown))[0]["created_at"]
        if last is not None:
            return f"cooldown: the last run came {span(now - last)} ago, the pause is {span(limits.cooldown)}"
    if limits.at_most > 0:
        number = _COUNT.rows(tx, where | _around(now, limits.period))[0][0]
        if number >= limits.at_most:
            return f"limit: {number} runs in the last {span(limits.period)}, at most {limits.at_most} are allowed"
    if limits.mode is RunMode.QUEUED and _QUEUED.rows(tx, where)[0][0] >= MOST_QUEUED:
        return FULL
    return ""


def _around(now: datetime, seconds: float) -> dict[str, datetime]:
    return {"since": now - timedelta(seconds=seconds), "until": now + timedelta(seconds=seconds)}

"""Which pending run is next: the oldest one whose lane has a free slot. A lane is an automation, or one key of it.

However many runs wait, finding it costs little: first the oldest of all are looked at, and where none of them may run,
the oldest of each lane, which the index of lanes finds without reading the others.

A pause holds what has not begun, but not what a person wants now (only behind 200 others such a run waits in its lane).
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from nomologi_tui.model import AutomationStatus, RunStatus, WaitingFor
from nomologi_tui.store import orm, tables

HEAD = 200  # pending runs that are looked at first

_AUTOMATION = tables.Automation.__table__
_RUN = tables.ExecutionRun.__table__


def keeps_place(run: Any) -> ColumnElement[bool]:
    """Waits for a time; not an IN, which a hot statement can't hold."""
    kinds = (WaitingFor.RETRY, WaitingFor.TIME, WaitingFor.CREDENTIALS)
    return or_(*(run.c.waiting_for == one.value for one in kinds))


def _pending(run: Any) -> ColumnElement[bool]:
    return and_(run.c.status == RunStatus.PENDING.value, run.c.finished_at.is_(None))


def _has_slot(run: Any) -> ColumnElement[bool]:
    """Whether the lane of `run` may have one more: each part reads just the rows that it counts."""
    free: ColumnElement[bool] = _number(run, RunStatus.RUNNING) + _number(run, RunStatus.WAITING) < _AUTOMATION.c.slots
    return free


def _may_begin(run: Any) -> ColumnElement[bool]:
    """It began before the pause, or somebody wants it in spite of it."""
    return or_(
        _AUTOMATION.c.status != AutomationStatus.PAUSED.value,
        run.c.started_at.is_not(None),
        run.c.trigger == "manual",
        run.c.replay_of.is_not(None),
    )


def _number(run: Any, status: RunStatus) -> Any:
    other = _RUN.alias()
    lane = (other.c.automation_id == run.c.automation_id, other.c.key.is_not_distinct_from(run.c.key))
    counts = () if status is RunStatus.RUNNING else (keeps_place(other),)
    found = select(func.count()).where(*lane, other.c.status == status.value, other.c.finished_at.is_(None), *counts)
    return found.scalar_subquery()


_place = _RUN.alias()
_last_of_head = select(_place.c.id).where(_pending(_place)).order_by(_place.c.id).offset(HEAD - 1).limit(1)
IN_HEAD = (
    select(_RUN.c.id)
    .join(_AUTOMATION, _AUTOMATION.c.id == _RUN.c.automation_id)
    .where(_pending(_RUN), _RUN.c.id <= func.coalesce(_last_of_head.scalar_subquery(), orm.LARGEST_ID), _has_slot(_RUN))
    .where(_may_begin(_RUN))
    .order_by(_RUN.c.id)
    .limit(1)
    .scalar_subquery()
)


def _first(of: Any, *where: ColumnElement[bool]) -> Any:
    """The oldest pending run of the first lane that fits: the first entry of an index of pending runs only."""
    order = (of.c.automation_id, of.c.key, of.c.id)
    return (
        select(of.c.id)
        .where(of.c.status == RunStatus.PENDING.value, *where)
        .order_by(*order)
        .limit(1)
        .scalar_subquery()
    )


def _of_each_lane() -> Any:
    """The oldest pending run of each lane, one lane after the other, and None at the end."""
    one = select(_first(_RUN.alias()).label("id")).cte("one", recursive=True)
    here, same, unnamed, later = (_RUN.alias() for _ in range(4))
    following = func.coalesce(
        _first(same, same.c.automation_id == here.c.automation_id, same.c.key > here.c.key),
        _first(unnamed, unnamed.c.automation_id == here.c.automation_id, here.c.key.is_(None), unnamed.c.key >= ""),
        _first(later, later.c.automation_id > here.c.automation_id),
    )
    return one.union_all(select(following).select_from(one.join(here, here.c.id == one.c.id)))


_each, _one = _of_each_lane(), _RUN.alias()
ANYWHERE = (
    select(func.min(_one.c.id))
    .select_from(_one)
    .join(_each, _each.c.id == _one.c.id)
    .join(_AUTOMATION, _AUTOMATION.c.id == _one.c.automation_id)
    .where(_has_slot(_one), _may_begin(_one))
    .scalar_subquery()
)

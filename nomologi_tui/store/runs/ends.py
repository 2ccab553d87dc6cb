"""How runs ended, in the order in which they did: the log has one line for each, and its ids grow."""

from datetime import datetime

from sqlalchemy import func, select

from nomologi_tui.model import Ending, EventType, RunStatus
from nomologi_tui.store import convert, names, tables
from nomologi_tui.store.orm import Tx

_AUTOMATION = tables.Automation.__table__
_LOG = tables.ExecutionLog.__table__
_RUN = tables.ExecutionRun.__table__

_ENDS = _LOG.c.event_type.in_(
    [EventType.COMPLETED.value, EventType.FAILED.value, EventType.SKIPPED.value, EventType.CANCELLED.value]
)
AT_ONCE = 100


def newest(tx: Tx) -> int:
    """The position behind which nothing has ended yet."""
    return int(tx.execute(select(func.max(_LOG.c.id))).scalar() or 0)


def ended_since(tx: Tx, position: int) -> tuple[int, set[int]]:
    """The newest position, and the automations of which a run has ended behind `position`."""
    now = newest(tx)
    rows = tx.execute(select(_LOG.c.automation_id).distinct().where(_LOG.c.id > position, _LOG.c.id <= now, _ENDS))
    return now, set(rows.scalars())


def endings(tx: Tx, automation_id: int, position: int) -> list[Ending]:
    """The next runs of that automation that have ended behind `position`, oldest first; those pruned are left out."""
    where = (_LOG.c.automation_id == automation_id, _LOG.c.id > position, _ENDS, _RUN.c.finished_at.is_not(None))
    wanted = select(_LOG.c.id.label("position"), _RUN).join(_RUN, _RUN.c.id == _LOG.c.run_id).where(*where)
    rows = tx.execute(wanted.order_by(_LOG.c.id).limit(AT_ONCE)).mappings()
    return [Ending(row["position"], convert.run(row)) for row in rows]


def last_success(tx: Tx, automation_id: int) -> datetime | None:
    """When a run of that automation last succeeded, as far as its history goes back."""
    where = (_RUN.c.automation_id == automation_id, _RUN.c.status == RunStatus.SUCCESS.value)
    found: datetime | None = tx.execute(select(func.max(_RUN.c.finished_at)).where(*where)).scalar()
    return found


def beside(tx: Tx, automation_id: int, ref: str) -> tuple[int, str]:
    """Id and slug of the automation that its owner calls `ref`. Raises NotFoundError, BadInputError."""
    owner = select(_AUTOMATION.c.user_id).where(_AUTOMATION.c.id == automation_id).scalar_subquery()
    known = select(_AUTOMATION.c.id, _AUTOMATION.c.slug)
    rows = tx.execute(known.where(_AUTOMATION.c.user_id == owner, _AUTOMATION.c.deleted_at.is_(None))).all()
    slugs = {row.id: row.slug for row in rows}
    found = names.pick(ref, list(slugs.items()))
    return found, slugs[found]

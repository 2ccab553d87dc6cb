"""How an automation ran last, for conditions that ask."""

from datetime import datetime

from sqlalchemy import exists, select

from nomologi_tui.model import RunStatus
from nomologi_tui.store import tables
from nomologi_tui.store.orm import Tx

_RUN = tables.ExecutionRun.__table__
_COUNTS = (RunStatus.SUCCESS.value, RunStatus.FAILURE.value, RunStatus.CANCELLED.value)
_OPEN = (RunStatus.RUNNING.value, RunStatus.WAITING.value)


def result(tx: Tx, automation_id: int, but: int) -> tuple[str, datetime | None, bool]:
    """How the last run that was not skipped ended and when, empty and None where there is none; is one under way?

    The run `but` does not count.
    """
    own = (_RUN.c.automation_id == automation_id, _RUN.c.id != but)
    ended = select(_RUN.c.status, _RUN.c.finished_at).where(
        *own, _RUN.c.finished_at.is_not(None), _RUN.c.status.in_(_COUNTS)
    )
    last = tx.execute(ended.order_by(_RUN.c.id.desc()).limit(1)).first()
    is_open = exists().where(*own, _RUN.c.finished_at.is_(None), _RUN.c.status.in_(_OPEN))
    under_way = bool(tx.execute(select(is_open)).scalar())
    return (last.status, last.finished_at, under_way) if last else ("", None, under_way)

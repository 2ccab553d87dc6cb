"""Waits that a clock which was ahead began: they would last for years, until a person says that today's is right."""

from datetime import datetime

from sqlalchemy import select, update

from nomologi_tui.model import RunStatus, StepStatus
from nomologi_tui.store import tables
from nomologi_tui.store.orm import Tx
from nomologi_tui.store.runs import ready

_RUN = tables.ExecutionRun.__table__
_STEP = tables.ExecutionStep.__table__
_COLLECTED = tables.Collected.__table__
_OPEN = [StepStatus.WAITING.value, StepStatus.RETRYING.value, StepStatus.OPEN.value]


def accept_clock(tx: Tx, now: datetime) -> int:
    """Let what began to wait later than `now` count from now on: steps, tries, digests. How many there were."""
    waits = (_RUN.c.status == RunStatus.WAITING.value, _RUN.c.resume_at.is_not(None), ready.keeps_place(_RUN))
    later = (_STEP.c.started_at > now, _STEP.c.status.in_(_OPEN), _STEP.c.run_id.in_(select(_RUN.c.id).where(*waits)))
    found = set(tx.execute(update(_STEP).where(*later).values(started_at=now).returning(_STEP.c.run_id)).scalars())
    if found:  # each asks its clock anew, and is set aside again if it has to
        tx.execute(update(_RUN).where(_RUN.c.id.in_(found)).values(resume_at=now))
    kept = update(_COLLECTED).where(_COLLECTED.c.collected_at > now).values(collected_at=now, due=now)
    return len(found) + len(set(tx.execute(kept.returning(_COLLECTED.c.step_id)).scalars()))

"""What a condition remembers from one run to the next, by step and name. Gone with its step."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select

from nomologi_tui.store import tables
from nomologi_tui.store.orm import Tx

MOST = 10_000  # names a step; the oldest are forgotten

_MEMORY = tables.Memory.__table__
_STEP = tables.AutomationStep.__table__


def recall(tx: Tx, step_id: int, name: str) -> Any:
    """What was kept under `name`; None where nothing was."""
    found = select(_MEMORY.c.value).where(_MEMORY.c.step_id == step_id, _MEMORY.c.name == name)
    return tx.execute(found).scalar()


def keep(tx: Tx, step_id: int, values: Mapping[str, Any], now: datetime) -> None:
    """Keep each value under its name, in place of what was there; None forgets it.

    Of a step that an edit has just removed nothing is kept.
    """
    own = _MEMORY.c.step_id == step_id
    tx.execute(delete(_MEMORY).where(own, _MEMORY.c.name.in_(values)))
    new = [
        {"step_id": step_id, "name": name, "value": value, "kept_at": now}
        for name, value in values.items()
        if value is not None
    ]
    if new and tx.execute(select(_STEP.c.id).where(_STEP.c.id == step_id)).first():
        tx.execute(insert(_MEMORY), new)
        last = select(_MEMORY.c.id).where(own).order_by(_MEMORY.c.id.desc()).limit(1).offset(MOST).scalar_subquery()
        tx.execute(delete(_MEMORY).where(own, _MEMORY.c.id <= last))


def forget(tx: Tx, step_ids: Collection[int]) -> None:
    """All that these steps remember."""
    tx.execute(delete(_MEMORY).where(_MEMORY.c.step_id.in_(step_ids)))

"""What a monitoring program asks for: counts of all users' runs, triggers and missed times. No word of a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import text

from nomologi_tui.store import sqlite
from nomologi_tui.store.orm import Tx

MOST = 50_000  # ended runs that are read at once; the rest comes with the next question


@dataclass(frozen=True, slots=True)
class Ended:
    """Runs of one automation that ended alike."""

    automation_id: int
    status: str
    number: int
    seconds: float  # all of them together, from begin to end


@dataclass(frozen=True, slots=True)
class Figures:
    """How things stand at one moment."""

    position: int  # in the log, up to which ended runs were counted
    ended: tuple[Ended, ...] = ()  # behind the position that was asked for
    open: Mapping[str, int] = field(default_factory=dict)  # runs by state
    pending_since: datetime | None = None  # the oldest run that nobody took yet
    listeners: Mapping[tuple[int, str, str], int] = field(default_factory=dict)  # by automation, block and state
    next_due: datetime | None = None  # of all triggers that listen
    missed: int = 0  # due times that did not run and that nobody has dealt with


def figures(tx: Tx, position: int) -> Figures:
    """How things stand, and which runs ended behind `position`."""
    newest = int(tx.execute(text("SELECT max(id) FROM execution_log")).scalar() or 0)
    up_to = tx.execute(_UP_TO, {"after": position, "most": MOST}).scalar() or newest
    ended = tx.execute(_ENDED, {"after": position, "up_to": up_to})
    waiting = tx.execute(_PENDING).scalar()
    due = tx.execute(_NEXT_DUE).scalar()
    return Figures(
        position=up_to,
        ended=tuple(Ended(*row) for row in ended),
        open={row[0]: row[1] for row in tx.execute(_OPEN)},
        pending_since=sqlite.unstamp(waiting) if waiting else None,
        listeners={(row[0], row[1], row[2]): row[3] for row in tx.execute(_LISTENERS)},
        next_due=sqlite.unstamp(due) if due else None,
        missed=int(tx.execute(text("SELECT coalesce(sum(number), 0) FROM missed")).scalar() or 0),
    )


_UP_TO = text("""
SELECT id FROM execution_log WHERE id > :after AND event_type IN ('completed', 'failed', 'skipped', 'cancelled')
 ORDER BY id LIMIT 1 OFFSET :most
""")
_ENDED = text("""
SELECT r.automation_id, r.status, count(*),
       coalesce(sum((julianday(r.finished_at) - julianday(r.started_at)) * 86400), 0)
  FROM execution_log l JOIN execution_run r ON r.id = l.run_id
 WHERE l.id > :after AND l.id <= :up_to AND r.finished_at IS NOT NULL
   AND l.event_type IN ('completed', 'failed', 'skipped', 'cancelled')
 GROUP BY r.automation_id, r.status
""")
_OPEN = text("SELECT status, count(*) FROM execution_run WHERE finished_at IS NULL GROUP BY status")
_PENDING = text("SELECT min(created_at) FROM execution_run WHERE status = 'pending'")
_LISTENERS = text("""
SELECT l.automation_id, l.block, l.state, count(*) FROM listener l JOIN automation a ON a.id = l.automation_id
 WHERE a.deleted_at IS NULL AND a.status = 'active' GROUP BY 1, 2, 3
""")
_NEXT_DUE = text("""
SELECT min(l.next_due) FROM listener l JOIN automation a ON a.id = l.automation_id
 WHERE a.deleted_at IS NULL AND a.status = 'active' AND l.state = 'ok'
""")

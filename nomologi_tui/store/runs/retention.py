"""Forgetting old history, a piece at a time, so that the file really shrinks and nobody waits long."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, delete, func, or_, select

from nomologi_tui.model import FINISHED
from nomologi_tui.store import sqlite, tables
from nomologi_tui.store.orm import Tx

_RUN = tables.ExecutionRun.__table__
_LOG = tables.ExecutionLog.__table__
CHUNK = 1_000  # rows a call
PAGES = 2_000  # given back to the file system a call


def prune(tx: Tx, before: datetime, keep: int, *, only: int | None = None, but: Collection[int] = ()) -> int:
    """Remove one piece of old history and return how many rows went; call again, each a write, until it returns 0.

    Of each automation and outcome the newest `keep` runs stay, as far as they finished after `before`; the newest one
    always stays. Steps and log entries go with their run; other log entries when they are older than `before`.
    Runs that are not finished, so those that wait for a decision too, are never touched. `only` is the one automation
    that it is about, `but` are those that it is not about.
    """
    gone = _runs(tx, before, keep, _about(_RUN.c.automation_id, only, but))
    of_nobody = _LOG.c.automation_id.is_(None)
    gone = gone or _entries(tx, before, or_(_about(_LOG.c.automation_id, only, but), of_nobody))
    freed = sqlite.free_pages(sqlite.raw(tx), PAGES)
    return gone or int(freed == PAGES)


def _about(automation: Column[Any], only: int | None, but: Collection[int]) -> ColumnElement[bool]:
    return automation == only if only is not None else automation.not_in(but)


def _runs(tx: Tx, before: datetime, keep: int, which: ColumnElement[bool]) -> int:
    place = func.row_number().over(partition_by=(_RUN.c.automation_id, _RUN.c.status), order_by=_RUN.c.id.desc())
    ranked = (
        select(_RUN.c.id, _RUN.c.finished_at, place.label("place"))
        .where(_RUN.c.status.in_([status.value for status in FINISHED]), which)
        .subquery()
    )
    old = or_(ranked.c.place > keep, (ranked.c.finished_at < before) & (ranked.c.place > 1))
    chosen = select(ranked.c.id).where(old).order_by(ranked.c.id).limit(CHUNK)
    return tx.execute(delete(_RUN).where(_RUN.c.id.in_(chosen))).rowcount


def _entries(tx: Tx, before: datetime, which: ColumnElement[bool]) -> int:
    old = (_LOG.c.run_id.is_(None), _LOG.c.timestamp < before, which)
    chosen = select(_LOG.c.id).where(*old).order_by(_LOG.c.id).limit(CHUNK)
    return tx.execute(delete(_LOG).where(_LOG.c.id.in_(chosen))).rowcount

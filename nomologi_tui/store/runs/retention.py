"""Forgetting old history, a piece at a time, so that the file really shrinks and nobody waits long."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, delete, exists, func, or_, select

from nomologi_tui.store import sqlite, tables
from nomologi_tui.store.orm import LARGEST_ID, Tx

_RUN = tables.ExecutionRun.__table__
_LOG = tables.ExecutionLog.__table__
CHUNK = 1_000  # rows a call
PAGES = 2_000  # given back to the file system a call
_NEVER = datetime.min.replace(tzinfo=UTC)
LIVED = 4  # the part of its days that must have been lived through before history goes by them


@dataclass(frozen=True, slots=True)
class Edge:
    """What is old: it bears an earlier time than `moment`, and a lower number than the first run and entry that are
    young. One that a clock without a battery stamped 1970 ages with its neighbours.
    """

    moment: datetime = _NEVER
    run: int = LARGEST_ID
    entry: int = LARGEST_ID


def edge(tx: Tx, now: datetime, days: int) -> Edge:
    """From where on history is older than so many days; nothing is where the clock has just leapt.

    It may have been set years ahead, or the machine was off for long: neither can be told from the other, and what a
    wrong clock makes old would be gone for ever. So something must lie between `days` and a quarter of them.
    """
    begin, quarter = now - timedelta(days=days), now - timedelta(days=days) / LIVED
    noted = select(_LOG.c.id).where(_LOG.c.run_id.is_(None), _LOG.c.timestamp.between(begin, quarter))
    ended = select(_RUN.c.id).where(_RUN.c.finished_at.is_not(None), _RUN.c.finished_at.between(begin, quarter))
    if not tx.execute(select(or_(exists(ended), exists(noted)))).scalar():
        return Edge()
    return Edge(
        begin, _first(tx, _RUN.c.id, _RUN.c.created_at, begin, now), _first(tx, _LOG.c.id, _LOG.c.timestamp, begin, now)
    )


def _first(tx: Tx, number: Column[Any], stamp: Column[Any], begin: datetime, now: datetime) -> int:
    """The lowest number of those that are young."""
    found = tx.execute(select(number).where(stamp.between(begin, now)).order_by(number).limit(1)).scalar()
    return LARGEST_ID if found is None else int(found)


def prune(tx: Tx, old: Edge, keep: int, *, only: int | None = None, but: Collection[int] = ()) -> int:
    """Remove one piece of old history and return how many rows went; call again, each a write, until it returns 0.

    Of each automation and outcome the newest `keep` runs stay, as far as they are not old; the newest one always
    stays. Steps and log entries go with their run; other log entries when they are old.
    Runs that are not finished, so those that wait for a decision too, are never touched. `only` is the one automation
    that it is about, `but` are those that it is not about.
    """
    gone = _runs(tx, old, keep, _about(_RUN.c.automation_id, only, but))
    of_nobody = _LOG.c.automation_id.is_(None)
    gone = gone or _entries(tx, old, or_(_about(_LOG.c.automation_id, only, but), of_nobody))
    freed = sqlite.free_pages(sqlite.raw(tx), PAGES)
    return gone or int(freed == PAGES)


def _about(automation: Column[Any], only: int | None, but: Collection[int]) -> ColumnElement[bool]:
    return automation == only if only is not None else automation.not_in(but)


def _runs(tx: Tx, old: Edge, keep: int, which: ColumnElement[bool]) -> int:
    return _too_many(tx, keep, which) or _too_old(tx, old, which)


def _too_many(tx: Tx, keep: int, which: ColumnElement[bool]) -> int:
    """Of the first outcome of an automation that has too many: ranking them all would keep others waiting."""
    number = func.count().label("number")
    group = (
        select(_RUN.c.automation_id, _RUN.c.status, number)
        .where(_RUN.c.finished_at.is_not(None), which)
        .group_by(_RUN.c.automation_id, _RUN.c.status)
        .having(number > keep)
        .limit(1)
    )
    found = tx.execute(group).first()
    if found is None:
        return 0
    same = (_RUN.c.automation_id == found.automation_id, _RUN.c.status == found.status, _RUN.c.finished_at.is_not(None))
    surplus = min(found.number - keep, CHUNK)
    return _delete(tx, select(_RUN.c.id).where(*same).order_by(_RUN.c.id).limit(surplus))


def _too_old(tx: Tx, old: Edge, which: ColumnElement[bool]) -> int:
    """All but the newest of each automation and outcome."""
    newer = _RUN.alias("newer")
    has_newer = exists().where(
        newer.c.automation_id == _RUN.c.automation_id, newer.c.id > _RUN.c.id, newer.c.status == _RUN.c.status,
        newer.c.finished_at.is_not(None),
    )  # fmt: skip
    aged = (_RUN.c.finished_at < old.moment, _RUN.c.id < old.run)
    return _delete(tx, select(_RUN.c.id).where(*aged, which, has_newer).limit(CHUNK))


def _delete(tx: Tx, chosen: Select[Any]) -> int:
    return tx.execute(delete(_RUN).where(_RUN.c.id.in_(chosen))).rowcount


def _entries(tx: Tx, old: Edge, which: ColumnElement[bool]) -> int:
    aged = (_LOG.c.timestamp < old.moment, _LOG.c.id < old.entry)
    chosen = select(_LOG.c.id).where(_LOG.c.run_id.is_(None), *aged, which).order_by(_LOG.c.id).limit(CHUNK)
    return tx.execute(delete(_LOG).where(_LOG.c.id.in_(chosen))).rowcount

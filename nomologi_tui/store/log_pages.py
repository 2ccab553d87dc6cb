"""Pages of the log, chosen by anything that an entry has. Light: without SQLAlchemy."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from nomologi_tui.model import Level, LogEntry
from nomologi_tui.store import convert, log_words, queries
from nomologi_tui.store.since import Ask, Stamped

MANY = 5_000  # entries that the index proposes; looking at all of the log is no slower then

_NOTED = Stamped("execution_log", "timestamp")


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which entries: `level` and heavier, not before `since`; `grep` is found without regard to case."""

    automation_id: int | None = None
    run_id: int | None = None
    level: Level | None = None
    since: datetime | None = None
    grep: str | None = None


class Query:
    """SQL that grows by the conditions that are asked for."""

    def __init__(self, sql: str, *values: Any) -> None:
        self.sql = sql
        self.values = list(values)

    def where(self, condition: str, value: Any) -> Self:
        if value is not None:
            self.sql += f" AND {condition}"
            self.values.append(value)
        return self


@dataclass(frozen=True, slots=True)
class Place:
    """Which page: the first entries after `after_id`, else the last ones, before `before_id`."""

    before_id: int | None = None
    after_id: int | None = None
    limit: int = 200

    @property
    def order(self) -> str:
        return "DESC" if self.after_id is None else "ASC"


def page(ask: Ask, user_id: int, chosen: LogFilter, place: Place) -> list[LogEntry]:
    """The entries, oldest first. Where words are asked for, `ask` must see the same moment each time."""
    found: list[sqlite3.Row] = []
    for query, by in _queries(ask, user_id, chosen, place):
        query.where(f"{by} < ?", place.before_id).where(f"{by} > ?", place.after_id)
        sql = f"{query.sql} ORDER BY {by} {place.order} LIMIT ?"
        found += ask(sql, *query.values, place.limit - len(found))
        if len(found) == place.limit:
            break
    entries = [convert.log_entry(row) for row in found]
    return entries if place.after_id is not None else entries[::-1]


def count(ask: Ask, user_id: int, chosen: LogFilter, after_id: int, up_to: int) -> int:
    """How many of the chosen entries come after that position, up to another one; each of those is looked at."""
    query = _narrowed(ask, Query(queries.LOGS, user_id), chosen).where("l.id > ?", after_id).where("l.id <= ?", up_to)
    found = ask(f"SELECT count(*) AS number FROM ({query.sql})", *query.values)  # noqa: S608 - SQL of ours
    return int(found[0]["number"]) if found else 0


def _queries(ask: Ask, user_id: int, chosen: LogFilter, place: Place) -> list[tuple[Query, str]]:
    """What is asked one after the other until the page is full, each with what it is ordered by."""
    everything = (_narrowed(ask, Query(queries.LOGS, user_id), chosen), "l.id")
    match = chosen.grep and log_words.pieces(chosen.grep)
    up_to = next((row["up_to"] for row in ask(log_words.UP_TO)), 0) if match and not chosen.run_id else 0
    if not up_to or len(ask(queries.PROPOSED, match, MANY)) == MANY:
        return [everything]
    proposed = _narrowed(ask, Query(queries.LOGS_WITH_WORDS, match, user_id), chosen).where(
        "log_words.rowid <= ?", up_to
    )
    rest = _narrowed(ask, Query(queries.LOGS, user_id), chosen).where("l.id > ?", up_to)
    ways = [(rest, "l.id"), (proposed, "log_words.rowid")]
    return ways if place.after_id is None else ways[::-1]


def _narrowed(ask: Ask, query: Query, chosen: LogFilter) -> Query:
    query.where("l.automation_id = ?", chosen.automation_id)
    query.where("l.run_id = ?", chosen.run_id)
    if chosen.since is not None:
        query.sql += f" AND {_NOTED.newer(ask, 'l', chosen.since)}"
    _with_text(query, chosen.grep)
    if chosen.level is not None:
        query.sql += f" AND l.level >= {int(chosen.level)}"  # a literal: only then is the index of errors used
    return query


def _with_text(query: Query, text: str | None) -> None:
    """SQLite's own comparison knows the case of no letters but a to z; ours knows it and takes four times as long."""
    if text and text.isascii():
        query.where("l.description LIKE ? ESCAPE '\\'", f"%{_escaped(text)}%")
    else:
        query.where("holds(l.description, ?)", text and text.lower())


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

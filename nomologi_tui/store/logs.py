"""The log. Reading it is `reading`'s work."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from nomologi_tui.model import EventType, Level, LogEntry
from nomologi_tui.store import log_words, sqlite
from nomologi_tui.store.hot import Hot
from nomologi_tui.store.tables import ExecutionLog
from nomologi_tui.text import clean_line

Tx = Connection
_WORTH_IT = 10_000  # entries that are gone, before the index is made anew
_INSERT = Hot(
    insert(ExecutionLog.__table__), "automation_id", "run_id", "event_type", "description", "timestamp", "level"
)


def add(tx: Tx, entries: Sequence[LogEntry], now: datetime) -> None:
    """Append `entries`; one without a time of its own gets `now`."""
    for entry in entries:
        _INSERT.change(tx, _row(entry, now))


def note(
    tx: Tx,
    event: EventType,
    description: str,
    now: datetime,
    *,
    level: Level = Level.INFO,
    automation_id: int | None = None,
    run_id: int | None = None,
) -> None:
    """Append one entry."""
    add(tx, [LogEntry(event, description, level, automation_id, run_id)], now)


def unindexed(tx: Tx, most: int) -> int:
    """How many entries the index of words lacks, counted up to `most`."""
    return log_words.lacks(sqlite.raw(tx), most)


def index(tx: Tx, most: int) -> int:
    """Put the next entries into the index of words; how many there were."""
    return log_words.take_in(sqlite.raw(tx), most)


def shrink_index(tx: Tx) -> bool:
    """Empty the index where most of what it holds is gone, at least `_WORTH_IT` entries; whether it did."""
    return log_words.forget_gone(sqlite.raw(tx), _WORTH_IT)


def _row(entry: LogEntry, now: datetime) -> dict[str, Any]:
    return {
        "automation_id": entry.automation_id,
        "run_id": entry.run_id,
        "event_type": entry.event_type.value,
        "description": clean_line(entry.description),
        "timestamp": entry.timestamp or now,
        "level": int(entry.level),
    }

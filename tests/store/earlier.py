"""Databases as earlier versions of the program left them: no `version-N.sql` ever changes."""

import contextlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nomologi_tui.settings import Places

FOLDER = Path(__file__).parent
Rows = dict[str, list[dict[str, Any]]]  # by table
_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'log_words%'"
)


def as_of(places: Places, version: int) -> Rows:
    """Make a database of that version at its place; the rows in it."""
    places.data.mkdir(mode=0o700)
    with contextlib.closing(sqlite3.connect(places.database)) as connection:
        connection.executescript((FOLDER / f"version-{version}.sql").read_text(encoding="utf-8"))
        connection.execute("PRAGMA journal_mode=wal")
    places.database.chmod(0o600)
    return rows_of(places.database)


def rows_of(path: Path, like: Rows | None = None) -> Rows:
    """Every row; with `like` only the tables and columns of that."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        tables = list(like) if like is not None else [name for (name,) in connection.execute(_TABLES)]
        return {name: _rows(connection, name, (like or {}).get(name, ())) for name in tables}


def _rows(connection: sqlite3.Connection, table: str, like: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    kept = next(iter(like), None)
    found = [dict(row) for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY 1, 2')]
    return found if kept is None else [{name: row[name] for name in kept} for row in found]

"""Bringing a database up to date. A new one is made from the tables; an older one takes the steps it lacks."""

import contextlib
import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from nomologi_tui.errors import StoreError
from nomologi_tui.settings import Places
from nomologi_tui.store import sqlite
from nomologi_tui.store.migrations.to_2 import to_2
from nomologi_tui.store.migrations.to_3 import to_3
from nomologi_tui.store.migrations.to_4 import to_4

if TYPE_CHECKING:  # reading paths ask for the version and load no SQLAlchemy
    from sqlalchemy import Connection

Migration = Callable[["Connection"], None]

# The first entry leads from version 1 to 2, and so on. See docs/decisions/0002-migrations.md before adding one.
STEPS: tuple[Migration, ...] = (to_2, to_3, to_4)
NEWEST = len(STEPS) + 1


def bring_up(places: Places, now: datetime, steps: Sequence[Migration] = STEPS) -> None:
    """Make the database's schema the one of this program, one process at a time.

    Raises StoreError for a database from the future, of another program, or one whose migration fails (undone).
    """
    newest = len(steps) + 1
    with contextlib.closing(sqlite.connect_reader(places.database, typed=False)) as connection:
        if check_version(connection, newest) == newest:  # before anything is changed, or need be: who reads may have
            return  # no right to write here
    lock = sqlite.WriteLock(places.write_lock)
    with contextlib.closing(lock), lock, contextlib.closing(_connect(places)) as connection:
        found = check_version(connection, newest)
        if found in range(1, newest):
            sqlite.back_up(connection, sqlite.backup_path(places.database, found, now))
        if found < newest:
            _apply(connection, found, steps)


def _connect(places: Places) -> sqlite3.Connection:
    return sqlite.connect(places.database, foreign_keys=False)


def check_version(connection: sqlite3.Connection, newest: int = NEWEST) -> int:
    """The schema's version, 0 for an empty database. Raises StoreError for one that this program can't use."""
    found = sqlite.version_of(connection)
    if found > newest:
        raise StoreError(
            f"The database {sqlite.file_of(connection)} is of version {found}; this program knows up to {newest}.",
            "Update Nomologi, by what installed it.",
        )
    return found


def _apply(connection: sqlite3.Connection, found: int, steps: Sequence[Migration]) -> None:
    """All of it in one transaction, without foreign keys: rebuilding a parent table would delete its children."""
    from nomologi_tui.store import engine

    with engine.told(sqlite.file_of(connection)), engine.writing(lambda: connection).begin() as tx:
        for step in steps[found - 1 :] if found else (_create,):
            step(tx)
        left = sqlite.orphans(connection)
        if left:
            raise StoreError(f"Updating the database would lose rows of {left[0][0]}.", "Report this; nothing changed.")
        sqlite.set_version(connection, len(steps) + 1)


def _create(tx: "Connection") -> None:
    from nomologi_tui.store import log_words, tables

    tables.Row.metadata.create_all(tx)
    tx.exec_driver_sql(log_words.MADE)

"""Nomologi's own database is no table for steps: neither by its name, nor by a link, nor as a copy."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from nomologi_tui.errors import BlockError
from nomologi_tui.settings import APPLICATION_ID, find_places


def refuse_own(path: Path) -> None:
    """Raises BlockError where `path` leads to our database. Never opens it: its locks would be gone with the close."""
    own = find_places(os.environ).database
    for one in (own, *(own.with_name(own.name + end) for end in ("-wal", "-shm", "-journal"))):
        with suppress(FileNotFoundError, NotADirectoryError):
            if one.samefile(path):
                raise _refusal(path)


def check_foreign(connection: sqlite3.Connection, path: Path) -> None:
    """Raises BlockError where SQLite says that the file is of our kind: another user's, or a copy."""
    if connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID:
        raise _refusal(path)


def _refusal(path: Path) -> BlockError:
    return BlockError(f"{path} is a database of Nomologi itself, which no step uses.", "Choose another file.")

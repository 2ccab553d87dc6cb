"""Nomologi's own files are no business of steps: its database, locks, vault and settings; by name, link or copy."""

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from nomologi_tui.errors import BlockError
from nomologi_tui.settings import APPLICATION_ID, find_places

if TYPE_CHECKING:
    from sqlite3 import Connection


def refuse_own(path: Path) -> None:
    """Raises BlockError where `path` is a file of ours, leads to one, or would become one.

    Never opens it: the locks of the database would be gone with the close.
    """
    if is_own(path):
        raise BlockError(f"{path} belongs to Nomologi itself, so no step uses it.", "Choose another file.")


def is_own(path: Path) -> bool:
    """Whether `path` is a file of ours under whatever name, or would become one."""
    return any(_is(path, one) for one in _own_files()) or _is_login_lock(path)


def refuse_around_own(folder: Path) -> None:
    """Raises BlockError where `folder` holds files of ours, so that it can't be moved away as a whole."""
    if any(one.resolve().is_relative_to(folder) for one in _own_files() if os.path.lexists(one)):
        raise BlockError(f"{folder} holds files of Nomologi itself, so no step moves it.", "Choose something in it.")


def check_foreign(connection: "Connection", path: Path) -> None:
    """Raises BlockError where SQLite says that the file is of our kind: another user's, or a copy."""
    if connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID:
        raise BlockError(f"{path} is a database of Nomologi itself, which no step uses.", "Choose another file.")


def _own_files() -> Iterator[Path]:
    places = find_places(os.environ)
    database, vault = places.database, places.vault
    yield from (database, *(database.with_name(database.name + end) for end in ("-wal", "-shm", "-journal")))
    yield from (places.runner_lock, places.next_lock, places.runner_socket, places.write_lock)
    yield from (vault, vault.with_name(f"{vault.name}.lock"), places.config_file)


def _is(path: Path, one: Path) -> bool:
    try:
        return one.samefile(path)
    except OSError:  # one of them is not there: then by folder and name
        return path.name == one.name and _is_same_folder(path.parent, one.parent)


def _is_login_lock(path: Path) -> bool:
    database = find_places(os.environ).database
    return fnmatchcase(path.name, f"{database.stem}.login-*.lock") and _is_same_folder(path.parent, database.parent)


def _is_same_folder(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one == other

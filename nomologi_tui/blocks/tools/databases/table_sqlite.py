"""A row for a table of SQLite: values are parameters, names are quoted, a key that came already adds nothing."""

import os
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from nomologi_tui.blocks.tools.files.placing import check_regular
from nomologi_tui.blocks.tools.own_store import check_foreign, refuse_own
from nomologi_tui.errors import BlockError
from nomologi_tui.text import clean_line, shorten

KEYS = "nomologi_rows"  # which keys came; beside the person's table, which gets their columns only
_OPENED = Path("/proc/self/fd")
PATIENCE = 10.0  # seconds that another writer may take
_WHOLE = re.compile(r"-?(0|[1-9]\d{0,17})")


def add_row(path: Path, table: str, row: Mapping[str, str], key: str, *, patience: float = PATIENCE) -> bool:
    """Add `row` to `table`, which is made if it is not there; whether `key` was new. Raises BlockError."""
    refuse_own(path)
    found = _made(path)
    with _as_sentences(path), closing(_connected(path, patience)) as connection:
        _check_opened(path, found)
        check_foreign(connection, path)
        connection.execute("BEGIN IMMEDIATE")
        try:
            new = _is_new(connection, key)
            if new:
                _insert(connection, table, row)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
        return new


def _made(path: Path) -> os.stat_result:
    """What the system says of the file, which is made if it is not there: SQLite would make it behind a link too."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644))
    found = path.lstat()
    check_regular(path, found.st_mode)
    return found


def _connected(path: Path, patience: float) -> sqlite3.Connection:
    """A connection to a file that is there: SQLite follows all links by itself, so it must not make what it misses."""
    return sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=patience, isolation_level=None)


def _check_opened(path: Path, found: os.stat_result) -> None:
    """Raise BlockError where SQLite, which takes only a path, has opened another file than the one that was found."""
    for one in _OPENED.iterdir() if _OPENED.is_dir() else ():
        with suppress(FileNotFoundError):  # the one that lists them
            if os.path.samestat(one.stat(), found):
                return
    if _OPENED.is_dir():
        raise BlockError(f"{path} was exchanged for another file meanwhile.", "Look who may write in its folder.")


def _is_new(connection: sqlite3.Connection, key: str) -> bool:
    connection.execute(f"CREATE TABLE IF NOT EXISTS {KEYS} (key TEXT PRIMARY KEY) WITHOUT ROWID")
    return connection.execute(f"INSERT OR IGNORE INTO {KEYS} VALUES (?)", (key,)).rowcount == 1  # noqa: S608 - ours


def _insert(connection: sqlite3.Connection, table: str, row: Mapping[str, str]) -> None:
    names = [_quoted(name) for name in row]
    there = {str(name).lower() for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))}
    if not there:
        connection.execute(f"CREATE TABLE {_quoted(table)} ({', '.join(names)})")
    unknown = [name for name in row if there and name.lower() not in there]
    if unknown:
        raise BlockError(
            f"The table {table} has no column {shorten(unknown[0], 60)}.",
            f"It has {shorten(clean_line(', '.join(sorted(there))), 150)}; add it, or use one.",
        )
    marks = ", ".join("?" * len(row))
    sql = f"INSERT INTO {_quoted(table)} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - names are quoted
    connection.execute(sql, [typed(value) for value in row.values()])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def typed(text: str) -> int | float | str:
    """A number where nothing of the text gets lost by it: 7 and 1.5, but not 007, 1.50 or +49."""
    if _WHOLE.fullmatch(text) and text != "-0":
        return int(text)
    try:
        return float(text) if repr(float(text)) == text and text not in ("inf", "-inf", "nan") else text
    except ValueError:
        return text


@contextmanager
def _as_sentences(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        busy = getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        hint = "Another program holds it." if busy else "Look at the file and its folder."
        raise BlockError(f"No row can be added to {path}: {error}.", hint, passing=busy) from error

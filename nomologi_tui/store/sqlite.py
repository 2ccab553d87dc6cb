"""Everything that only SQLite knows: connections, locks, checkpoints, backup, vacuum and its error codes.

No other module holds a pragma. It loads neither SQLAlchemy nor SQLModel, so the CLI's reading paths may use it.
Nothing here opens the database file by itself: closing such a handle would drop SQLite's POSIX locks.
"""

import contextlib
import fcntl
import json
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from nomologi_tui.errors import StoreError
from nomologi_tui.settings import APPLICATION_ID, Places

CHECKPOINT_BYTES = 4 * 1024 * 1024  # the write-ahead log is made short above this size
BUSY_MS = 10_000
READER_CACHE = 512  # KiB of pages that a reading connection keeps, of several; the kernel keeps the file anyway

# Declared column types of the tables, as SQLModel writes them. Registering changes only connections that ask for it.
sqlite3.register_converter("DATETIME", lambda raw: datetime.fromisoformat(raw.decode()).replace(tzinfo=UTC))
sqlite3.register_converter("JSON", json.loads)


def stamp(moment: datetime) -> str:
    """`moment` as it stands in a DATETIME column, so that raw SQL compares it rightly."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return _written(moment)


@lru_cache(maxsize=1_000)  # most of the dozen that a run needs are the same; in UTC what is equal is the same moment
def _written(moment: datetime) -> str:
    return moment.isoformat(" ", "microseconds").removesuffix("+00:00")


def unstamp(text: str) -> datetime:
    """The moment that `stamp` wrote: for what SQL computed, where the column's type is lost."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def is_there(path: Path) -> bool:
    """Whether there is such a file. Raises StoreError when its folder may not even be looked into."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        if path.is_symlink():  # a disk that is not mounted is no empty store
            raise StoreError(
                f"The database {path} is a link that leads nowhere.",
                "Mount the disk that it lies on, or remove the link.",
            ) from None
        return False
    except OSError as error:
        raise StoreError(
            f"The database {path} can't be read: {error.strerror}.", "Set NOMOLOGI_HOME to a folder of yours."
        ) from error
    return True


def create_file(path: Path) -> None:
    """Make the database file with mode 0600 before SQLite does; its -wal and -shm inherit the mode."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        _close_to_others(path)
    except OSError as error:
        raise StoreError(
            f"The database {path} can't be created: {error.strerror}.", "Free the disk or choose another NOMOLOGI_HOME."
        ) from error


def _close_to_others(path: Path) -> None:
    try:
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except OSError as error:
        raise StoreError(
            f"The database {path} is open to other users: {error.strerror}.", f"Run: chmod 600 '{path}'"
        ) from error


def connect(path: Path, *, foreign_keys: bool = True) -> sqlite3.Connection:
    """A connection for writing. Its user sends BEGIN IMMEDIATE himself and holds the write lock meanwhile.

    `autocommit=False` would do neither: it opens a transaction at once, inside which foreign keys can't be turned on.
    """
    connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_MS / 1000, check_same_thread=False)
    return _set_up(
        connection,
        "auto_vacuum=incremental",  # counts only before the first page is written, so before journal_mode
        "journal_mode=wal",
        "synchronous=full",
        f"foreign_keys={'on' if foreign_keys else 'off'}",
        "secure_delete=on",
        "trusted_schema=off",
        "wal_autocheckpoint=0",  # only inside the write lock: SQLite before 3.51.3 may corrupt itself otherwise
        f"journal_size_limit={4 * CHECKPOINT_BYTES}",
    )


def _set_up(connection: sqlite3.Connection, *pragmas: str) -> sqlite3.Connection:
    try:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def connect_reader(path: Path, *, typed: bool = True) -> sqlite3.Connection:
    """A read-only connection.

    `typed` turns DATETIME columns into aware datetimes and JSON columns into values, and rows into mappings.
    """
    how = "immutable=1" if _nobody_writes(path) else "mode=ro"
    connection = sqlite3.connect(
        f"{path.as_uri()}?{how}", uri=True, isolation_level=None, timeout=BUSY_MS / 1000, check_same_thread=False,
        detect_types=sqlite3.PARSE_DECLTYPES if typed else 0,
    )  # fmt: skip
    if typed:
        connection.row_factory = sqlite3.Row
        connection.create_function("holds", 2, _holds, deterministic=True)
    return _set_up(connection, "trusted_schema=off", f"cache_size=-{READER_CACHE}")


def _nobody_writes(path: Path) -> bool:
    """Whether no log can be made beside the database and none is there: SQLite reads such a one only if told so."""
    return not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists()


def _holds(text: str, lowered: str) -> bool:
    return lowered in text.lower()


class WriteLock:
    """One writer at a time over all processes, in the order they came; the kernel frees it when a holder dies."""

    def __init__(self, path: Path) -> None:
        try:
            descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(
                f"The store {path.parent} can't be changed: {error.strerror}.",
                "Make the folder writable for you, or set NOMOLOGI_HOME to another one.",
            ) from error
        self._file: IO[bytes] = os.fdopen(descriptor, "rb")

    def __enter__(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, *_: object) -> None:
        fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        self._file.close()


def checkpoint(connection: sqlite3.Connection, path: Path) -> None:
    """Copy the write-ahead log into the database; call inside the write lock.

    The next writes go to the log's beginning again: in a file that does not grow each costs the disk half. One that
    has grown all the same is made short. An open reader keeps what it still sees; then this does what it can without
    waiting, the rest comes next time.
    """
    log = path.with_name(path.name + "-wal")
    if not log.exists():
        return
    how = "passive" if log.stat().st_size < CHECKPOINT_BYTES else "truncate"
    connection.execute("PRAGMA busy_timeout=0")
    try:
        connection.execute(f"PRAGMA wal_checkpoint({how})").fetchall()
    finally:
        connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")


def free_pages(connection: sqlite3.Connection, most: int) -> int:
    """Give up to `most` unused pages back to the file system and return how many. May stand in a transaction.

    The pragma frees one page a step, and Python steps it once whatever number it names; so it is called for each.
    """
    unused = int(connection.execute("PRAGMA freelist_count").fetchone()[0])
    for _ in range(min(unused, most)):
        connection.execute("PRAGMA incremental_vacuum(1)")
    return min(unused, most)


def data_version(connection: sqlite3.Connection) -> int:
    """A number that differs after any other connection, of any process, committed."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def version_of(connection: sqlite3.Connection) -> int:
    """The schema's version; 0 for an empty database. Raises StoreError when the database is somebody else's."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    owner = int(connection.execute("PRAGMA application_id").fetchone()[0])
    if owner == APPLICATION_ID:
        return version
    if version or owner or connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise StoreError(
            f"The database {file_of(connection)} belongs to another program.",
            "Move it away or set NOMOLOGI_HOME to another folder.",
        )
    return 0


def touch(connection: sqlite3.Connection) -> None:
    """Write what stands there already; part of the surrounding transaction. It fails where writing does."""
    connection.execute(f"PRAGMA user_version={int(connection.execute('PRAGMA user_version').fetchone()[0])}")


def set_version(connection: sqlite3.Connection, version: int) -> None:
    """Mark the database as ours and of this version; part of the surrounding transaction."""
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={version}")


def orphans(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
    """Rows whose foreign key points nowhere: (table, rowid, parent, key)."""
    return connection.execute("PRAGMA foreign_key_check").fetchall()


def raw(tx: Any) -> sqlite3.Connection:
    """The sqlite3 connection below a SQLAlchemy one."""
    below: sqlite3.Connection = tx.connection.driver_connection
    return below


def file_of(connection: sqlite3.Connection) -> Path:
    return Path(connection.execute("PRAGMA database_list").fetchone()[2])


def size(path: Path) -> int:
    """Bytes of the database with its write-ahead log; 0 when there is none."""
    files = (path, path.with_name(path.name + "-wal"))
    return sum(one.stat().st_size for one in files if one.exists())


def back_up(source: sqlite3.Connection, target: Path) -> None:
    """Copy the whole database as of now into the new file `target`, safely while others write."""
    partial = target.with_name(target.name + ".part")
    partial.unlink(missing_ok=True)
    create_file(partial)
    with contextlib.closing(sqlite3.connect(partial)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=delete")  # one file, no -wal beside it
    partial.rename(target)


def check_whole(connection: sqlite3.Connection, *, thorough: bool = False) -> list[str]:
    """What SQLite finds wrong with the file, in its words; empty when it is whole."""
    rows = connection.execute(f"PRAGMA {'integrity' if thorough else 'quick'}_check").fetchall()
    return [row[0] for row in rows if row[0] != "ok"]


def shape(connection: sqlite3.Connection) -> set[tuple[str, ...]]:
    """What the database is made of: kind, name and table of everything in it, and each table's columns."""
    made = connection.execute("SELECT type, name, tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'")
    found = {tuple(map(str, row)) for row in made.fetchall()}
    tables = [name for kind, name, _ in found if kind == "table"]
    columns = "SELECT name, type FROM pragma_table_xinfo(?)"
    return found | {
        (name, *map(str, row)) for name in tables for row in connection.execute(columns, (name,)).fetchall()
    }


def backup_path(path: Path, version: int, now: datetime) -> Path:
    """Where the backup goes that is made before a database of `version` is changed."""
    return path.with_name(f"{path.stem}.version-{version}.{now:%Y%m%dT%H%M%SZ}.db")


def backups_of(path: Path) -> list[Path]:
    """The automatic backups beside a database, oldest first."""
    return sorted(path.parent.glob(f"{path.stem}.version-*.db"), key=lambda one: one.stat().st_mtime)


@contextlib.contextmanager
def told(places: Places) -> Iterator[None]:
    """Turn SQLite's errors into StoreError sentences."""
    try:
        yield
    except sqlite3.Error as error:
        raise explain(error, places.database) from error


def explain(error: BaseException, path: Path) -> StoreError:
    """A sentence for what SQLite reported: what happened to which file, and what to do."""
    code = _code(error)
    if is_damage(error):
        return StoreError(f"The database {path} is damaged or no database; it was left as it is.", _repair(path))
    if code == sqlite3.SQLITE_BUSY:
        return StoreError(f"The database {path} is held by another program.", "Close it and try again.", passing=True)
    sentence, hint, passing = _SENTENCES.get(code, (f"can't be used: {error}", "Run `nomologi doctor`.", False))
    return StoreError(f"The database {path} {sentence}.", hint, passing=passing)


def is_damage(error: BaseException) -> bool:
    """Whether the file is damaged or no database."""
    return _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def is_full(error: BaseException | None) -> bool:
    """Whether the disk has no room left for it."""
    return error is not None and _code(error) == sqlite3.SQLITE_FULL


def forget_pages(connection: sqlite3.Connection) -> None:
    """Read each page anew from now on: those of a damaged file would stay in the cache after somebody put it right."""
    connection.execute("PRAGMA shrink_memory")


def is_of_the_file(error: BaseException) -> bool:
    """Whether it keeps any write from the disk, whatever is written. A damaged file is not written to for a trial."""
    return _code(error) in (*_SENTENCES, sqlite3.SQLITE_BUSY)


def _code(error: BaseException) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF  # extended codes carry the plain one in their low byte


_SENTENCES = {
    sqlite3.SQLITE_FULL: ("can't grow: the disk is full", "Free some space; nothing that was saved is lost.", True),
    sqlite3.SQLITE_IOERR: (
        "can't be read or written: the disk reports an error",
        "Check the disk and its space.",
        True,
    ),
    sqlite3.SQLITE_READONLY: ("can't be written: it is read-only", "Make the file and its folder writable.", False),
    sqlite3.SQLITE_CANTOPEN: ("can't be opened", "Make the file and its folder readable and writable for you.", False),
    sqlite3.SQLITE_PERM: ("can't be opened", "Make the file and its folder readable and writable for you.", False),
}


def _repair(path: Path) -> str:
    kept = backups_of(path)
    if kept:
        return f"Move it away and copy the newest backup, {kept[-1]}, to its place."
    return "Move it away, or set NOMOLOGI_HOME to another folder; there is no backup beside it."

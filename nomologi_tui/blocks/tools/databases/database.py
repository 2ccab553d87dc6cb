"""Ask a database one statement. The only place outside of the store that knows SQLAlchemy; loaded where it is used."""

import asyncio
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote

import sqlalchemy
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, SQLAlchemyError

from nomologi_tui.blocks.tools.databases.rows import rows_of
from nomologi_tui.blocks.tools.databases.statement import marks_of, streams
from nomologi_tui.blocks.tools.databases.table_sqlite import typed
from nomologi_tui.blocks.tools.databases.url import Database
from nomologi_tui.blocks.tools.own_store import check_foreign, refuse_own
from nomologi_tui.errors import BlockError, CredentialError, StepTimeoutError
from nomologi_tui.text import clean_line, shorten, span

T = TypeVar("T")
PATIENCE = 10  # seconds for reaching it, and for a lock of SQLite
_NUMBER = re.compile(r"\[Errno -?\d+\] ")  # what the system says stands behind it
_REFUSED = ("28000", "28P01")  # sqlstate of PostgreSQL
_REFUSED_BY_MYSQL = (1044, 1045)


async def ask(
    database: Database, statement: str, values: Mapping[str, str], *, reads: bool, most: int, seconds: float
) -> dict[str, Any]:
    """The rows, at most `most`, or how many were changed. With `reads` nothing can be changed by it.

    Raises StepTimeoutError after `seconds`, CredentialError where it refuses the login, BlockError.
    """

    def work(running: "_Running") -> dict[str, Any]:
        with _connected(database, running, seconds, reads=reads) as connection:
            options = {"stream_results": True} if streams(statement) else {}
            given = _given(database, {name: values[name] for name in marks_of(statement)})
            result = connection.execution_options(**options).execute(sqlalchemy.text(statement), given)
            return rows_of(result, most)

    return await _in_time(work, seconds)


async def insert(database: Database, table: str, row: Mapping[str, str], *, seconds: float) -> None:
    """Add one row to a table that is there. Raises as `ask` does."""

    def work(running: "_Running") -> None:
        with _connected(database, running, seconds, reads=False) as connection:
            named = connection.dialect.identifier_preparer.quote_identifier
            place = ".".join(named(part) for part in table.split("."))
            columns = ", ".join(named(name) for name in row).replace(":", "\\:")
            marks = ", ".join(f":v{number}" for number in range(len(row)))
            sql = f"INSERT INTO {place.replace(':', chr(92) + ':')} ({columns}) VALUES ({marks})"  # noqa: S608 - quoted
            values = {f"v{number}": value for number, value in enumerate(row.values())}
            connection.execute(sqlalchemy.text(sql), _given(database, values))

    await _in_time(work, seconds)


async def version_of(database: Database) -> str:
    """`PostgreSQL 15.18`, as it says of itself. Raises as `ask` does."""

    def work(running: "_Running") -> str:
        with _connected(database, running, PATIENCE, reads=True) as connection:
            connection.execute(sqlalchemy.text("SELECT 1"))
            version = connection.dialect.server_version_info or ()
            return f"{connection.dialect.name} {'.'.join(map(str, version))}".strip()

    return await _in_time(work, 2 * PATIENCE)


def _given(database: Database, values: Mapping[str, str]) -> dict[str, Any]:
    """The values as it wants them: SQLite compares by type, the others make of a text what the place needs."""
    return {name: typed(value) if database.kind == "sqlite" else value for name, value in values.items()}


class _Running:
    """A statement in a thread, and the way to stop it from outside."""

    def __init__(self) -> None:
        self.raw: Any = None
        self.kill: Callable[[], object] = lambda: None  # where the server must be told by another connection

    def stop(self) -> None:
        """Let the driver give up, or the server."""
        with suppress(Exception):  # it may just have ended
            self.kill()
        for name in ("interrupt", "cancel"):
            if (end := getattr(self.raw, name, None)) is not None:
                with suppress(Exception):  # it may just have ended
                    end()


async def _in_time(work: Callable[[_Running], T], seconds: float) -> T:
    running = _Running()
    task = asyncio.ensure_future(asyncio.to_thread(work, running))
    task.add_done_callback(_read)
    try:
        await asyncio.wait({task}, timeout=seconds)
        late = not task.done()
    finally:  # also where the step was cancelled: nothing may go on after it has ended
        if not task.done():
            await _stop(running, task)
    if late:
        raise StepTimeoutError(
            f"The database took longer than {span(seconds)} and was stopped.", "Give it more time, or ask for less."
        )
    return task.result()


async def _stop(running: _Running, task: "asyncio.Future[Any]") -> None:
    """Again and again: a statement that has not begun yet can't be interrupted."""
    for _ in range(PATIENCE * 10):
        await asyncio.to_thread(running.stop)
        await asyncio.wait({task}, timeout=0.1)
        if task.done():
            return


def _read(task: "asyncio.Future[Any]") -> None:
    """What the driver says of a statement that was stopped is read, however late it ends: else somebody warns of it."""
    if not task.cancelled():
        task.exception()


@contextmanager
def _connected(
    database: Database, running: _Running, seconds: float, *, reads: bool
) -> Iterator[sqlalchemy.Connection]:
    """A connection in a transaction, which is committed at the end of the `with` and nowhere else."""
    with _as_sentences(database), _opened(database, seconds) as connection:
        running.raw = connection.connection.dbapi_connection
        if database.kind in ("mysql", "mariadb"):
            running.kill = partial(_kill, connection.engine, int(getattr(running.raw, "thread_id", int)()))
        if reads:
            connection = _reading(connection, database)  # noqa: PLW2901 - the same, with options
        yield connection
        connection.commit()


def _opened(database: Database, seconds: float) -> sqlalchemy.Connection:
    try:
        return _engine(database, seconds).connect()
    except ValueError:  # also where a host can't be spelled as one
        raise BlockError(
            f"The address {shorten(database.name, 200)} has a host or a port that there can't be.", "Correct it."
        ) from None


def _kill(engine: sqlalchemy.Engine, number: int) -> None:
    """End a connection to MySQL from another one: nothing of it is committed, and the server stops its statement."""
    with engine.connect() as other:
        other.exec_driver_sql(f"KILL {number}")


def _reading(connection: sqlalchemy.Connection, database: Database) -> sqlalchemy.Connection:
    if database.kind == "postgresql":
        return connection.execution_options(postgresql_readonly=True)
    sql = "PRAGMA query_only=1" if database.kind == "sqlite" else "SET SESSION TRANSACTION READ ONLY"
    connection.exec_driver_sql(sql)
    connection.commit()
    return connection


def _engine(database: Database, seconds: float) -> sqlalchemy.Engine:
    url = sqlalchemy.make_url(database.with_driver())
    options: dict[str, Any] = {"poolclass": sqlalchemy.NullPool, "hide_parameters": True}
    if database.kind == "sqlite":
        return sqlalchemy.create_engine("sqlite://", creator=lambda: _open_sqlite(database), **options)
    limits: dict[str, Any] = {"connect_timeout": PATIENCE}
    if "pymysql" in url.drivername:
        longest = seconds + 2 * PATIENCE  # if the server can't be told to stop
        limits |= {"read_timeout": longest, "write_timeout": longest, "local_infile": False}
    return sqlalchemy.create_engine(url.set(password=database.password or None), connect_args=limits, **options)


def _open_sqlite(database: Database) -> sqlite3.Connection:
    """The file as it is there: none is made, and no other one is attached."""
    refuse_own(database.file)
    raw = sqlite3.connect(
        f"file:{quote(str(database.file))}?mode=rw", uri=True, timeout=PATIENCE, check_same_thread=False
    )
    forbidden = (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH)
    raw.set_authorizer(lambda action, *_: sqlite3.SQLITE_DENY if action in forbidden else sqlite3.SQLITE_OK)
    try:
        check_foreign(raw, database.file)
    except BaseException:
        raw.close()
        raise
    return raw


@contextmanager
def _as_sentences(database: Database) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise _in_words(database, error) from None
    except SQLAlchemyError as error:
        words = shorten(clean_line(str(error).partition("\n")[0]), 200).rstrip(".")
        raise BlockError(f"The statement can't be asked: {words}.", "Look at it.") from None


def _in_words(database: Database, error: DBAPIError) -> BlockError:
    said = error.orig
    plain = _NUMBER.sub("", str(said.args[-1] if said and said.args else said))
    words = shorten(clean_line(plain), 200).rstrip(".")
    code = (
        getattr(said, "sqlstate", None) or getattr(said, "pgcode", None) or (said.args[0] if said and said.args else "")
    )
    if code in _REFUSED or code in _REFUSED_BY_MYSQL or "authentication failed" in words:
        return CredentialError(f"{database.name} refused the login.", "Is the password right?")
    if error.statement is None and isinstance(error, DatabaseError | InterfaceError):
        return BlockError(
            f"{database.name} can't be opened: {words}.", "Is it there?", passing=database.kind != "sqlite"
        )
    busy = "locked" in words and database.kind == "sqlite"
    hint = "It begins like a question, so nothing may be changed." if re.search("read-?only", words) else ""
    return BlockError(f"{database.name} did not do it: {words}.", hint, passing=busy)

"""SQLAlchemy over our own connections."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import JSON, Engine, create_engine
from sqlalchemy.exc import StatementError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import PoolProxiedConnection, QueuePool, StaticPool

from nomologi_tui.errors import StoreError
from nomologi_tui.store import sqlite

READERS = 4  # connections kept for reading
_to_json = json.JSONEncoder(default=str).encode  # `json.dumps` would make an encoder for each value


def writing(creator: Callable[[], sqlite3.Connection]) -> Engine:
    """An engine with one connection whose transactions write; the user of it holds the write lock."""
    return _with_begin(
        create_engine("sqlite://", creator=creator, poolclass=StaticPool, json_serializer=_to_json), "BEGIN IMMEDIATE"
    )


def reading(creator: Callable[[], sqlite3.Connection]) -> Engine:
    """An engine whose transactions each see one moment's picture."""
    return _with_begin(create_engine("sqlite://", creator=creator, poolclass=QueuePool, pool_size=READERS), "BEGIN")


def _with_begin(engine: Engine, begin: str) -> Engine:
    """Send BEGIN ourselves: the sqlite3 module would leave reads outside of the transaction.

    Through the dialect, not as an event: one listener for an event makes each statement look for listeners.
    """

    def do_begin(connection: PoolProxiedConnection) -> None:
        connection.cursor().execute(begin)

    engine.dialect.do_begin = do_begin  # type: ignore[assignment]
    return engine


@compiles(JSON, "sqlite")
def _json_column(*_: object, **__: object) -> str:
    """The word TEXT keeps SQLite from taking a lone JSON number for its own, which would make 1.0 an integer."""
    return "JSON TEXT"


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Raise what `as_told` says in the place of SQLAlchemy's own exceptions."""
    try:
        yield
    except StatementError as error:
        raise as_told(error, path) from error


def as_told(error: BaseException, path: Path) -> BaseException:
    """What the one who asked is told: nobody outside the store sees SQLAlchemy's own exceptions."""
    cause = _cause(error)
    return sqlite.explain(cause, path) if isinstance(cause, sqlite3.Error) else cause


def of_the_file(outcome: object, path: Path) -> StoreError | None:
    """What an outcome says of the file as a whole: full, read-only, held by another; None where it says nothing."""
    cause = _cause(outcome) if isinstance(outcome, BaseException) else None
    return sqlite.explain(cause, path) if cause is not None and sqlite.is_of_the_file(cause) else None


def is_damage(outcome: object) -> bool:
    """Whether an outcome says that the file is damaged or no database."""
    return isinstance(outcome, BaseException) and sqlite.is_damage(_cause(outcome))


def _cause(error: BaseException) -> BaseException:
    return error.orig or error if isinstance(error, StatementError) else error

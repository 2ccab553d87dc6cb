"""SQLAlchemy over our own connections."""

import json
import sqlite3
from collections.abc import Callable

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import PoolProxiedConnection, QueuePool, StaticPool

READERS = 4  # connections kept for reading


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


def _to_json(value: object) -> str:
    return json.dumps(value, default=str)

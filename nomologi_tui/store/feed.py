"""Seeing what any process wrote: the database itself is the only channel between processes."""

import sqlite3
from collections.abc import AsyncGenerator, Awaitable, Callable

from nomologi_tui.clock import Clock
from nomologi_tui.settings import Places
from nomologi_tui.store import queries, sqlite
from nomologi_tui.store.records import Change


async def follow(
    places: Places,
    clock: Clock,
    *,
    after: int,
    every: float = 0.25,
    wait: Callable[[float], Awaitable[None]] | None = None,
) -> AsyncGenerator[Change, None]:
    """Yield whenever somebody committed, this process too; at once when the log is already beyond `after`.

    Looks every `every` seconds, which costs some microseconds; sooner where `wait` ends before so many seconds are
    over. A database that does not exist yet is waited for. Raises StoreError when it can't be read.
    """
    wait = wait or clock.sleep
    connection: sqlite3.Connection | None = None
    seen = -1
    try:
        while True:
            with sqlite.told(places):
                connection = connection or _connect(places)
                version = sqlite.data_version(connection) if connection else seen
                newest = _last_log_id(connection) if connection and version != seen else 0
            if newest > after or (version != seen and seen >= 0):
                yield Change(newest)
            seen, after = version, max(after, newest)
            await wait(every)
    finally:
        if connection:
            connection.close()


def _connect(places: Places) -> sqlite3.Connection | None:
    """A connection that stays open: only then do two values of its data version mean something."""
    if not sqlite.is_there(places.database):
        return None
    connection = sqlite.connect_reader(places.database)
    if sqlite.version_of(connection):
        return connection
    connection.close()  # somebody is just making it
    return None


def _last_log_id(connection: sqlite3.Connection) -> int:
    return int(connection.execute(queries.LAST_LOG).fetchone()[0] or 0)

"""One writer thread per process: writes queue up, and all that wait share one transaction and one fsync."""

import asyncio
import contextlib
import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from nomologi_tui.errors import StoreError
from nomologi_tui.store import engine, sqlite

_log = logging.getLogger(__name__)

BATCH = 1_000  # writes in one commit
WAITING = 10_000  # writes that may wait; whoever brings more waits too
CHECK_EVERY = 32  # commits until the write-ahead log is copied into the database, so that it stays short


@dataclass(slots=True)
class Item:
    """One write, and where its result goes after the commit: to a thread, or to the loop that awaits it.

    `work` may be done twice, undone in between: what it does beside the database must bear that.
    """

    work: Callable[[Connection], Any]
    future: "Future[Any] | asyncio.Future[Any]"
    loop: asyncio.AbstractEventLoop | None = None

    def begin(self) -> bool:
        """False when nobody wants the result any more: then nothing is written."""
        if isinstance(self.future, Future):
            return self.future.set_running_or_notify_cancel()
        return not self.future.cancelled()

    def end(self, outcome: object) -> None:
        """Hand over the result or the exception; call it in the loop's own thread where there is a loop."""
        if self.future.cancelled():
            return
        if isinstance(outcome, BaseException):
            self.future.set_exception(_bearable(outcome))
            self.future.exception()  # a failure that nobody awaits is none of asyncio's business
        else:
            self.future.set_result(outcome)


class Inbox:
    """Writes that wait, at most `limit`."""

    def __init__(self, limit: int = WAITING) -> None:
        self._items: deque[Item] = deque()
        self._changed = threading.Condition()
        self._limit = limit
        self._closed = False

    def offer(self, item: Item) -> bool:
        """Put `item` in without waiting; False when full. Raises StoreError when closed."""
        with self._changed:
            return self._add(item)

    def put(self, item: Item) -> None:
        """Put `item` in, waiting while full. Raises StoreError when closed."""
        with self._changed:
            while not self._add(item):
                self._changed.wait()

    def _add(self, item: Item) -> bool:
        if self._closed:
            raise closed()
        if len(self._items) >= self._limit:
            return False
        self._items.append(item)
        self._changed.notify_all()
        return True

    def take(self) -> list[Item]:
        """Wait for writes and return the next batch; empty when closed and done."""
        with self._changed:
            while not self._items and not self._closed:
                self._changed.wait()
            batch = [self._items.popleft() for _ in range(min(BATCH, len(self._items)))]
            self._changed.notify_all()
            return batch

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()


def closed() -> StoreError:
    return StoreError("The store is closed.", "Start the program again.")


class Writer:
    """The thread. It owns the only connection of this process that writes."""

    def __init__(self, connection: sqlite3.Connection, lock: sqlite.WriteLock, path: Path) -> None:
        self.inbox = Inbox()
        self._connection = connection
        self._lock = lock
        self._path = path
        self._file = path.stat().st_ino
        self._commits = 0
        self.copies_log = False  # after the next commit, however few there were
        self._turn = 0
        self.under_way = 0  # the number of the commit that is waited for; 0: none
        self.failed: StoreError | None = None  # why the last commit could not be made; None where it could
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Finish what waits, then end the thread. Twice does no harm."""
        self.inbox.close()
        self._thread.join()

    def _run(self) -> None:
        with engine.writing(lambda: self._connection).connect() as tx:
            while batch := self.inbox.take():
                wanted = [item for item in batch if item.begin()]
                if wanted:
                    self._commit(tx, wanted)
                    self._tidy()
        with self._lock:  # the last one out empties the write-ahead log
            self._connection.close()
        self._lock.close()

    def _commit(self, tx: Connection, batch: list[Item]) -> None:
        """Do the batch in one transaction, then tell everyone. A failed transaction fails all; the thread lives on."""
        self._turn += 1
        self.under_way = self._turn
        try:
            self._need_file()
            with self._lock:
                outcomes = self._together(tx, batch)
        except BaseException as error:  # noqa: BLE001 - whatever it was, those who wait must hear it
            outcomes = [error] * len(batch)
        self.failed = next(filter(None, (engine.of_the_file(one, self._path) for one in outcomes)), None)
        if any(map(engine.is_damage, outcomes)):
            sqlite.forget_pages(self._connection)
        self.under_way = 0
        _tell(batch, [self._as_told(outcome) for outcome in outcomes])

    def _need_file(self) -> None:
        """Raises StoreError when the file is not at its place any more: a commit would go into one without a name."""
        lost = self.lost()
        if lost is not None:
            raise lost

    def lost(self) -> StoreError | None:
        """What became of the file while it is in use; None while it is at its place."""
        try:
            if self._path.stat().st_ino == self._file:
                return None
        except FileNotFoundError:
            return StoreError(
                f"The database {self._path} was moved or deleted while it was in use; nothing can be saved.",
                "Put it back, and all goes on; or start anew.",
            )
        except OSError as error:
            return StoreError(f"The database {self._path} can't be reached: {error.strerror}.", "Bring its disk back.")
        return StoreError(
            f"Another file took the place of the database {self._path} while it was in use; nothing can be saved.",
            "Put the first one back, or quit and start again to use the new one.",
        )

    def _as_told(self, outcome: object) -> object:
        return engine.as_told(outcome, self._path) if isinstance(outcome, BaseException) else outcome

    def _together(self, tx: Connection, batch: list[Item]) -> list[object]:
        """The results; where one fails, all are done anew, each undone by itself. Savepoints for all cost a tenth."""
        try:
            with tx.begin():
                return _done(tx, batch)
        except _UndoneError as undone:
            if len(batch) == 1:
                return [undone.__cause__]
        with tx.begin():
            return [self._attempt(tx, item.work) for item in batch]

    def _attempt(self, tx: Connection, work: Callable[[Connection], Any]) -> Any:
        """The result of one write, or its exception: then only this write is undone.

        Raises when the database has rolled back the whole transaction (disk full, I/O error): nothing of it stands.
        """
        self._connection.execute("SAVEPOINT item")  # not SQLAlchemy's, which is compiled anew each time
        try:
            result = work(tx)
        except BaseException as error:
            if not self._connection.in_transaction:
                raise
            self._connection.execute("ROLLBACK TO item")
            result = error
        self._connection.execute("RELEASE item")
        return result

    def _tidy(self) -> None:
        """Copy the write-ahead log now and then. Where that fails, nothing is lost: the log only grows on."""
        self._commits += 1
        if self._commits % CHECK_EVERY and not self.copies_log:
            return
        self.copies_log = False
        try:
            with self._lock:
                sqlite.checkpoint(self._connection, self._path)
        except sqlite3.Error as error:
            _log.warning("The write-ahead log of %s was not copied: %s", self._path, error)


class _UndoneError(Exception):
    """One of several writes failed; its cause says how."""


def _done(tx: Connection, batch: list[Item]) -> list[object]:
    try:
        return [item.work(tx) for item in batch]
    except BaseException as error:
        raise _UndoneError from error


def _tell(batch: list[Item], outcomes: list[object]) -> None:
    """Hand out what came of the writes. Each loop is woken once for all that it awaits: a wake-up is a system call."""
    awaited: dict[asyncio.AbstractEventLoop, list[tuple[Item, object]]] = {}
    for item, outcome in zip(batch, outcomes, strict=True):
        if item.loop is None:
            item.end(outcome)
        else:
            awaited.setdefault(item.loop, []).append((item, outcome))
    for loop, ended in awaited.items():
        with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile: nobody awaits anything there
            loop.call_soon_threadsafe(_end_all, ended)


def _end_all(ended: list[tuple[Item, object]]) -> None:
    """At once: a call by the loop for each costs 7 µs more, and the loop asks the system for news before it."""
    for item, outcome in ended:
        item.end(outcome)


def _bearable(error: BaseException) -> BaseException:
    """A future of asyncio refuses the one exception that would end whoever awaits it as if nothing had failed."""
    return RuntimeError(f"a write raised {error!r}") if isinstance(error, StopIteration) else error

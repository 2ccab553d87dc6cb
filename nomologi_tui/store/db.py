"""The store as the rest sees it: open, write, read, close. Functions over a `Tx` do the work."""

import asyncio
import functools
import hashlib
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import StatementError

from nomologi_tui.clock import Clock
from nomologi_tui.errors import StoreError
from nomologi_tui.settings import Places, prepare
from nomologi_tui.store import engine, migrations, sqlite
from nomologi_tui.store.writer import Item, Writer, closed

P = ParamSpec("P")
T = TypeVar("T")
Tx = Connection


class Store:
    """One database. Writes go through one thread and return once they are on disk; reads see a moment's picture."""

    def __init__(self, places: Places, told: Callable[[], None]) -> None:
        self._places = places
        self._told = told
        self._closed = False
        self._reading = engine.reading(lambda: sqlite.connect_reader(places.database, typed=False))
        self._threads = ThreadPoolExecutor(engine.READERS, thread_name_prefix="store-reader")

    @functools.cached_property
    def _writer(self) -> Writer:
        """Where nothing may be written it begins with the first write, so that reading goes on. Raises StoreError."""
        if self._closed:
            raise closed()
        with sqlite.told(self._places):
            lock = sqlite.WriteLock(self._places.write_lock)
            try:
                return Writer(sqlite.connect(self._places.database), lock, self._places.database)
            except BaseException:
                lock.close()
                raise

    @classmethod
    def open(cls, places: Places, clock: Clock, told: Callable[[], None] = lambda: None) -> Self:
        """Prepare folders and files, bring the schema up to date. Raises StoreError.

        `told` is called after each `write`, the one by which a person's doings are stored.
        """
        prepare(places)
        sqlite.create_file(places.database)
        with sqlite.told(places):
            migrations.bring_up(places, clock.now())
            store = cls(places, told)
        if os.access(places.database.parent, os.W_OK):
            store._begin()
        return store

    def _begin(self) -> None:
        """Let the writer begin now: it knows its file then, whatever becomes of that. On a full disk there is none."""
        try:
            self.lost()
        except StoreError as error:
            if not sqlite.is_full(error.__cause__):
                raise

    def begin_writing(self) -> None:
        """Raises StoreError where nothing may be written: that is better known before questions than after."""
        _ = self._writer

    def lost(self) -> StoreError | None:
        """What became of the file while it is in use; None while it is at its place."""
        return self._writer.lost()

    @property
    def failed(self) -> StoreError | None:
        """Why the last commit of this process could not be made; None where it could."""
        return self._writer.failed

    @property
    def under_way(self) -> int:
        """The number of the commit that this process waits for; 0: none."""
        return self._writer.under_way

    def try_again(self) -> None:
        """Write something that changes nothing, so that `failed` tells whether writing works again."""
        self.submit(lambda tx: sqlite.touch(sqlite.raw(tx)))

    @functools.cached_property
    def identity(self) -> str:
        """Tells this database from every other one of the machine: what leaves the store is named after it."""
        path = self._places.database.resolve()
        return hashlib.sha256(f"{path}:{path.stat().st_ino}".encode()).hexdigest()[:12]

    def write(self, fn: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call `fn(tx, …)` in the writer thread; its result, once the commit is on disk. Raises what `fn` raised."""
        written = self.submit(fn, *args, **kwargs).result()
        self._told()
        return written

    def submit(self, fn: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """`write` without waiting for the commit."""
        future: Future[T] = Future()
        self._writer.inbox.put(Item(lambda tx: fn(tx, *args, **kwargs), future))
        return future

    async def awrite(self, fn: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`write` from asyncio; never blocks the loop."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        item = Item(lambda tx: fn(tx, *args, **kwargs), future, loop)
        if not self._writer.inbox.offer(item):
            await self._in_thread(functools.partial(self._writer.inbox.put, item))
        return await future

    def soon(self, fn: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> "asyncio.Future[T]":
        """`submit` from asyncio: it stands in line when this returns. Nobody needs to await its result."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._writer.inbox.put(Item(lambda tx: fn(tx, *args, **kwargs), future, loop))
        return future

    def shrink(self) -> None:
        """Let the next write be followed by what gives freed pages back to the file system: until then the file is as
        large as it was, and its log holds them too.
        """
        self._writer.copies_log = True

    def read(self, fn: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call `fn(tx, …)` in a short read-only transaction of this thread's own."""
        try:
            with self._reading.begin() as tx:
                return fn(tx, *args, **kwargs)
        except StatementError as error:
            if engine.is_damage(error):
                self._reading.dispose()  # each connection would keep what it read, also once the file is whole again
            raise engine.as_told(error, self._places.database) from error

    async def aread(self, fn: Callable[Concatenate[Tx, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`read` from asyncio, in a thread of the store's own."""
        return await self._in_thread(functools.partial(self.read, fn, *args, **kwargs))

    async def _in_thread(self, work: Callable[[], T]) -> T:
        try:
            done = self._threads.submit(work)
        except RuntimeError as error:
            raise closed() from error
        return await asyncio.wrap_future(done)

    def close(self) -> None:
        """Write what waits, then let go of the database. Twice does no harm."""
        self._threads.shutdown()
        self._reading.dispose()
        self._closed = True
        if "_writer" in self.__dict__:
            self._writer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

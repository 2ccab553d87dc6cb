"""What every screen works with: the workspace, lanes off the screen's thread, and the runner inside the app."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from functools import cached_property
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from nomologi_tui.errors import NomologiError, StoreError
from nomologi_tui.screens.garbage import Garbage
from nomologi_tui.screens.lane import Lane
from nomologi_tui.store.feed import follow
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.records import Change
from nomologi_tui.usecases.workspace import Workspace

if TYPE_CHECKING:
    from nomologi_tui.runner.in_thread import RunnerThread
    from nomologi_tui.store import Store
    from nomologi_tui.store.records import RunnerInfo

HELD = 3.0  # seconds that a commit waits until that is told
AGAIN = 4.0  # seconds between two tries to write into a store that could not be written

P = ParamSpec("P")
T = TypeVar("T")


class Desk:
    """Reads go through one lane, what needs the opened store through a second, slow looks through a third, and what
    charts count through a fourth with a reader of its own: no list waits for them.

    The second lane's first task opens the store, the blocks and the use cases: what is queued behind may count on them.
    """

    def __init__(self, ws: Workspace, *, with_runner: bool = True) -> None:
        self.ws = ws
        self._with_runner = with_runner
        self._reads = Lane("nomologi reads")
        self._calls = Lane("nomologi calls")
        self._looks = Lane("nomologi looks")
        self._draws = Lane("nomologi charts")
        self.runner: RunnerThread | None = None
        self.opened: Future[None] | None = None
        self.garbage = Garbage(ws.clock)
        self._waited = (0, 0.0)  # the commit that was waited for at the last look, and since when
        self._tried = 0.0  # when a store was last tried that could not be written

    def open(self) -> None:
        """Begin to load the heavy parts and start the runner; `ready` waits for it."""
        self.opened = self._calls.submit(self._load)

    def _load(self) -> None:
        from nomologi_tui.usecases.automations import automations
        from nomologi_tui.usecases.flow import drafting
        from nomologi_tui.usecases.runs import running

        try:
            _ = (automations, drafting, self.ws.store, self.ws.user, self.ws.registry)
            if self._with_runner:
                self.runner = running.start_runner(self.ws)
        finally:
            self.garbage.begin()

    def restart_runner(self) -> None:
        """Start another runner in the place of one that ended by itself."""

        def start() -> None:
            from nomologi_tui.usecases.runs import running

            self.runner = running.start_runner(self.ws)

        self._calls.submit(start)

    def trouble(self) -> NomologiError | None:
        """What keeps writes from the store; None where nothing does. Looks itself whether it is over."""
        store: Store | None = self.ws.__dict__.get("store")  # not opened for this
        if store is None:
            return None
        now, turn = self.ws.clock.monotonic(), store.under_way
        if not turn or turn != self._waited[0]:
            self._waited = (turn, now)
        elif now - self._waited[1] >= HELD:
            place = self.ws.settings.places.database
            return StoreError(
                f"Another program holds the database {place}.", "Close it: until then nothing can be saved."
            )
        trouble = store.lost() or store.failed
        if store.failed and not turn and now - self._tried >= AGAIN:
            self._tried = now
            store.try_again()
        return trouble

    async def ready(self) -> None:
        """Wait until the heavy parts are loaded. Raises NomologiError when they can't be used."""
        if self.opened is not None:
            try:
                await asyncio.wrap_future(self.opened)
            except NomologiError:
                raise
            except Exception as error:
                raise NomologiError(f"Nomologi could not start: {error}.", "`nomologi doctor` tells more.") from error

    async def read(self, function: Callable[Concatenate[Reader, int, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask the reader: `function(reader, user_id, …)`."""
        return await self._reads.do(lambda: function(self.ws.reader, self.ws.user_id, *args, **kwargs))

    async def who_runs(self) -> "tuple[RunnerInfo | None, int]":
        """Who runs now, and the log's newest position."""
        return await self._reads.do(lambda: (self.ws.who_runs(), self.ws.reader.last_log_id()))

    async def draw(self, function: Callable[Concatenate[Reader, int, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same for what a chart counts, which may take a while; not before the heavy parts are loaded."""
        await self.ready()
        return await self._draws.do(lambda: function(self._chart_reader, self.ws.user.id, *args, **kwargs))

    @cached_property
    def _chart_reader(self) -> Reader:
        return Reader.open(self.ws.machine.places, self.ws.clock)

    def _end_charts(self) -> None:
        if "_chart_reader" in self.__dict__:
            self._chart_reader.close()

    async def call(self, function: Callable[Concatenate[Workspace, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do something with the opened workspace, after what was queued before."""
        return await self._calls.do(function, self.ws, *args, **kwargs)

    def call_soon(
        self, function: Callable[Concatenate[Workspace, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """Queue such a call without waiting."""
        return self._calls.submit(function, self.ws, *args, **kwargs)

    async def look(self, function: Callable[Concatenate[Workspace, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do something slow that changes nothing: previews, rehearsals."""
        return await self._looks.do(function, self.ws, *args, **kwargs)

    async def stream(self, make: Callable[[Workspace], AsyncIterator[T]]) -> AsyncIterator[T]:
        """What an asynchronous generator yields in the third lane, as it comes."""
        arrived: asyncio.Queue[T | None] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        async def drain() -> None:
            async for one in make(self.ws):
                loop.call_soon_threadsafe(arrived.put_nowait, one)

        done = self._looks.submit(lambda: asyncio.run(drain()))
        done.add_done_callback(lambda _: loop.call_soon_threadsafe(arrived.put_nowait, None))
        while (one := await arrived.get()) is not None:
            yield one
        done.result()

    def changes(self, after: int) -> AsyncIterator[Change]:
        """What anybody commits from now on."""
        return follow(self.ws.settings.places, self.ws.clock, after=after)

    def close(self, patience: float) -> None:
        """Stop the runner, write what is pending, let go of the files; at most about `patience` seconds."""
        self._calls.close(patience / 2)
        self._draws.submit(self._end_charts)
        if self.runner is not None:
            self.runner.stop(patience / 2)
        closing = threading.Thread(target=self.ws.close, name="nomologi closes", daemon=True)
        closing.start()
        held = 0
        while closing.is_alive() and not held:
            turn = self._under_way()
            closing.join(patience)
            held = turn if turn == self._under_way() else 0  # another program holds the store: nobody waits for that

    def _under_way(self) -> int:
        store: Store | None = self.ws.__dict__.get("store")
        return store.under_way if store else 0

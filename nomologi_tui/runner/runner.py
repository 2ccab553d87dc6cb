"""The runner: waker, watcher, hooks, listeners and worker over one store. The same in the app and as a service."""

import asyncio
import itertools
import os
import secrets
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from nomologi_tui import __version__
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.clock import Clock
from nomologi_tui.errors import StoreError
from nomologi_tui.runner.accounts import Accounts
from nomologi_tui.runner.listeners import Listeners
from nomologi_tui.runner.listening import Sources
from nomologi_tui.runner.lock import RunnerLock
from nomologi_tui.runner.pauses import Pauses
from nomologi_tui.runner.recovery import recover
from nomologi_tui.runner.resuming import Resuming
from nomologi_tui.runner.schedule import Waker
from nomologi_tui.runner.tools import AGAIN, Tools, until_it_works
from nomologi_tui.runner.watch import Watcher
from nomologi_tui.runner.web import Hooks
from nomologi_tui.runner.worker import Worker
from nomologi_tui.settings import Settings
from nomologi_tui.store import Store, automations, listeners, runners, runs
from nomologi_tui.store.feed import follow
from nomologi_tui.store.records import RunnerInfo
from nomologi_tui.store.secrets import Secrets

PATIENCE = 10.0  # seconds that runs get to end when the runner stops
TURN = 0.5  # seconds between tries to take the lock
FEED = 0.5  # seconds between looks at what other processes wrote; our own events wake the worker at once
LOOK = 15.0  # seconds between looks at what no write announces
LOOKS_A_BEAT = 4  # of these looks each fourth one writes down which triggers are alive


class Runner:
    """Serves a store while it holds the runner lock."""

    def __init__(
        self, settings: Settings, store: Store, registry: Registry, clock: Clock, kind: str, patience: float = PATIENCE
    ) -> None:
        self._settings = settings
        self._store = store
        self._clock = clock
        self._kind = kind  # app or service
        self.patience = patience  # seconds that runs get to end when it stops; whoever stops it may have less
        self._lock = RunnerLock(settings.places.runner_lock)
        self._tools = Tools(
            store, registry, clock, settings, Secrets(), secrets.token_hex(8), Accounts(settings.account_at_once)
        )
        self._stamp: list[tuple[int, int]] = []  # of what listens

    async def serve(self, stop: asyncio.Event, waiting: Callable[[], None] | None = None) -> None:
        """Wait for the lock, then run automations until `stop`; `waiting` is called once if another runner has it."""
        if not await self._take_turn(stop, waiting):
            return
        try:
            await self._begin()
            await self._work(stop)
            await self._end()
        finally:
            self._lock.release()

    async def _take_turn(self, stop: asyncio.Event, waiting: Callable[[], None] | None) -> bool:
        while not self._lock.acquire():
            if waiting is not None:
                waiting()
                waiting = None
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), TURN)
            if stop.is_set():
                return False
        return True

    async def _begin(self) -> None:
        now = self._clock.now()
        info = RunnerInfo(
            pid=os.getpid(), host=socket.gethostname(), token=self._tools.token, kind=self._kind,
            version=__version__, since=now,
        )  # fmt: skip
        await self._store.awrite(runners.started, info)
        await recover(self._store, self._tools.registry, self._clock, self._tools.token)

    async def _work(self, stop: asyncio.Event) -> None:
        worker = Worker(self._tools)
        resuming = Resuming(self._tools, worker.wake)
        worker.on_hold = resuming.expect
        pauses = Pauses(self._tools)
        sources = Sources(Waker(self._clock), Watcher(self._clock), Hooks(self._settings, self._clock))
        triggers = Listeners(self._tools, sources, worker.wake)
        sources.waker.start()
        background = [
            asyncio.create_task(work, name=name)
            for name, work in (
                ("worker", worker.run()),
                ("resuming", resuming.run()),
                ("pauses", pauses.run()),
                ("clock", sources.waker.watch_clock()),
                ("files", sources.watcher.run()),
                ("feed", self._follow_store(worker, triggers, pauses)),
                ("beat", self._beat(triggers)),
            )
        ]
        ended = asyncio.create_task(stop.wait())
        try:
            done, _ = await asyncio.wait({ended, *background}, return_when=asyncio.FIRST_COMPLETED)
            for task in done - {ended}:
                task.result()  # a background task never ends by itself: say why it did
        finally:
            ended.cancel()
            await triggers.stop()
            await worker.finish(self.patience)
            for task in background:
                task.cancel()
            await asyncio.gather(*background, return_exceptions=True)
            sources.waker.stop()

    async def _follow_store(self, worker: Worker, triggers: Listeners, pauses: Pauses) -> None:
        """Act on what anybody wrote: automations switched on or off, runs queued or to be stopped."""
        while True:
            try:
                async for _change in follow(self._settings.places, self._clock, after=0, every=FEED):
                    pauses.look()
                    await self._act(worker, triggers)
            except StoreError as error:
                if not error.passing:
                    raise
                await self._clock.sleep(AGAIN)

    async def _act(self, worker: Worker, triggers: Listeners) -> None:
        await self._listen_to_active(triggers)
        for run_id in await self._store.aread(runs.cancel_requests, self._tools.token):
            worker.stop_run(run_id)
        worker.wake()

    async def _listen_to_active(self, triggers: Listeners) -> None:
        """Read the automations only when what must listen has changed: this is asked every few seconds."""
        stamp = await self._store.aread(automations.stamp)
        if stamp != self._stamp:
            await triggers.follow(await self._store.aread(automations.active))
            self._stamp = stamp

    async def _beat(self, triggers: Listeners) -> None:
        """What no write announces: triggers that live or fell silent."""
        for looks in itertools.count(1):
            await self._clock.sleep(LOOK)
            await until_it_works(self._tools, self._listen_to_active, triggers)
            if looks % LOOKS_A_BEAT == 0:
                await triggers.beat()

    async def _end(self) -> None:
        now = self._clock.now()
        await self._store.awrite(listeners.all_off, now)
        await self._store.awrite(runners.stopped, self._tools.token, now)


class RunnerThread:
    """A runner in its own thread and loop: the app's loop never waits for it, nor it for the app's."""

    def __init__(self, make: Callable[[], Runner]) -> None:
        self._make = make
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._runner: Runner | None = None
        self._ready = threading.Event()
        self.error: Exception | None = None
        self._thread = threading.Thread(target=self._main, name="nomologi runner", daemon=True)

    def start(self) -> None:
        """Begin to serve, or to wait for the lock."""
        self._thread.start()

    def stop(self, patience: float) -> None:
        """Ask it to end, and wait at most `patience` seconds; half of it for its runs, then they are told to end."""
        if self._thread.ident is None:  # never started
            return
        self._ready.wait(patience)
        if self._runner is not None:
            self._runner.patience = min(self._runner.patience, patience / 2)
        if self._loop is not None and self._stop is not None:
            with suppress(RuntimeError):  # its loop is closed: it ended by itself
                self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(patience)

    def _main(self) -> None:
        try:
            asyncio.run(self._serve())
        except Exception as error:  # noqa: BLE001 - kept for the app to show; a thread has nobody else to tell
            self.error = error

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._ready.set()
        self._runner = self._make()
        await self._runner.serve(self._stop)

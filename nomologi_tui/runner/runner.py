"""The runner: waker, watcher, hooks, listeners and worker over one store. The same in the app and as a service."""

import asyncio
import gc
import itertools
import os
import secrets
import socket
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

from nomologi_tui import __version__
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.clock import Clock
from nomologi_tui.errors import StoreError
from nomologi_tui.runner.accounts import Accounts
from nomologi_tui.runner.alerts.alerts import Alerts
from nomologi_tui.runner.connections.renewals import Renewals
from nomologi_tui.runner.door import Door
from nomologi_tui.runner.heartbeat import Heartbeat
from nomologi_tui.runner.housekeeping import keep_house
from nomologi_tui.runner.indexing import keep_indexed
from nomologi_tui.runner.lock import SERVICE, Turn
from nomologi_tui.runner.metrics import Metrics
from nomologi_tui.runner.pauses import Pauses
from nomologi_tui.runner.recovery import recover
from nomologi_tui.runner.resuming import Resuming
from nomologi_tui.runner.tools import AGAIN, Tools, until_it_works
from nomologi_tui.runner.triggers.endings import Endings
from nomologi_tui.runner.triggers.listeners import Listeners
from nomologi_tui.runner.triggers.listening import Sources
from nomologi_tui.runner.triggers.schedule import Waker
from nomologi_tui.runner.triggers.watch import Watcher
from nomologi_tui.runner.triggers.web import Hooks
from nomologi_tui.runner.triggers.zone_rules import ZoneRules
from nomologi_tui.runner.unread import tell_in_a_line
from nomologi_tui.runner.worker import Worker
from nomologi_tui.settings import Settings
from nomologi_tui.store import Store, automations, listeners, runners, runs
from nomologi_tui.store.feed import follow
from nomologi_tui.store.records import RunnerInfo
from nomologi_tui.store.secrets import Secrets, open_secrets

SWITCH = 0.0005  # seconds that a thread may keep the interpreter while another one, the writer above all, waits for it
COLLECT = (10_000, 50, 20)  # as `gc.set_threshold`: with Python's own, 10,000 listeners begin in twice the time
PATIENCE = 10.0  # seconds that runs get to end when the runner stops
TURN = 0.5  # seconds between tries to take the lock, and between looks whether somebody else wants it
AT_FIRST = (0.01, 0.05)  # seconds between the first tries: who only asks about a lock has it too, for an instant
FEED = 1.0  # seconds between looks at what others wrote who did not knock; our own events wake the worker at once
THREADS = 64  # a dead name server or a silent chat holds one for a minute; asyncio has 6 on two cores
LOOK = 15.0  # seconds between looks at what no write announces
LOOKS_A_BEAT = 4  # of these looks each fourth one writes down which triggers are alive


class Runner:
    """Serves a store while it holds the runner lock."""

    def __init__(
        self, settings: Settings, store: Store, registry: Registry, clock: Clock, kind: str, kept: Secrets | None = None
    ) -> None:
        self._settings = settings
        self._store = store
        self._clock = clock
        self._kind = kind  # app or service
        self.patience = PATIENCE  # seconds that runs get to end when it stops or gives way
        self._hurried = asyncio.Event()
        self._turn = Turn(settings.places, kind)
        self._tools = Tools(
            store, registry, clock, settings, kept or open_secrets(settings), "", Accounts(settings.account_at_once)
        )
        self._stamp: list[tuple[int, int]] = []  # of what listens
        self._serving: Callable[[], None] | None = None  # still to be called

    def hurry(self) -> None:
        """Be less patient: tell the runs to end that it waits for, now or later. Call it in its loop."""
        self._hurried.set()

    async def serve(
        self, stop: asyncio.Event, waiting: Callable[[], None] | None = None, serving: Callable[[], None] | None = None
    ) -> None:
        """Wait for the lock, then run automations until `stop`; `waiting` is called once if another runner has it,
        `serving` each time that its triggers have begun to listen.

        The app's gives way to a service that waits, and serves again when that one has ended.
        """
        tell_in_a_line()
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS, "aside"))
        try:
            while await self._take_turn(stop, waiting):
                await self._begin()
                self._serving = serving
                await self._work(stop)
                await self._end()
                self._turn.end()
        finally:
            self._turn.end()

    async def _take_turn(self, stop: asyncio.Event, waiting: Callable[[], None] | None) -> bool:
        self._tools = replace(self._tools, token=secrets.token_hex(8))  # what it left behind before is another one's
        for pause in itertools.chain(AT_FIRST, itertools.repeat(TURN)):
            if stop.is_set():
                return False
            if self._turn.take(self._tools.token):
                return True
            if pause == TURN and waiting is not None:
                waiting()
                waiting = None
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
        return False

    async def _begin(self) -> None:
        gc.set_threshold(*COLLECT)
        sys.setswitchinterval(SWITCH)
        now, self._stamp = self._clock.now(), []
        info = RunnerInfo(
            pid=os.getpid(), host=socket.gethostname(), token=self._tools.token, kind=self._kind,
            version=__version__, since=now,
        )  # fmt: skip
        killed = await self._store.aread(runners.current) is not None  # one that ends takes its row away
        await self._store.awrite(runners.started, info)
        await recover(self._store, self._tools.registry, self._clock, self._tools.token, killed=killed)

    async def _work(self, stop: asyncio.Event) -> None:
        worker = Worker(self._tools)
        resuming = Resuming(self._tools, worker.wake)
        worker.on_hold = resuming.expect
        pauses = Pauses(self._tools)
        endings = Endings(self._store, self._clock.now())
        sources = Sources(Waker(self._clock), Watcher(self._clock), Hooks(self._settings, self._clock), endings)
        triggers = Listeners(self._tools, sources, worker.wake)
        door = Door(self._settings.places.runner_socket, self._clock)
        await door.open()
        sources.waker.start()
        background = [
            asyncio.create_task(work, name=name)
            for name, work in (
                ("worker", worker.run()),
                ("resuming", resuming.run()),
                ("pauses", pauses.run()),
                ("clock", sources.waker.watch_clock()),
                ("files", sources.watcher.run()),
                ("feed", self._follow_store(door, worker, triggers, pauses, endings)),
                ("beat", self._beat(triggers, sources.waker)),
                ("alerts", Alerts(self._tools).run()),
                ("heartbeat", Heartbeat(self._tools).run()),
                ("metrics", Metrics(self._tools).run()),
                ("renewals", Renewals(self._tools).run()),
                ("house", keep_house(self._tools)),
                ("words", keep_indexed(self._tools)),
            )
        ]
        reasons = [asyncio.create_task(stop.wait()), asyncio.create_task(self._must_give_way())]
        try:
            done, _ = await asyncio.wait({*reasons, *background}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()  # a background task never ends by itself: say why it did
        finally:
            await self._wind_down(worker, triggers)
            for task in (*reasons, *background):
                task.cancel()
            await asyncio.gather(*reasons, *background, return_exceptions=True)
            sources.waker.stop()
            door.close()

    async def _must_give_way(self) -> None:
        """Until a service waits for us. A service itself serves until it is stopped."""
        if self._kind == SERVICE:
            await asyncio.Event().wait()
        while not self._turn.wanted:
            await self._clock.sleep(TURN)

    async def _wind_down(self, worker: Worker, triggers: Listeners) -> None:
        """Start nothing new and let runs end. With a successor at the door triggers listen on until then: what they
        put on disk meanwhile is its work, and a sender of webhooks finds the port closed for a moment only.
        """
        if not self._turn.wanted:
            await triggers.stop()
        finishing = asyncio.create_task(worker.finish(self.patience))
        hurried = asyncio.create_task(self._hurried.wait())
        await asyncio.wait({finishing, hurried}, return_when=asyncio.FIRST_COMPLETED)
        if not finishing.done():
            await worker.finish(0)
        hurried.cancel()
        await finishing
        await triggers.stop()

    async def _follow_store(
        self, door: Door, worker: Worker, triggers: Listeners, pauses: Pauses, endings: Endings
    ) -> None:
        """Act on what anybody wrote: automations switched on or off, runs queued or to be stopped."""
        while True:
            try:
                async for _change in follow(self._settings.places, self._clock, after=0, every=FEED, wait=door.wait):
                    pauses.look()
                    await self._act(worker, triggers)
                    await endings.look()
            except StoreError as error:
                if not error.passing:
                    raise
                await self._clock.sleep(AGAIN)

    async def _act(self, worker: Worker, triggers: Listeners) -> None:
        await self._listen_to_active(triggers)
        for run_id in await self._store.aread(runs.cancel_requests, self._tools.token):
            worker.stop_run(run_id)
        worker.wake()
        if self._serving is not None:
            self._serving()
            self._serving = None

    async def _listen_to_active(self, triggers: Listeners) -> None:
        """Read the automations only when what must listen has changed: this is asked every few seconds."""
        stamp = await self._store.aread(automations.stamp)
        if stamp != self._stamp:
            await triggers.follow(await self._store.aread(automations.active))
            self._stamp = stamp

    async def _beat(self, triggers: Listeners, waker: Waker) -> None:
        """What no write announces: triggers that live or fell silent, an update of the zones' rules."""
        rules = ZoneRules()
        for looks in itertools.count(1):
            await self._clock.sleep(LOOK)
            await until_it_works(self._tools, self._listen_to_active, triggers)
            if looks % LOOKS_A_BEAT == 0:
                await triggers.beat()
                if rules.are_new():
                    waker.ask_anew()

    async def _end(self) -> None:
        """Say that nobody listens any more. Not on a full disk; the lock says it too."""
        now = self._clock.now()
        try:
            await self._store.awrite(listeners.all_off, now)
            await self._store.awrite(runners.stopped, self._tools.token, now)
        except StoreError as error:
            if not error.passing:
                raise

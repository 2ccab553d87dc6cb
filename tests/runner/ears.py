"""Listeners over a store with everything that they hear from, and a trigger that says what the test puts in."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

from nomologi_tui.blocks import Event, TriggerContext
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.clock import Clock, SystemClock
from nomologi_tui.model import Automation, ListenerState
from nomologi_tui.runner.triggers.endings import Endings
from nomologi_tui.runner.triggers.listeners import Listeners
from nomologi_tui.runner.triggers.listening import Sources
from nomologi_tui.runner.triggers.port import Patience
from nomologi_tui.runner.triggers.schedule import Waker
from nomologi_tui.runner.triggers.watch import Watcher
from nomologi_tui.runner.triggers.web import Hooks
from tests.runner.bench import Bench
from tests.runner.made import Do
from tests.support import DEADLINE, eventually


class Ears:
    """Listeners over a store, and the sources they hear from."""

    def __init__(
        self, bench: Bench, clock: Clock, registry: Registry, waker_clock: Clock | None = None, **settings: Any
    ) -> None:
        self.bench, self.events = bench, 0
        tools = replace(bench.tools, clock=clock, registry=registry)
        hooks = Hooks(replace(bench.settings, **settings), clock, Patience(DEADLINE, DEADLINE, DEADLINE))
        self.sources = Sources(
            Waker(waker_clock or clock), Watcher(SystemClock()), hooks, Endings(bench.store, clock.now())
        )
        self.listeners = Listeners(tools, self.sources, self._heard)
        self.sources.waker.start()
        self.watching = asyncio.create_task(self.sources.watcher.run())

    def _heard(self) -> None:
        self.events += 1

    async def heard(self, number: int) -> None:
        """Wait until so many events came, and until the runs that they became are on disk."""
        await eventually(lambda: self.events == number)
        await self.bench.store.awrite(lambda _: None)  # behind them in line

    async def follow(self, *active: Automation) -> None:
        await self.listeners.follow(active)

    async def state(self, one: Automation, state: ListenerState) -> str:
        """Wait until the automation's listener has that state; its detail."""
        await eventually(lambda: self.bench.listener(one).state is state)
        return self.bench.listener(one).detail

    async def close(self) -> None:
        await self.listeners.stop()
        self.watching.cancel()
        await asyncio.wait([self.watching])
        self.sources.waker.stop()


class Sender:
    """A trigger that says what the test puts in: events, or errors that it raises."""

    def __init__(self) -> None:
        self.inbox: asyncio.Queue[Event | BaseException | None] = asyncio.Queue()
        self.starts: list[dict[str, Any] | None] = []  # the cursor at each start
        self.greets = True  # it says that it listens

    async def __call__(self, config: Do, ctx: TriggerContext) -> AsyncIterator[Event]:
        self.starts.append(ctx.cursor)
        if self.greets:
            ctx.alive()
        while (found := await self.inbox.get()) is not None:
            if isinstance(found, BaseException):
                raise found
            yield found

    def send(self, *what: Event | BaseException | None) -> None:
        for one in what:
            self.inbox.put_nowait(one)


MakeEars = Callable[..., Ears]

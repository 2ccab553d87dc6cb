"""Keeps every active automation's triggers listening, and turns what they see into runs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from nomologi_tui.blocks.base import FileChange, WebRequest
from nomologi_tui.clock import Clock
from nomologi_tui.errors import NomologiError, StoreError
from nomologi_tui.model import Automation, Event, EventType, Level, ListenerState, LogEntry, Step
from nomologi_tui.runner.engine import build_config
from nomologi_tui.runner.schedule import Waker
from nomologi_tui.runner.watch import Watcher
from nomologi_tui.runner.web import Hooks
from nomologi_tui.runner.worker import Tools
from nomologi_tui.schedules import Schedule, latest_due, next_after
from nomologi_tui.store import listeners, logs, runs
from nomologi_tui.text import clean_line

RETRY_AFTER = (1.0, 5.0, 15.0, 60.0)  # seconds between tries to listen again; the last one goes on
CATCH_UP = timedelta(days=1)  # a missed time older than this waits for the next one


@dataclass(frozen=True, slots=True)
class Sources:
    """Where triggers hear from: the clock, the file system, the network."""

    waker: Waker
    watcher: Watcher
    hooks: Hooks
    base_url: str


@dataclass(eq=False, slots=True)
class _Listening:
    """What one trigger sees of us (`blocks.base.TriggerContext`)."""

    tools: Tools
    sources: Sources
    automation: Automation
    step: Step
    cursor: dict[str, Any] | None = None
    last_due: datetime | None = None
    schedule: Schedule | None = None
    seen_at: datetime | None = None
    _requests: dict[str, WebRequest] = field(default_factory=dict)

    @property
    def clock(self) -> Clock:
        return self.tools.clock

    @property
    def timezone(self) -> ZoneInfo:
        return self.tools.timezone

    def log(self, text: str, level: Level = Level.INFO) -> None:
        entry = LogEntry(EventType.OUTPUT, clean_line(text), level, automation_id=self.automation.id)
        self.tools.store.submit(logs.add, [entry], self.clock.now())

    def alive(self) -> None:
        self.seen_at = self.clock.now()

    def webhook_url(self, token: str) -> str:
        return f"{self.sources.base_url}/hook/{token}"

    async def due_times(self, schedule: Schedule) -> AsyncIterator[datetime]:
        """What was missed while nobody ran (its latest time, by the catch-up rule), then each instant as it comes."""
        self.schedule = schedule
        missed = await self._missed(schedule)
        if missed is not None:
            yield missed
        async for due in self.sources.waker.due_times(f"trigger {self.step.id}", schedule):
            self.alive()
            yield due

    async def _missed(self, schedule: Schedule) -> datetime | None:
        now, store = self.clock.now(), self.tools.store
        following = next_after(schedule, now)
        await store.awrite(listeners.set_next_due, self.step.id, following)
        latest = latest_due(schedule, self.last_due, now) if self.last_due else None
        if latest is None:
            return None
        skip = self.automation.configuration.catch_up == "skip" or now - latest > CATCH_UP
        words = "is left out" if skip else "runs now"
        entry = LogEntry(
            EventType.MISSED, f"Missed while no runner ran; the latest, due {latest:%Y-%m-%d %H:%M} UTC, {words}.",
            Level.WARNING, automation_id=self.automation.id,
        )  # fmt: skip
        await store.awrite(logs.add, [entry], now)
        return None if skip else latest

    async def requests(self, token: str) -> AsyncIterator[WebRequest]:
        async for request in self.sources.hooks.requests(token):
            self.alive()
            self._requests[f"hook:{request.id}"] = request
            yield request

    def refuse(self, request: WebRequest, reason: str) -> None:
        self._requests.pop(f"hook:{request.id}", None)
        self.sources.hooks.answer(request, 403)
        self.log(f"A request was refused: {reason}", Level.WARNING)

    async def changes(self, folder: Path, *, recursive: bool = False) -> AsyncIterator[list[FileChange]]:
        async for batch in self.sources.watcher.changes(folder, recursive=recursive):
            self.alive()
            yield batch

    async def accept(self, event: Event) -> None:
        """Put the event's run on disk; only then does its sender hear 202 and the trigger go on."""
        following = next_after(self.schedule, event.due) if self.schedule and event.due else None
        request = self._requests.pop(event.id, None)
        try:
            await self.tools.store.awrite(
                runs.enqueue, self.automation.id, event, self.clock.now(),
                trigger=self.step.block, trigger_step_id=self.step.id, next_due=following,
            )  # fmt: skip
        except StoreError:
            if request is not None:
                self.sources.hooks.answer(request, 503)
            raise
        self.cursor = event.cursor or self.cursor
        self.last_due = event.due or self.last_due
        if request is not None:
            self.sources.hooks.answer(request, 202)


class Listeners:
    """One task a trigger; started and stopped as automations are switched on, edited and switched off."""

    def __init__(self, tools: Tools, sources: Sources, on_event: Callable[[], None]) -> None:
        self._tools = tools
        self._sources = sources
        self._on_event = on_event
        self._tasks: dict[tuple[int, int], list[asyncio.Task[None]]] = {}  # (automation, revision) -> its triggers

    async def follow(self, active: list[Automation]) -> None:
        """Listen for exactly these automations."""
        wanted = {(automation.id, automation.revision): automation for automation in active}
        await self._stop([tasks for key, tasks in self._tasks.items() if key not in wanted])
        self._tasks = {key: tasks for key, tasks in self._tasks.items() if key in wanted}
        for key, automation in wanted.items():
            if key not in self._tasks:
                self._tasks[key] = [
                    asyncio.create_task(self._keep_listening(automation, step), name=f"trigger {step.id}")
                    for step in automation.triggers
                ]

    async def stop(self) -> None:
        """Listen to nothing any more."""
        await self._stop(list(self._tasks.values()))
        self._tasks.clear()

    async def _stop(self, groups: list[list[asyncio.Task[None]]]) -> None:
        tasks = [task for group in groups for task in group]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _keep_listening(self, automation: Automation, step: Step) -> None:
        """Listen, and after a failure listen again; the state is a row that everybody sees."""
        for wait in _patience():
            try:
                await self._listen(automation, step)
            except Exception as error:  # noqa: BLE001 - whatever a trigger raises is a visible state, never a dead runner
                await self._report(automation, step, ListenerState.RETRYING, _words(error))
            else:
                await self._report(automation, step, ListenerState.OFF, "nothing more to wait for")
                return
            await self._tools.clock.sleep(wait)

    async def _listen(self, automation: Automation, step: Step) -> None:
        tools = self._tools
        block = tools.registry.get(step.type, step.block)
        config = build_config(block, step.config, lambda text: text, tools.secrets.get)
        known = await tools.store.aread(listeners.get, step.id)
        listening = _Listening(
            tools, self._sources, automation, step,
            cursor=known.cursor if known else None, last_due=known.last_due if known else None,
        )  # fmt: skip
        await self._report(automation, step, ListenerState.OK, "")
        async for event in block.run(config, listening):
            await listening.accept(event)
            self._on_event()

    async def _report(self, automation: Automation, step: Step, state: ListenerState, detail: str) -> None:
        tools = self._tools
        write: Callable[..., Awaitable[Any]] = tools.store.awrite
        await write(listeners.report, step.id, automation.id, step.block, state, detail, tools.clock.now())


def _patience() -> Any:
    yield from RETRY_AFTER
    while True:
        yield RETRY_AFTER[-1]


def _words(error: Exception) -> str:
    if isinstance(error, NomologiError):
        return clean_line(str(error))
    return clean_line(f"it broke in an unforeseen way ({type(error).__name__}: {error})")

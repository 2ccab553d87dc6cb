"""What one trigger sees of us while it listens."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from nomologi_tui.blocks.base import FileChange, WebRequest
from nomologi_tui.clock import Clock
from nomologi_tui.model import Automation, Event, EventType, Level, ListenerState, LogEntry, Step
from nomologi_tui.runner.schedule import Waker
from nomologi_tui.runner.tools import Tools
from nomologi_tui.runner.watch import Watcher
from nomologi_tui.runner.web import Hooks
from nomologi_tui.schedules import Schedule, latest_due, next_after
from nomologi_tui.store import listeners, logs, runs
from nomologi_tui.text import clean_line

LATE = timedelta(minutes=1)  # a time that comes later than this was missed: the machine slept
SILENCE = timedelta(minutes=5)  # a trigger without a sign of life for so long is stale


@dataclass(frozen=True, slots=True)
class Sources:
    """Where triggers hear from: the clock, the file system, the network."""

    waker: Waker
    watcher: Watcher
    hooks: Hooks


@dataclass(eq=False, slots=True)
class Listening:
    """One trigger's `blocks.base.TriggerContext`, from its start to its end or failure."""

    tools: Tools
    sources: Sources
    automation: Automation
    step: Step
    cursor: dict[str, Any] | None = None
    last_due: datetime | None = None
    state: ListenerState = ListenerState.OFF
    _schedule: Schedule | None = None
    _seen_at: datetime | None = None
    _served: bool = False  # it waits for one of our sources, so it is as alive as we are
    _request: WebRequest | None = None  # the one that waits for its answer

    @property
    def clock(self) -> Clock:
        return self.tools.clock

    @property
    def timezone(self) -> ZoneInfo:
        return self.tools.timezone

    def log(self, text: str, level: Level = Level.INFO) -> None:
        entry = LogEntry(EventType.OUTPUT, clean_line(text), level, automation_id=self.automation.id)
        self.tools.store.submit(logs.add, [entry], self.clock.now())

    async def remember(self, cursor: dict[str, Any]) -> None:
        await self.tools.store.awrite(listeners.remember, self.step.id, cursor)
        self.cursor = cursor

    def alive(self) -> None:
        self._seen_at = self.clock.now()
        if self.state is not ListenerState.OK:
            self.state = ListenerState.OK
            self.tools.store.submit(
                listeners.report, self.step.id, self.automation.id, self.step.block, self.state, "", self._seen_at
            )

    def silent_since(self, now: datetime) -> datetime | None:
        """Since when it gave no sign of life, if that is too long ago."""
        if self._served or self._seen_at is None or now - self._seen_at < SILENCE:
            return None
        return self._seen_at

    def webhook_url(self, token: str) -> str:
        return self.sources.hooks.address(token)

    async def due_times(self, schedule: Schedule) -> AsyncIterator[datetime]:
        """What was missed while nobody ran (its latest time, by the catch-up rule), then each instant as it comes."""
        self._schedule = schedule
        missed = await self._missed(schedule)
        self._serve()
        if missed is not None:
            yield missed
        async with aclosing(self.sources.waker.due_times(f"trigger {self.step.id}", schedule)) as instants:
            async for due in instants:
                wanted = due if self.clock.now() - due < LATE else await self._missed(schedule)
                if wanted is not None:
                    yield wanted

    async def _missed(self, schedule: Schedule) -> datetime | None:
        """The latest time that was missed, if it shall run now; the log says so either way, once."""
        now, store = self.clock.now(), self.tools.store
        following = next_after(schedule, now)
        await store.awrite(listeners.set_next_due, self.step.id, following)
        latest = latest_due(schedule, self.last_due, now) if self.last_due else None
        if latest is None:
            return None
        self.last_due = latest
        if now - latest < LATE:  # it has just come: a pause ended with it, or another runner did
            return latest
        skip = self.automation.configuration.catch_up == "skip"
        if skip:
            await store.awrite(listeners.begin, self.step.id, now, following)
        words = f"the latest, due {latest:%Y-%m-%d %H:%M} UTC, {'is left out' if skip else 'runs now'}."
        entry = LogEntry(
            EventType.MISSED, f"Missed while no runner ran or the machine slept; {words}", Level.WARNING,
            automation_id=self.automation.id,
        )  # fmt: skip
        await store.awrite(logs.add, [entry], now)
        return None if skip else latest

    async def requests(self, token: str) -> AsyncIterator[WebRequest]:
        async with self.sources.hooks.listening(token) as queue:
            self._serve()
            while True:
                self._request = await queue.get()
                yield self._request
                self._answer(202)  # for one that the trigger neither took nor refused: it was heard

    def refuse(self, request: WebRequest, reason: str) -> None:
        if request is self._request:
            self._answer(403)
        self.log(f"A request was refused: {reason}", Level.WARNING)

    def _answer(self, status: int) -> None:
        request, self._request = self._request, None
        if request is not None:
            self.sources.hooks.answer(request, status)

    async def changes(self, folder: Path, *, recursive: bool = False) -> AsyncIterator[list[FileChange]]:
        self._serve()
        async with aclosing(self.sources.watcher.changes(folder, recursive=recursive)) as batches:
            async for batch in batches:
                yield batch

    def _serve(self) -> None:
        self._served = True
        self.alive()

    async def accept(self, event: Event) -> None:
        """Put the event's run on disk; only then does its sender hear 202 and the trigger go on."""
        following = next_after(self._schedule, event.due) if self._schedule and event.due else None
        await self.tools.store.awrite(
            runs.enqueue, self.automation.id, event, self.clock.now(),
            trigger=self.step.block, trigger_step_id=self.step.id, next_due=following,
        )  # fmt: skip
        self.cursor = event.cursor or self.cursor
        self.last_due = event.due or self.last_due
        self._answer(202)
        self.alive()

    def give_up(self) -> None:
        """It ended or failed: whoever waits for an answer shall try again."""
        self._answer(503)

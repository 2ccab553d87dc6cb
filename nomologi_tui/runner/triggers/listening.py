"""What one trigger sees of us while it listens."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from nomologi_tui.blocks.connected import Connected
from nomologi_tui.blocks.contexts import FileChange, WebRequest
from nomologi_tui.clock import Clock, newer_record
from nomologi_tui.futures import carried_through
from nomologi_tui.model import Configuration, Ending, Event, EventType, Level, ListenerState, LogEntry, Step
from nomologi_tui.runner.engine.config import seeded
from nomologi_tui.runner.engine.output import redacted, without_secrets
from nomologi_tui.runner.engine.surroundings import key_prefix
from nomologi_tui.runner.lanes import how_in_lane
from nomologi_tui.runner.redaction import Redactor
from nomologi_tui.runner.tools import AGAIN, Tools
from nomologi_tui.runner.triggers.backlog import Backlog, backlog_of, for_the_inbox, passed_over
from nomologi_tui.runner.triggers.endings import Endings
from nomologi_tui.runner.triggers.liveness import HELD, Liveness
from nomologi_tui.runner.triggers.requests import Requests
from nomologi_tui.runner.triggers.schedule import AskAnewError, DueTimes, Waker
from nomologi_tui.runner.triggers.watch import Watcher
from nomologi_tui.runner.triggers.web import Hooks
from nomologi_tui.schedules import Schedule, next_after
from nomologi_tui.store import listeners, logs, missed, runs
from nomologi_tui.store.runs import ends
from nomologi_tui.text import clean_line

LATE = timedelta(minutes=1)  # a time that comes later than this was missed: the machine slept
LOOK = 0.5  # seconds between looks at a clock that is wrong
LOOKS_A_QUESTION = 4  # at each fourth of these looks the store is asked too
_Seen = tuple[datetime | None, datetime | None]  # the last instant, the last sign of life


@dataclass(frozen=True, slots=True)
class Sources:
    """Where triggers hear from: the clock, the file system, the network, the ends of runs."""

    waker: Waker
    watcher: Watcher
    hooks: Hooks
    endings: Endings


@dataclass(eq=False, slots=True)
class Listening:
    """One trigger's `blocks.contexts.TriggerContext`, from its start to its end or failure."""

    tools: Tools
    sources: Sources
    automation_id: int
    configuration: Configuration
    step: Step
    on_event: Callable[[], None]  # told when a run stands in line to be written
    on_alive: Callable[["Listening"], None]  # told when the store shall know that it listens
    liveness: Liveness  # over all of its tries
    cursor: dict[str, Any] | None = None
    last_due: datetime | None = None
    last_alive: datetime | None = None
    next_due: datetime | None = None  # as the store has it
    state: ListenerState = ListenerState.OFF
    connections: Mapping[str, Connected] | None = None
    redact: Redactor = field(default_factory=Redactor)
    _schedule: Schedule | None = None
    _following: tuple[datetime | None, int] = (None, 0)  # what is due next, and in which turn of the waker it was so
    _served: bool = False  # it waits for one of our sources, so it is as alive as we are
    _lost: bool = False  # what it watches is not there
    _requests: Requests = field(init=False)

    def __post_init__(self) -> None:
        self._requests = Requests(self.sources.hooks, self.tools.trouble, self.on_event)

    @property
    def clock(self) -> Clock:
        return self.tools.clock

    @property
    def timezone(self) -> ZoneInfo:
        return self.tools.timezone

    @property
    def process_name(self) -> str:
        return f"{key_prefix(self.tools.store.identity)}trigger-{self.step.id}"

    def log(self, text: str, level: Level = Level.INFO) -> None:
        entry = LogEntry(EventType.OUTPUT, clean_line(self.redact(text)), level, automation_id=self.automation_id)
        self.tools.store.soon(logs.add, [entry], self.clock.now())

    def connection(self, ref: str) -> Connected:
        return (self.connections or {})[ref]

    async def remember(self, cursor: dict[str, Any]) -> None:
        await self.tools.store.awrite(listeners.remember, self.step.id, redacted(cursor, self.redact))
        self.cursor = cursor

    def alive(self) -> None:
        if self._lost:
            return
        self.liveness.sign()
        if self.state is not ListenerState.OK:
            self.state = ListenerState.OK
            self.on_alive(self)

    @property
    def unreported(self) -> bool:
        """Whether it listens and the store does not know."""
        return self._served and self.state is ListenerState.OFF

    @property
    def is_silent(self) -> bool:
        """Whether it gave no sign of life for too long."""
        return self.liveness.is_silent and not self._served

    def failed(self, words: str) -> tuple[ListenerState, str]:
        """It does not listen any more; the state that this is, and its words."""
        if self._served:  # until now
            self.liveness.sign()
        self._served, self.liveness.why = False, words
        self.state = ListenerState.STALE if self.is_silent else ListenerState.RETRYING
        return self.state, self.liveness.words() if self.is_silent else words

    def webhook_url(self, token: str) -> str:
        return self.sources.hooks.address(token)

    async def due_times(self, schedule: Schedule) -> AsyncIterator[datetime]:
        """What was missed while nobody ran (its latest time, by the catch-up rule), then each instant as it comes.

        All anew when somebody sets the clock back or zones have new rules; nothing while the clock is older than what
        was recorded.
        """
        schedule = seeded(schedule, self.step)
        self._schedule, seen = schedule, (self.last_due, self.last_alive)
        while True:
            await self._until_the_clock_is_right(seen)
            try:
                late = await self._missed(schedule)
                with self._instants(schedule) as instants:  # before a missed one: from now on it hears of a new time
                    self._serve()
                    for due in late:
                        yield due
                    async for due in instants:
                        for one in await self._come(schedule, due):
                            yield one
            except AskAnewError:
                seen = await self._seen()
                continue
            return

    def _instants(self, schedule: Schedule) -> DueTimes:
        """What is due next was just computed. Raises AskAnewError where it is another one since."""
        first, turn = self._following
        return self.sources.waker.due_times(schedule, first, turn)

    async def _until_the_clock_is_right(self, seen: _Seen) -> None:
        """Wait while the clock is older than the last sign of this trigger, and say so: its instants mean nothing."""
        newest = newer_record(self.clock.now(), seen)
        if newest is not None:
            await self._say_that_it_waits(newest)
        for looks in itertools.count(1):
            if newer_record(self.clock.now(), seen) is None:
                return
            await self.clock.sleep(LOOK)
            self.liveness.sign()  # it waits, and says for what
            if looks % LOOKS_A_QUESTION == 0:  # somebody may have accepted today's clock
                seen = await self._seen()

    async def _seen(self) -> _Seen:
        known = await self.tools.store.aread(listeners.get, self.step.id)
        if known is None:
            return None, None
        self.last_due = known.last_due
        return known.last_due, known.last_alive

    async def _say_that_it_waits(self, newest: datetime) -> None:
        now, step = self.clock.now(), self.step
        self.state, words = self.failed(HELD.format(now=now, newest=newest))
        await self.tools.store.awrite(listeners.report, step.id, self.automation_id, step.block, self.state, words, now)

    async def _come(self, schedule: Schedule, due: datetime) -> tuple[datetime, ...]:
        """What runs when an instant has come: it, and what nobody saw before it, as the rule says."""
        now = self.clock.now()
        if now - due >= LATE:
            return await self._missed(schedule)
        unseen = passed_over(schedule, self.last_due or due, due, self.configuration.catch_up)
        if unseen is not None:
            await self._tell(unseen, now)
        return (*(unseen.to_run if unseen else ()), due)

    async def _tell(self, found: Backlog, now: datetime) -> None:
        inbox = for_the_inbox(found, self.automation_id, self.step.id, now)
        await self.tools.store.awrite(missed.note, inbox, found.words, none_runs=found.none_runs)

    async def _missed(self, schedule: Schedule) -> tuple[datetime, ...]:
        """The missed times that run now, by the catch-up rule; the log says what becomes of all, once."""
        now, store, turn = self.clock.now(), self.tools.store, self.sources.waker.turn
        following = next_after(schedule, self.last_due or now)
        none_missed = following is None or following > now
        if not none_missed:
            following = next_after(schedule, now)
        self._following = following, turn
        if following != self.next_due:  # after a start it mostly is what the last runner wrote down
            await store.awrite(listeners.set_next_due, self.step.id, following)
            self.next_due = following
        rule = self.configuration.catch_up
        found = None if none_missed or not self.last_due else backlog_of(schedule, self.last_due, now, rule)
        if found is None:
            return ()
        just_come = next_after(schedule, self.last_due or now)
        if found.number == 1 and just_come and now - just_come < LATE:  # a pause ended with it, or another runner did
            return (just_come,)
        if not found.to_run:
            self.last_due = now
        await self._tell(found, now)
        return found.to_run

    async def requests(self, token: str) -> AsyncIterator[WebRequest]:
        async with self.sources.hooks.listening(token, self._say_refused) as queue:
            self._serve()
            async with aclosing(self._requests.each_of(queue)) as each:
                async for request in each:
                    yield request

    def refuse(self, request: WebRequest, reason: str) -> None:
        if request is self._requests.under_way:
            self._requests.answer(403)
        self._say_refused(reason)

    def _say_refused(self, reason: str) -> None:
        self.log(f"A request was refused: {reason}", Level.WARNING)

    async def changes(self, folder: Path, *, recursive: bool = False) -> AsyncIterator[list[FileChange]]:
        self._serve()
        tell = partial(self._folder_is_there, folder)
        async with aclosing(self.sources.watcher.changes(folder, tell, recursive=recursive)) as batches:
            async for batch in batches:
                yield batch

    def _folder_is_there(self, folder: Path, there: bool) -> None:
        self._lost = not there
        if there:
            self._serve()
            return
        now, step = self.clock.now(), self.step
        state, words = self.failed(f"the folder {folder} is not there; it is looked for each second")
        self.tools.store.soon(listeners.report, step.id, self.automation_id, step.block, state, words, now)

    async def endings(self, automation: str) -> AsyncIterator[tuple[str, Ending]]:
        other, slug = await self.tools.store.aread(ends.beside, self.automation_id, automation)
        if self.cursor is None or self.cursor.get("automation") != other:
            await self.remember({"automation": other, "position": await self.tools.store.aread(ends.newest)})
        position = (self.cursor or {})["position"]
        self._serve()
        async with aclosing(self.sources.endings.of(other, position)) as all_of_it:
            async for ending in all_of_it:
                yield slug, ending

    def place_of(self, ending: Ending) -> dict[str, Any]:
        return {"automation": ending.run.automation_id, "position": ending.position}

    async def last_success(self, automation: str) -> datetime | None:
        other, _ = await self.tools.store.aread(ends.beside, self.automation_id, automation)
        return await self.tools.store.aread(ends.last_success, other)

    async def runner_starts(self) -> AsyncIterator[tuple[str, datetime]]:
        self._serve()
        began = self.sources.endings.began
        if self.last_due is None or self.last_due <= began:  # which is when it was switched on
            yield self.tools.token, began
        await asyncio.get_running_loop().create_future()

    def _serve(self) -> None:
        self._served = True
        self.alive()

    async def accept(self, event: Event) -> None:
        """Put the event's run on disk; only then does the trigger go on.

        The run of a request stands in line when this returns: `requests` waits for the disk, once for all that came
        together. While the disk is full a sender hears 503 and shall try again; an event of our own waits.
        """
        if (request := self._requests.under_way) is not None:
            self._requests.take(request, self._hand_in(event), partial(self._accepted, event))
            return
        while not await self._is_saved(event):
            await self.clock.sleep(AGAIN)

    async def _is_saved(self, event: Event) -> bool:
        saving = self._hand_in(event)
        self.on_event()
        await carried_through(saving)
        if not self.tools.trouble.is_saved(saving):
            return False
        self._accepted(event)
        return True

    def _hand_in(self, event: Event) -> "asyncio.Future[Any]":
        if self.redact:
            event = without_secrets(event, self.redact)
        following = next_after(self._schedule, event.due) if self._schedule and event.due else None
        return self.tools.store.soon(
            runs.enqueue, self.automation_id, event, self.clock.now(),
            trigger=self.step.block, trigger_step_id=self.step.id, next_due=following,
            how=how_in_lane(self.configuration, event, self.step.block),
        )  # fmt: skip

    def _accepted(self, event: Event) -> None:
        self.cursor = event.cursor or self.cursor
        if event.due is not None:
            self.last_due, self.next_due = event.due, None  # the next one was written down with the run
        self.alive()

    def give_up(self) -> None:
        """It ended or failed: whoever waits for an answer shall try again."""
        self._requests.answer(503)

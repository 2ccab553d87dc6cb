"""The events of the last days: what a schedule would have been due for, and what other triggers really saw."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice, takewhile
from typing import Any
from zoneinfo import ZoneInfo

from nomologi_tui.blocks.contexts import FileChange, WebRequest
from nomologi_tui.blocks.fields import check
from nomologi_tui.clock import Clock
from nomologi_tui.model import Automation, Event, Level, Run, Step
from nomologi_tui.runner.engine.config import schedule_in
from nomologi_tui.schedules import Schedule, next_after
from nomologi_tui.text import span
from nomologi_tui.usecases.runs.differences import event_data
from nomologi_tui.usecases.workspace import Workspace

MOST = 1_000  # times of a schedule, and runs, that are looked at


@dataclass(frozen=True, slots=True)
class Happened:
    """One event: `run` is what came of it, where anything did."""

    at: datetime
    trigger: str
    event: Event
    run: Run | None = None


@dataclass(slots=True)
class PastEvents:
    """What happened. `cut` says in words what was left out."""

    events: list[Happened] = field(default_factory=list)
    gone: list[Happened] = field(default_factory=list)  # runs for times at which nothing is due any more
    cut: list[str] = field(default_factory=list)
    elsewhere: int = 0  # runs that no trigger started: by hand, replays


async def past_events(ws: Workspace, automation: Automation, since: datetime, until: datetime) -> PastEvents:
    """The events in (since, until] that the triggers of `automation`, as they are now, would have seen."""
    found = PastEvents()
    runs = ws.reader.runs(ws.user_id, automation.id, since=since, limit=MOST + 1)
    if len(runs) > MOST:
        found.cut.append(f"Only the newest {MOST:,} runs were looked at.")
    runs = runs[:MOST]
    await _due(ws, automation, found, runs, (since, until))
    heard = {step.block for step in automation.triggers if schedule_in(ws.registry, step, ws.settings.timezone) is None}
    for run in runs:
        if run.due is None and run.created_at is not None:
            if run.trigger in heard and run.replay_of is None:
                found.events.append(Happened(run.created_at, run.trigger, _event(run), run))
            else:
                found.elsewhere += 1
    return found


async def _due(
    ws: Workspace, automation: Automation, found: PastEvents, runs: Sequence[Run], days: tuple[datetime, datetime]
) -> None:
    """What schedules were due for, with the runs that came of it; and the runs of times that are due no more."""
    start, until = days
    left = {run.due: run for run in runs if run.due}
    for step in automation.triggers:
        schedule = schedule_in(ws.registry, step, ws.settings.timezone)
        if schedule is not None:
            first, times = _times(schedule, days[0], until)
            if first > days[0]:
                found.cut.append(f"It is due so often that only the last {span(until - first)} were looked at.")
            start = max(start, first)
            async for event in _events(ws, step, times):
                at = event.due or until
                found.events.append(Happened(at, step.block, event, left.pop(at, None)))
    found.gone += [Happened(due, run.trigger, _event(run), run) for due, run in left.items() if due > start]


def _event(run: Run) -> Event:
    return Event(run.event_id or f"run:{run.id}", event_data(run), due=run.due)


def _times(schedule: Schedule, since: datetime, until: datetime) -> tuple[datetime, list[datetime]]:
    """Its due times up to `until`, and from when on: later than `since` where they would be too many."""
    length = until - since
    while True:
        times = takewhile(lambda at: at <= until, _following(schedule, until - length))
        few = list(islice(times, MOST + 1))
        if len(few) <= MOST:
            return until - length, few
        length /= 2


def _following(schedule: Schedule, after: datetime) -> Iterator[datetime]:
    due = next_after(schedule, after)
    while due is not None:
        yield due
        due = next_after(schedule, due)


@dataclass(frozen=True, slots=True)
class _Then:
    """What a schedule trigger sees when it goes through past times (`blocks.contexts.TriggerContext`)."""

    clock: Clock
    timezone: ZoneInfo
    times: Sequence[datetime]
    cursor: dict[str, Any] | None = None

    def log(self, text: str, level: Level = Level.INFO) -> None:
        """Nothing is written."""

    def alive(self) -> None:
        """Nobody waits for it."""

    async def remember(self, cursor: dict[str, Any]) -> None:
        """Nothing is written."""

    def webhook_url(self, token: str) -> str:
        return f"/hook/{token}"

    async def due_times(self, _schedule: Schedule) -> AsyncIterator[datetime]:
        for at in self.times:
            yield at

    async def requests(self, _token: str) -> AsyncIterator[WebRequest]:
        return
        yield

    def refuse(self, request: WebRequest, reason: str) -> None:
        """Nobody waits for it."""

    async def changes(self, _folder: Any, *, recursive: bool = False) -> AsyncIterator[list[FileChange]]:
        del recursive
        return
        yield


async def _events(ws: Workspace, step: Step, times: Sequence[datetime]) -> AsyncIterator[Event]:
    """The events that the trigger itself makes of its due times."""
    block = ws.registry.get(step.type, step.block)
    config, _ = check(block.config, step.config)
    async for event in block.run(config, _Then(ws.clock, ws.machine.schedule_zone, times)):
        yield event

"""Ends each pause when its time has come. How long it lasts stands in the automation's row."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nomologi_tui.blocks.registry import Registry
from nomologi_tui.model import Automation, Listener
from nomologi_tui.runner.engine.config import schedule_in
from nomologi_tui.runner.tools import Tools, until_it_works
from nomologi_tui.runner.waiting import wait
from nomologi_tui.schedules import count_due, next_after
from nomologi_tui.store import automations, listeners, pauses

MOST = 100  # due times in a pause that are counted
_BEFORE = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Resumption:
    """How a paused automation goes on: what the log says, and where its schedules count from."""

    words: str
    places: dict[int, tuple[datetime, datetime | None]] = field(default_factory=dict)


def resumption(
    registry: Registry, automation: Automation, known: Iterable[Listener], timezone: str, ends: datetime
) -> Resumption:
    """What was due before `ends` was meant not to run: it is counted, not missed. A time at `ends` counts again."""
    since = {one.step_id: one.last_due for one in known}
    number, first = 0, ends
    places: dict[int, tuple[datetime, datetime | None]] = {}
    for step in automation.triggers:
        schedule = schedule_in(registry, step, timezone)
        if schedule is not None:
            begun = since.get(step.id) or automation.updated_at or ends
            number += count_due(schedule, begun, ends - _BEFORE, MOST)
            first = min(first, next_after(schedule, begun) or ends)
            counted = max(begun, ends - _BEFORE)
            places[step.id] = (counted, next_after(schedule, counted))
    return Resumption(_in_words(number, first), places)


def _in_words(number: int, first: datetime) -> str:
    if not number:
        return "The pause is over"
    times = "1 due time" if number == 1 else f"{number} due times" if number < MOST else f"{MOST} or more due times"
    return f"The pause is over; {times} fell into it and did not run, the first {first:%Y-%m-%d %H:%M} UTC"


class Pauses:
    """Makes paused automations active again."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._changed = asyncio.Event()

    def look(self) -> None:
        """Somebody wrote: there may be a pause that ends sooner."""
        self._changed.set()

    async def run(self) -> None:
        """End each pause in time, until cancelled."""
        tools = self._tools
        while True:
            self._changed.clear()
            ends = await until_it_works(tools, tools.store.aread, pauses.next_end)
            if ends is None or ends > tools.clock.now():
                await wait(tools.clock, ends, self._changed)
            else:
                await self._end_those_over()

    async def _end_those_over(self) -> None:
        store, now = self._tools.store, self._tools.clock.now()
        for automation_id in await until_it_works(self._tools, store.aread, pauses.over, now):
            automation = await until_it_works(self._tools, store.aread, automations.by_id, automation_id)
            if automation is not None:
                await self._end(automation, now)

    async def _end(self, automation: Automation, now: datetime) -> None:
        tools = self._tools
        known = await until_it_works(tools, tools.store.aread, listeners.of, automation.id)
        ends = automation.paused_until or now
        how = resumption(tools.registry, automation, known, tools.timezone.key, ends)
        await until_it_works(tools, tools.store.awrite, pauses.end, automation.id, how.words, now, how.places)

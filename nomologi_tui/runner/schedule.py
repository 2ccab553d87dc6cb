"""The only module that imports APScheduler: it says when, we decide what.

Its own triggers, job stores and misfire rules are not used: they lose and double days around clock changes, pickle
rows and drop late jobs (measured; docs/decisions/0004). Our pure `next_after` computes each instant.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.executors.base import BaseExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from nomologi_tui.clock import Clock
from nomologi_tui.errors import NomologiError
from nomologi_tui.schedules import Schedule, next_after

WATCHDOG = 1.0  # seconds between looks at the wall clock
JUMP = 0.5  # seconds between wall and monotonic time that count as a jump (suspend, a clock that was set)


class SetBackError(NomologiError):
    """Somebody set the clock back."""


class _OurTrigger(BaseTrigger):  # type: ignore[misc]  # APScheduler 3 carries no types
    """Asks our pure function. It never walks a backlog: what was missed is our own policy, not the scheduler's."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        late = previous_fire_time is None or now - previous_fire_time > timedelta(minutes=5)
        return next_after(
            self._schedule, (now if late or previous_fire_time is None else previous_fire_time).astimezone(UTC)
        )


class _QueueExecutor(BaseExecutor):  # type: ignore[misc]
    """Hands (job, due) to a sink instead of running anything."""

    def __init__(self, sink: Callable[[str, datetime], None]) -> None:
        super().__init__()
        self._sink = sink

    def submit_job(self, job: Any, run_times: list[datetime]) -> None:
        self._sink(job.id, run_times[-1])

    def _do_submit_job(self, job: Any, run_times: list[datetime]) -> None:
        raise NotImplementedError


class Waker:
    """Wakes each schedule's trigger at its instants, also after suspend and when somebody sets the clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._queues: dict[str, asyncio.Queue[datetime | None]] = {}  # None: the clock was set back
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            executors={"default": _QueueExecutor(self._wake)},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 10**6},
        )

    def start(self) -> None:
        """Begin to wake; needs the running loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """Wake nobody any more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def due_times(self, key: str, schedule: Schedule) -> AsyncGenerator[datetime, None]:
        """Each due instant of `schedule` from now on, in UTC; ends when there is none left.

        Asked for again under the same `key`, the later one counts. Raises SetBackError when somebody sets the clock
        back: the instants to come were computed from a time that never was. Ask anew.
        """
        if next_after(schedule, self._clock.now()) is None:
            return
        queue = self._queues[key] = asyncio.Queue()
        self._scheduler.add_job(_nothing, _OurTrigger(schedule), id=key, replace_existing=True)
        try:
            while self._scheduler.get_job(key) is not None or not queue.empty():
                due = await queue.get()
                if due is None:
                    raise SetBackError("The clock was set back.", "Ask anew.")
                yield due.astimezone(UTC)
        finally:
            if self._queues.get(key) is queue:
                del self._queues[key]
                if self._scheduler.get_job(key) is not None:
                    self._scheduler.remove_job(key)

    async def watch_clock(self) -> None:
        """Notice suspend and clock jumps within a second."""
        offset = self._offset()
        while True:
            await self._clock.sleep(WATCHDOG)
            now = self._offset()
            if now - offset > JUMP:
                self._scheduler.wakeup()  # it sleeps by the monotonic clock, which knows nothing of this
            elif offset - now > JUMP:
                for queue in self._queues.values():
                    queue.put_nowait(None)
            offset = now

    def _offset(self) -> float:
        return self._clock.now().timestamp() - self._clock.monotonic()

    def _wake(self, key: str, due: datetime) -> None:
        queue = self._queues.get(key)
        if queue is not None:
            queue.put_nowait(due)


def _nothing() -> None:
    """APScheduler wants a function; our executor never calls it."""

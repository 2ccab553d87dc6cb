"""The only module that imports APScheduler: it says when, we decide what.

Its own triggers, job stores and misfire rules are not used: they lose and double days around clock changes, pickle
rows and drop late jobs (measured; docs/decisions/0004). Our pure `next_after` computes each instant.
"""

import asyncio
import heapq
import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from apscheduler.executors.base import BaseExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from nomologi_tui.clock import Clock, SystemClock
from nomologi_tui.errors import NomologiError
from nomologi_tui.schedules import Schedule, next_after

WATCHDOG = 1.0  # seconds between looks at the wall clock
JUMP = 0.5  # seconds between wall and monotonic time that count as a jump (suspend, a clock that was set)
BACKLOG = timedelta(minutes=5)  # an instant that is later than this has a backlog behind it
_STALE = 100  # instants of sleepers that are gone, before they are thrown out


class AskAnewError(NomologiError):
    """Somebody set the clock back, or the zones have other rules now: what was computed means nothing any more."""


def newest_due(schedule: Schedule, due: datetime, now: datetime) -> tuple[datetime, datetime | None]:
    """The newest instant from `due` to `now`, and the one after it.

    It never walks a backlog, which is for the policy of what was missed: then `due` itself is the newest.
    """
    following = next_after(schedule, due if now - due <= BACKLOG else now)
    while following is not None and following <= now:
        due, following = following, next_after(schedule, following)
    return due, following


class _Bell(BaseExecutor):  # type: ignore[misc]  # APScheduler 3 carries no types
    """Rings instead of running anything."""

    def __init__(self, ring: Callable[[], None]) -> None:
        super().__init__()
        self._ring = ring

    def submit_job(self, _job: Any, _run_times: list[datetime]) -> None:
        self._ring()

    def _do_submit_job(self, job: Any, run_times: list[datetime]) -> None:
        raise NotImplementedError


class DueTimes:
    """The due instants of a schedule from now on, in UTC, each when it comes; ends when there is none left.

    Leave its `with` to wait for no more. Raises AskAnewError when somebody sets the clock back: the instants to come
    were computed from a time that never was; or when zones have new rules. No generator: thousands wait, and it would
    be larger.
    """

    __slots__ = ("_arrived", "_end", "_waiting", "due", "schedule")

    def __init__(self, schedule: Schedule, due: datetime | None, end: Callable[["DueTimes"], None]) -> None:
        self.schedule = schedule
        self.due = due  # the next one; None when there is none left
        self._end = end
        self._arrived: list[datetime | None] = []  # None: ask anew
        self._waiting: asyncio.Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end(self)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> datetime:
        if not self._arrived:
            if self.due is None:
                raise StopAsyncIteration
            self._waiting = asyncio.get_running_loop().create_future()
            await self._waiting
        instant = self._arrived.pop(0)
        if instant is None:
            raise _others_now()
        return instant

    def wake(self, instant: datetime | None) -> None:
        """An instant has come."""
        self._arrived.append(instant)
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)


class Waker:
    """Wakes each schedule's trigger at its instants, also after suspend and when somebody sets the clock.

    APScheduler holds one job, the alarm for the earliest of all instants: a job for each of 10,000 schedules would
    take it seconds at the start, and a thousand of them in one second 50 ms.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._sleepers: set[DueTimes] = set()
        self._instants: list[tuple[datetime, int, DueTimes]] = []  # a heap; where the sleeper is gone, until it comes
        self._numbers = itertools.count()  # order those of one moment
        self._alarm: datetime | None = None
        self.turn = 0  # the next one begins when all that was computed is to be computed anew
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            executors={"default": _Bell(self._ring)},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 10**6},
        )

    def start(self) -> None:
        """Begin to wake; needs the running loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """Wake nobody any more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def due_times(self, schedule: Schedule, first: datetime | None = None, turn: int | None = None) -> DueTimes:
        """Wait for the instants of `schedule`. `first` is the next one, where that was computed already, in `turn`.

        Raises AskAnewError where that turn is over.
        """
        if turn is not None and turn != self.turn:
            raise _others_now()
        sleeper = DueTimes(schedule, first or next_after(schedule, self._clock.now()), self._sleepers.discard)
        self._sleepers.add(sleeper)
        self._expect(sleeper)
        self._set_alarm()
        return sleeper

    def _expect(self, sleeper: DueTimes) -> None:
        if sleeper.due is not None:
            heapq.heappush(self._instants, (sleeper.due, next(self._numbers), sleeper))
        if len(self._instants) > 2 * len(self._sleepers) + _STALE:
            self._instants = [one for one in self._instants if one[2] in self._sleepers]
            heapq.heapify(self._instants)

    def _set_alarm(self) -> None:
        """For the earliest instant, unless it is set. APScheduler goes by the system's clock, ours may be another."""
        earliest = self._instants[0][0] if self._instants else None
        if earliest is not None and earliest != self._alarm:
            ahead = earliest - self._clock.now()
            alarm = DateTrigger(SystemClock().now() + ahead)
            self._scheduler.add_job(_nothing, alarm, id="alarm", replace_existing=True)
        self._alarm = earliest

    def _ring(self) -> None:
        """The alarm went off. APScheduler still holds it and forgets it after this: a new one can be set only then."""
        asyncio.get_running_loop().call_soon(self._wake_all)

    def _wake_all(self) -> None:
        """Wake everybody who is due, and set the next alarm."""
        now, self._alarm = self._clock.now(), None
        while self._instants and self._instants[0][0] <= now:
            due, _, sleeper = heapq.heappop(self._instants)
            if sleeper in self._sleepers:
                latest, sleeper.due = newest_due(sleeper.schedule, due, now)
                self._expect(sleeper)
                sleeper.wake(latest)
        self._set_alarm()

    async def watch_clock(self) -> None:
        """Notice suspend and clock jumps within a second."""
        offset = self._offset()
        while True:
            await self._clock.sleep(WATCHDOG)
            now = self._offset()
            if now - offset > JUMP:
                self._scheduler.wakeup()  # it sleeps by the monotonic clock, which knows nothing of this
            elif offset - now > JUMP:
                self.ask_anew()
            offset = now

    def ask_anew(self) -> None:
        """Have everybody compute anew what is due next, also who computes it just now."""
        self.turn += 1
        for sleeper in self._sleepers:
            sleeper.wake(None)

    def _offset(self) -> float:
        return self._clock.now().timestamp() - self._clock.monotonic()


def _others_now() -> AskAnewError:
    return AskAnewError("The instants to come are others now.", "Ask anew.")


def _nothing() -> None:
    """APScheduler wants a function; the bell never calls it."""

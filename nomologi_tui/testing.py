"""Fakes by hand, named, one each, for us and for block authors. Everything else in tests is the real thing."""

import asyncio
import heapq
import itertools
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)  # a Sunday


class FakeClock:
    """A clock that moves only when told to: `tick(seconds)` wakes the sleepers that are due, in order."""

    def __init__(self, now: datetime = START) -> None:
        self._now = now
        self._monotonic = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    async def sleep(self, seconds: float) -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._monotonic + seconds, next(self._order), done))
        await done

    def tick(self, seconds: float) -> None:
        """Let `seconds` pass, on the wall and on the monotonic clock."""
        self._monotonic += seconds
        self._now += timedelta(seconds=seconds)
        while self._sleepers and self._sleepers[0][0] <= self._monotonic:
            _, _, done = heapq.heappop(self._sleepers)
            if not done.done():
                done.set_result(None)

    def set_wall(self, now: datetime) -> None:
        """Somebody sets the clock: the wall jumps, the monotonic clock does not."""
        self._now = now

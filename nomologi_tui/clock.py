"""The only place that reads time. Everything else takes a Clock."""

import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Protocol

SLACK = timedelta(seconds=10)  # a clock that is older than a record by no more than this was put right, not wrong


class Clock(Protocol):
    """What may be asked about time; `nomologi_tui.testing.FakeClock` is its one fake."""

    def now(self) -> datetime:
        """Wall time: aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back; only differences mean something."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait; ends early only by cancellation."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - this is the place

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        import asyncio  # as long to load as all else that `nomologi list` needs of us, which never sleeps

        await asyncio.sleep(seconds)


class FixedClock(SystemClock):
    """The wall shows one moment, for questions about it; waiting takes its time."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment


def newer_record(now: datetime, records: Iterable[datetime | None]) -> datetime | None:
    """The newest of `records` where the clock is older than it: one of the two is wrong. None where all is well."""
    newest = max(filter(None, records), default=now)
    return newest if newest - now > SLACK else None

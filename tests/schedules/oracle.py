"""When a schedule is due, by looking at every minute of some days: slow, and with no clever arithmetic."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
CHANGES = (  # a zone, and a day (UTC) near which its clocks change
    ("Europe/Berlin", "2026-03-29"), ("Europe/Berlin", "2026-10-25"), ("America/New_York", "2026-11-01"),
    ("Australia/Lord_Howe", "2026-04-05"), ("Australia/Lord_Howe", "2026-10-04"), ("Africa/Cairo", "2026-04-24"),
    ("America/Santiago", "2026-09-06"), ("America/Santiago", "2026-04-05"), ("America/Havana", "2026-11-01"),
    ("Antarctica/Troll", "2026-03-29"), ("America/Nuuk", "2026-03-29"), ("Asia/Kathmandu", "2026-03-29"),
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """One minute: the moment in UTC and what the clock shows then."""

    moment: datetime
    wall: datetime


@cache
def minutes(zone: str, day: str) -> tuple[Shown, ...]:
    """Every minute of the four days around `day`."""
    start = datetime.fromisoformat(day).replace(tzinfo=UTC) - timedelta(days=2)
    moments = (start + number * MINUTE for number in range(4 * 1440))
    return tuple(Shown(moment, moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)) for moment in moments)


def shown(zone: str, day: str, due: Callable[[datetime], bool]) -> list[datetime]:
    """Each minute whose wall time is due, as often as the clock shows it."""
    return [minute.moment for minute in minutes(zone, day) if due(minute.wall)]


def once_a_day(zone: str, day: str, due: Callable[[datetime], bool]) -> list[datetime]:
    """Each due wall time once: its first showing, or the first moment after the gap that left it out."""
    found: set[datetime] = set()
    seen: set[datetime] = set()
    reached = minutes(zone, day)[0].wall
    for minute in minutes(zone, day):
        while reached <= minute.wall:  # a jump forward passes over several wall times at one moment
            if due(reached) and reached not in seen:
                found.add(minute.moment)
            seen.add(reached)
            reached += MINUTE
    return sorted(found)


def at_one_of(times: tuple[time, ...], weekdays: frozenset[int]) -> Callable[[datetime], bool]:
    """The wall times of AtTimes."""
    return lambda wall: wall.time() in times and wall.weekday() in weekdays

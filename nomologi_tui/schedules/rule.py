"""The one internal schedule type: what "when" means, without words and without a clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Literal

from nomologi_tui.errors import BadInputError
from nomologi_tui.schedules.days import ALWAYS, EVERY_DAY, Days

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

SunEvent = Literal["dawn", "sunrise", "sunset", "dusk"]


class BadScheduleError(BadInputError, ValueError):
    """Not a schedule. Also a ValueError, so that a config model's validator may let it through as it is."""


@dataclass(frozen=True, slots=True)
class Every:
    """Every `seconds` of real time, counted from `anchor`: clock changes do not matter."""

    seconds: float
    anchor: datetime = EPOCH


@dataclass(frozen=True, slots=True)
class AtTimes:
    """At these times of day on these weekdays, once per calendar day and time, also when clocks change."""

    times: tuple[time, ...]
    weekdays: frozenset[int] = EVERY_DAY


@dataclass(frozen=True, slots=True)
class OnDays:
    """At these times of day on the days of a pattern, once per calendar day and time, also when clocks change."""

    days: Days
    times: tuple[time, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """Every `seconds` of real time from `first` to `last`, both included, on the days of a pattern.

    With `last` at or before `first` the hours go over midnight and belong to the day on which they begin.
    """

    seconds: float
    first: time
    last: time
    days: Days = ALWAYS


@dataclass(frozen=True, slots=True)
class Sun:
    """`offset` seconds after (below 0: before) an event of the sun at a place, on the days of a pattern.

    Dawn and dusk are the civil ones, the sun 6 degrees below the horizon. The day is that of the event itself. A day
    without the event has no due time.
    """

    event: SunEvent
    latitude: float
    longitude: float
    offset: float = 0.0
    days: Days = ALWAYS


@dataclass(frozen=True, slots=True)
class Cron:
    """A crontab line's five fields with Vixie/Debian semantics (day-of-month OR weekday; 0 and 7 are Sunday)."""

    expression: str


@dataclass(frozen=True, slots=True)
class Once:
    """One moment: wall time in the schedule's zone, without an offset."""

    at: datetime


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Whenever one of several schedules is due; several at one moment are one."""

    schedules: tuple["Schedule", ...]


Rule = Every | AtTimes | OnDays | Within | Sun | Cron | Once | AnyOf


@dataclass(frozen=True, slots=True)
class Schedule:
    """A rule in a time zone (an IANA name), and what narrows it.

    `skips`: days that are left out, by what the zone's clock shows when it is due, and schedules whose due moments are.
    `starts` and `ends`: the first and the last day. `jitter`: up to so many seconds later, by a hash of `seed` and the
    due moment, so that it is the same whenever it is asked for; never as late as the next one.
    """

    rule: Rule
    timezone: str = "UTC"
    skips: tuple["Days | Schedule", ...] = ()
    starts: date | None = None
    ends: date | None = None
    jitter: float = 0.0
    seed: str = ""

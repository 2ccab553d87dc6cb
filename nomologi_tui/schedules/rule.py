"""The one internal schedule type: what "when" means, without words and without a clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, time

from nomologi_tui.errors import BadInputError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EVERY_DAY = frozenset(range(7))
WORKDAYS = frozenset(range(5))  # Monday is 0, as in datetime.weekday()


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
class Cron:
    """A crontab line's five fields with Vixie/Debian semantics (day-of-month OR weekday; 0 and 7 are Sunday)."""

    expression: str


@dataclass(frozen=True, slots=True)
class Once:
    """One moment: wall time in the schedule's zone, without an offset."""

    at: datetime


Rule = Every | AtTimes | Cron | Once


@dataclass(frozen=True, slots=True)
class Schedule:
    """A rule in a time zone (an IANA name)."""

    rule: Rule
    timezone: str = "UTC"

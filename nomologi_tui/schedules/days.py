"""Patterns of calendar days: on which days, without times of day, without a clock."""

from dataclasses import dataclass
from datetime import date

EVERY_DAY = frozenset(range(7))
WORKDAYS = frozenset(range(5))  # Monday is 0, as in datetime.weekday()
EVERY_MONTH = frozenset(range(1, 13))


@dataclass(frozen=True, slots=True)
class Months:
    """These months; with `every` above 1 only each so-many-th one, counted from `start`, and nothing before it."""

    months: frozenset[int] = EVERY_MONTH
    every: int = 1
    start: date | None = None


@dataclass(frozen=True, slots=True)
class Weekdays:
    """These weekdays of every week; Monday is 0."""

    weekdays: frozenset[int] = EVERY_DAY


ALWAYS = Weekdays()


@dataclass(frozen=True, slots=True)
class EveryDays:
    """`start`, and each `count` days after it."""

    count: int
    start: date


@dataclass(frozen=True, slots=True)
class EveryWeeks:
    """These weekdays in the week of `start` and each `count` weeks after it, not before `start`. Weeks begin Monday."""

    count: int
    start: date
    weekdays: frozenset[int]


@dataclass(frozen=True, slots=True)
class MonthDays:
    """Days of the month from 1, or from the end: -1 is the last. A month without that day is left out."""

    days: frozenset[int]
    months: Months = Months()


@dataclass(frozen=True, slots=True)
class NthWeekdays:
    """For each weekday its so-many-th in the month, from 1, or from the end: -1 is the last."""

    places: frozenset[int]
    weekdays: frozenset[int]
    months: Months = Months()


@dataclass(frozen=True, slots=True)
class BusinessDays:
    """Days that are neither weekend nor public holiday; with `places` only the so-many-th of the month, -1 the last.

    `country` is `DE`, or `DE-BY` with the holidays of a part of it; empty for Monday to Friday without any holidays.
    """

    country: str
    places: frozenset[int] = frozenset()
    months: Months = Months()


@dataclass(frozen=True, slots=True)
class Holidays:
    """The public holidays of a country, or of a part of it: `DE`, `DE-BY`."""

    country: str


@dataclass(frozen=True, slots=True)
class Dates:
    """These days, in order."""

    dates: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class YearDays:
    """These (month, day) of every year that has them, in order."""

    days: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class DateSpan:
    """All days from `first` to `last`, both included."""

    first: date
    last: date


Days = (
    Weekdays | EveryDays | EveryWeeks | MonthDays | NthWeekdays | BusinessDays | Holidays | Dates | YearDays | DateSpan
)

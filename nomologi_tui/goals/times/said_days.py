"""Reads what `day_words` says of a pattern of days, exactly."""

import re
from datetime import date

from nomologi_tui.goals.times.scanner import Scanner, listed, split
from nomologi_tui.schedules import (
    EVERY_DAY,
    EVERY_MONTH,
    WORKDAYS,
    BusinessDays,
    Dates,
    DateSpan,
    Days,
    EveryDays,
    EveryWeeks,
    Holidays,
    MonthDays,
    Months,
    NthWeekdays,
    Weekdays,
    YearDays,
)
from nomologi_tui.schedules.day_words import MONTHS, WEEKDAYS

_MONTH = f"(?:{'|'.join(MONTHS)})"
_DAY = f"(?:{'|'.join(WEEKDAYS)})"
DATE = rf"(\d{{1,2}}) ({_MONTH}) (\d{{1,4}})"
_NTH = r"\d{1,3}(?:st|nd|rd|th)"
_PLACE = rf"(?:{_NTH} to last|{_NTH}|last)"
_COUNTRY = r" \(([A-Z]{2}(?:-[A-Z0-9]+)?)\)"


def said_date(groups: tuple[str | None, ...]) -> date:
    """The day of a match of `DATE`. Raises ValueError."""
    day, month, year = groups
    return date(int(year or 0), MONTHS.index(month or "") + 1, int(day or 0))


def weekdays_at(scanner: Scanner) -> frozenset[int] | None:
    """`every day`, `every weekday`, `Mondays and Fridays`."""
    if scanner.take("every day"):
        return EVERY_DAY
    if scanner.take("every weekday"):
        return WORKDAYS
    found = scanner.take(f"({listed(f'{_DAY}s')})")
    return frozenset(WEEKDAYS.index(one[:-1]) for one in split(found[1])) if found else None


def days_at(scanner: Scanner) -> Days | None:
    """The pattern of days that begins here; None where none does."""
    for read in (_counted, _business, _by_place, _dates, _weeks):
        begin = scanner.place
        days: Days | None = read(scanner)
        if days is not None:
            return days
        scanner.place = begin
    return None


def _counted(scanner: Scanner) -> Days | None:
    if span := scanner.take(rf"every day from {DATE} to {DATE}"):
        return DateSpan(said_date(span.groups()[:3]), said_date(span.groups()[3:]))
    if found := scanner.take(rf"every (?:(\d+) days|day) from {DATE}"):
        return EveryDays(int(found[1] or 1), said_date(found.groups()[1:]))
    return None


def _weeks(scanner: Scanner) -> Days | None:
    """Weekdays, of every week or of every so-many-th."""
    days = weekdays_at(scanner)
    found = scanner.take(rf" of every (?:({_NTH}) )?week from {DATE}") if days else None
    if days is None:
        return None
    return EveryWeeks(_number(found[1] or "1st"), said_date(found.groups()[1:]), days) if found else Weekdays(days)


def _number(text: str) -> int:
    """The number of `3rd`, below 0 for `3rd to last` and `last`."""
    if text == "last":
        return -1
    number = int(re.sub(r"\D", "", text))
    return -number if text.endswith("to last") else number


def _business(scanner: Scanner) -> Days | None:
    if scanner.take("every business day"):
        months = _months(scanner) if scanner.take(" of ") else Months()
        country = scanner.take(_COUNTRY)
        return BusinessDays(country[1], frozenset(), months) if country and months else None
    if scanner.take("every weekday of (?!every (?:week|[0-9]+.. week))"):
        months = _months(scanner)
        return BusinessDays("", frozenset(), months) if months else None
    found = scanner.take(f"on the ({listed(_PLACE)}) (business day|weekday) of ")
    months = _months(scanner) if found else None
    country = scanner.take(_COUNTRY) if found and found[2] == "business day" else None
    if not found or months is None:
        return None
    return BusinessDays(country[1] if country else "", _places(found[1]), months)


def _places(text: str) -> frozenset[int]:
    return frozenset(_number(one) for one in split(text))


def _by_place(scanner: Scanner) -> Days | None:
    if found := scanner.take(f"on the ({listed(_PLACE)}) ({_DAY}) of "):
        months = _months(scanner)
        return NthWeekdays(_places(found[1]), frozenset({WEEKDAYS.index(found[2])}), months) if months else None
    if found := scanner.take(f"on the ({listed(f'{_PLACE} {_DAY}')}) of "):
        months = _months(scanner)
        pairs = [one.rpartition(" ") for one in split(found[1])]
        weekdays = frozenset(WEEKDAYS.index(day) for _, _, day in pairs)
        return NthWeekdays(frozenset(_number(place) for place, _, _ in pairs), weekdays, months) if months else None
    if found := scanner.take(f"on the ({listed(_PLACE)})(?: day)? of "):
        months = _months(scanner)
        return MonthDays(_places(found[1]), months) if months else None
    return None


def _months(scanner: Scanner) -> Months | None:
    """`every month`, `Jan and Feb from 1 Jan 2027`, `every 3rd month from 1 Jan 2027 that is Jan`."""
    if found := scanner.take(rf"every ({_NTH}) month from {DATE}(?: that is ({listed(_MONTH)}))?"):
        named = _named(found[5]) if found[5] else EVERY_MONTH
        return Months(named, _number(found[1]), said_date(found.groups()[1:4]))
    found = scanner.take(f"(?:every month|({listed(_MONTH)}))")
    if not found:
        return None
    start = scanner.take(f" from {DATE}")
    if found[1] and not start and not scanner.take(" every year"):
        return None
    return Months(_named(found[1]) if found[1] else EVERY_MONTH, 1, said_date(start.groups()) if start else None)


def _named(text: str) -> frozenset[int]:
    return frozenset(MONTHS.index(one) + 1 for one in split(text))


def _dates(scanner: Scanner) -> Days | None:
    if found := scanner.take(f"on public holidays{_COUNTRY}"):
        return Holidays(found[1])
    if found := scanner.take(rf"on ({listed(rf'[0-9]{{1,2}} {_MONTH}')}) of every year"):
        days = [one.split() for one in split(found[1])]
        return YearDays(tuple((MONTHS.index(month) + 1, int(day)) for day, month in days))
    if found := scanner.take(f"on ({listed(DATE)})"):
        return Dates(tuple(said_date(tuple(one.split())) for one in split(found[1])))
    return None

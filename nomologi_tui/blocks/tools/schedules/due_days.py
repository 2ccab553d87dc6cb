"""From the schedule form's fields to the days that are meant, and those that are left out."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Protocol

from nomologi_tui.schedules import (
    EVERY_DAY,
    EVERY_MONTH,
    BusinessDays,
    Cron,
    Dates,
    DateSpan,
    Days,
    EveryDays,
    EveryWeeks,
    Holidays,
    MonthDays,
    Months,
    NthWeekdays,
    Schedule,
    Weekdays,
    YearDays,
)

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CYCLE = re.compile(r"(\d{1,6})\s*(day|week|month)s?", re.IGNORECASE | re.ASCII)


class DaysForm(Protocol):
    """The fields that say on which days, as the form's types have checked them."""

    @property
    def times(self) -> Sequence[str]: ...
    @property
    def weekdays(self) -> Sequence[str]: ...
    @property
    def nth(self) -> Sequence[str]: ...
    @property
    def month_days(self) -> Sequence[str]: ...
    @property
    def business_days(self) -> Sequence[str]: ...
    @property
    def months(self) -> Sequence[str]: ...
    @property
    def dates(self) -> Sequence[str]: ...
    @property
    def cycle(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def starts(self) -> str: ...
    @property
    def except_weekdays(self) -> Sequence[str]: ...
    @property
    def except_dates(self) -> Sequence[str]: ...
    @property
    def except_holidays(self) -> bool: ...
    @property
    def except_cron(self) -> str: ...


def days_of(form: DaysForm) -> Days:
    """The days on which the times of day are meant. Raises ValueError where the fields contradict each other."""
    patterns = [name for name in ("nth", "month_days", "business_days", "dates") if getattr(form, name)]
    pattern = patterns[0] if patterns else ""
    if len(patterns) > 1:
        raise ValueError(f"{_said(patterns)} say different days; set one of them, or make a trigger of each")
    if form.weekdays and pattern in ("month_days", "business_days", "dates"):
        raise ValueError(f"weekdays and {_said([pattern])} say different days; leave one of them out")
    if pattern == "nth" and not form.weekdays:
        raise ValueError("nth counts weekdays; name them in weekdays")
    if pattern == "dates":
        if form.months or form.cycle.strip():
            raise ValueError("dates go with neither months nor cycle")
        return _dates(form.dates)
    count, unit = _cycle(form)
    if unit in ("day", "week"):
        return _counted(form, count, unit, pattern)
    if pattern or unit == "month":
        return _by_month(form, pattern, Months(_months(form), count, _start(form) if unit else None))
    if form.months:
        raise ValueError("months go with nth, month days, business days or a cycle of months only")
    return Weekdays(weekdays_of(form.weekdays))


def skips_of(form: DaysForm, zone: str) -> tuple[Days | Schedule, ...]:
    """What the fields leave out."""
    skips: list[Days | Schedule] = []
    if form.country and not (form.except_holidays or form.business_days):
        raise ValueError("country goes with business days and except holidays only")
    if form.except_weekdays:
        skips.append(Weekdays(weekdays_of(form.except_weekdays)))
    single = [one for one in form.except_dates if " to " not in one]
    for group in ([one for one in single if len(one) > 5], [one for one in single if len(one) == 5]):
        skips += [_dates(group)] if group else []
    skips += [_span(one) for one in form.except_dates if " to " in one]
    if form.except_holidays:
        skips.append(Holidays(_country(form)))
    if form.except_cron.strip():
        skips.append(Schedule(Cron(form.except_cron.strip()), zone))
    return tuple(skips)


def weekdays_of(names: Sequence[str]) -> frozenset[int]:
    """Their numbers, Monday is 0; every day for none."""
    return frozenset(_WEEKDAYS.index(name) for name in names) or EVERY_DAY


def _said(names: Sequence[str]) -> str:
    return " and ".join(name.replace("_", " ") for name in names)


def _cycle(form: DaysForm) -> tuple[int, str]:
    """The count and unit of `2 weeks`; 1 and nothing where none is set."""
    text = form.cycle.strip()
    if not text:
        return 1, ""
    found = _CYCLE.fullmatch(text)
    if found is None:
        raise ValueError(f"“{text}” is no cycle; write for example 3 days, 2 weeks or 6 months")
    _start(form)
    return int(found[1]), found[2].lower()


def _start(form: DaysForm) -> date:
    if not form.starts:
        raise ValueError("a cycle is counted from a day; set starts")
    return date.fromisoformat(form.starts)


def _counted(form: DaysForm, count: int, unit: str, pattern: str) -> Days:
    if pattern or form.months:
        raise ValueError(f"a cycle of {unit}s does not go with {_said([pattern or 'months'])}")
    if unit == "week":
        start = _start(form)
        return EveryWeeks(count, start, weekdays_of(form.weekdays) if form.weekdays else frozenset({start.weekday()}))
    if form.weekdays:
        raise ValueError("a cycle of days does not go with weekdays")
    return EveryDays(count, _start(form))


def _months(form: DaysForm) -> frozenset[int]:
    return frozenset(_MONTHS.index(name) + 1 for name in form.months) or EVERY_MONTH


def _by_month(form: DaysForm, pattern: str, months: Months) -> Days:
    match pattern:
        case "nth":
            return NthWeekdays(_places(form.nth), weekdays_of(form.weekdays), months)
        case "month_days":
            return MonthDays(_places(form.month_days), months)
        case "business_days":
            every = "every" in form.business_days
            if every and len(form.business_days) > 1:
                raise ValueError("business days are every one or some of the month, not both")
            places = frozenset[int]() if every else _places(form.business_days)
            return BusinessDays(form.country, places, months)
    if form.weekdays:
        raise ValueError("a cycle of months does not go with weekdays alone; say which of the month in nth")
    return MonthDays(frozenset({_start(form).day}), months)


def _places(texts: Sequence[str]) -> frozenset[int]:
    return frozenset(-1 if text == "last" else int(text) for text in texts)


def _country(form: DaysForm) -> str:
    if not form.country:
        raise ValueError("except holidays needs a country")
    return form.country


def _dates(texts: Sequence[str]) -> Days:
    yearly = {len(text) == 5 for text in texts}
    if len(yearly) > 1:
        raise ValueError("dates are with a year or without, not both; make a trigger of each")
    if True in yearly:
        return YearDays(tuple(sorted({(int(text[:2]), int(text[3:])) for text in texts})))
    return Dates(tuple(sorted({date.fromisoformat(text) for text in texts})))


def _span(text: str) -> DateSpan:
    first, last = text.split(" to ")
    if min(len(first), len(last)) == 5:
        raise ValueError(f"“{text}” needs the years, such as 2026-12-24 to 2027-01-06")
    return DateSpan(date.fromisoformat(first), date.fromisoformat(last))

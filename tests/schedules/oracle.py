"""When a schedule is due, by looking at every minute of some days: slow, and with no clever arithmetic."""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from holidays import HolidayBase, country_holidays

from nomologi_tui.schedules import (
    AnyOf,
    AtTimes,
    BusinessDays,
    Cron,
    Dates,
    DateSpan,
    Days,
    Every,
    EveryDays,
    EveryWeeks,
    Holidays,
    MonthDays,
    Months,
    NthWeekdays,
    OnDays,
    Schedule,
    Weekdays,
    Within,
    YearDays,
)

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
CHANGES = (  # a zone, and a day (UTC) near which its clocks change
    ("Europe/Berlin", "2026-03-29"), ("Europe/Berlin", "2026-10-25"), ("America/New_York", "2026-11-01"),
    ("Australia/Lord_Howe", "2026-04-05"), ("Australia/Lord_Howe", "2026-10-04"), ("Africa/Cairo", "2026-04-24"),
    ("America/Santiago", "2026-09-06"), ("America/Santiago", "2026-04-05"), ("America/Havana", "2026-11-01"),
    ("Antarctica/Troll", "2026-03-29"), ("America/Nuuk", "2026-03-29"), ("Asia/Kathmandu", "2026-03-29"),
    ("America/St_Johns", "2006-10-29"), ("Pacific/Apia", "2011-12-30"), ("Africa/Casablanca", "2026-02-15"),
    ("Asia/Pyongyang", "2018-05-04"), ("America/Caracas", "2016-05-01"), ("Asia/Gaza", "2026-03-28"),
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
    """Each due wall time once: its first showing, or the first moment after the gap that left it out.

    Days that the zone never shows have no times.
    """
    found: set[datetime] = set()
    seen: set[datetime] = set()
    days = {minute.wall.date() for minute in minutes(zone, day)}
    reached = minutes(zone, day)[0].wall
    for minute in minutes(zone, day):
        while reached <= minute.wall:  # a jump forward passes over several wall times at one moment
            if due(reached) and reached not in seen and reached.date() in days:
                found.add(minute.moment)
            seen.add(reached)
            reached += MINUTE
    return sorted(found)


def at_one_of(times: tuple[time, ...], weekdays: frozenset[int]) -> Callable[[datetime], bool]:
    """The wall times of AtTimes."""
    return lambda wall: wall.time() in times and wall.weekday() in weekdays


def due_minutes(schedule: Schedule, near: str) -> list[datetime]:
    """All due moments of the four days around `near`; for schedules of whole minutes without jitter, and few rules."""
    zone = schedule.timezone
    found = _by_rule(schedule, near)
    walls = {minute.moment: minute.wall for minute in minutes(zone, near)}
    for skip in schedule.skips:
        if isinstance(skip, Schedule):
            found -= set(due_minutes(skip, near))
        else:
            found = {moment for moment in found if not is_day(skip, walls[moment].date())}
    if schedule.starts:
        found = {moment for moment in found if moment >= _reaches(zone, near, schedule.starts)}
    if schedule.ends:
        found = {moment for moment in found if moment < _reaches(zone, near, schedule.ends + DAY)}
    return sorted(found)


def _reaches(zone: str, near: str, day: date) -> datetime:
    """The first minute at which the clock shows `day` or a later one."""
    return next((one.moment for one in minutes(zone, near) if one.wall.date() >= day), datetime.max.replace(tzinfo=UTC))


def _by_rule(schedule: Schedule, near: str) -> set[datetime]:
    zone = schedule.timezone
    match schedule.rule:
        case AtTimes(times, weekdays):
            return set(once_a_day(zone, near, at_one_of(times, weekdays)))
        case OnDays(days, times):
            return set(once_a_day(zone, near, lambda wall: wall.time() in times and is_day(days, wall.date())))
        case Every(seconds, anchor):
            moments = [minute.moment for minute in minutes(zone, near)]
            return {one for one in moments if one >= anchor and (one - anchor).total_seconds() % seconds == 0}
        case Within() as rule:
            return _hours(rule, zone, near)
        case Cron(line):
            return _line(line, zone, near)
        case AnyOf(schedules):
            return {moment for one in schedules for moment in due_minutes(one, near)}
    raise NotImplementedError(schedule.rule)


def _line(line: str, zone: str, near: str) -> set[datetime]:
    """Of lines like `*/20 */3 * * *` or `5 2,3 * * *` only."""
    minute, hour = line.split()[:2]
    if minute.startswith("*/"):
        every = int(minute[2:]), int(hour[2:])
        return set(shown(zone, near, lambda wall: wall.minute % every[0] == 0 and wall.hour % every[1] == 0))
    hours = {int(one) for one in hour.split(",")}
    return set(once_a_day(zone, near, lambda wall: wall.minute == int(minute) and wall.hour in hours))


def _hours(rule: Within, zone: str, near: str) -> set[datetime]:
    found: set[datetime] = set()
    shown_days = {minute.wall.date() for minute in minutes(zone, near)}
    for day in sorted(shown_days):
        if is_day(rule.days, day):
            last_day = day if rule.last > rule.first else day + DAY
            moment = _passes(zone, near, datetime.combine(day, rule.first))
            last = _passes(zone, near, datetime.combine(last_day, rule.last))
            while moment <= last and moment <= minutes(zone, near)[-1].moment:
                found.add(moment)
                moment += timedelta(seconds=rule.seconds)
    return found


def _passes(zone: str, near: str, wall: datetime) -> datetime:
    """The first minute at which the clock has reached `wall` or jumped over it."""
    return next((one.moment for one in minutes(zone, near) if one.wall >= wall), minutes(zone, near)[-1].moment + DAY)


def is_day(days: Days, day: date) -> bool:
    """Whether `day` belongs to the pattern: by counting."""
    match days:
        case Weekdays(weekdays):
            return day.weekday() in weekdays
        case EveryDays(count, start):
            return day in _counted(start, count, day)
        case EveryWeeks(count, start, weekdays):
            weeks = (day.toordinal() - 1) // 7 - (start.toordinal() - 1) // 7  # 1 January of year 1 was a Monday
            return day >= start and day.weekday() in weekdays and weeks % count == 0
        case Dates(dates):
            return day in dates
        case YearDays(wanted):
            return (day.month, day.day) in wanted
        case DateSpan(first, last):
            return first <= day <= last
        case Holidays(country):
            return day in _table(country)
        case MonthDays() | NthWeekdays() | BusinessDays():
            return _is_month(days.months, day) and _is_in_month(days, day)


def _counted(start: date, count: int, until: date) -> set[date]:
    return {date.fromordinal(number) for number in range(start.toordinal(), until.toordinal() + 1, count)}


def _is_month(months: Months, day: date) -> bool:
    if months.start is not None:
        since = (day.year - months.start.year) * 12 + day.month - months.start.month
        if day < months.start or since % months.every != 0:
            return False
    return day.month in months.months


def _is_in_month(days: MonthDays | NthWeekdays | BusinessDays, day: date) -> bool:
    length = calendar.monthrange(day.year, day.month)[1]
    month = [date(day.year, day.month, number) for number in range(1, length + 1)]
    match days:
        case MonthDays(numbers):
            return _is_at(month, day, numbers)
        case NthWeekdays(places, weekdays):
            same = [one for one in month if one.weekday() == day.weekday()]
            return day.weekday() in weekdays and _is_at(same, day, places)
        case BusinessDays(country, places):
            business = [one for one in month if (_table(country).is_working_day(one) if country else one.weekday() < 5)]
            return day in business and (not places or _is_at(business, day, places))


def _is_at(days: list[date], day: date, places: frozenset[int]) -> bool:
    return days.index(day) + 1 in places or days.index(day) - len(days) in places


@cache
def _table(country: str) -> HolidayBase:
    name, _, part = country.partition("-")
    return country_holidays(name, subdiv=part or None)

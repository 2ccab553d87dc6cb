"""Rules by the calendar from the pieces: places within a month, every so many weeks or days."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from nomologi_tui.goals.times.pieces import Pieces, Refusal, nothing_else, times_of
from nomologi_tui.schedules import BusinessDays, Days, EveryDays, EveryWeeks, MonthDays, Months, NthWeekdays, OnDays


def in_month(pieces: Pieces) -> OnDays:
    """Days at places within each month, or within the months that are named."""
    nothing_else(pieces, "nth", "each", "times", "part", "months")
    found = pieces.all("nth")
    monthly = pieces.all("each")
    days: Days = found[0][0]
    if len(found) > 1 or any(each != (1, "month") for each in monthly):
        raise Refusal("this is more than one schedule; make a trigger of each")
    months = frozenset[int]().union(*pieces.all("months"))
    if not (monthly or months or found[0][1]):
        raise Refusal("a weekday's place is said, but not in what; say “of the month”")
    if months and isinstance(days, NthWeekdays | MonthDays | BusinessDays):
        days = replace(days, months=Months(months))
    if isinstance(days, BusinessDays):
        pieces.remarks.append("Monday to Friday count; public holidays are not known.")
    return OnDays(days, times_of(pieces))


def every_so_many(pieces: Pieces, count: int, unit: str, local: datetime) -> OnDays:
    """Every so many weeks on weekdays, or every so many days, from the next such day on."""
    nothing_else(pieces, "each", "weekdays", "times", "part")
    weekdays = frozenset[int]().union(*(days for days, _ in pieces.all("weekdays")))
    if unit == "week" and not weekdays:
        raise Refusal(f"every {count} weeks is said, but no weekday")
    if unit == "day" and (weekdays or not (pieces.all("times") or pieces.all("part"))):
        raise Refusal(f"every {count} days together with a weekday can't be held")
    times = times_of(pieces)
    start = _next_day(weekdays or frozenset(range(7)), times, local)
    pieces.remarks.append(f"Counted from {start.isoformat()}, the next such day.")
    days: Days = EveryWeeks(count, start, weekdays) if unit == "week" else EveryDays(count, start)
    return OnDays(days, times)


def _next_day(weekdays: frozenset[int], times: tuple[time, ...], local: datetime) -> date:
    """The first of these weekdays whose times have not begun yet."""
    day = local.date()
    while day.weekday() not in weekdays or datetime.combine(day, times[0]) <= local:
        day += timedelta(days=1)
    return day

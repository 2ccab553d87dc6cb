"""Rules by the calendar from the pieces: places within a month, every so many weeks or days."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from nomologi_tui.goals.times.pieces import Pieces, Refusal, nothing_else, times_of
from nomologi_tui.schedules import BusinessDays, Days, EveryDays, EveryWeeks, MonthDays, Months, NthWeekdays, OnDays


def in_month(pieces: Pieces, starts: date | None = None) -> OnDays:
    """Days at places within each month, or within the months that are named.

    `every second Tuesday` is every other one where it `starts` on a Tuesday.
    """
    if starts and (counted := _counted_weeks(pieces, starts)):
        return OnDays(counted, times_of(pieces))
    nothing_else(pieces, "nth", "each", "times", "part", "months", "sun")
    found = pieces.all("nth")
    monthly = pieces.all("each")
    days: Days = found[0][0]
    months = frozenset[int]().union(*pieces.all("months"))
    if monthly == [(1, "quarter")] and not months and len(found) == 1:
        months, monthly = _months_of_quarters(days), [(1, "month")]
    each = {(1, "month"), (1, "year")} if months else {(1, "month")}
    if len(found) > 1 or not each.issuperset(monthly):
        raise Refusal("several places in a month do not go together so")
    if not (monthly or months or found[0][1]):
        raise Refusal("a weekday's place is said, but not in what; say “of the month”")
    if months and isinstance(days, NthWeekdays | MonthDays | BusinessDays):
        days = replace(days, months=Months(months))
    return OnDays(days, times_of(pieces) if not pieces.all("sun") else ())


def _months_of_quarters(days: Days) -> frozenset[int]:
    """The first month of each quarter; the last one for days that are counted from its end."""
    places = days.days if isinstance(days, MonthDays) else getattr(days, "places", frozenset())
    if not places or min(places) < 0 < max(places):
        raise Refusal("several places in a quarter do not go together so")
    return frozenset(range(3 if min(places) < 0 else 1, 13, 3))


def _counted_weeks(pieces: Pieces, starts: date) -> EveryWeeks | None:
    if not pieces.only("nth", "times", "part") or len(pieces.all("nth")) > 1:
        return None
    days, of_month = pieces.all("nth")[0]
    if of_month or not isinstance(days, NthWeekdays) or len(days.places) > 1 or days.weekdays != {starts.weekday()}:
        return None
    place = min(days.places)
    return EveryWeeks(place, starts, days.weekdays) if place > 1 else None


def every_so_many(pieces: Pieces, count: int, unit: str, local: datetime, starts: date | None) -> OnDays:
    """Every so many weeks on weekdays, or every so many days, from `starts` or the next such day on."""
    nothing_else(pieces, "each", "weekdays", "times", "part")
    if count < 1:
        raise Refusal(f"every {count} {unit}s can't be held")
    sorts = [element.sort for element in pieces.elements if element.sort in ("each", "weekdays")]
    if sorts == ["weekdays", "each", "weekdays"]:  # `each Wednesday and every other Friday`
        raise Refusal("this is more than one schedule; make a trigger of each")
    weekdays = frozenset[int]().union(*(days for days, _ in pieces.all("weekdays")))
    if unit == "day" and weekdays and count % 7 == 0:
        count, unit = count // 7, "week"
    if unit == "day" and weekdays:
        raise Refusal(f"every {count} days together with a weekday can't be held")
    times = times_of(pieces)
    if unit == "week" and not weekdays:
        weekdays = frozenset({starts.weekday() if starts else 0})
        pieces.remark("The weekday of the first day is taken." if starts else "No weekday is said: Monday is taken.")
    start = starts or _next_day(weekdays or frozenset(range(7)), times, local)
    if not starts:
        pieces.remark(f"Counted from {start.isoformat()}, the next such day.")
    days: Days = EveryWeeks(count, start, weekdays) if unit == "week" else EveryDays(count, start)
    return OnDays(days, times)


def every_so_many_months(
    pieces: Pieces, count: int, days: frozenset[int], times: tuple[time, ...], local: datetime, starts: date | None
) -> OnDays:
    """On these days of every so-many-th month, from `starts` or the next such day on."""
    start = starts or local.date()
    while not starts and (start.day not in days or datetime.combine(start, times[0]) <= local):
        start += timedelta(days=1)
    if not starts:
        pieces.remark(f"Counted from {start.isoformat()}, the next such day.")
    return OnDays(MonthDays(days, Months(every=count, start=start)), times)


def _next_day(weekdays: frozenset[int], times: tuple[time, ...], local: datetime) -> date:
    """The first of these weekdays whose times have not begun yet."""
    day = local.date()
    while day.weekday() not in weekdays or datetime.combine(day, times[0]) <= local:
        day += timedelta(days=1)
    return day

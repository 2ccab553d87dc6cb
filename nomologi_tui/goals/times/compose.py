"""Puts the pieces of time together to one rule, or says why not. Wrong is worse than asking."""

from dataclasses import replace
from datetime import date, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

from nomologi_tui.goals.times.calendar_rules import every_so_many, every_so_many_months, in_month
from nomologi_tui.goals.times.element import Element
from nomologi_tui.goals.times.holidays import WHOSE
from nomologi_tui.goals.times.intervals import interval_rule
from nomologi_tui.goals.times.moments import by_date, from_now
from nomologi_tui.goals.times.pieces import Pieces, Refusal, nothing_else, times_of
from nomologi_tui.goals.times.places import place_of
from nomologi_tui.schedules import (
    EVERY_DAY,
    AtTimes,
    Cron,
    Days,
    Holidays,
    MonthDays,
    OnDays,
    Rule,
    Sun,
    Weekdays,
    YearDays,
)
from nomologi_tui.schedules.day_words import ordinal
from nomologi_tui.schedules.forms import cron_field

_DAY = 86_400.0  # seconds
_LATE, _EARLY = ("night", "nights", "evening", "evenings"), ("morning", "mornings")
_SUN_PARTS = {"sunset": _LATE, "dusk": _LATE, "sunrise": _EARLY, "dawn": _EARLY}  # said beside it, they add nothing
_MONTHS_BETWEEN = {"month": 1, "quarter": 3, "year": 12}


def rule_of(pieces: Pieces, now: datetime, zone: ZoneInfo, starts: date | None = None) -> Rule:
    """The rule that the pieces say, with `now` (aware) in `zone` where they count from now. Raises Refusal."""
    local = now.astimezone(zone).replace(tzinfo=None)
    pieces = _as_meant(pieces)
    if cron := pieces.one("cron"):
        nothing_else(pieces, "cron")
        return Cron(cron)
    if (seconds := pieces.one("relative")) is not None:
        return from_now(seconds, pieces, now, zone)
    if pieces.all("sun"):
        return _sun(pieces, zone)
    if pieces.all("yearly") or _each_year(pieces):
        return _yearly(_counted_days(pieces))
    if pieces.all("day", "date"):
        return by_date(pieces, local)
    if pieces.all("nth", "holidays"):
        return in_month(pieces, starts) if pieces.all("nth") else _on_holidays(pieces)
    if pieces.all("interval", "past") or _counts_time(pieces):
        return interval_rule(pieces, starts, zone)
    return _repeated(pieces, local, starts)


def _each_year(pieces: Pieces) -> bool:
    """Whether dates without a year come in each."""
    return (
        ((1, "year") in pieces.all("each") or "year" in _units_counted(pieces))
        and bool(pieces.all("date"))
        and not pieces.all("day")
        and all(isinstance(one, tuple) for one in pieces.all("date"))
    )


def _on_holidays(pieces: Pieces) -> Rule:
    nothing_else(pieces, "holidays", "times", "part")
    return OnDays(Holidays(country_of(pieces.one("holidays"))), times_of(pieces))


def country_of(said: str) -> str:
    """The country whose holidays are said. Raises Refusal where none is."""
    if not said:
        raise Refusal(WHOSE)
    return said


def _as_meant(pieces: Pieces) -> Pieces:
    """`every 24 hours at 3` is every day at 3, `daily starting at 9` daily at 9, `today in a week` in 7 days."""
    elements = _days_added(pieces.elements)
    if (pieces.all("interval") == [_DAY] and pieces.all("times")) or _come_so(pieces):
        elements = [replace(one, sort="each", value=(1, "day")) if one.sort == "interval" else one for one in elements]
    if pieces.all("first") and not pieces.all("interval"):
        elements = [replace(one, sort="times", value=(one.value,)) if one.sort == "first" else one for one in elements]
    return Pieces(elements, pieces.remarks)


def _come_so(pieces: Pieces) -> bool:
    """Whether the times of `every 12 hours, at 6 and 18` are exactly those that the interval comes to."""
    times = sorted(at.hour * 3600 + at.minute * 60 + at.second for said in pieces.all("times") for at in said)
    gaps = {after - one for one, after in pairwise([*times, *(one + _DAY for one in times[:1])])}
    return len(times) > 1 and pieces.all("interval") == [*gaps]


def _days_added(elements: list[Element]) -> list[Element]:
    """`today` or `tomorrow` right before or behind `in a week` as one day; with an `and` between they stay two."""
    for first, second in pairwise(elements):
        days = (first.value, second.value)
        together = first.sort == second.sort == "day" and first.end == second.first
        if together and all(isinstance(day, int) for day in days) and min(days) < 2:
            merged = replace(first, value=sum(days), end=second.end)
            return [merged if one is first else one for one in elements if one is not second]
    return elements


def _counts_time(pieces: Pieces) -> bool:
    return any(unit in ("second", "minute", "hour") for _, unit in pieces.all("count"))


def weekdays_of(pieces: Pieces) -> frozenset[int]:
    """All weekdays together. Raises Refusal when it is a single one that may be meant once."""
    found = pieces.all("weekdays")
    days = frozenset[int]().union(*(days for days, _ in found))
    plural = any(part.endswith("s") for part in pieces.all("part"))
    repeated = plural or any(again for _, again in found) or pieces.all("each", "interval", "months", "count")
    if len(days) == 1 and not repeated:
        raise Refusal("it is not clear whether every week or once is meant; say “every” or “next”")
    if len(found) > 1 and not all(days & other for days, _ in found for other, _ in found):
        raise Refusal("different weekdays are said")
    return frozenset(EVERY_DAY).intersection(*(days for days, _ in found)) if found else EVERY_DAY


def _sun(pieces: Pieces, zone: ZoneInfo) -> Rule:
    """At an event of the sun, at the place of the zone's city."""
    event, offset = pieces.one("sun")
    if all(part in _SUN_PARTS[event] for part in pieces.all("part")):
        pieces = pieces.without("part")
    nothing_else(pieces, "sun", "each", "weekdays", "month_days", "nth")
    if set(pieces.all("each")) - {(1, "day")}:
        raise Refusal("the sun together with how often can't be held")
    place = place_of(zone.key)
    if place is None:
        raise Refusal(f"the {event} needs a place; set latitude and longitude in the form")
    rest = pieces.without("sun")
    days: Days = Weekdays(weekdays_of(rest))
    if pieces.all("nth") or pieces.all("month_days"):
        if pieces.all("weekdays"):
            raise Refusal("different days are said")
        days = in_month(rest).days if pieces.all("nth") else MonthDays(frozenset[int]().union(*rest.all("month_days")))
    pieces.remark(f"The sun is that of {place.city}; set your own place if you are far from it.")
    return Sun(event, place.latitude, place.longitude, offset, days)


def _repeated(pieces: Pieces, local: datetime, starts: date | None) -> Rule:
    """Days by the calendar, with times of day."""
    if pieces.all("window"):
        raise Refusal("hours are said, but not how often within them")
    _check_counts(pieces)
    units = set(pieces.all("each"))
    if units - {(1, "day"), (1, "week")} or pieces.all("month_days") or ("month" in _units_counted(pieces)):
        return _by_month(pieces, units, local, starts)
    if not pieces.only("each", "weekdays", "times", "part", "months", "count"):
        raise Refusal("several times are said that do not go together")
    if not pieces.elements or pieces.only("zone", "months"):
        raise Refusal("no time is said")
    days = weekdays_of(pieces)
    if (units == {(1, "week")} or "week" in _units_counted(pieces)) and not pieces.all("weekdays"):
        days = frozenset({starts.weekday() if starts else 0})
        pieces.remark(
            "No weekday is said: Monday is taken." if not starts else "The weekday of the first day is taken."
        )
    if pieces.only("times"):
        pieces.remark("No day is said: every day is taken.")
    times = times_of(pieces)
    if pieces.all("months"):
        return Cron(f"{time_fields(times)} * {month_field(pieces)} {weekday_field(days)}")
    return AtTimes(times, days)


def _units_counted(pieces: Pieces) -> set[str]:
    return {unit for _, unit in pieces.all("count")}


def _check_counts(pieces: Pieces) -> None:
    """`3 times a week` needs three weekdays, `2 times a month` two days."""
    for count, unit in pieces.all("count"):
        named = frozenset[int]()
        if unit == "week":
            named = named.union(*(days for days, _ in pieces.all("weekdays")))
        elif unit == "month":
            named = named.union(*pieces.all("month_days"))
        elif unit == "day":
            continue
        if len(named) != count:
            raise Refusal("how often is said, but not when; name the times")


def _by_month(pieces: Pieces, units: set[tuple[int, str]], local: datetime, starts: date | None) -> Rule:
    """Days of the month, or every so many days, weeks or months."""
    many = [one for one in units if one[0] != 1 and one[1] in ("day", "week")]
    if many and len(units - {(1, "day"), (1, "week")}) == 1:
        return every_so_many(pieces, *many[0], local, starts)
    if not units and len(pieces.elements) == 1 and not pieces.elements[0].anchored:
        days = pieces.all("month_days")
        if len(days) == 1 and len(days[0]) < 2:
            raise Refusal("a number alone says no time")
    if pieces.all("weekdays"):
        raise Refusal("a weekday together with a month is said; say which one of the month")
    units -= {(1, "day")} if pieces.all("month_days") else set()
    if len(units) > 1 or not pieces.only("each", "month_days", "times", "part", "months", "count"):
        raise Refusal("several times are said that do not go together")
    return _in_months(pieces, next(iter(units), (1, "month")), local, starts)


def _in_months(pieces: Pieces, unit: tuple[int, str], local: datetime, starts: date | None) -> Rule:
    count, name = unit
    days = frozenset[int]().union(*pieces.all("month_days"))
    if name not in _MONTHS_BETWEEN or not 0 < count <= 120:
        raise Refusal(f"every {count} {name}s can't be held")
    between = count * _MONTHS_BETWEEN[name]
    if between > 1 and pieces.all("months"):
        raise Refusal("named months and every so many months do not go together")
    times = times_of(pieces)
    if not days:
        days = frozenset({starts.day if starts else 1})
        pieces.remark(f"No day of the month is said: the {ordinal(min(days))} is taken.")
    if 12 % between or (starts and between > 1):
        return every_so_many_months(pieces, between, days, times, local, starts)
    if between > 1:
        pieces.remark("Counted from January.")
    months = month_field(pieces) if between == 1 else cron_field(range(1, 13, between))
    if not _fit_one_line(times):
        raise Refusal("these times do not fit into one cron line")
    return Cron(f"{time_fields(times)} {cron_field(days)} {months} *")


def _counted_days(pieces: Pieces) -> Pieces:
    """Without the `twice a year` that as many days follow. Raises Refusal where there are more or fewer."""
    said = len(set(pieces.all("yearly", "date")))
    if any(unit == "year" and count != said for count, unit in pieces.all("count")):
        raise Refusal("how often in a year is said, but not as many days")
    return pieces.without("count") if _units_counted(pieces) == {"year"} else pieces


def _yearly(pieces: Pieces) -> Rule:
    nothing_else(pieces, "each", "date", "yearly", "times", "part")
    if set(pieces.all("each")) - {(1, "year"), (1, "day")}:
        raise Refusal("a day of the year and how often do not go together")
    found = [one for one in pieces.all("yearly", "date") if isinstance(one, tuple)]
    if len(found) != len(pieces.all("yearly", "date")):
        raise Refusal("a date with a year does not come every year")
    days, times = tuple(sorted(set(found))), times_of(pieces)
    if len(days) == 1 and _fit_one_line(times):
        return Cron(f"{time_fields(times)} {days[0][1]} {days[0][0]} *")
    return OnDays(YearDays(days), times)


def weekday_field(days: frozenset[int]) -> str:
    return "*" if days == EVERY_DAY else cron_field((day + 1) % 7 for day in days)


def month_field(pieces: Pieces) -> str:
    return cron_field(frozenset[int]().union(*pieces.all("months"))) or "*"


def _fit_one_line(times: tuple[time, ...]) -> bool:
    minutes, hours = {at.minute for at in times}, {at.hour for at in times}
    return len(minutes) * len(hours) == len(times) and not any(at.second for at in times)


def time_fields(times: tuple[time, ...]) -> str:
    """Minute and hour field. Raises Refusal when no single line has exactly these times."""
    if not _fit_one_line(times):
        raise Refusal("these times do not fit into one cron line")
    return f"{cron_field({at.minute for at in times})} {cron_field({at.hour for at in times})}"

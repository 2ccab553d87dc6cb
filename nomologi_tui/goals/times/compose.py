"""Puts the pieces of time together to one rule, or says why not. Wrong is worse than asking."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from nomologi_tui.goals.times.calendar_rules import every_so_many, in_month
from nomologi_tui.goals.times.element import Sort
from nomologi_tui.goals.times.pieces import Pieces, Refusal, nothing_else, times_of
from nomologi_tui.schedules import EVERY_DAY, AtTimes, Cron, Every, Once, Rule
from nomologi_tui.schedules.forms import cron_field

_DAY = 86400
_MONTHS_BETWEEN = {"month": 1, "quarter": 3, "year": 12}


def rule_of(pieces: Pieces, now: datetime, zone: ZoneInfo) -> Rule:
    """The rule that the pieces say, with `now` (aware) in `zone` where they count from now. Raises Refusal."""
    for reason in pieces.all("refused"):
        raise Refusal(reason)
    local = now.astimezone(zone).replace(tzinfo=None)
    if cron := pieces.one("cron"):
        nothing_else(pieces, "cron")
        return Cron(cron)
    if (seconds := pieces.one("relative")) is not None:
        nothing_else(pieces, "relative")
        if seconds % 60:
            pieces.remarks.append("Taken up to the full minute.")
        return Once(_full_minute((now.astimezone(UTC) + _span(seconds)).astimezone(zone).replace(tzinfo=None)))
    _not_two(pieces)
    if pieces.all("yearly"):
        return _yearly(pieces, "yearly")
    if pieces.all("day") or pieces.all("date"):
        return _single(pieces, local)
    if pieces.all("nth"):
        return in_month(pieces)
    return _interval(pieces) if pieces.all("interval") else _repeated(pieces, local)


def _not_two(pieces: Pieces) -> None:
    """Raise Refusal where times and days alternate: `7:30 on weekdays and 9:00 on Sunday` is two schedules."""
    for sort in ("times", "weekdays"):
        places = [number for number, element in enumerate(pieces.elements) if element.sort == sort]
        if places and places[-1] - places[0] != len(places) - 1:
            raise Refusal("this is more than one schedule; make a trigger of each")


def _span(seconds: float) -> timedelta:
    try:
        return timedelta(seconds=seconds)
    except OverflowError:
        raise Refusal("that is too far ahead") from None


def _full_minute(wall: datetime) -> datetime:
    whole = wall.replace(second=0, microsecond=0)
    return whole if whole == wall else whole + timedelta(minutes=1)


def _single(pieces: Pieces, local: datetime) -> Rule:
    """One moment: a day or date, and a time of day."""
    if (1, "year") in pieces.all("each") and isinstance(pieces.one("date"), tuple):
        return _yearly(pieces, "date")
    nothing_else(pieces, "day", "date", "times", "part")
    day, wanted = pieces.one("day"), pieces.one("date")
    if day is not None and wanted is not None:
        raise Refusal("two different days are said")
    times = times_of(pieces)
    if len(times) > 1:
        raise Refusal("several times on a single day can't be held yet")
    on = _day_of(day, local.date()) if day is not None else _date_of(wanted, times[0], local)
    at = datetime.combine(on, times[0])
    if at <= local:
        raise Refusal("this time has passed")
    return Once(at)


def _day_of(day: int | tuple[int], today: date) -> date:
    """The day so many days ahead, or the next one of a weekday."""
    ahead = day if isinstance(day, int) else (day[0] - today.weekday() - 1) % 7 + 1
    try:
        return today + timedelta(days=ahead)
    except OverflowError:
        raise Refusal("that is too far ahead") from None


def _date_of(wanted: date | tuple[int, int], at: time, local: datetime) -> date:
    """The date; without a year the next one to come."""
    if isinstance(wanted, date):
        return wanted
    for year in range(local.year, local.year + 9):
        try:
            found = date(year, *wanted)
        except ValueError:  # 29 February, or no day at all
            continue
        if datetime.combine(found, at) > local:
            return found
    raise Refusal("that is no day of the calendar")


def _interval(pieces: Pieces) -> Rule:
    """Every so often; narrowed to hours, weekdays or a minute it is a cron line where one says exactly that."""
    seconds = pieces.one("interval")
    if seconds < 1:
        raise Refusal("the shortest interval is 1 second")
    if pieces.only("interval"):
        return Every(seconds)
    if pieces.all("each") and pieces.all("each") == [(1, "day")] * len(pieces.all("each")):
        pieces = Pieces([element for element in pieces.elements if element.sort != "each"], pieces.remarks)
        return _interval(pieces)
    nothing_else(pieces, "interval", "window", "weekdays", "months", "past")
    days, months = _weekday_field(pieces), _month_field(pieces)
    minutes, hours = _clock_fields(seconds, pieces.one("window"), pieces.one("past"), pieces)
    return Cron(f"{minutes} {hours} * {months} {days}")


def _clock_fields(
    seconds: float, window: tuple[time, time] | None, past: int | None, pieces: Pieces
) -> tuple[str, str]:
    minute = past or 0
    if seconds % 3600 == 0 and 24 % (seconds / 3600) == 0 and minute < 60:
        step = int(seconds // 3600)
        return str(minute), _hours(step, window, past_last=False, pieces=pieces)
    if seconds % 60 == 0 and 60 % (seconds / 60) == 0 and past is None:
        step = int(seconds // 60)
        return (f"*/{step}" if step > 1 else "*"), _hours(1, window, past_last=True, pieces=pieces)
    raise Refusal("this interval does not fit into whole hours and can't be narrowed")


def _hours(step: int, window: tuple[time, time] | None, *, past_last: bool, pieces: Pieces) -> str:
    """The hour field. With several times an hour the last hour is left out: at its first minute the window is over."""
    if window is None:
        return "*" if step == 1 else f"*/{step}"
    first, last = window
    if first.minute or last.minute or first == last:
        raise Refusal("hours that begin or end within an hour can't be held yet")
    count = (last.hour - first.hour) % 24
    hours = [(first.hour + number) % 24 for number in range(0, count if past_last else count + 1, step)]
    if past_last:
        pieces.remarks.append(f"The last one comes before {last:%H:%M}.")
    return cron_field(hours)


def _weekday_field(pieces: Pieces) -> str:
    days = _weekdays(pieces)
    return "*" if days == EVERY_DAY else cron_field((day + 1) % 7 for day in days)


def _month_field(pieces: Pieces) -> str:
    return cron_field(frozenset[int]().union(*pieces.all("months"))) or "*"


def _weekdays(pieces: Pieces) -> frozenset[int]:
    """All weekdays together. Raises Refusal when it is a single one that may be meant once."""
    found = pieces.all("weekdays")
    days = frozenset[int]().union(*(days for days, _ in found))
    mornings = any(part.endswith("s") for part in pieces.all("part"))
    repeated = mornings or any(again for _, again in found) or pieces.all("each") or pieces.all("interval")
    if len(days) == 1 and not repeated:
        raise Refusal("it is not clear whether every week or once is meant; say “every” or “next”")
    return days or EVERY_DAY


def _repeated(pieces: Pieces, local: datetime) -> Rule:
    """Days by the calendar, with times of day."""
    if pieces.all("window") or pieces.all("past"):
        raise Refusal("hours are said, but not how often within them")
    units = set(pieces.all("each"))
    if units - {(1, "day"), (1, "week")} or pieces.all("month_days"):
        return _by_month(pieces, units, local)
    if not pieces.only("each", "weekdays", "times", "part", "months"):
        raise Refusal("several times are said that do not go together")
    if not pieces.elements or pieces.only("zone", "months"):
        raise Refusal("no time is said")
    days = _weekdays(pieces)
    if units == {(1, "week")} and not pieces.all("weekdays"):
        days = frozenset({0})
        pieces.remarks.append("No weekday is said: Monday is taken.")
    if pieces.only("times"):
        pieces.remarks.append("No day is said: every day is taken.")
    times = times_of(pieces)
    if pieces.all("months"):
        return Cron(f"{_time_fields(times)} * {_month_field(pieces)} {_weekday_field(pieces)}")
    return AtTimes(times, days)


def _by_month(pieces: Pieces, units: set[tuple[int, str]], local: datetime) -> Rule:
    """Days of the month, or every so many months from January on."""
    if (days := _days_between(units)) and pieces.only("each"):
        pieces.remarks.append("Counted as real time, from 1 January 1970 in UTC.")
        return Every(float(days * _DAY))
    if len(units) == 1 and (many := [one for one in units if one[0] > 1 and one[1] in ("day", "week")]):
        return every_so_many(pieces, *many[0], local)
    if not units and len(pieces.elements) == 1 and not pieces.elements[0].anchored:
        raise Refusal("a number alone says no time")
    if pieces.all("weekdays"):
        raise Refusal("a weekday together with a month can't be held yet")
    units -= {(1, "day")} if pieces.all("month_days") else set()
    if len(units) > 1 or not pieces.only("each", "month_days", "times", "part", "months"):
        raise Refusal("several times are said that do not go together")
    months = _months_of(next(iter(units), (1, "month")), pieces)
    days_of_month = cron_field(frozenset[int]().union(*pieces.all("month_days")))
    if not days_of_month:
        pieces.remarks.append("No day of the month is said: the 1st is taken.")
    return Cron(f"{_time_fields(times_of(pieces))} {days_of_month or '1'} {months} *")


def _days_between(units: set[tuple[int, str]]) -> int:
    """The days of `every 3 days`; 0 where it is another unit."""
    if len(units) != 1:
        return 0
    count, unit = next(iter(units))
    return count if unit == "day" and 0 < count <= 3650 else 0


def _months_of(unit: tuple[int, str], pieces: Pieces) -> str:
    count, name = unit
    if name not in _MONTHS_BETWEEN or count < 1:
        raise Refusal(f"every {count} {name}s can't be held yet")
    between = count * _MONTHS_BETWEEN[name]
    if between == 1:
        return _month_field(pieces)
    if 12 % between or pieces.all("months"):
        raise Refusal("this many months do not fit into a year")
    pieces.remarks.append("Counted from January.")
    return cron_field(range(1, 13, between))


def _yearly(pieces: Pieces, sort: Sort) -> Rule:
    nothing_else(pieces, "each", sort, "times", "part")
    month, day = pieces.one(sort)
    return Cron(f"{_time_fields(times_of(pieces))} {day} {month} *")


def _time_fields(times: tuple[time, ...]) -> str:
    """Minute and hour field. Raises Refusal when no single line has exactly these times."""
    minutes, hours = sorted({at.minute for at in times}), sorted({at.hour for at in times})
    if len(minutes) * len(hours) != len(times) or any(at.second for at in times):
        raise Refusal("these times do not fit into one cron line")
    return f"{cron_field(minutes)} {cron_field(hours)}"

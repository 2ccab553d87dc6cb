"""Rules of real time from the pieces: every so often, perhaps within hours, on weekdays, at minutes past the hour."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from nomologi_tui.goals.times.pieces import Pieces, Refusal, nothing_else
from nomologi_tui.schedules import EPOCH, EVERY_DAY, AtTimes, Cron, Every, Rule, Weekdays, Within, moment_of
from nomologi_tui.schedules.forms import cron_field

_UNITS = {"second": 1, "minute": 60, "hour": 3600}


def interval_rule(pieces: Pieces, starts: date | None, zone: ZoneInfo) -> Rule:
    """Every so often; narrowed to weekdays, months or minutes it is a cron line where one says exactly that."""
    seconds = _seconds(pieces)
    late = max((minute for minutes in pieces.all("past") for minute in minutes), default=0)
    if late > 59:
        raise Refusal(f"{late} is no minute of an hour")
    if pieces.only("past") and not any(element.anchored for element in pieces.elements):
        raise Refusal("minutes are said, but not of which hours; say “every hour”")
    if seconds < 1:
        raise Refusal("the shortest interval is 1 second")
    daily = [one for one in pieces.all("each") if one != (1, "day")]
    if daily:
        raise Refusal("an interval and days that are counted do not go together")
    rest = pieces.without("each", "interval", "count")
    if rest.all("window") and all(part.startswith("night") for part in rest.all("part")):
        rest = rest.without("part")
    nothing_else(rest, "window", "weekdays", "months", "past", "first")
    if rest.only():
        return Every(seconds, _anchor(starts, zone)) if starts else Every(seconds)
    if rest.all("first"):
        return _from_first(seconds, rest)
    if rest.all("window") and not rest.all("months"):
        return _within(seconds, rest)
    return _line(seconds, rest)


def on_the_clock(rule: Rule) -> Rule:
    """An interval as a line of the clock where one says it: times of day that are left out are on the clock as well."""
    if not isinstance(rule, Every) or rule.anchor != EPOCH:
        return rule
    try:
        return _line(rule.seconds, Pieces([]))
    except Refusal:
        return rule


def _seconds(pieces: Pieces) -> float:
    counted = {_UNITS[unit] / count for count, unit in pieces.all("count") if unit in _UNITS and count}
    said = {float(one) for one in pieces.all("interval")} | counted
    if len(said) > 1 or len(pieces.all("count")) > len(counted):
        raise Refusal("two different times are said")
    return said.pop() if said else 3600.0  # minutes past the hour alone


def _anchor(starts: date, zone: ZoneInfo) -> datetime:
    return moment_of(datetime.combine(starts, time()), zone).astimezone(UTC)


def _from_first(seconds: float, pieces: Pieces) -> Rule:
    """At times of day so far apart, one of them the first that is said."""
    nothing_else(pieces, "first", "weekdays")
    first, step = pieces.one("first"), seconds / 3600
    if step % 1 or not 0 < step <= 12 or 24 % step:
        raise Refusal("this interval does not come to the same times each day; name the times")
    hours = range(first.hour % int(step), 24, int(step))
    return AtTimes(tuple(first.replace(hour=hour) for hour in hours), _weekdays(pieces))


def _within(seconds: float, pieces: Pieces) -> Rule:
    first, last = pieces.one("window")
    past = pieces.one("past")
    if past is not None:
        if len(past) > 1 or seconds % 3600:
            raise Refusal("minutes past the hour and this interval do not go together")
        if first.minute not in (0, min(past)) or last.minute:
            raise Refusal("these hours do not begin at the minute that is said")
        first = first.replace(minute=min(past))
    if first == last:
        raise Refusal("the hours begin when they end")
    return Within(seconds, first, last, Weekdays(_weekdays(pieces)))


def _weekdays(pieces: Pieces) -> frozenset[int]:
    found = [days for days, _ in pieces.all("weekdays")]
    days = frozenset(EVERY_DAY).intersection(*found) if found else EVERY_DAY
    if not days:
        raise Refusal("different weekdays are said")
    return days


def _line(seconds: float, pieces: Pieces) -> Rule:
    days = _weekdays(pieces)
    weekdays = "*" if days == EVERY_DAY else cron_field((day + 1) % 7 for day in days)
    months = cron_field(frozenset[int]().union(*pieces.all("months"))) or "*"
    minutes, hours = _clock_fields(seconds, pieces.one("past"), pieces.one("window"))
    return Cron(f"{minutes} {hours} * {months} {weekdays}")


def _clock_fields(seconds: float, past: frozenset[int] | None, window: tuple[time, time] | None) -> tuple[str, str]:
    if seconds % 3600 == 0 and 24 % (seconds / 3600) == 0:
        step = int(seconds // 3600)
        return cron_field(past or {0}), _hours(step, window, after_last=0)
    if past and 3600 / seconds == len(past):
        return cron_field(past), _hours(1, window, after_last=0)
    if seconds % 60 == 0 and 60 % (seconds / 60) == 0 and past is None:
        step = int(seconds // 60)
        return (f"*/{step}" if step > 1 else "*"), _hours(1, window, after_last=1)
    raise Refusal("this interval does not fit into whole hours and can't be narrowed")


def _hours(step: int, window: tuple[time, time] | None, *, after_last: int) -> str:
    """The hour field; `after_last`: so many hours less at the end, where each hour has several."""
    if window is None:
        return "*" if step == 1 else f"*/{step}"
    first, last = window
    if _full_hour(first) != first or _full_hour(last) != last or first == last:
        raise Refusal("hours that begin or end within an hour can't be held together with months")
    count = (last.hour - first.hour) % 24 + 1 - after_last
    return cron_field([(first.hour + number) % 24 for number in range(0, count, step)])


def _full_hour(at: time) -> time:
    """The full hour before."""
    return at.replace(minute=0, second=0)

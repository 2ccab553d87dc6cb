"""A schedule in words, from the schedule itself. What has no exact words is shown as its cron line."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from nomologi_tui.schedules.cron import cron_fields
from nomologi_tui.schedules.cron_words import cron_words
from nomologi_tui.schedules.day_words import date_words, day_words, listed, weekday_words
from nomologi_tui.schedules.days import ALWAYS, EVERY_DAY, DateSpan, Days, Weekdays
from nomologi_tui.schedules.forms import is_narrowed
from nomologi_tui.schedules.rule import EPOCH, AnyOf, AtTimes, Cron, Every, Once, OnDays, Schedule, Sun, Within
from nomologi_tui.schedules.zones import moment_of, wall_of

_UNITS = ((3600, "hour"), (60, "minute"), (1, "second"))
_LONG = 120  # of a unit: from there on a length is said in two


def in_words(schedule: Schedule, *, with_zone: bool = False) -> str:
    """One line, lower case first, no full stop. `with_zone` names the zone where it matters."""
    words = _rule_words(schedule, with_zone=with_zone)
    if isinstance(schedule.rule, AnyOf) and is_narrowed(schedule):
        words = f"({words})"
    for number, skip in enumerate(schedule.skips):
        words += f", {'nor' if number else 'but not'} {_skip_words(skip)}"
    if schedule.starts:
        words += f", from {date_words(schedule.starts)} on"
    if schedule.ends:
        words += f", until {date_words(schedule.ends)}"
    if schedule.jitter:
        words += f", each time up to {length_words(schedule.jitter)} later"
    timeless = schedule.rule.anchor == EPOCH if isinstance(schedule.rule, Every) else isinstance(schedule.rule, AnyOf)
    matters = not timeless or schedule.skips or schedule.starts or schedule.ends
    return f"{words} ({schedule.timezone})" if with_zone and matters else words


def _rule_words(schedule: Schedule, *, with_zone: bool) -> str:
    match schedule.rule:
        case Every(seconds, anchor):
            counted = "" if anchor == EPOCH else f", counted from {_anchor_words(anchor, schedule.timezone)}"
            return f"every {interval_words(seconds)}{counted}"
        case AtTimes(times, weekdays):
            return f"{weekday_words(weekdays)} at {_times_words(times)}"
        case OnDays(days, times):
            return f"{day_words(days)} at {_times_words(times)}"
        case Within() as rule:
            return _within_words(rule)
        case Sun() as rule:
            return _sun_words(rule)
        case Once(at):
            return f"at {clock_words(at.time())} on {date_words(at)}"
        case AnyOf(schedules):
            other = [with_zone or one.timezone != schedule.timezone for one in schedules]
            return "; or ".join(_member_words(one, with_zone=zone) for one, zone in zip(schedules, other, strict=True))
        case Cron(expression):
            return cron_words(expression) or f"by cron line {' '.join(cron_fields(expression))}"


def _member_words(schedule: Schedule, *, with_zone: bool) -> str:
    """One of several in words; several in one of several are in brackets, so that each end is clear."""
    words = in_words(schedule, with_zone=with_zone)
    return f"({words})" if isinstance(schedule.rule, AnyOf) and not is_narrowed(schedule) else words


def _anchor_words(anchor: datetime, timezone: str) -> str:
    """`23 Nov 2026 at 08:00` by that zone's clock; with an offset where it shows this twice or inexactly."""
    zone = ZoneInfo(timezone)
    wall = wall_of(anchor, zone)
    exact = not wall.microsecond and moment_of(wall, zone) == anchor
    return f"{date_words(wall)} at {clock_words(wall.time())}" if exact else anchor.isoformat(" ")


def _times_words(times: tuple[time, ...]) -> str:
    return listed([clock_words(one) for one in sorted(times)])


def _within_words(rule: Within) -> str:
    over = "" if rule.last > rule.first else " the next day"
    pace = f"every {interval_words(rule.seconds)} from {clock_words(rule.first)} to {clock_words(rule.last)}{over}"
    return pace + _on_words(rule.days)


def _sun_words(rule: Sun) -> str:
    direction = "after" if rule.offset > 0 else "before"
    when = f"{length_words(abs(rule.offset))} {direction} {rule.event}" if rule.offset else f"at {rule.event}"
    north, east = "N" if rule.latitude >= 0 else "S", "E" if rule.longitude >= 0 else "W"
    return f"{when} at {abs(rule.latitude):.10g} {north}, {abs(rule.longitude):.10g} {east}{_on_words(rule.days)}"


def _on_words(days: Days) -> str:
    return "" if days == ALWAYS else f", {day_words(days)}"


def _skip_words(skip: Days | Schedule) -> str:
    if isinstance(skip, Schedule):
        return f"at the times of ({in_words(skip, with_zone=True)})"
    if isinstance(skip, Weekdays) and skip.weekdays != EVERY_DAY:
        words = weekday_words(skip.weekdays)
        return f"on {words.removeprefix('every ')}" + ("s" if words.startswith("every ") else "")
    return day_words(skip).removeprefix("every day ") if isinstance(skip, DateSpan) else day_words(skip)


def length_words(seconds: float) -> str:
    """`1 hour`, `90 minutes`: an interval with its number."""
    words = interval_words(seconds)
    return words if words[0].isdigit() else f"1 {words}"


def interval_words(seconds: float) -> str:
    """`second`, `90 minutes`, `24 hours`, `4 hours 56 minutes`: in exact units; a day is not always 24 hours."""
    for larger, (size, unit) in zip((None, *_UNITS), _UNITS, strict=False):
        if seconds % size == 0:
            count = int(seconds // size)
            if larger and count > _LONG:
                return f"{length_words(seconds - seconds % larger[0])} {length_words(seconds % larger[0])}"
            return unit if count == 1 else f"{count} {unit}s"
    return f"{seconds:.10g} seconds"


def clock_words(moment: time) -> str:
    """`07:30`, with seconds only where there are any."""
    return moment.strftime("%H:%M:%S" if moment.second else "%H:%M")

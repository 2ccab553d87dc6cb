"""A schedule in words, from the schedule itself. What has no exact words is shown as its cron line."""

from datetime import time

from nomologi_tui.schedules.cron import cron_fields, cron_sets
from nomologi_tui.schedules.day_words import date_words, day_words, listed, month_words, ordinal, weekday_words
from nomologi_tui.schedules.days import ALWAYS, EVERY_DAY, DateSpan, Days, Weekdays
from nomologi_tui.schedules.forms import is_narrowed
from nomologi_tui.schedules.rule import EPOCH, AnyOf, AtTimes, Cron, Every, Once, OnDays, Schedule, Sun, Within

_MOST_TIMES = 6  # more of them are no longer read, but skipped
_ALL_MINUTES, _ALL_HOURS, _ALL_DAYS, _ALL_MONTHS = set(range(60)), set(range(24)), set(range(1, 32)), set(range(1, 13))


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
        words += f", up to {length_words(schedule.jitter)} later"
    matters = not isinstance(schedule.rule, Every | AnyOf) or schedule.skips or schedule.starts or schedule.ends
    return f"{words} ({schedule.timezone})" if with_zone and matters else words


def _rule_words(schedule: Schedule, *, with_zone: bool) -> str:
    match schedule.rule:
        case Every(seconds, anchor):
            counted = "" if anchor == EPOCH else f", counted from {anchor.isoformat(' ')}"
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
            return _cron_words(expression) or f"by cron line {' '.join(cron_fields(expression))}"


def _member_words(schedule: Schedule, *, with_zone: bool) -> str:
    """One of several in words; several in one of several are in brackets, so that each end is clear."""
    words = in_words(schedule, with_zone=with_zone)
    return f"({words})" if isinstance(schedule.rule, AnyOf) and not is_narrowed(schedule) else words


def _times_words(times: tuple[time, ...]) -> str:
    return listed([clock_words(one) for one in sorted(times)])


def _within_words(rule: Within) -> str:
    over = "" if rule.last > rule.first else " the next day"
    pace = f"every {interval_words(rule.seconds)} from {clock_words(rule.first)} to {clock_words(rule.last)}{over}"
    return pace + _on_words(rule.days)


def _sun_words(rule: Sun) -> str:
    direction = "after" if rule.offset > 0 else "before"
    when = f"{length_words(abs(rule.offset))} {direction} {rule.event}" if rule.offset else f"at {rule.event}"
    return f"{when} at {rule.latitude:.10g}, {rule.longitude:.10g}{_on_words(rule.days)}"


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
    """`second`, `5 seconds`, `15 minutes`, `24 hours`: the largest exact unit; days have 23 to 25 hours."""
    for size, unit in ((3600, "hour"), (60, "minute"), (1, "second")):
        if seconds % size == 0:
            count = int(seconds // size)
            return unit if count == 1 else f"{count} {unit}s"
    return f"{seconds:.10g} seconds"


def clock_words(moment: time) -> str:
    """`07:30`, with seconds only where there are any."""
    return moment.strftime("%H:%M:%S" if moment.second else "%H:%M")


def _cron_words(expression: str) -> str | None:
    """None where no short sentence says exactly what the line does."""
    minutes, hours, days, months, weekdays = cron_sets(expression)
    if days != _ALL_DAYS and len(weekdays) < 7:
        return None  # one or both of them: no short words are clear
    date = _date_words(days, months, weekdays)
    clock = _clock_words(minutes, hours)
    if date is None or clock is None:
        return None
    if ":" in clock and clock.startswith("at "):
        return f"{date} {clock}"
    return clock if date == "every day" else f"{clock}, {date}"


def _date_words(days: set[int], months: set[int], weekdays: set[int]) -> str | None:
    if days == _ALL_DAYS:
        words = weekday_words(frozenset((day - 1) % 7 for day in weekdays))
        return words if months == _ALL_MONTHS else f"{words} in {month_words(months)}"
    if len(days) > _MOST_TIMES:
        return None
    month = "every month" if months == _ALL_MONTHS else month_words(months)
    return f"on the {listed([ordinal(day) for day in sorted(days)])} of {month}"


def _clock_words(minutes: set[int], hours: set[int]) -> str | None:
    if len(minutes) * len(hours) <= _MOST_TIMES:
        return f"at {listed([f'{hour:02}:{minute:02}' for hour in sorted(hours) for minute in sorted(minutes)])}"
    hour_step = 24 // len(hours)
    if len(minutes) == 1 and 1 < hour_step < 24 and hours == set(range(0, 24, hour_step)):
        return f"every {hour_step} hours on the clock from 00:{min(minutes):02}"
    pace = _pace_words(minutes)
    if pace is None:
        return None
    if hours == _ALL_HOURS:
        return pace
    first, last = min(hours), max(hours)
    if hours == set(range(first, last + 1)):
        return f"{pace} from {first:02}:{min(minutes):02} to {last:02}:{max(minutes):02}"
    return None


def _pace_words(minutes: set[int]) -> str | None:
    """How often within an hour: `every 15 minutes on the clock`, `at 5 and 35 minutes past every hour`."""
    if minutes == _ALL_MINUTES:
        return "every minute"
    if minutes == {0}:
        return "every hour on the hour"
    step = 60 // len(minutes)
    if 60 % len(minutes) == 0 and minutes == set(range(0, 60, step)):
        return f"every {step} minutes on the clock"
    if len(minutes) > _MOST_TIMES:
        return None
    past = listed([str(minute) for minute in sorted(minutes)])
    return f"at {past} minutes past every hour" if minutes != {1} else "at 1 minute past every hour"

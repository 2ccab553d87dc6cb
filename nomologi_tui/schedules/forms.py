"""A schedule in other forms, where they say exactly the same: crontab lines, seconds between two."""

from collections.abc import Iterable
from datetime import time
from zoneinfo import ZoneInfo

from nomologi_tui.schedules.cron import cron_fields
from nomologi_tui.schedules.days import EVERY_DAY, EVERY_MONTH, Days, MonthDays, Months, Weekdays, YearDays
from nomologi_tui.schedules.rule import EPOCH, AtTimes, Cron, Every, OnDays, Schedule

_QUARTER = 900  # seconds; every zone of today is whole quarters of an hour away from UTC
_DAY = 86400


def every_seconds(schedule: Schedule) -> float | None:
    """The seconds of real time between two, when that is what the schedule says."""
    return schedule.rule.seconds if isinstance(schedule.rule, Every) and not is_narrowed(schedule) else None


def is_narrowed(schedule: Schedule) -> bool:
    """Whether it is due at other moments than its rule."""
    return bool(schedule.skips or schedule.starts or schedule.ends or schedule.jitter)


def cron_lines(schedule: Schedule) -> list[str] | None:
    """Lines that together are due at the same moments in the schedule's zone; None when there are none."""
    if is_narrowed(schedule):
        return None
    match schedule.rule:
        case Cron(expression):
            return [" ".join(cron_fields(expression))]
        case AtTimes(times, weekdays):
            return _lines_of_times(times, f"* * {_weekday_field(weekdays)}")
        case OnDays(days, times):
            fields = _day_fields(days)
            return _lines_of_times(times, fields) if fields else None
        case Every() as rule:
            return _line_of_interval(rule, ZoneInfo(schedule.timezone))
    return None


def _day_fields(days: Days) -> str:
    """Day of the month, month and weekday field; nothing where no line has exactly these days."""
    match days:
        case Weekdays(weekdays):
            return f"* * {_weekday_field(weekdays)}"
        case MonthDays(numbers, Months(months, 1, None)) if min(numbers) > 0:
            return f"{cron_field(numbers)} {'*' if months == EVERY_MONTH else cron_field(months)} *"
        case YearDays(((month, day),)):
            return f"{day} {month} *"
    return ""


def _lines_of_times(times: tuple[time, ...], day_fields: str) -> list[str] | None:
    if any(one.second or one.microsecond for one in times):
        return None
    hours_at: dict[int, set[int]] = {}
    for one in times:
        hours_at.setdefault(one.minute, set()).add(one.hour)
    minutes_at: dict[frozenset[int], list[int]] = {}
    for minute, hours in sorted(hours_at.items()):
        minutes_at.setdefault(frozenset(hours), []).append(minute)
    return [f"{cron_field(minutes)} {cron_field(hours)} {day_fields}" for hours, minutes in minutes_at.items()]


def _weekday_field(weekdays: frozenset[int]) -> str:
    return "*" if weekdays == EVERY_DAY else cron_field((day + 1) % 7 for day in weekdays)


def cron_field(values: Iterable[int]) -> str:
    """Numbers as cron writes them: `1-5`, `0,6`, `0-5,22,23`; nothing for none."""
    runs: list[list[int]] = []
    for value in sorted(set(values)):
        if runs and runs[-1][-1] == value - 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return ",".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else ",".join(map(str, run)) for run in runs)


def _line_of_interval(rule: Every, zone: ZoneInfo) -> list[str] | None:
    """Only where the clock's steps are the interval's: up to a quarter of an hour anywhere, up to a day in UTC."""
    phase = (rule.anchor - EPOCH).total_seconds() % rule.seconds
    whole = rule.seconds % 60 == 0 and phase % 60 == 0
    fits = _QUARTER % rule.seconds == 0 or (_DAY % rule.seconds == 0 and zone.key == "UTC")
    if not whole or not fits:
        return None
    step, start = int(rule.seconds // 60), int(phase // 60)
    if 60 % step == 0:
        return [f"{_stepped(start, step, 60)} * * * *"]
    if step % 60 == 0:
        return [f"{start % 60} {_stepped(start // 60, step // 60, 24)} * * *"]
    return None


def _stepped(start: int, step: int, size: int) -> str:
    """`*/5`, `3-59/5`, `7`: the values from `start` in steps below `size`."""
    if step == 1:
        return "*"
    if step == size:
        return str(start)
    return f"*/{step}" if start == 0 else f"{start}-{size - 1}/{step}"

"""Refuses what is no schedule, with a sentence. Whatever takes a schedule from a person checks it here once."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nomologi_tui.schedules.check_days import check_days
from nomologi_tui.schedules.cron import cron_search
from nomologi_tui.schedules.days import Weekdays
from nomologi_tui.schedules.next import next_after
from nomologi_tui.schedules.rule import (
    EPOCH,
    AnyOf,
    AtTimes,
    BadScheduleError,
    Cron,
    Every,
    Once,
    OnDays,
    Schedule,
    Sun,
    Within,
)
from nomologi_tui.text import show_duration

SHORTEST = 1.0  # seconds: more often is a loop, not a schedule
LONGEST = 100 * 365.25 * 86400
_DAY = 86400.0
_MINUTE = 60.0
_HALF_DAY = 43200.0
_DEEPEST = 4  # schedules within schedules
_MOST = 50  # schedules in one, and things that are left out
# The last one: of some countries holidays are known from a later year than 2000
_LOOKED_FROM = tuple(datetime(year, 1, day, tzinfo=UTC) for year, day in ((2000, 1), (1, 3), (2026, 1)))


def check_schedule(schedule: Schedule) -> Schedule:
    """`schedule` itself. Raises BadScheduleError when it is not one that can be followed, or never comes."""
    _check_parts(schedule, _DEEPEST)
    if not any(next_after(schedule, moment) for moment in _LOOKED_FROM):
        raise BadScheduleError("This never comes.", "Look at what is left out, and at the first and the last day.")
    return schedule


def check_zone(name: str) -> ZoneInfo:
    """The zone of that name. Raises BadScheduleError when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadScheduleError(f"“{name}” is not a time zone.", "Write for example Europe/Berlin or UTC.") from None


def _check_parts(schedule: Schedule, deeper: int) -> None:
    check_zone(schedule.timezone)
    _check_rule(schedule, deeper)
    _check_skips(schedule, deeper)
    if schedule.starts and schedule.ends and schedule.ends < schedule.starts:
        raise BadScheduleError(
            f"It ends on {schedule.ends} before it starts on {schedule.starts}.", "Swap the two days."
        )
    if not 0 <= schedule.jitter <= _DAY:  # also refuses NaN
        raise BadScheduleError(f"{show_duration(schedule.jitter)} later can't be chosen from.", "Write 0 to 24 hours.")


def _check_rule(schedule: Schedule, deeper: int) -> None:
    match schedule.rule:
        case Every() as rule:
            _check_every(rule)
        case AtTimes(times, weekdays):
            _check_times(times)
            check_days(Weekdays(weekdays))
        case OnDays(days, times):
            _check_times(times)
            check_days(days)
        case Within() as rule:
            _check_within(rule)
        case Sun() as rule:
            _check_sun(rule)
        case Cron(expression):
            cron_search(expression, EPOCH)
        case Once(at) if at.tzinfo is not None:
            raise BadScheduleError(f"“{at.isoformat()}” has an offset.", "Write wall time, and its zone apart.")
        case AnyOf(schedules):
            _check_members(schedules, deeper)


def _check_every(rule: Every) -> None:
    _check_interval(rule.seconds)
    if rule.anchor.tzinfo is None:
        raise BadScheduleError("The start of the interval has no time zone.", "Give it in UTC.")


def _check_interval(seconds: float) -> None:
    if not seconds >= SHORTEST:  # also refuses NaN
        raise BadScheduleError(f"Every {show_duration(seconds)} is too often.", "The shortest interval is 1 second.")
    if seconds > LONGEST:
        raise BadScheduleError(f"Every {show_duration(seconds)} is too long.", "The longest interval is 100 years.")


def _check_times(times: tuple[time, ...]) -> None:
    if not times:
        raise BadScheduleError("No time of day is given.", "Write for example 08:00.")
    if any(one.tzinfo for one in times):
        raise BadScheduleError("A time of day has a zone of its own.", "The zone belongs to the schedule.")
    if any(one.microsecond for one in times):
        raise BadScheduleError("A time of day has parts of a second.", "Whole seconds are the finest.")


def _check_within(rule: Within) -> None:
    _check_interval(rule.seconds)
    _check_times((rule.first, rule.last))
    check_days(rule.days)
    length = _seconds(rule.last) - _seconds(rule.first)
    if length == 0:
        raise BadScheduleError(
            f"From {rule.first:%H:%M} to {rule.last:%H:%M} is no stretch of time.", "Give two different times."
        )
    if rule.seconds > length % _DAY:
        raise BadScheduleError(
            f"Every {show_duration(rule.seconds)} does not fit from {rule.first:%H:%M} to {rule.last:%H:%M}.",
            "Choose a shorter interval, or a time of day.",
        )


def _seconds(at: time) -> float:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second).total_seconds()


def _check_sun(rule: Sun) -> None:
    if not -90 <= rule.latitude <= 90:
        raise BadScheduleError(f"{rule.latitude:g} is no latitude.", "It goes from -90 (south) to 90 (north).")
    if not -180 <= rule.longitude <= 180:
        raise BadScheduleError(f"{rule.longitude:g} is no longitude.", "It goes from -180 (west) to 180 (east).")
    if not abs(rule.offset) <= _HALF_DAY:
        raise BadScheduleError(f"{show_duration(rule.offset)} from the {rule.event} is too far.", "At most 12 hours.")
    check_days(rule.days)


def _check_members(schedules: tuple[Schedule, ...], deeper: int) -> None:
    if not schedules:
        raise BadScheduleError("No schedule is given.", "Several schedules in one need at least one.")
    if len(schedules) > _MOST:
        raise BadScheduleError(f"{len(schedules)} schedules are too many in one.", f"At most {_MOST}.")
    _check_inner(schedules, deeper)


def _check_inner(schedules: tuple[Schedule, ...], deeper: int) -> None:
    if not deeper:
        raise BadScheduleError("Schedules within schedules are too deep.", f"At most {_DEEPEST} deep.")
    for schedule in schedules:
        _check_parts(schedule, deeper - 1)


def _check_skips(schedule: Schedule, deeper: int) -> None:
    if len(schedule.skips) > _MOST:
        raise BadScheduleError("Too much is left out.", f"At most {_MOST} things; several dates are one.")
    for skip in schedule.skips:
        if not isinstance(skip, Schedule):
            check_days(skip)
            continue
        _check_inner((skip,), deeper)
        if skip.jitter:
            raise BadScheduleError("What is left out comes a little later.", "Take the jitter out of it.")
        if isinstance(skip.rule, Every | Within) and skip.rule.seconds < _MINUTE:
            raise BadScheduleError("What is left out comes too often.", "At most once a minute.")

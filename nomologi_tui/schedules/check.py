"""Refuses what is no schedule, with a sentence. Whatever takes a schedule from a person checks it here once."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nomologi_tui.schedules.cron import cron_search
from nomologi_tui.schedules.rule import EPOCH, EVERY_DAY, AtTimes, BadScheduleError, Cron, Every, Once, Schedule

SHORTEST = 1.0  # seconds: more often is a loop, not a schedule
LONGEST = 100 * 365.25 * 86400


def check_schedule(schedule: Schedule) -> Schedule:
    """`schedule` itself. Raises BadScheduleError when it is not one that can be followed."""
    check_zone(schedule.timezone)
    match schedule.rule:
        case Every():
            _check_every(schedule.rule)
        case AtTimes():
            _check_times(schedule.rule)
        case Cron(expression):
            cron_search(expression, EPOCH)
        case Once(at) if at.tzinfo is not None:
            raise BadScheduleError(f"“{at.isoformat()}” has an offset.", "Write wall time, and its zone apart.")
    return schedule


def check_zone(name: str) -> ZoneInfo:
    """The zone of that name. Raises BadScheduleError when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadScheduleError(f"“{name}” is not a time zone.", "Write for example Europe/Berlin or UTC.") from None


def _check_every(rule: Every) -> None:
    if not rule.seconds >= SHORTEST:  # also refuses NaN
        raise BadScheduleError(f"Every {rule.seconds:g} seconds is too often.", "The shortest interval is 1 second.")
    if rule.seconds > LONGEST:
        raise BadScheduleError(f"Every {rule.seconds:g} seconds is too long.", "The longest interval is 100 years.")
    if rule.anchor.tzinfo is None:
        raise BadScheduleError("The start of the interval has no time zone.", "Give it in UTC.")


def _check_times(rule: AtTimes) -> None:
    if not rule.times:
        raise BadScheduleError("No time of day is given.", "Write for example 08:00.")
    if any(time.tzinfo for time in rule.times):
        raise BadScheduleError("A time of day has a zone of its own.", "The zone belongs to the schedule.")
    if not rule.weekdays or not rule.weekdays <= EVERY_DAY:
        raise BadScheduleError("No weekday is given.", "Name at least one of Monday to Sunday.")

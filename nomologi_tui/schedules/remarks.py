"""What a person should know about a schedule before relying on it: clock changes, never, rarely, already past."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from nomologi_tui.schedules.cron import cron_fields, follows_clock
from nomologi_tui.schedules.next import change_between, next_after
from nomologi_tui.schedules.rule import Cron, Every, Once, Schedule
from nomologi_tui.schedules.words import MONTHS

_YEAR = timedelta(days=366)
_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)


def remarks(schedule: Schedule, now: datetime) -> list[str]:
    """Sentences, the most important first; none when there is nothing to know."""
    now = now.astimezone(UTC)
    first = next_after(schedule, now)
    if first is None:
        past = isinstance(schedule.rule, Once)
        return ["This time has passed." if past else "This never comes."]
    return [*_rarely(schedule, now, first), *_clock_changes(schedule, now)]


def _rarely(schedule: Schedule, now: datetime, first: datetime) -> list[str]:
    if isinstance(schedule.rule, Once):
        return []
    zone = ZoneInfo(schedule.timezone)
    second = next_after(schedule, first)
    if second is None:
        return [f"Comes only once more: on {_day(first.astimezone(zone))}."]
    if max(first - now, second - first) <= _YEAR:
        return []
    return [f"Comes rarely: on {_day(first.astimezone(zone))} and then on {_day(second.astimezone(zone))}."]


def _clock_changes(schedule: Schedule, now: datetime) -> Iterator[str]:
    for change in _changes(ZoneInfo(schedule.timezone), now):
        sentence = _at_change(schedule, *change)
        if sentence:
            yield sentence


def _changes(zone: ZoneInfo, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The clock changes within a year, as wall times: what the clock reached, and what it showed instead."""
    day = now.replace(microsecond=0)
    try:
        for _ in range(_YEAR.days):
            offset, later = day.astimezone(zone).utcoffset(), (day + _DAY).astimezone(zone).utcoffset()
            if offset is not None and later is not None and offset != later:
                moment = change_between(day, day + _DAY, zone)
                utc = moment.replace(tzinfo=None)
                yield utc + offset, utc + later
            day += _DAY
    except OverflowError:  # the calendar ends with 9999
        return


def _at_change(schedule: Schedule, before: datetime, after: datetime) -> str:
    forward = after > before
    low, high = (before, after) if forward else (after, before)
    change = f"On {_day(before)} the clocks go {'forward' if forward else 'back'} from {before:%H:%M} to {after:%H:%M}"
    match schedule.rule:
        case Every(seconds):
            drift = f"{change}: counted in real time, it comes at another time of day from then on."
            return drift if seconds % _DAY.total_seconds() == 0 else ""
        case Cron(expression) if cron_fields(expression)[1] == "*":
            return ""  # whatever the hour: nothing a person would miss
    if not _due_within(schedule, low, high):
        return ""
    if isinstance(schedule.rule, Cron) and follows_clock(schedule.rule.expression):
        return f"{change}: what is due between comes {'not at all' if forward else 'twice'}."
    return f"{change}: what is due between comes {f'at {after:%H:%M}' if forward else 'only the first time'}."


def _due_within(schedule: Schedule, low: datetime, high: datetime) -> bool:
    """Whether a wall time in [low, high) is due: asked in UTC, where each wall time comes exactly once."""
    as_if = Schedule(schedule.rule, "UTC")
    due = next_after(as_if, low.replace(tzinfo=UTC) - _INSTANT)
    return due is not None and due < high.replace(tzinfo=UTC)


def _day(moment: datetime) -> str:
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"

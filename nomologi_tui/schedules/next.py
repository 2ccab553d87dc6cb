"""When next? Pure: a schedule and a moment in, the first due moment after it out."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from nomologi_tui.schedules.cron import cron_search, follows_clock
from nomologi_tui.schedules.rule import AtTimes, Cron, Every, Once, Schedule

_DAYS_AHEAD = 16  # a week, and another one should the only day be missing from the calendar (Apia, 30 Dec 2011)
_SECOND = timedelta(seconds=1)


def next_after(schedule: Schedule, after: datetime) -> datetime | None:
    """The first due moment strictly after `after` (aware), in UTC; None when there is none before year 10,000."""
    after = after.astimezone(UTC)
    zone = ZoneInfo(schedule.timezone)
    try:
        match schedule.rule:
            case Every() as rule:
                return _next_every(rule, after)
            case AtTimes() as rule:
                return _next_time(rule, zone, after)
            case Cron(expression):
                return _next_cron(expression, zone, after)
            case Once(at):
                moment = moment_of(at, zone)
                return moment if moment > after else None
    except OverflowError:  # the calendar ends with 9999
        return None


def upcoming(schedule: Schedule, after: datetime, count: int) -> list[datetime]:
    """The first `count` due moments after `after`; fewer when there are no more."""
    moments: list[datetime] = []
    due = next_after(schedule, after)
    while due is not None and len(moments) < count:
        moments.append(due)
        due = next_after(schedule, due)
    return moments


def moment_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment in UTC at which `zone` shows `wall`: the first of two, the first one after a gap that swallows it."""
    moment = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if _wall(moment, zone) == wall:
        return moment
    return change_between(wall.replace(tzinfo=zone, fold=1).astimezone(UTC), moment, zone)


def change_between(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The moment (to the second, in UTC) in (low, high] from which on `zone` has another offset than at `low`."""
    low, high = low.replace(microsecond=0), high.replace(microsecond=0)
    before = low.astimezone(zone).utcoffset()
    while high - low > _SECOND:
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def _next_every(rule: Every, after: datetime) -> datetime:
    if after < rule.anchor:
        return rule.anchor.astimezone(UTC)
    step = timedelta(seconds=rule.seconds)
    return rule.anchor.astimezone(UTC) + ((after - rule.anchor) // step + 1) * step


def _next_time(rule: AtTimes, zone: ZoneInfo, after: datetime) -> datetime | None:
    # First showings keep the order of wall times, so the first candidate that lies after `after` is the next one.
    times = sorted(rule.times)
    for day in _days_from(_wall(after, zone).date() - timedelta(days=1)):
        if day.weekday() not in rule.weekdays or _missing(day, zone):
            continue
        for wanted in times:
            moment = moment_of(datetime.combine(day, wanted), zone)
            if moment > after:
                return moment
    return None


def _days_from(first: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(_DAYS_AHEAD))


def _missing(day: date, zone: ZoneInfo) -> bool:
    """Whether `zone` left the whole day out."""
    return _wall(moment_of(datetime.combine(day, time()), zone), zone).date() > day


def _next_cron(expression: str, zone: ZoneInfo, after: datetime) -> datetime | None:
    if follows_clock(expression):
        return _next_shown(expression, zone, after)
    # Searched as if in UTC, where each wall time comes once; in an hour's second showing the first finds are past.
    for wall in cron_search(expression, _wall(after, zone).replace(tzinfo=UTC)):
        moment = moment_of(wall.replace(tzinfo=None), zone)
        if moment > after and not _missing(wall.date(), zone):
            return moment
    return None


def _next_shown(expression: str, zone: ZoneInfo, after: datetime) -> datetime | None:
    found = next(cron_search(expression, after.astimezone(zone)), None)
    if found is None:
        return None
    wall = found.replace(tzinfo=None, fold=0)
    moment = found.astimezone(UTC)
    if _wall(moment, zone) == wall:
        return moment
    # cronsim starts a day at a midnight that this zone leaves out: go on from the last moment before the gap.
    return _next_shown(expression, zone, moment_of(wall, zone) - _SECOND)

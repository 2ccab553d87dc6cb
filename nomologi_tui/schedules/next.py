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
    # Wall times are searched as if in UTC, where each comes exactly once: cronsim's own zones lose minutes in half-hour
    # changes and know no missing midnight. In an hour's second showing the first finds are past already.
    if follows_clock(expression):
        return _next_shown(expression, zone, after)
    for wall in _walls(expression, _wall(after, zone)):
        moment = moment_of(wall, zone)
        if moment > after and not _missing(wall.date(), zone):
            return moment
    return None


def _next_shown(expression: str, zone: ZoneInfo, after: datetime) -> datetime | None:
    """The next moment at which the clock shows a due wall time, be it for the second time.

    First showings keep the order of wall times and so do second ones; the first found of each is enough.
    """
    second: datetime | None = None
    for wall in _walls(expression, _wall(after, zone) - _shown_again(after, zone)):
        first, last = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        if _wall(first, zone) != wall:
            continue
        if second is None and last > after:
            second = last
        if first > after:
            return first if second is None else min(first, second)
    return second


def _shown_again(after: datetime, zone: ZoneInfo) -> timedelta:
    """How far the clock will jump back when what it shows at `after` is to come a second time; else nothing."""
    local = after.astimezone(zone)
    now, again = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    if local.fold or now is None or again is None:
        return timedelta()
    return max(now - again, timedelta())


def _walls(expression: str, after: datetime) -> Iterator[datetime]:
    return (found.replace(tzinfo=None) for found in cron_search(expression, after.replace(tzinfo=UTC)))

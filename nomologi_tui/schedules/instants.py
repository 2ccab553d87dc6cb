"""When next, by a bare rule in a zone: strictly after a moment, in UTC. OverflowError where the calendar ends."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from nomologi_tui.schedules.calendar_days import days_from
from nomologi_tui.schedules.cron import cron_search, follows_clock
from nomologi_tui.schedules.days import Days
from nomologi_tui.schedules.rule import Every, Sun, Within
from nomologi_tui.schedules.sun import sun_moment
from nomologi_tui.schedules.zones import is_missing, moment_of, shown_again, wall_of

_DAY = timedelta(days=1)
_SUNLESS = 400  # days of a pattern without the event in a row: more than any polar night or day has


def next_every(rule: Every, after: datetime) -> datetime:
    anchor = rule.anchor.astimezone(UTC)
    if after < anchor:
        return anchor
    step = timedelta(seconds=rule.seconds)
    return anchor + ((after - anchor) // step + 1) * step


def next_on_days(days: Days, times: Sequence[time], zone: ZoneInfo, after: datetime) -> datetime | None:
    # First showings keep the order of wall times, so the first candidate that lies after `after` is the next one.
    times = sorted(times)
    for day in _days_around(days, wall_of(after, zone).date(), 1):
        for wanted in times:
            moment = moment_of(datetime.combine(day, wanted), zone)
            if moment > after and not is_missing(day, zone):
                return moment
    return None


def next_within(rule: Within, zone: ZoneInfo, after: datetime) -> datetime | None:
    step = timedelta(seconds=rule.seconds)
    for day in _days_around(rule.days, wall_of(after, zone).date(), 2):
        if is_missing(day, zone):
            continue
        opens = moment_of(datetime.combine(day, rule.first), zone)
        last_day = day if rule.last > rule.first else day + _DAY
        due = opens if after < opens else opens + ((after - opens) // step + 1) * step
        if due <= moment_of(datetime.combine(last_day, rule.last), zone):
            return due
    return None


def next_sun(rule: Sun, zone: ZoneInfo, after: datetime) -> datetime | None:
    offset = timedelta(seconds=rule.offset)
    for day in islice(_days_around(rule.days, wall_of(after - offset, zone).date(), 1), _SUNLESS):
        moment = _sun_on(rule, day, zone)
        if moment is not None and moment + offset > after:
            return moment + offset
    return None


def next_cron(expression: str, zone: ZoneInfo, after: datetime) -> datetime | None:
    # Wall times are searched as if in UTC, where each comes exactly once: cronsim's own zones lose minutes in half-hour
    # changes and know no missing midnight. In an hour's second showing the first finds are past already.
    if follows_clock(expression):
        return _next_shown(expression, zone, after)
    for wall in _walls(expression, wall_of(after, zone)):
        moment = moment_of(wall, zone)
        if moment > after and not is_missing(wall.date(), zone):
            return moment
    return None


def _days_around(days: Days, day: date, before: int) -> Iterator[date]:
    return days_from(days, max(day, date.min + before * _DAY) - before * _DAY)


def _sun_on(rule: Sun, day: date, zone: ZoneInfo) -> datetime | None:
    """The event on a day of `zone`; the first one should a day have two."""
    for noon in (day - _DAY, day, day + _DAY):
        moment = sun_moment(rule.event, rule.latitude, rule.longitude, noon)
        if moment is not None and wall_of(moment, zone).date() == day:
            return moment
    return None


def _next_shown(expression: str, zone: ZoneInfo, after: datetime) -> datetime | None:
    """The next moment at which the clock shows a due wall time, be it for the second time.

    First showings keep the order of wall times and so do second ones; the first found of each is enough.
    """
    second: datetime | None = None
    for wall in _walls(expression, wall_of(after, zone) - shown_again(after, zone)):
        first, last = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        if wall_of(first, zone) != wall:
            continue
        if second is None and last > after:
            second = last
        if first > after:
            return first if second is None else min(first, second)
    return second


def _walls(expression: str, after: datetime) -> Iterator[datetime]:
    return (found.replace(tzinfo=None) for found in cron_search(expression, after.replace(tzinfo=UTC)))

"""Wall times and moments: what a zone's clock shows when. Whatever zoneinfo says is taken; nothing is remembered."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_SECOND = timedelta(seconds=1)


def wall_of(moment: datetime, zone: ZoneInfo) -> datetime:
    """What `zone`'s clock shows at `moment`, without an offset."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def moment_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment in UTC at which `zone` shows `wall`: the first of two, the first one after a gap that swallows it."""
    moment = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if wall_of(moment, zone) == wall:
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


def is_missing(day: date, zone: ZoneInfo) -> bool:
    """Whether `zone` left the whole day out, as Apia did with 30 December 2011."""
    return wall_of(moment_of(datetime.combine(day, time()), zone), zone).date() > day


def shown_again(moment: datetime, zone: ZoneInfo) -> timedelta:
    """How far the clock will jump back when what it shows at `moment` is to come a second time; else nothing."""
    local = moment.astimezone(zone)
    now, again = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    if local.fold or now is None or again is None:
        return timedelta()
    return max(now - again, timedelta())

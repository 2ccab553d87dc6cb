"""When next? Pure: a schedule and a moment in, the first due moment after it out."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, partial
from zoneinfo import ZoneInfo

from nomologi_tui.schedules.calendar_days import first_outside
from nomologi_tui.schedules.days import Weekdays
from nomologi_tui.schedules.instants import next_cron, next_every, next_on_days, next_sun, next_within
from nomologi_tui.schedules.rule import AnyOf, AtTimes, Cron, Every, Once, OnDays, Schedule, Sun, Within
from nomologi_tui.schedules.search import latest_of
from nomologi_tui.schedules.zones import change_between, moment_of, shown_again, wall_of

# What is left out in a row for so long is taken as never: so many times, if that is some years; or so many at all.
_LOOKS, _YEARS, _MOST_LOOKS = 200, timedelta(days=3 * 365), 5_000
_SCANNED = 1500  # days in a row
_INSTANT = timedelta(microseconds=1)
_DAY = timedelta(days=1)
REMEMBERED = 4_096  # answers: it is asked twice about each instant, and many schedules are due at the same one
_FIRST = datetime(1, 2, 1, tzinfo=UTC)  # a zone's clock may show a day of the year before, of which there is none
_PARTS = 2**32  # of the jitter
_FINE = timedelta(microseconds=1)


def next_after(schedule: Schedule, after: datetime) -> datetime | None:
    """The first due moment strictly after `after` (aware), in UTC; None when there is none before year 10,000."""
    return _remembered(schedule, max(after, _FIRST).astimezone(UTC), ZoneInfo(schedule.timezone))


@lru_cache(REMEMBERED)
def _remembered(schedule: Schedule, after: datetime, _zone: ZoneInfo) -> datetime | None:
    # Asked in UTC: both showings of a repeated hour are equal to Python. The zone's object is another one after an
    # update of the zones, so no old answer is given then.
    try:
        return _next_shifted(schedule, after) if schedule.jitter else _next_plain(schedule, after)
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


def _next_by_rule(schedule: Schedule, zone: ZoneInfo, after: datetime) -> datetime | None:
    match schedule.rule:
        case Every() as rule:
            return next_every(rule, after)
        case AtTimes(times, weekdays):
            return next_on_days(Weekdays(weekdays), times, zone, after)
        case OnDays(days, times):
            return next_on_days(days, times, zone, after)
        case Within() as rule:
            return next_within(rule, zone, after)
        case Sun() as rule:
            return next_sun(rule, zone, after)
        case Cron(expression):
            return next_cron(expression, zone, after)
        case Once(at):
            moment = moment_of(at, zone)
            return moment if moment > after else None
        case AnyOf(schedules):
            return min((due for one in schedules if (due := next_after(one, after))), default=None)


def _next_plain(schedule: Schedule, after: datetime) -> datetime | None:
    """The next one from `starts` to `ends` that is not left out; without jitter."""
    zone = ZoneInfo(schedule.timezone)
    if schedule.starts:
        after = max(after, _midnight(schedule.starts, zone) - _INSTANT)
    due = _next_by_rule(schedule, zone, after)
    if schedule.skips:
        due = _next_kept(schedule, zone, due)
    return None if due is None or _is_over(schedule, zone, due) else due


def _next_kept(schedule: Schedule, zone: ZoneInfo, due: datetime | None) -> datetime | None:
    """`due`, or the first one after it that is not left out. None as well when all were for too long."""
    days = [skip for skip in schedule.skips if not isinstance(skip, Schedule)]
    others = [skip for skip in schedule.skips if isinstance(skip, Schedule)]
    if Schedule(schedule.rule, schedule.timezone) in others:
        return None
    first = due
    for look in range(_MOST_LOOKS):
        if due is None or first is None or _is_over(schedule, zone, due) or (look > _LOOKS and due - first > _YEARS):
            return None
        day = wall_of(due, zone).date()
        clear = first_outside(days, day, _SCANNED)
        if clear != day:
            begins = _begins(clear, due, zone)
            due = begins and _next_by_rule(schedule, zone, begins - _INSTANT)
        elif any(next_after(other, due - _INSTANT) == due for other in others):
            due = _next_by_rule(schedule, zone, due)
        else:
            return due
    return None


def _is_over(schedule: Schedule, zone: ZoneInfo, due: datetime) -> bool:
    return schedule.ends is not None and schedule.ends < date.max and due >= _midnight(schedule.ends + _DAY, zone)


def _begins(clear: date | None, due: datetime, zone: ZoneInfo) -> datetime | None:
    """When `clear`, the next day that counts, begins; or, if earlier, when the clock goes back to the day before.

    None where no day counts any more and the clock does not go back.
    """
    again = shown_again(due, zone)
    back = change_between(due, due + again, zone) if again else None
    if clear is None:
        return back
    begins = _midnight(clear, zone)
    if begins <= due:  # the clock was there already, and went back to the day before
        begins = datetime.combine(clear, time(), zone).replace(fold=1).astimezone(UTC)
    return min(begins, back) if back else begins


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return moment_of(datetime.combine(day, time()), zone)


def _next_shifted(schedule: Schedule, after: datetime) -> datetime | None:
    """With jitter. Each lies before the next unshifted one, so only the last one up to `after` can still be to come."""
    following = partial(_next_plain, schedule)
    due = latest_of(following, after - timedelta(seconds=schedule.jitter), after)
    shifted = due + _shift(schedule, due, following) if due else None
    if shifted is not None and shifted > after:
        return shifted
    due = following(after)
    return due + _shift(schedule, due, following) if due else None


def _shift(schedule: Schedule, due: datetime, following: Callable[[datetime], datetime | None]) -> timedelta:
    """Part of the jitter, or of the time to the next one where that is shorter; the same part whenever it is asked."""
    import hashlib  # 3 ms that only jitter needs

    digest = hashlib.blake2b(f"{schedule.seed} {due.isoformat()}".encode(), digest_size=4).digest()
    most, then = timedelta(seconds=schedule.jitter), following(due)
    room = most if then is None else min(most, then - due)
    # Counted in microseconds: six hours times so many parts are longer than a span can be.
    return room // _FINE * int.from_bytes(digest) // _PARTS * _FINE

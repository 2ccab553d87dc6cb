"""What was missed while nobody looked: found in a few dozen steps, however long the outage was."""

from datetime import datetime, timedelta
from functools import partial

from nomologi_tui.schedules.next import next_after
from nomologi_tui.schedules.rule import Every, Schedule
from nomologi_tui.schedules.search import latest_of, walk

_FIRST_LOOK = timedelta(seconds=1)
_FINE = timedelta(milliseconds=1)
_ALL = 10**9
_TOO_MANY = 4  # times the wanted ones: so many are walked rather than looked for more closely


def latest_due(schedule: Schedule, after: datetime, until: datetime) -> datetime | None:
    """The last due instant with `after` < due <= `until`, or None. All are aware, in UTC.

    Halves the stretch of time instead of walking it: a second-by-second schedule that slept a year takes 60 questions.
    """
    return latest_of(partial(next_after, schedule), after, until)


def count_due(schedule: Schedule, after: datetime, until: datetime, most: int) -> int:
    """How many due instants lie in (`after`, `until`], at most `most`: it takes no more questions than that."""
    rule = schedule.rule
    if isinstance(rule, Every) and not (schedule.skips or schedule.starts or schedule.ends or schedule.jitter):
        first = next_after(schedule, after)
        if first is None or first > until:
            return 0
        return min(most, (until - first) // timedelta(seconds=rule.seconds) + 1)
    return len(walk(partial(next_after, schedule), after, until, most))


def due_between(schedule: Schedule, after: datetime, until: datetime, most: int) -> list[datetime]:
    """The newest `most` due instants in (`after`, `until`], the oldest first.

    Looks back from `until` over longer and longer stretches; one with far too many is halved.
    """
    following = partial(next_after, schedule)
    limit = most * _TOO_MANY
    few, span = timedelta(), _FIRST_LOOK  # in the last `few` there are fewer than `most`
    many: timedelta | None = None  # in the last `many` there are more than `limit`
    while most > 0:
        start = max(after, until - span)
        close = span - few <= _FINE  # no use in halving further
        found = walk(following, start, until, _ALL if close else limit + 1)
        if len(found) > limit and not close:
            many = until - start
        elif len(found) >= most or start == after:
            return found[-most:]
        else:
            few = span
        span = few + (many - few) / 2 if many else span * 2
    return []

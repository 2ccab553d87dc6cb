"""What a schedule missed while nobody looked, and what of it runs now: a decision, made without a clock or a store."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from nomologi_tui.model import MOST_COUNTED, CatchUp, Missed, times_words
from nomologi_tui.policy import MOST_MISSED
from nomologi_tui.schedules import Schedule, count_due, due_between, latest_due, next_after

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Missed times that do not run: from `first` to `last`, `number` of them or, where that is the most, more."""

    first: datetime
    last: datetime
    number: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """`to_run` are the times that run now, the oldest first; `before` the time that comes now, where it comes in time
    and these were passed over."""

    number: int
    to_run: tuple[datetime, ...]
    left_out: LeftOut | None = None
    before: datetime | None = None

    @property
    def none_runs(self) -> bool:
        """Whether nothing runs of it, nor after it just now."""
        return not (self.to_run or self.before)

    @property
    def words(self) -> str:
        """One sentence for the log."""
        times = f"{times_words(self.number)} {'was' if self.number == 1 else 'were'}"
        why = "the machine slept or was busy" if self.before else "no runner ran or the machine slept"
        return f"{times} missed while {why}; {self._fate()}."

    def _fate(self) -> str:
        if self.before and not self.to_run:
            return f"the next one, due {self.before:%Y-%m-%d %H:%M:%S} UTC, runs now"
        if not self.to_run:
            return f"the latest, due {self.left_out.last:%Y-%m-%d %H:%M} UTC, is left out" if self.left_out else ""
        if len(self.to_run) == 1:
            return f"the latest, due {self.to_run[0]:%Y-%m-%d %H:%M} UTC, runs now"
        return f"the latest {len(self.to_run)} run now"


def backlog_of(schedule: Schedule, after: datetime, until: datetime, catch_up: CatchUp) -> Backlog | None:
    """What was due with `after` < due <= `until`; None when nothing was. Takes no longer for a longer outage."""
    latest = latest_due(schedule, after, until)
    if latest is None:
        return None
    number = count_due(schedule, after, until, MOST_COUNTED)
    if catch_up == CatchUp.ONCE:
        return Backlog(number, (latest,))
    times = tuple(due_between(schedule, after, until, MOST_MISSED)) if catch_up == CatchUp.EACH else ()
    rest = count_due(schedule, after, times[0] - _INSTANT, MOST_COUNTED) if times else number
    if not rest:
        return Backlog(number, times)
    last = latest_due(schedule, after, times[0] - _INSTANT) if times else latest
    return Backlog(number, times, LeftOut(next_after(schedule, after) or latest, last or latest, rest))


def passed_over(schedule: Schedule, after: datetime, due: datetime, catch_up: CatchUp) -> Backlog | None:
    """What was due with `after` < … < `due`, the time that comes now; None when nothing was.

    By the rule `once` that one makes up for them.
    """
    first = next_after(schedule, after)
    found = backlog_of(schedule, after, due - _INSTANT, catch_up) if first is not None and first < due else None
    if found is None:
        return None
    return replace(found, to_run=() if catch_up == CatchUp.ONCE else found.to_run, before=due)


def for_the_inbox(found: Backlog, automation_id: int, step_id: int, now: datetime) -> Missed:
    """What does not run, as it is listed; none where its number is 0."""
    left = found.left_out or LeftOut(now, now, 0)
    reason = "too many at once" if found.to_run else "nobody ran them, and missed times are left out"
    return Missed(0, automation_id, step_id, left.first, left.last, left.number, now, reason)

"""What was missed while nobody looked: found in a few dozen steps, however long the outage was."""

from datetime import datetime, timedelta

from nomologi_tui.schedules.next import next_after
from nomologi_tui.schedules.rule import Schedule


def latest_due(schedule: Schedule, after: datetime, until: datetime) -> datetime | None:
    """The last due instant with `after` < due <= `until`, or None. All are aware, in UTC.

    Halves the stretch of time instead of walking it: a second-by-second schedule that slept a year takes 60 questions.
    """
    first = next_after(schedule, after)
    if first is None or first > until:
        return None
    early, late = first, until  # a due instant is at `early`; none is after `late` and up to `until`
    while late - early > timedelta(milliseconds=1):
        middle = early + (late - early) / 2
        due = next_after(schedule, middle)
        if due is not None and due <= until:
            early = due
        else:
            late = middle
    return early

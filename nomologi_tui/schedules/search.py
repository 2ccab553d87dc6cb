"""Looking backward with a function that only looks forward: by halving stretches of time, not by walking them."""

from collections.abc import Callable
from datetime import datetime, timedelta

Following = Callable[[datetime], datetime | None]  # the first due moment strictly after a moment
_FINE = timedelta(milliseconds=1)


def latest_of(following: Following, after: datetime, until: datetime) -> datetime | None:
    """The last due moment with `after` < due <= `until`, or None."""
    found = following(after)
    if found is None or found > until:
        return None
    early, late = found, until  # a due moment is at `early`; none is after `late` and up to `until`
    found = following(early)
    if found is None or found > until:  # often there is but one
        return early
    while late - early > _FINE:
        middle = early + (late - early) / 2
        found = following(middle)
        if found is not None and found <= until:
            early = found
        else:
            late = middle
    while (found := following(early)) is not None and found <= until:  # a few, if several lie within a millisecond
        early = found
    return early


def walk(following: Following, after: datetime, until: datetime, most: int) -> list[datetime]:
    """The due moments in (`after`, `until`] in order, the first `most` of them."""
    moments: list[datetime] = []
    found = following(after)
    while found is not None and found <= until and len(moments) < most:
        moments.append(found)
        found = following(found)
    return moments

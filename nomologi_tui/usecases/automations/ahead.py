"""What comes in the next hours: which automations are due when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from nomologi_tui.runner.engine.config import schedule_in
from nomologi_tui.schedules import Schedule, count_due, next_after
from nomologi_tui.store.records import Ahead
from nomologi_tui.usecases.workspace import Workspace

HOUR = timedelta(hours=1)
ALL = 100_000  # due times of one hour: more than a schedule can have


@dataclass(frozen=True, slots=True)
class Coming:
    """One automation: when it is due next, and how many times in each hour from now on."""

    automation_id: int
    slug: str
    goal: str
    next_due: datetime
    per_hour: tuple[int, ...]


def coming(ws: Workspace, found: Sequence[Ahead], begin: datetime, hours: int, most: int = ALL) -> list[Coming]:
    """The automations of these triggers and waiting runs that are due within so many hours, the next one first.

    At most `most` times are counted in an hour.
    """
    each = (_coming(ws, triggers, begin, hours, most) for triggers in _by_automation(found))
    return sorted((one for one in each if any(one.per_hour)), key=lambda one: one.next_due)


def in_parts(found: Sequence[Ahead], size: int) -> Iterator[list[Ahead]]:
    """The triggers of so many automations at a time."""
    groups = _by_automation(found)
    for start in range(0, len(groups), size):
        yield [one for group in groups[start : start + size] for one in group]


def _by_automation(found: Sequence[Ahead]) -> list[list[Ahead]]:
    several: dict[int, list[Ahead]] = {}
    for one in found:
        several.setdefault(one.automation_id, []).append(one)
    return list(several.values())


def _coming(ws: Workspace, triggers: Sequence[Ahead], begin: datetime, hours: int, most: int) -> Coming:
    first, zone = triggers[0], ws.machine.timezone
    schedules = [schedule_in(ws.registry, one.trigger, zone) if one.trigger else None for one in triggers]
    pairs = list(zip(triggers, schedules, strict=True))
    counts = [_per_hour(one.next_due, schedule, begin, hours, most) for one, schedule in pairs]
    due = min(_next(one.next_due, schedule, begin) for one, schedule in pairs)
    return Coming(
        first.automation_id, first.slug, first.goal, due, tuple(sum(each) for each in zip(*counts, strict=True))
    )


def _next(due: datetime, schedule: Schedule | None, begin: datetime) -> datetime:
    """As it was written down; what is past by now, because no runner is on, comes again."""
    return max(due, begin) if due > begin or schedule is None else next_after(schedule, begin) or due


def _per_hour(due: datetime, schedule: Schedule | None, begin: datetime, hours: int, most: int) -> list[int]:
    """By its schedule; where it has none that can be read, its next time alone."""
    starts = [begin + HOUR * hour for hour in range(hours)]
    if schedule is None:
        return [int(start < due <= start + HOUR) for start in starts]
    return [count_due(schedule, start, start + HOUR, most) for start in starts]

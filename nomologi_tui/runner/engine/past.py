"""What earlier attempts of a run left behind: what is not repeated, how often a step failed, since when it waits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from nomologi_tui.model import Run, StepRecord, StepStatus


@dataclass(frozen=True, slots=True)
class Past:
    """By the steps' places (`StepRecord.place`). `approved` is the one that has the user's word."""

    ended: Mapping[str, StepRecord] = field(default_factory=dict)
    tries: Mapping[str, int] = field(default_factory=dict)  # how often it failed
    held_since: Mapping[str, datetime] = field(default_factory=dict)
    approved: str | None = None
    opened: Mapping[str, StepRecord] = field(default_factory=dict)  # steps inside it were under way


def past_of(run: Run, records: Iterable[StepRecord]) -> Past:
    """From the run's step records, in their order."""
    ended: dict[str, StepRecord] = {}
    tries: dict[str, int] = {}
    held: dict[str, datetime] = {}
    opened: dict[str, StepRecord] = {}
    for record in records:
        place = record.place
        if record.status.ended:
            ended[place] = record
        elif record.status is StepStatus.OPEN:
            opened[place] = record
        elif record.status is StepStatus.RETRYING:
            tries[place] = tries.get(place, 0) + 1
        elif record.started_at:  # it waits, or a runner died in it: a wait counts from its first beginning
            held.setdefault(place, record.started_at)
    return Past(ended, tries, held, run.approved, opened)

"""What earlier attempts of a run left behind: what is not repeated, how often a step failed, since when it waits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from nomologi_tui.model import Run, StepRecord, StepStatus


@dataclass(frozen=True, slots=True)
class Past:
    """By the steps' positions. `approved` is the one that has the user's word."""

    ended: Mapping[int, StepRecord] = field(default_factory=dict)
    tries: Mapping[int, int] = field(default_factory=dict)  # how often it failed
    held_since: Mapping[int, datetime] = field(default_factory=dict)
    approved: int | None = None


def past_of(run: Run, records: Iterable[StepRecord]) -> Past:
    """From the run's step records, in their order."""
    ended: dict[int, StepRecord] = {}
    tries: dict[int, int] = {}
    held: dict[int, datetime] = {}
    for record in records:
        if record.status.ended:
            ended[record.position] = record
        elif record.status is StepStatus.RETRYING:
            tries[record.position] = tries.get(record.position, 0) + 1
        elif record.started_at:  # it waits, or a runner died in it: a wait counts from its first beginning
            held.setdefault(record.position, record.started_at)
    return Past(ended, tries, held, run.approved)

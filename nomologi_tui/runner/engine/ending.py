"""How a run ends, in one sentence that a person reads first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nomologi_tui.model import RunStatus, Step, StepRecord, StepStatus, StepType
from nomologi_tui.text import shorten

Ended = Sequence[tuple[Step, StepRecord]]


@dataclass(frozen=True, slots=True)
class RunEnded:
    """The run ended; always the last thing yielded."""

    status: RunStatus
    summary: str
    error: str = ""
    output: Any = None


def conclude(ended: Ended) -> RunEnded:
    """How a run with these ended steps ends. One failed action makes a failure, unless other steps ran instead."""
    if not ended:
        return RunEnded(RunStatus.SKIPPED, "Nothing to do: the automation has no enabled action.")
    last = ended[-1][1]
    if last.status is StepStatus.SKIPPED:
        return RunEnded(RunStatus.SKIPPED, f"Skipped: {last.reason.rstrip('.')}.")
    failed = [record for _, record in ended if record.status is StepStatus.FAILURE]
    if failed and not _rescued(ended):
        return _failure(failed, output=last.output)
    did = _done(ended)
    words = f"Done: {did}." if did else "Conditions are met; nothing to do."
    if failed:
        words = f"“{failed[0].called}” failed; instead: {did}."
    return RunEnded(RunStatus.SUCCESS, shorten(words, 300), output=last.output)


def _rescued(ended: Ended) -> bool:
    """Whether steps ran in place of a failed one, and all of them went well."""
    instead = [record for step, record in ended if step.instead]
    return bool(instead) and all(record.status is StepStatus.SUCCESS for record in instead)


def _failure(failed: list[StepRecord], output: Any) -> RunEnded:
    names = " and ".join(f"“{record.called}”" for record in failed[:3])
    error = " ".join(f"“{record.called}”: {record.error}" for record in failed)
    return RunEnded(RunStatus.FAILURE, f"Failed at {names}.", error=error, output=output)


def _done(ended: Ended) -> str:
    """What the actions did, in their own words; of a rescued run what was done instead."""
    rescued = any(step.instead for step, _ in ended)
    return "; ".join(
        record.reason.splitlines()[0]
        for step, record in ended
        if record.type is StepType.ACTION and record.reason and step.instead is rescued
    )

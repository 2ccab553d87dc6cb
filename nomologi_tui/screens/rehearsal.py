"""A rehearsal in words."""

from nomologi_tui.model import StepStatus
from nomologi_tui.runner.engine.ending import RunEnded
from nomologi_tui.runner.engine.execute import Progress, StepEnded


def progress_words(progress: Progress) -> list[str]:
    """Lines about one piece of progress; none about a step that only starts."""
    if isinstance(progress, StepEnded):
        record = progress.record
        if progress.closes and record.status is StepStatus.SUCCESS:
            return []  # it was said when it began
        word = "FAIL" if record.status is StepStatus.FAILURE else "OK"
        indent, item = "  " * (record.depth + 1), f" [{record.item}]" if record.item else ""
        first, *rest = (record.error if word == "FAIL" else record.reason).splitlines() or [""]
        return [
            f"{indent}{word} {record.name or record.block}{item}: {first}",
            *(f"{indent}   {line}" for line in rest),
        ]
    if isinstance(progress, RunEnded):
        return ["  Nothing of this was done."]
    return []

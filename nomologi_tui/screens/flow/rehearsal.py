"""A rehearsal in words."""

from nomologi_tui.model import StepStatus
from nomologi_tui.runner.engine.ending import RunEnded
from nomologi_tui.runner.engine.execute import Progress, StepEnded
from nomologi_tui.widgets.hanging import Told


def progress_told(progress: Progress) -> list[Told]:
    """Lines about one piece of progress; none about a step that only starts."""
    if isinstance(progress, StepEnded):
        record = progress.record
        if progress.closes and record.status is StepStatus.SUCCESS:
            return []  # it was said when it began
        failed = record.status is StepStatus.FAILURE
        name = "" if record.name == record.block else record.name  # nobody gave it one
        called = " ".join(part for part in (name, f"[{record.item}]" if record.item else "") if part)
        head = f"{'  ' * (record.depth + 1)}{'FAIL' if failed else 'OK'} "
        first, *rest = (record.error if failed else record.reason).splitlines() or [""]
        said = f"{called}: {first}" if called else first
        return [Told(head, said), *(Told(" " * len(head), line) for line in rest)]
    if isinstance(progress, RunEnded):
        return [Told("  ", "Nothing of this was done.")]
    return []

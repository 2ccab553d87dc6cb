"""A rehearsal in words, and the values that a step can use."""

from nomologi_tui.blocks.registry import Registry
from nomologi_tui.errors import NomologiError
from nomologi_tui.model import StepStatus, StepType
from nomologi_tui.runner.ending import RunEnded
from nomologi_tui.runner.engine import Progress, StepEnded
from nomologi_tui.usecases.drafting import Flow

ALWAYS = (
    ("event.id", "what tells this happening from others"),
    ("automation.goal", "the goal's sentence"),
    ("run.id", "the run's number"),
)


def progress_words(progress: Progress) -> list[str]:
    """Lines about one piece of progress; none about a step that only starts."""
    if isinstance(progress, StepEnded):
        record = progress.record
        word = "OK" if record.status is StepStatus.SUCCESS else "FAIL"
        text = record.reason if record.status is StepStatus.SUCCESS else record.error
        first, *rest = text.splitlines() or [""]
        return [f"  {word} {record.name or record.block}: {first}", *(f"     {line}" for line in rest)]
    if isinstance(progress, RunEnded):
        return ["  Nothing of this was done."]
    return []


def values_for(registry: Registry, flow: Flow, index: int) -> list[tuple[str, str]]:
    """(path, what it is) of everything that the step at `index` can put into a field."""
    values: list[tuple[str, str]] = []
    for place, step in enumerate(flow.steps):
        try:
            block = registry.get(step.type, step.block)
        except NomologiError:
            continue
        if step.type is StepType.TRIGGER:
            names = [*block.gives, *step.config.get("inputs", {})]
            values += [(f"event.{name}", block.title) for name in names]
        elif step.type is StepType.ACTION and place < index:
            values += [(f"steps.{step.name}.{name}", block.title) for name in block.gives]
    return [*dict.fromkeys(values), *ALWAYS]

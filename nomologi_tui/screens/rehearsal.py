"""A rehearsal in words, and the values that a step can use."""

from nomologi_tui.blocks.registry import Registry
from nomologi_tui.errors import NomologiError
from nomologi_tui.model import StepStatus, StepType
from nomologi_tui.model.nesting import holders_of
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


def values_for(registry: Registry, flow: Flow, index: int) -> list[tuple[str, str]]:
    """(path, what it is) of everything that the step at `index` can put into a field."""
    values: list[tuple[str, str]] = []
    around = holders_of(flow.steps, index)
    for place, step in enumerate(flow.steps):
        try:
            block = registry.get(step.type, step.block)
        except NomologiError:
            continue
        if step.type is StepType.TRIGGER:
            names = [*block.gives, *step.config.get("inputs", {})]
            values += [(f"event.{name}", block.title) for name in names]
        elif place in around:
            values += [(name, block.title) for name in block.lends]
        elif step.type is StepType.ACTION and place < index and _are_seen(registry, flow, place, around):
            values += [(f"steps.{step.name}.{name}", block.title) for name in block.gives]
    return [*dict.fromkeys(values), *ALWAYS]


def _are_seen(registry: Registry, flow: Flow, place: int, around: list[int]) -> bool:
    """Whether what the step at `place` gives reaches a step inside those `around`: what a loop gives stays in it."""
    outer = [at for at in holders_of(flow.steps, place) if at not in around]
    return not any(registry.get(flow.steps[at].type, flow.steps[at].block).lends for at in outer)

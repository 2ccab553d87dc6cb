"""Whether the blocks take what was made of other programs' files; what they refuse becomes a note that does nothing."""

from dataclasses import replace

from nomologi_tui.adopting import Found
from nomologi_tui.adopting.literals import as_literal
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.document import check_step
from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Automation, Step, StepType


def checked(found: Found, registry: Registry) -> Found:
    """`found` itself where all its steps can be kept; else with notes in their place, all behind them switched off."""
    if found.automation is None:
        return found
    steps: list[Step] = []
    refused: list[str] = []
    for step in found.automation.steps:
        wrong = _wrong(step, registry)
        if not wrong:
            off = bool(refused) and step.type is not StepType.TRIGGER
            steps.append(replace(step, enabled=step.enabled and not off))
            continue
        words = f"The step {step.name or step.block} is not taken over: {wrong}"
        refused.append(words)
        if step.type is not StepType.TRIGGER:
            note = Step(StepType.ACTION, "stop", {"message": as_literal(words)}, enabled=False)
            steps.append(replace(note, depth=step.depth, otherwise=step.otherwise))
    if not refused:
        return found
    return replace(
        found, automation=_with_trigger(found.automation, steps), remarks=(*found.remarks, *refused),
        taken=max(found.taken - len(refused), 0),
    )  # fmt: skip


def _with_trigger(automation: Automation, steps: list[Step]) -> Automation:
    if not any(step.type is StepType.TRIGGER for step in steps):
        steps = [Step(StepType.TRIGGER, "manual"), *steps]
    return replace(automation, steps=tuple(steps))


def _wrong(step: Step, registry: Registry) -> str:
    try:
        check_step(step, step.block, registry)
    except BadInputError as error:
        return error.message
    return ""

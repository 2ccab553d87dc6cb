"""Actions that run instead, after another one failed: the steps and the configuration say the same about it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Configuration, OnFailure, Step
from nomologi_tui.model.nesting import end_of

if TYPE_CHECKING:
    from nomologi_tui.usecases.flow.drafting import Flow


def settled(configuration: Configuration, before: Sequence[Step], after: Sequence[Step]) -> Configuration:
    """The configuration for the steps `after`, where it was for `before`: the first step to run instead switches it on.

    Where none is left it is as the settings say. What a person chose otherwise stays.
    """
    had, has = (any(step.instead for step in steps) for steps in (before, after))
    if has and not had:
        return replace(configuration, on_failure=OnFailure.INSTEAD)
    if had and not has and configuration.on_failure is OnFailure.INSTEAD:
        return replace(configuration, on_failure=None)
    return configuration


def turned(flow: "Flow", index: int) -> "Flow":
    """The flow with one of its actions marked to run instead, or not any more; `on_failure` follows.

    Raises BadInputError for a step inside another one: the outer one decides.
    """
    if flow.steps[index].depth:
        raise BadInputError("A step inside another one runs with it: mark the outer step.")
    steps = list(flow.steps)
    for place in range(index, end_of(flow.steps, index)):  # what it holds goes with it
        steps[place] = replace(steps[place], instead=not flow.steps[index].instead)
    changed = flow.with_all(tuple(steps))
    if steps[index].instead:
        return replace(changed, configuration=replace(changed.configuration, on_failure=OnFailure.INSTEAD))
    return changed

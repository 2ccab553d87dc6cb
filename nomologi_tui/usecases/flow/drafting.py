"""The guided flow without a screen: a goal becomes steps, the steps get values, what is missing has a name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from pydantic.fields import FieldInfo

from nomologi_tui.blocks.registry import Registry
from nomologi_tui.errors import NomologiError
from nomologi_tui.goals.plain import read_without
from nomologi_tui.goals.reading import Reading, read_goal
from nomologi_tui.goals.reading import steps as steps_of
from nomologi_tui.goals.splitting import split_goal
from nomologi_tui.goals.templates import meant
from nomologi_tui.model import Automation, Configuration, Step, StepType
from nomologi_tui.usecases.connections.choosing import preselected
from nomologi_tui.usecases.flow.instead import settled
from nomologi_tui.usecases.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Flow:
    """A guided flow's state: the goal and the steps so far, in their order triggers, conditions, actions."""

    goal: str = ""
    steps: tuple[Step, ...] = ()
    configuration: Configuration = field(default_factory=Configuration)
    current_step: int = 1
    automation_id: int | None = None  # set when an existing automation is edited
    draft_id: int = 0
    template_id: int | None = None  # set when a template made it
    suggested_by: str = ""  # the language model that the steps come from
    plain: tuple[str, ...] = ()  # words of the goal that stand for nothing, because a person said so
    revision: int = 0  # of the automation when its edit began; 0: whichever stands there
    draft_at: datetime | None = None  # when the draft was stored that this is

    def of_type(self, kind: StepType) -> tuple[Step, ...]:
        """The steps of one type, in order, also disabled ones."""
        return tuple(step for step in self.steps if step.type is kind)

    def with_steps(self, kind: StepType, steps: Iterable[Step]) -> "Flow":
        """The flow with its steps of one type replaced."""
        new = tuple(steps)
        parts = [new if one is kind else self.of_type(one) for one in StepType]
        return self.with_all(named([step for part in parts for step in part]))

    def with_all(self, steps: tuple[Step, ...]) -> "Flow":
        """The flow with other steps, and a configuration that fits them as the one before did."""
        return replace(self, steps=steps, configuration=settled(self.configuration, self.steps, steps))


def named(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps with a name each, unique among them: the block's name, with a number from the second on."""
    taken: set[str] = set()
    result = []
    for order, step in enumerate(steps):
        base = step.name or step.block
        number = 1
        name = base
        while name in taken:
            number += 1
            name = f"{base.rstrip('0123456789').rstrip('_')}_{number}"
        taken.add(name)
        result.append(replace(step, name=name, order=order))
    return tuple(result)


def read(ws: Workspace, goal: str, plain: Sequence[str] = ()) -> Reading:
    """What the goal says, without the words that stand for nothing: offline, at once."""
    reader = partial(read_goal, registry=ws.registry, timezone=ws.settings.timezone, now=ws.clock.now())
    return read_without(goal, plain, reader)


def understood(reading: Reading) -> bool:
    """Whether nothing is left but fields to fill in: each of them is asked for in the form where it belongs."""
    return not reading.not_understood and all(one.field for one in reading.missing)


def made(registry: Registry, step: Step) -> Step:
    """The step with what its block makes anew for each use (a webhook's token) written into its config."""
    fields = made_fields(registry, step)
    fresh = {
        name: info.get_default(call_default_factory=True, validated_data={})
        for name, info in fields.items()
        if name not in step.config
    }
    return replace(step, config={**step.config, **fresh}) if fresh else step


def made_fields(registry: Registry, step: Step) -> dict[str, FieldInfo]:
    """The fields whose default is made anew each time."""
    try:
        fields = registry.get(step.type, step.block).config.model_fields
    except NomologiError:
        return {}
    return {name: info for name, info in fields.items() if info.default_factory is not None}


def flow_from_goal(ws: Workspace, goal: str, plain: Sequence[str] = ()) -> tuple[Flow, Reading]:
    """The draft that a goal sentence stands for, and how it was understood."""
    reading = read(ws, goal, plain)
    steps = named([preselected(ws, made(ws.registry, step)) for step in steps_of(reading)])
    configuration = with_how(Configuration(), {}, reading.how)
    return Flow(" ".join(goal.split()), plain=tuple(plain), configuration=configuration).with_all(steps), reading


def with_how(configuration: Configuration, before: Mapping[str, Any], now: Mapping[str, Any]) -> Configuration:
    """The configuration with what a goal says of it `now`; what it said `before` is as without a word of it."""
    plain = {name: getattr(Configuration(), name) for name in before}
    return replace(configuration, **{**plain, **now})


def several(ws: Workspace, goal: str, plain: Sequence[str] = ()) -> tuple[str, ...]:
    """The goals in one sentence; only itself where it is one."""
    return split_goal(goal, lambda one: read(ws, one, plain))


def begun(ws: Workspace, goal: str) -> Flow:
    """The flow of a goal that was just said, at the form that comes next.

    That is the first one where words are unread, and where something is missing that a template which it means has.
    """
    flow, reading = flow_from_goal(ws, goal)
    clear = understood(reading) and len(several(ws, goal)) == 1 and not (reading.missing and meant(goal))
    return replace(flow, goal=goal, current_step=2 if clear else 1)


def same_steps(registry: Registry, read: Sequence[Step], kept: Sequence[Step]) -> bool:
    """Whether `kept` are still the steps that the sentence stands for, so that nobody changed them by hand."""
    return [_shape(registry, step) for step in read] == [_shape(registry, step) for step in kept]


def keep_made(registry: Registry, kept: Sequence[Step], read: Sequence[Step]) -> tuple[Step, ...]:
    """The steps as read anew, with what was made for the same steps before (a webhook's token stays the same)."""
    result = list(read)
    for old, (place, new) in zip(kept, enumerate(read), strict=False):
        if (old.type, old.block) == (new.type, new.block):
            names = made_fields(registry, new)
            made_before = {name: old.config[name] for name in names if name in old.config}
            result[place] = replace(new, config={**new.config, **made_before}, id=old.id)
    return tuple(result)


def _shape(registry: Registry, step: Step) -> tuple[Any, ...]:
    fresh = made_fields(registry, step)
    config = {name: value for name, value in step.config.items() if name not in fresh}
    return step.type, step.block, step.enabled, step.instead, step.depth, step.otherwise, config


def flow_from_automation(automation: Automation) -> Flow:
    """The flow that edits an automation."""
    return Flow(
        automation.goal,
        automation.steps,
        automation.configuration,
        automation_id=automation.id,
        revision=automation.revision,
    )

"""The engine: one automation, one event -> its steps, one after the other. It yields; the caller stores.

Rehearsal, `run --dry`, a run by hand and the runner share this path. The engine knows no store, no terminal and no
scheduler. The caller has written a StepStarted down before the step's effect begins, because the generator waits.
"""

from collections import deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nomologi_tui.model import Automation, Event, OnFailure, Run, Step, StepRecord, StepStatus, StepType
from nomologi_tui.runner.ending import RunEnded, conclude
from nomologi_tui.runner.lanes import event_values
from nomologi_tui.runner.past import Past
from nomologi_tui.runner.step import RunHeld, carry_out
from nomologi_tui.runner.surroundings import Surroundings
from nomologi_tui.runner.template import as_value


@dataclass(frozen=True, slots=True)
class StepStarted:
    """A step is about to be carried out; nothing has happened yet."""

    record: StepRecord
    effectful: bool  # whether the record must be on disk before the step goes on


@dataclass(frozen=True, slots=True)
class StepEnded:
    """A step ended (success, failure, skipped), or this try of it (retrying, waiting).

    `memory` is what it remembers for later runs, to be kept together with the record.
    """

    record: StepRecord
    memory: Mapping[str, Any] = field(default_factory=dict)


Progress = StepStarted | StepEnded | RunHeld | RunEnded


async def execute(
    automation: Automation, run: Run, event: Event, around: Surroundings, past: Past | None = None
) -> AsyncIterator[Progress]:
    """Carry out `automation` for `event`. Steps that ended in the `past` of the same run are not repeated.

    Conditions come first, in order; the first that is not met ends the run as skipped, with its value. Then the
    actions, in order; what happens after one that failed for good is the configuration's `on_failure`. The
    configuration is the effective one: `policy.effective` has filled in the settings' values.
    """
    past = past or Past()
    values = _values(automation, run, event)
    ended: list[tuple[Step, StepRecord]] = []
    ahead = deque(_turn(automation, run))
    while ahead:
        position, step = ahead.popleft()
        if position in past.ended:
            record, output = past.ended[position], past.ended[position].output
        else:
            record = _begin(run, position, step, past.held_since.get(position, around.clock.now()))
            yield StepStarted(record, effectful=step.type is StepType.ACTION and not around.dry)
            tried = await carry_out(automation.configuration, step, record, values, around, past)
            record, output = tried.record, tried.output
            yield StepEnded(record, tried.memory)
            if tried.held is not None:
                yield tried.held
                return
        ended.append((step, record))
        values["steps"][step.name or f"{step.block}_{position}"] = as_value(output)
        if around.registry.ends_run(step):
            ahead = deque()
        elif record.status is not StepStatus.SUCCESS:
            ahead = _after(automation, run, step, record, ahead)
    yield conclude(ended)


Ahead = deque[tuple[int, Step]]


def _turn(automation: Automation, run: Run, *, instead: bool = False) -> list[tuple[int, Step]]:
    """The steps to carry out, with their positions."""
    asked = {StepType.ACTION} if run.ignores_conditions else {StepType.CONDITION, StepType.ACTION}
    return [
        (position, step)
        for position, step in enumerate(automation.steps)
        if step.enabled and step.type in asked and step.instead is instead
    ]


def _after(automation: Automation, run: Run, step: Step, record: StepRecord, ahead: Ahead) -> Ahead:
    """What is left to do after a step that is no success."""
    if record.status is StepStatus.SKIPPED or step.type is not StepType.ACTION or step.instead:
        return deque()
    match automation.configuration.on_failure:
        case OnFailure.CONTINUE:
            return ahead
        case OnFailure.INSTEAD:
            return deque(_turn(automation, run, instead=True))
        case _:
            return deque()


def first_action(automation: Automation, run: Run, now: datetime) -> StepRecord | None:
    """What a fresh run's first StepStarted will hold where its first step is an action; None where it is none."""
    turn = _turn(automation, run)
    return _begin(run, *turn[0], now) if turn and turn[0][1].type is StepType.ACTION else None


def _begin(run: Run, position: int, step: Step, began: datetime) -> StepRecord:
    return StepRecord(
        run_id=run.id, position=position, step_id=step.id or None, type=step.type, block=step.block, name=step.name,
        status=StepStatus.STARTED, attempt=run.attempt, started_at=began,
    )  # fmt: skip


def _values(automation: Automation, run: Run, event: Event) -> dict[str, Any]:
    """What templates can name: event, steps, automation, run."""
    return {
        "event": as_value(event_values(event, run.trigger)),
        "steps": {},
        "automation": as_value({"goal": automation.goal, "slug": automation.slug}),
        "run": as_value({"id": run.id}),
    }

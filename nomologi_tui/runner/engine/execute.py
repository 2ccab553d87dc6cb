"""The engine: one automation, one event -> its steps, one after the other. It yields; the caller stores.

Rehearsal, `run --dry`, a run by hand and the runner share this path. The engine knows no store, no terminal and no
scheduler. The caller has written a StepStarted down before the step's effect begins, because the generator waits.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nomologi_tui.blocks.holding import Later
from nomologi_tui.model import Automation, Event, Run, Step, StepRecord, StepStatus, StepType
from nomologi_tui.model.runs import place_of
from nomologi_tui.runner.engine.ending import RunEnded, conclude
from nomologi_tui.runner.engine.levels import Levels, begins_again, plan_of, turn
from nomologi_tui.runner.engine.past import Past
from nomologi_tui.runner.engine.step import RunHeld, Tried, carry_out
from nomologi_tui.runner.engine.surroundings import Surroundings
from nomologi_tui.runner.engine.values import run_values


@dataclass(frozen=True, slots=True)
class StepStarted:
    """A step is about to be carried out; nothing has happened yet."""

    record: StepRecord
    effectful: bool  # whether the record must be on disk before the step goes on


@dataclass(frozen=True, slots=True)
class StepEnded:
    """A step ended (success, failure, skipped), or this try of it (retrying, waiting), or steps inside it begin (open).

    `memory` is what it remembers for later runs, `later` what it keeps for its digest: both belong to the record.
    `closes`: it was open, and those inside it are done.
    """

    record: StepRecord
    memory: Mapping[str, Any] = field(default_factory=dict)
    later: Later | None = None
    closes: bool = False


Progress = StepStarted | StepEnded | RunHeld | RunEnded


async def execute(
    automation: Automation, run: Run, event: Event, around: Surroundings, past: Past | None = None
) -> AsyncIterator[Progress]:
    """Carry out `automation` for `event`. Steps that ended in the `past` of the same run are not repeated.

    Conditions come first, in order; the first that is not met ends the run as skipped, with its value. Then the
    actions, in order, those inside a step before its end; what happens after one that failed for good is the
    configuration's `on_failure`. The configuration is the effective one: `policy.effective` has filled in the
    settings' values.
    """
    past = past or Past()
    started = run.started_at or around.clock.now()
    levels = Levels(automation, run, run_values(automation, run, event, started, around.timezone), around)
    while (level := levels.level).ahead or level.holder:
        if not level.ahead:
            closed = levels.up()
            if closed is not None:
                yield StepEnded(closed[1], closes=True)
                levels.took(*closed)
            continue
        position, step = level.ahead.popleft()
        place = place_of(position, level.lap)
        if place in past.ended:
            levels.recall(step, past.ended[place], past.ended)
            continue
        tried = _taken_up(past.opened.get(place))
        if tried is None:
            began = past.held_since.get(place, around.clock.now())
            record = begins_again(past.opened.get(place)) or _begin(run, position, step, began, level.lap)
            yield StepStarted(record, effectful=step.type is StepType.ACTION and not around.dry)
            tried = await carry_out(automation.configuration, step, record, level.values, around, past)
            yield StepEnded(tried.record, tried.memory, tried.inside if type(tried.inside) is Later else None)
        if tried.held is not None:
            yield tried.held
            return
        if tried.inside is not None and tried.record.status is StepStatus.OPEN:
            levels.open(step, tried.record, tried.inside)
        else:
            levels.took(step, tried.record, tried.output)
    yield conclude(level.ended)


def first_action(automation: Automation, run: Run, now: datetime) -> StepRecord | None:
    """What a fresh run's first StepStarted will hold where its first step is an action; None where it is none."""
    ahead = turn(automation, run)
    return _begin(run, *ahead[0], now) if ahead and ahead[0][1].type is StepType.ACTION else None


def _taken_up(opened: StepRecord | None) -> Tried | None:
    """A step inside which the run was in an earlier attempt: it keeps to what it said then."""
    plan = opened and plan_of(opened)
    return Tried(opened, inside=plan) if opened and plan else None


def _begin(run: Run, position: int, step: Step, began: datetime, lap: str = "") -> StepRecord:
    return StepRecord(
        run_id=run.id, position=position, step_id=step.id or None, type=step.type, block=step.block, name=step.name,
        status=StepStatus.STARTED, attempt=run.attempt, started_at=began, lap=lap,
    )  # fmt: skip

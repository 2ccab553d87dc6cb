"""What a killed runner left behind, put right before anything new is taken. Its lock is ours, so it is gone."""

import asyncio

from nomologi_tui.blocks.registry import Registry
from nomologi_tui.blocks.tools.processes.escapees import end_leftovers
from nomologi_tui.blocks.tools.processes.process import GRACE, MARKER
from nomologi_tui.clock import Clock
from nomologi_tui.errors import NomologiError
from nomologi_tui.model import NEEDS_DECISION, Effect, Run, StepRecord, StepStatus, StepType, WaitingFor
from nomologi_tui.runner.engine.surroundings import key_prefix
from nomologi_tui.store import Store, automations, runs

UNKNOWN = f"{NEEDS_DECISION}: the runner ended while “{{step}}” was under way, and nobody can know whether it happened"


async def recover(
    store: Store, registry: Registry, clock: Clock, token: str, only: int | None = None, *, killed: bool = False
) -> int:
    """Look at each run that another runner left `running`, or just at the run `only`; returns how many there were.

    Their processes are ended, and those of triggers where that runner was `killed`. Between steps, or inside a step
    that may happen twice, the run goes on; inside a *once* step it waits for the user's decision. What somebody wanted
    stopped does neither: it ends.
    """
    left = [run for run in await store.aread(runs.left_behind, token) if only in (None, run.id)]
    if left or killed:  # what they had started outlived their runner, and nobody watches over it
        await asyncio.to_thread(end_leftovers, f"{MARKER}={key_prefix(store.identity)}".encode(), GRACE)
    stopped = await store.awrite(runs.stop_as_told, [run.id for run in left], clock.now()) if left else set()
    for run in left:
        if run.id not in stopped:
            await _put_right(store, registry, clock, run)
    return len(left)


async def _put_right(store: Store, registry: Registry, clock: Clock, run: Run) -> None:
    steps = await store.aread(runs.steps, run.id)
    begun = [step for step in steps if step.status is StepStatus.STARTED and step.attempt == run.attempt]
    doubtful = [step for step in begun if not await _may_repeat(store, registry, run, step)]
    if doubtful:
        reason = UNKNOWN.format(step=doubtful[0].called)
        await store.awrite(runs.hold, run.id, None, WaitingFor.DECISION, reason, clock.now())
    else:
        await store.awrite(runs.requeue, run.id, clock.now())


async def _may_repeat(store: Store, registry: Registry, run: Run, record: StepRecord) -> bool:
    """Whether the step that `record` tells of does no harm when it is carried out twice."""
    if record.type is not StepType.ACTION:
        return True
    try:
        automation = await store.aread(automations.at_revision, run.automation_id, run.revision)
        step = automation.steps[record.position]
        return registry.get(step.type, step.block).effect_in(step.config) is not Effect.ONCE
    except (NomologiError, IndexError):  # its package or its revision is gone: what it did can't be known
        return False

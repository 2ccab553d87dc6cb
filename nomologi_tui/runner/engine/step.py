"""One step: its config filled in, its effect within its time, and what a failure or a wait makes of it."""

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from pydantic import BaseModel

from nomologi_tui import policy
from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.holding import Inside, Later
from nomologi_tui.errors import HoldError, StepTimeoutError, StoreError
from nomologi_tui.model import Configuration, Effect, Step, StepRecord, StepStatus, StepType, Verdict, WaitingFor
from nomologi_tui.runner.engine.config import connections_in, make_ready, worded
from nomologi_tui.runner.engine.output import kept, plain
from nomologi_tui.runner.engine.past import Past
from nomologi_tui.runner.engine.step_context import StepContext, ask, context_of
from nomologi_tui.runner.engine.surroundings import Surroundings
from nomologi_tui.runner.failures import in_a_sentence, is_our_end
from nomologi_tui.text import clean, clean_line, span

SHORTEST_LOOK = timedelta(seconds=30)  # until a locked keyring is asked again; the longer it waits, the less often
LONGEST_LOOK = timedelta(minutes=15)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RunHeld:
    """The run goes on later, at `until` or, without a time, by the user's word; always the last thing yielded."""

    waiting_for: WaitingFor
    reason: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """How a try went: its record, its output as later steps see it (the record's is redacted and capped)."""

    record: StepRecord
    output: Any = None
    held: RunHeld | None = None
    memory: Mapping[str, Any] = field(default_factory=dict)
    inside: Inside | Later | None = None  # what it says about the steps that it holds


async def carry_out(
    configuration: Configuration, step: Step, record: StepRecord, values: Mapping[str, Any], around: Surroundings,
    past: Past,
) -> Tried:  # fmt: skip
    """Do one step, or find out why not."""
    context = context_of(record, values, around, past)
    effect = Effect.READ
    try:
        block = around.registry.get(step.type, step.block)
        effect = block.effect_in(step.config)
        config, shown = await make_ready(block, step.config, context.render, around.secret)
        if not around.dry:  # before anything happens: the keyring may be locked
            context.connections = await connections_in(block, config, around.reach.connect)
        record = replace(record, input=kept(shown, around.redact))
        told = worded(block, config, context.render)
        words = clean_line(around.redact(block.in_words(told)))  # before the effect: words that break undo nothing
        async with around.reach.share(step, list(context.connections.values())):
            work = _attempt(block, config, context, record, words)
            ended, output = await _in_time(work, configuration.step_timeout)
        await around.reach.heard(context.connections.values(), None)
        memory = context.to_keep(met=_is_met(ended, output))
        if block.holds:
            return replace(opened(ended, output, around), memory=memory)
        return Tried(ended, output, memory=memory)
    except BaseException as error:
        if is_our_end(error):
            raise
        if isinstance(error, HoldError) and not around.dry:
            return _held(record, error, around)
        if isinstance(error, StoreError) and error.passing and not around.dry:
            return _locked_out(record, error, around)
        tries = past.tries.get(record.place, 0) + 1
        heard = await around.reach.heard(context.connections.values(), error) or error
        failed = policy.Failed(heard, effect, tries, around.clock.now(), around.chance())
        return _failed(record, failed, configuration.retries or 0, around)


def _held(record: StepRecord, hold: HoldError, around: Surroundings) -> Tried:
    reason = clean_line(around.redact(hold.message))
    kind = WaitingFor.APPROVAL if hold.until is None else WaitingFor.TIME
    return Tried(replace(record, status=StepStatus.WAITING, reason=reason), held=RunHeld(kind, reason, hold.until))


def _locked_out(record: StepRecord, error: StoreError, around: Surroundings) -> Tried:
    """The keyring can't be used now, and nothing has happened yet: the run goes on by itself once it can."""
    now, began = around.clock.now(), record.started_at or around.clock.now()
    patience = min(max(now - began, SHORTEST_LOOK), LONGEST_LOOK)
    reason = clean_line(around.redact(str(error)))
    held = RunHeld(WaitingFor.CREDENTIALS, reason, now + patience)
    return Tried(replace(record, status=StepStatus.WAITING, reason=reason), held=held)


def _failed(record: StepRecord, failed: policy.Failed, retries: int, around: Surroundings) -> Tried:
    """A failure for good, or one that is tried again later."""
    words = around.redact(in_a_sentence(failed.error))
    broken = replace(record, status=StepStatus.FAILURE, error=words, finished_at=failed.at)
    again = None if around.dry else policy.retry_at(failed, retries)
    if again is None:
        return Tried(broken)
    reason = f"Tries “{record.called}” again (try {failed.tries + 1} of {retries + 1}): {words}"
    held = RunHeld(WaitingFor.RETRY, clean_line(reason), again)
    return Tried(replace(broken, status=StepStatus.RETRYING), held=held)


async def _in_time(work: Awaitable[T], seconds: float) -> T:
    """`work`, or StepTimeoutError; also where the block broke while it was stopped."""
    limit = asyncio.timeout(seconds)
    try:
        async with limit:
            return await work
    except BaseException as error:
        if not limit.expired() or is_our_end(error):
            raise
        raise StepTimeoutError(
            f"It took longer than {span(seconds)} and was stopped.", "Give it more time, or find out why it hangs."
        ) from error


async def _attempt(
    block: Block, config: BaseModel, context: StepContext, record: StepRecord, words: str
) -> tuple[StepRecord, Any]:
    """Ask the condition, or do (or preview) the action, which is told in `words`."""
    around, now = context.around, context.clock.now
    if block.type is StepType.CONDITION:
        return _with_verdict(record, await ask(block, config, context), around)
    if block.holds:
        return replace(record, reason=words), _about_steps(await block.run(config, context))
    if around.dry:
        preview = clean(around.redact(await block.previewed(config, context)))
        return replace(record, status=StepStatus.SUCCESS, reason=preview, finished_at=now()), {}
    output = _as_object(plain(await block.run(config, context)))
    shown = kept(output, around.redact)
    return replace(record, status=StepStatus.SUCCESS, reason=words, output=shown, finished_at=now()), output


def _about_steps(output: Any) -> Inside | Later:
    """What a block that holds steps says about them. Raises TypeError where it says something else."""
    if not isinstance(output, Inside | Later):
        raise TypeError(f"a block that holds steps returned {type(output).__name__}, not Inside or Later")
    return output


def _with_verdict(record: StepRecord, verdict: Verdict, around: Surroundings) -> tuple[StepRecord, Any]:
    status = StepStatus.SUCCESS if verdict.met else StepStatus.SKIPPED
    output = {"met": verdict.met, "value": plain(verdict.value)}
    reason, shown = clean_line(around.redact(verdict.reason)), kept(output, around.redact)
    return replace(record, status=status, reason=reason, output=shown, finished_at=around.clock.now()), output


def _as_object(output: Any) -> Any:
    return output if isinstance(output, dict) else {"output": output}


def opened(record: StepRecord, inside: Inside | Later, around: Surroundings) -> Tried:
    """A step that holds others: they are under way now, or its value waits for them."""
    if isinstance(inside, Later) and not around.dry:
        output = {"collected": plain(inside.value), "due": inside.due.isoformat()}
        shown = kept(output, around.redact)
        done = replace(record, status=StepStatus.SUCCESS, output=shown, finished_at=around.clock.now())
        safe = replace(inside, value=kept(plain(inside.value), around.redact), heading=around.redact(inside.heading))
        return Tried(done, output, inside=safe)
    plan = asdict(inside) if isinstance(inside, Inside) else {}
    why = f": {clean_line(around.redact(plan['reason']))}" if plan.get("reason") else ""
    begun = replace(record, status=StepStatus.OPEN, reason=record.reason + why)
    return Tried(replace(begun, output=kept(plain(plan), around.redact)), inside=inside)


def _is_met(record: StepRecord, output: Any) -> bool:
    """Whether the conditions that this step has asked hold, so that they remember what they saw."""
    return record.status is not StepStatus.SKIPPED and not (isinstance(output, Inside) and output.otherwise)

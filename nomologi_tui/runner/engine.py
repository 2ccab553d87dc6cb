"""The engine: one automation, one event -> its steps, one after the other. It yields; the caller stores.

Rehearsal, `run --dry`, a run by hand and the runner share this path. The engine knows no store, no terminal and no
scheduler. The caller has written a StepStarted down before the step's effect begins, because the generator waits.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.clock import Clock
from nomologi_tui.errors import StepTimeoutError
from nomologi_tui.model import Automation, Event, Level, Run, RunStatus, Step, StepRecord, StepStatus, StepType, Verdict
from nomologi_tui.runner.config import build_config, shown_input
from nomologi_tui.runner.failures import in_a_sentence, is_our_end
from nomologi_tui.runner.output import Redact, kept, plain
from nomologi_tui.runner.template import as_value, render
from nomologi_tui.text import clean, clean_line, shorten

T = TypeVar("T")
LogLine = Callable[[str, Level], None]


@dataclass(frozen=True, slots=True)
class StepStarted:
    """A step is about to be carried out; nothing has happened yet."""

    record: StepRecord
    effectful: bool  # whether the record must be on disk before the step goes on


@dataclass(frozen=True, slots=True)
class StepEnded:
    """A step ended: success, failure or skipped."""

    record: StepRecord


@dataclass(frozen=True, slots=True)
class RunEnded:
    """The run ended; always the last thing yielded."""

    status: RunStatus
    summary: str
    error: str = ""
    output: Any = None


Progress = StepStarted | StepEnded | RunEnded


def key_prefix(store_id: str) -> str:
    """How the idempotency keys of one store's steps begin."""
    return f"nomologi-{store_id}-"


def _say_nothing(_text: str, _level: Level) -> None:
    """The log of a caller that wants none."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the engine needs from the outside: each is an argument, so that tests give their own."""

    registry: Registry
    clock: Clock
    timezone: ZoneInfo
    secret: Callable[[str], str]  # a reference such as `keyring:…` or `env:NAME` -> its value
    log: LogLine = _say_nothing
    redact: Redact = field(default=lambda text: text)
    dry: bool = False  # a rehearsal: conditions are evaluated, actions only say what they would do
    store_id: str = "0"  # `Store.identity`: run 7 of another store is another run


@dataclass(slots=True)
class _Context:
    """What a block sees while it works (`blocks.base.ActionContext` and `ConditionContext`)."""

    around: Surroundings
    idempotency_key: str
    values: Mapping[str, Any]

    @property
    def clock(self) -> Clock:
        return self.around.clock

    @property
    def timezone(self) -> ZoneInfo:
        return self.around.timezone

    def log(self, text: str, level: Level = Level.INFO) -> None:
        self.around.log(clean_line(self.around.redact(text)), level)

    def render(self, template: str) -> str:
        return render(template, self.values, rehearsal=self.around.dry)

    async def evaluate(self, block: str, config: dict[str, Any]) -> Verdict:
        """The verdict of another condition; for the group."""
        found = self.around.registry.get(StepType.CONDITION, block)
        built = await build_config(found, config, self.render, self.around.secret)
        verdict: Verdict = await found.run(built, self)
        return verdict


async def execute(
    automation: Automation, run: Run, event: Event, around: Surroundings, done: Mapping[int, StepRecord] | None = None
) -> AsyncIterator[Progress]:
    """Carry out `automation` for `event`. `done` are the steps that an earlier runner finished: they are not repeated.

    Conditions come first, in order; the first that is not met ends the run as skipped, with its value. Then the
    actions, in order; the first that fails ends the run as failure.
    """
    done = done or {}
    values = _values(automation, run, event)
    ended: list[StepRecord] = []
    for position, step in enumerate(automation.steps):
        if step.type is StepType.TRIGGER or not step.enabled:
            continue
        if position in done:
            record, output = done[position], done[position].output
        else:
            record = _begin(run, position, step, around)
            yield StepStarted(record, effectful=step.type is StepType.ACTION and not around.dry)
            record, output = await _carry_out(automation, step, record, values, around)
            yield StepEnded(record)
        ended.append(record)
        values["steps"][step.name or f"{step.block}_{position}"] = as_value(output)
        if record.status is not StepStatus.SUCCESS:
            break
    yield conclude(ended)


def _begin(run: Run, position: int, step: Step, around: Surroundings) -> StepRecord:
    return StepRecord(
        run_id=run.id, position=position, step_id=step.id or None, type=step.type, block=step.block, name=step.name,
        status=StepStatus.STARTED, attempt=run.attempt, started_at=around.clock.now(),
    )  # fmt: skip


async def _carry_out(
    automation: Automation, step: Step, record: StepRecord, values: Mapping[str, Any], around: Surroundings
) -> tuple[StepRecord, Any]:
    """The step's record when it ended, and its output as later steps see it (the record's is redacted and capped)."""
    context = _Context(around, f"{key_prefix(around.store_id)}{record.run_id}-{record.position}", values)
    output: Any = None
    try:
        block = around.registry.get(step.type, step.block)
        config = await build_config(block, step.config, context.render, around.secret)
        record = replace(record, input=shown_input(block, step.config, config, around.redact))
        words = clean_line(around.redact(block.in_words(config)))  # before the effect: words that break undo nothing
        work = _attempt(block, config, context, replace(record, reason=words))
        ended, output = await _in_time(work, automation.configuration.step_timeout)
    except BaseException as error:
        if is_our_end(error):
            raise
        ended = replace(record, status=StepStatus.FAILURE, error=around.redact(in_a_sentence(error)))
    return replace(ended, finished_at=around.clock.now()), output


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
            f"It took longer than {seconds:g} s and was stopped.", "Give it more time, or find out why it hangs."
        ) from error


async def _attempt(block: Block, config: BaseModel, context: _Context, record: StepRecord) -> tuple[StepRecord, Any]:
    """Ask the condition, or do (or preview) the action."""
    around = context.around
    if block.type is StepType.CONDITION:
        return _with_verdict(record, await block.run(config, context), around.redact)
    if around.dry:
        preview = clean(around.redact(await block.previewed(config, context)))
        return replace(record, status=StepStatus.SUCCESS, reason=preview), {}
    output = _as_object(plain(await block.run(config, context)))
    return replace(record, status=StepStatus.SUCCESS, output=kept(output, around.redact)), output


def _with_verdict(record: StepRecord, verdict: Verdict, redact: Redact) -> tuple[StepRecord, Any]:
    status = StepStatus.SUCCESS if verdict.met else StepStatus.SKIPPED
    output = {"met": verdict.met, "value": plain(verdict.value)}
    reason = clean_line(redact(verdict.reason))
    return replace(record, status=status, reason=reason, output=kept(output, redact)), output


def _as_object(output: Any) -> Any:
    return output if isinstance(output, dict) else {"output": output}


def _values(automation: Automation, run: Run, event: Event) -> dict[str, Any]:
    """What templates can name: event, steps, automation, run."""
    return {
        "event": as_value({"id": event.id, "trigger": run.trigger, **event.data}),
        "steps": {},
        "automation": as_value({"goal": automation.goal, "slug": automation.slug}),
        "run": as_value({"id": run.id}),
    }


def conclude(ended: list[StepRecord]) -> RunEnded:
    """How a run with these ended steps ends, in one sentence a person reads first."""
    last = ended[-1] if ended else None
    if last is None:
        return RunEnded(RunStatus.SKIPPED, "Nothing to do: the automation has no enabled action.")
    if last.status is StepStatus.SKIPPED:
        return RunEnded(RunStatus.SKIPPED, f"Skipped: {last.reason.rstrip('.')}.")
    if last.status is StepStatus.FAILURE:
        name = last.name or last.block.replace("_", " ")
        return RunEnded(RunStatus.FAILURE, f"Failed at “{name}”.", error=f"“{name}”: {last.error}", output=last.output)
    did = [record.reason.splitlines()[0] for record in ended if record.type is StepType.ACTION and record.reason]
    return RunEnded(
        RunStatus.SUCCESS,
        shorten(f"Done: {'; '.join(did)}." if did else "Conditions are met; nothing to do.", 300),
        output=last.output,
    )

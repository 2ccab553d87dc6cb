"""The engine: one automation, one event -> its steps, one after the other. It yields; the caller stores.

Rehearsal, `run --dry`, a run by hand and the runner share this path. The engine knows no store, no terminal and no
scheduler. The caller has written a StepStarted down before the step's effect begins, because the generator waits.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import check, describe
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.clock import Clock
from nomologi_tui.errors import BlockError, NomologiError, StepTimeoutError
from nomologi_tui.model import Automation, Event, Level, Run, RunStatus, Step, StepRecord, StepStatus, StepType, Verdict
from nomologi_tui.runner.template import as_value, render
from nomologi_tui.text import clean, clean_line, shorten

MAX_OUTPUT = 256 * 1024  # characters of JSON of one step's output that are kept

LogLine = Callable[[str, Level], None]
Redact = Callable[[str], str]


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
        verdict: Verdict = await found.run(build_config(found, config, self.render, self.around.secret), self)
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
    context = _Context(around, f"nomologi-{record.run_id}-{record.position}", values)
    output: Any = None
    try:
        ended, output = await _attempt(step, record, context, automation.configuration.step_timeout)
    except Exception as error:  # noqa: BLE001 - whatever a block raises ends as a sentence, never as a dead runner
        ended = replace(record, status=StepStatus.FAILURE, error=_sentence(error, around.redact))
    return replace(ended, finished_at=around.clock.now()), output


async def _attempt(step: Step, record: StepRecord, context: _Context, deadline: float) -> tuple[StepRecord, Any]:
    """Fill in the config, then ask the condition or do (or preview) the action, within the deadline."""
    around = context.around
    block = around.registry.get(step.type, step.block)
    config = build_config(block, step.config, context.render, around.secret)
    record = replace(record, input=_shown_input(block, step.config, config, around.redact))
    try:
        async with asyncio.timeout(deadline):
            if step.type is StepType.CONDITION:
                return _with_verdict(record, await block.run(config, context), around.redact)
            if around.dry:
                preview = clean(around.redact(await block.previewed(config, context)))
                return replace(record, status=StepStatus.SUCCESS, reason=preview), {}
            output = _as_object(await block.run(config, context))
    except TimeoutError:
        raise StepTimeoutError(
            f"It took longer than {deadline:g} s and was stopped.", "Give it more time, or find out why it hangs."
        ) from None
    words = clean_line(around.redact(block.in_words(config)))
    return replace(record, status=StepStatus.SUCCESS, reason=words, output=_capped(output, around.redact)), output


def _with_verdict(record: StepRecord, verdict: Verdict, redact: Redact) -> tuple[StepRecord, Any]:
    status = StepStatus.SUCCESS if verdict.met else StepStatus.SKIPPED
    output = {"met": verdict.met, "value": verdict.value}
    reason = clean_line(redact(verdict.reason))
    return replace(record, status=status, reason=reason, output=_capped(output, redact)), output


def _as_object(output: Any) -> Any:
    return output if isinstance(output, dict) else {"output": output}


def build_config(
    block: Block, config: Mapping[str, Any], fill: Callable[[str], str], secret: Callable[[str], str]
) -> BaseModel:
    """The block's config model with templates filled in and secrets fetched. Raises BlockError naming the field."""
    values = dict(config)
    for spec in describe(block.config):
        value = values.get(spec.name)
        if spec.secret and value:
            values[spec.name] = secret(str(value))
        elif spec.template and value:
            values[spec.name] = _filled(value, fill)
    model, problems = check(block.config, values)
    if model is None:
        name, problem = next(iter(problems.items()))
        raise BlockError(f"{block.title}{f', {name}' if name else ''}: {problem}", "Edit the automation.")
    return model


def _filled(value: Any, fill: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return fill(value)
    if isinstance(value, list):
        return [_filled(item, fill) for item in value]
    if isinstance(value, dict):
        return {key: _filled(item, fill) for key, item in value.items()}
    return value


def _shown_input(block: Block, typed: Mapping[str, Any], config: BaseModel, redact: Redact) -> dict[str, Any]:
    """The filled-in config as the trace shows it: secrets as the reference that was stored, values redacted."""
    hidden = {spec.name for spec in describe(block.config) if spec.secret}
    values = config.model_dump(mode="json", exclude_defaults=True)
    shown = {name: typed.get(name) if name in hidden else value for name, value in values.items()}
    return dict(_capped(shown, redact))


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
        return RunEnded(RunStatus.SKIPPED, f"Skipped: {last.reason}.")
    if last.status is StepStatus.FAILURE:
        name = last.name or last.block.replace("_", " ")
        return RunEnded(RunStatus.FAILURE, f"Failed at “{name}”.", error=f"“{name}”: {last.error}", output=last.output)
    did = [record.reason.splitlines()[0] for record in ended if record.type is StepType.ACTION and record.reason]
    return RunEnded(
        RunStatus.SUCCESS,
        shorten(f"Done: {'; '.join(did)}." if did else "Conditions are met; nothing to do.", 300),
        output=last.output,
    )


def _sentence(error: Exception, redact: Redact) -> str:
    """What a person reads about a failure. A library's own text comes last, redacted: it may hold anything."""
    if isinstance(error, NomologiError):
        return clean(redact(str(error)))
    return clean(redact(f"It broke in an unforeseen way ({type(error).__name__}: {error}). Please report this."))


def _capped(output: Any, redact: Redact) -> Any:
    """`output` as redacted JSON of at most 256 KB; what is longer is cut, and says so."""
    safe = _redacted(output, redact)
    text = json.dumps(safe, ensure_ascii=False)
    if len(text) <= MAX_OUTPUT:
        return safe
    return {"cut": True, "note": f"{len(text):,} characters, of which 256 KB are kept", "text": text[:MAX_OUTPUT]}


def _redacted(value: Any, redact: Redact) -> Any:
    """`value` as plain JSON with every text redacted. Not cleaned: it is data, cleaned where it is shown."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, dict):
        return {redact(str(key)): _redacted(item, redact) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_redacted(item, redact) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return redact(str(value))

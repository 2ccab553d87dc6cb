"""One step: its config filled in, its effect within its time, and what a failure or a wait makes of it."""

import asyncio
import hashlib
import json
import random
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from nomologi_tui import policy
from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.connected import Connected
from nomologi_tui.blocks.contexts import PastRun
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.clock import Clock
from nomologi_tui.errors import BlockError, HoldError, StepTimeoutError, StoreError
from nomologi_tui.model import (
    Configuration,
    Effect,
    Level,
    Run,
    Step,
    StepRecord,
    StepStatus,
    StepType,
    Verdict,
    WaitingFor,
)
from nomologi_tui.runner.config import Connect, build_config, connections_in, shown_input
from nomologi_tui.runner.failures import in_a_sentence, is_our_end
from nomologi_tui.runner.known import Known, NothingKnown
from nomologi_tui.runner.output import Redact, kept, plain, redacted
from nomologi_tui.runner.past import Past
from nomologi_tui.runner.template import render
from nomologi_tui.text import clean, clean_line

SHORTEST_LOOK = timedelta(seconds=30)  # until a locked keyring is asked again; the longer it waits, the less often
LONGEST_LOOK = timedelta(minutes=15)

T = TypeVar("T")
LogLine = Callable[[str, Level], None]
Start = Callable[[str, Mapping[str, str], str], Awaitable[Run]]  # automation, inputs, idempotency key
Heard = Callable[[Iterable[Connected], BaseException | None], Awaitable[BaseException | None]]
Share = Callable[[Step, Sequence[Connected]], AbstractAsyncContextManager[object]]


@dataclass(frozen=True, slots=True)
class RunHeld:
    """The run goes on later, at `until` or, without a time, by the user's word; always the last thing yielded."""

    waiting_for: WaitingFor
    reason: str
    until: datetime | None = None


def key_prefix(store_id: str) -> str:
    """How the idempotency keys of one store's steps begin."""
    return f"nomologi-{store_id}-"


def _with_anybody(_step: Step, _connections: Sequence[Connected]) -> AbstractAsyncContextManager[object]:
    """The share of a caller that carries out one step at a time."""
    return nullcontext()


async def _none_known(ref: str, _uses: Sequence[str]) -> Connected:
    """The connections of a caller that has none."""
    raise BlockError(f"There is no connection called “{ref}” here.")


async def _hear_nothing(_used: Iterable[Connected], error: BaseException | None) -> BaseException | None:
    """The report of a caller that keeps no connections."""
    return error


async def _start_nothing(_automation: str, _inputs: Mapping[str, str], _key: str) -> Run:
    raise BlockError("Nothing can be started here.", "A runner can do it.")


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
    real_event: bool = False  # in a rehearsal: what the event lacks is an error, as in a run
    chance: Callable[[], float] = random.random  # 0 to 1, for the spread of retries
    share: Share = _with_anybody  # waits until the step may use its account: only some steps at once may
    connect: Connect = _none_known  # a connection's label or id, and what it must serve -> it, with its secrets
    heard: Heard = _hear_nothing  # how a step fared with its connections; the error, which may pass by that
    history: Known = field(default_factory=NothingKnown)
    start: Start = _start_nothing  # queues a run of another automation
    store_id: str = "0"  # `Store.identity`: run 7 of another store is another run


@dataclass(slots=True)
class _Context:
    """What a block sees while it works (`blocks.contexts.ActionContext` and `ConditionContext`)."""

    around: Surroundings
    idempotency_key: str
    values: Mapping[str, Any]
    began: datetime
    approved: bool
    connections: dict[str, Connected] = field(default_factory=dict)
    step_id: int = 0
    place: str = ""  # of a condition inside groups: its memory is its own
    staged: dict[str, tuple[Any, bool]] = field(default_factory=dict)

    @property
    def clock(self) -> Clock:
        return self.around.clock

    @property
    def timezone(self) -> ZoneInfo:
        return self.around.timezone

    def log(self, text: str, level: Level = Level.INFO) -> None:
        self.around.log(clean_line(self.around.redact(text)), level)

    def render(self, template: str) -> str:
        return render(template, self.values, rehearsal=self.around.dry, real_event=self.around.real_event)

    def connection(self, ref: str) -> Connected:
        return self.connections[ref]

    async def last_run(self, automation: str) -> PastRun:
        return await self.around.history.last_run(automation)

    async def recall(self, name: str = "") -> Any:
        return await self.around.history.recall(self.step_id, self.place + name)

    def keep(self, value: Any, name: str = "", *, always: bool = False) -> None:
        self.staged[self.place + name] = (kept(plain(value), self.around.redact), always)

    def to_keep(self, *, met: bool) -> dict[str, Any]:
        """What is to be kept of it, when the step's verdict is this."""
        return {name: value for name, (value, always) in self.staged.items() if met or always}

    async def start_run(self, automation: str, inputs: Mapping[str, str]) -> Run:
        given = redacted(dict(inputs), self.around.redact)  # they are written down as its event
        return await self.around.start(automation, given, self.idempotency_key)

    async def evaluate(self, block: str, config: dict[str, Any]) -> Verdict:
        """The verdict of another condition; for the group."""
        found = self.around.registry.get(StepType.CONDITION, block)
        built = await build_config(found, config, self.render, self.around.secret)
        typed = json.dumps([self.place, block, config], sort_keys=True, default=str)
        place = hashlib.sha256(typed.encode()).hexdigest()[:16] + ":"
        return await ask(found, built, replace(self, place=place))


async def ask(block: Block, config: BaseModel, context: _Context) -> Verdict:
    """A condition's verdict. In a rehearsal one that does more than look is taken as met, and says what it would do."""
    if context.around.dry and block.show:
        return Verdict(True, f"{clean_line(await block.previewed(config, context))}; taken as met")
    verdict: Verdict = await block.run(config, context)
    return verdict


@dataclass(frozen=True, slots=True)
class Tried:
    """How a try went: its record, its output as later steps see it (the record's is redacted and capped)."""

    record: StepRecord
    output: Any = None
    held: RunHeld | None = None
    memory: Mapping[str, Any] = field(default_factory=dict)


async def carry_out(
    configuration: Configuration, step: Step, record: StepRecord, values: Mapping[str, Any], around: Surroundings,
    past: Past,
) -> Tried:  # fmt: skip
    """Do one step, or find out why not."""
    context = _context(record, values, around, past)
    effect = Effect.READ
    try:
        block = around.registry.get(step.type, step.block)
        effect = block.effect_in(step.config)
        config = await build_config(block, step.config, context.render, around.secret)
        if not around.dry:  # before anything happens: the keyring may be locked
            context.connections = await connections_in(block, config, around.connect)
        record = replace(record, input=shown_input(block, step.config, config, around.redact))
        words = clean_line(around.redact(block.in_words(config)))  # before the effect: words that break undo nothing
        async with around.share(step, list(context.connections.values())):
            work = _attempt(block, config, context, replace(record, reason=words))
            ended, output = await _in_time(work, configuration.step_timeout)
        memory = context.to_keep(met=ended.status is StepStatus.SUCCESS)
        await around.heard(context.connections.values(), None)
        return Tried(replace(ended, finished_at=around.clock.now()), output, memory=memory)
    except BaseException as error:
        if is_our_end(error):
            raise
        if isinstance(error, HoldError) and not around.dry:
            return _held(record, error, around)
        if isinstance(error, StoreError) and error.passing and not around.dry:
            return _locked_out(record, error, around)
        tries = past.tries.get(record.position, 0) + 1
        heard = await around.heard(context.connections.values(), error) or error
        failed = policy.Failed(heard, effect, tries, around.clock.now(), around.chance())
        return _failed(record, failed, configuration.retries or 0, around)


def _context(record: StepRecord, values: Mapping[str, Any], around: Surroundings, past: Past) -> _Context:
    key = f"{key_prefix(around.store_id)}{record.run_id}-{record.position}"
    began = record.started_at or around.clock.now()
    approved = past.approved == record.position
    return _Context(around, key, values, began, approved, step_id=record.step_id or 0)


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
    reason = f"Tries “{record.name or record.block}” again (try {failed.tries + 1} of {retries + 1}): {words}"
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
            f"It took longer than {seconds:g} s and was stopped.", "Give it more time, or find out why it hangs."
        ) from error


async def _attempt(block: Block, config: BaseModel, context: _Context, record: StepRecord) -> tuple[StepRecord, Any]:
    """Ask the condition, or do (or preview) the action."""
    around = context.around
    if block.type is StepType.CONDITION:
        return _with_verdict(record, await ask(block, config, context), around.redact)
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

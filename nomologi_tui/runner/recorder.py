"""Carries out one run and writes down each step as it happens."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from nomologi_tui.errors import StoreError
from nomologi_tui.futures import settled
from nomologi_tui.model import Event, EventType, Level, LogEntry, RunStatus, StepRecord, StepStatus
from nomologi_tui.runner.chaining import Chain
from nomologi_tui.runner.claiming import Claimed, Prepared, prepare
from nomologi_tui.runner.connections.resolving import Connections
from nomologi_tui.runner.engine.ending import RunEnded
from nomologi_tui.runner.engine.execute import StepEnded, StepStarted, execute
from nomologi_tui.runner.engine.past import Past, past_of
from nomologi_tui.runner.engine.step import RunHeld
from nomologi_tui.runner.engine.surroundings import Reach, Surroundings
from nomologi_tui.runner.failures import in_a_sentence
from nomologi_tui.runner.history import History
from nomologi_tui.runner.tools import AGAIN, Tools, until_it_works
from nomologi_tui.store import automations, digests, logs, runs
from nomologi_tui.text import span

OnHold = Callable[[datetime | None], None]
T = TypeVar("T")


def _nobody(*_: object) -> None:
    """Where nobody waits for it."""


@dataclass(frozen=True, slots=True)
class _Written:
    """A write that was handed to the store, and what says whether it is on disk."""

    write: "Callable[[], asyncio.Future[Any]]"
    future: "asyncio.Future[Any]"


class RunRecorder:
    """Carries out one run, once."""

    def __init__(
        self,
        tools: Tools,
        claimed: Claimed,
        on_hold: OnHold = _nobody,
        on_end: Callable[[], None] = _nobody,
        on_later: Callable[[datetime], None] = _nobody,
    ) -> None:
        """`on_hold` hears until when the run was set aside; `on_end` when nothing is left but to save its end.

        `on_later` hears when a digest is due that it has collected for.
        """
        self._tools = tools
        self._run = claimed.run
        self._claimed = claimed
        self._written: deque[_Written] = deque()
        self._open = claimed.begun  # the step under way
        self._holders: list[StepRecord] = []  # the steps that hold it, the outermost first
        self._task: asyncio.Task[None] | None = None
        self._stopped = False
        self._began = tools.clock.monotonic()
        self._on_hold = on_hold
        self._on_end = on_end
        self._on_later = on_later

    def stop(self) -> None:
        """End the run as cancelled, its processes too. A second call does not disturb what the first one began."""
        if self._task is not None and not self._stopped:
            self._task.cancel()
        self._stopped = True

    async def carry_out(self) -> None:
        """Execute the run on the automation as it was when the run was accepted, and write down how it ended.

        Cancelled from outside (the runner ends), the run stays `running` on disk, for the next runner to look after;
        also on a StoreError that waiting can't help.
        """
        self._task = asyncio.current_task()
        try:
            await self._execute()
        except asyncio.CancelledError:
            if not self._stopped:
                raise
            await self._break_off(RunEnded(RunStatus.CANCELLED, runs.STOPPED))
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - for example an automation that is gone; the run must still end
            self._written.clear()
            await self._break_off(RunEnded(RunStatus.FAILURE, "It could not be carried out.", in_a_sentence(error)))

    async def _execute(self) -> None:
        tools, run = self._tools, self._run
        prepared = self._claimed.prepared
        if prepared is None:
            found = await self._read(automations.at_revision, run.automation_id, run.revision)
            prepared = prepare(found, tools.settings)
        past = Past() if self._claimed.is_fresh else past_of(run, await self._read(runs.steps, run.id))
        self._holders = list(past.opened.values())
        seconds = prepared.automation.configuration.run_timeout
        limit = asyncio.timeout(max(seconds - run.worked, 0))
        try:
            async with limit:
                await self._follow(prepared, past)
        except TimeoutError:
            if not limit.expired():
                raise
            error = f"The run took longer than {span(seconds)}. Give it more time, or find out why it hangs."
            await self._break_off(RunEnded(RunStatus.FAILURE, "Stopped: too slow.", error))

    async def _read(self, function: Callable[..., T], *args: Any) -> T:
        return await until_it_works(self._tools, self._tools.store.aread, function, *args)

    async def _follow(self, prepared: Prepared, past: Past) -> None:
        around, automation = self._surroundings(prepared), prepared.automation
        event = Event(id=self._run.event_id or f"run:{self._run.id}", data=self._run.input, due=self._run.due)
        async for progress in execute(automation, self._run, event, around, past):
            if self._stopped and not isinstance(progress, StepEnded):  # a block took no notice of being stopped
                raise asyncio.CancelledError
            match progress:
                case StepStarted(record, effectful):
                    if self._open is None:
                        self._write(runs.begin_step, record)
                    self._open = record
                    if effectful:
                        await self._on_disk()
                case StepEnded():
                    await self._step_ended(progress)
                case RunHeld():
                    await self._hold(progress)
                case RunEnded():
                    await self._end(progress)

    async def _step_ended(self, ended: StepEnded) -> None:
        record, now, later = ended.record, self._tools.clock.now(), ended.later
        self._open = None
        if self._holders and self._holders[-1].place == record.place:
            self._holders.pop()
        if record.status is StepStatus.OPEN:
            self._holders.append(record)
        if later is None:
            known = None if ended.closes else self._run.automation_id
            self._submit(runs.end_step, record, now, ended.memory, automation_id=known)
        else:
            addition = digests.Addition(later.value, later.heading, later.due, later.most)
            self._submit(digests.end_collecting, record, now, ended.memory, addition)
            await self._on_disk()
            self._on_later(later.due)
        if ended.memory and record.lap:  # the next item may ask for it
            await self._on_disk()

    def _surroundings(self, prepared: Prepared) -> Surroundings:
        tools, automation = self._tools, prepared.automation
        redactor = tools.redactors.of(automation.id)

        def secret(reference: str) -> str:
            return redactor.add(tools.secrets.get(reference))

        for one in prepared.typed:
            redactor.add(one)
        known = Connections(tools, automation.user_id, redactor.add)
        reach = Reach(
            share=tools.accounts.share,
            connect=known.get,
            heard=known.heard,
            history=History(tools.store, automation.user_id, self._run.automation_id, self._run.id),
            start=Chain(tools, self._run).start,
        )
        return Surroundings(
            registry=tools.registry, clock=tools.clock, timezone=tools.timezone, secret=secret, log=self._log,
            redact=redactor, reach=reach, store_id=tools.store.identity,
        )  # fmt: skip

    async def _break_off(self, ended: RunEnded) -> None:
        """End the run in the middle of a step, and the step with it."""
        under_way = [self._open] if self._open is not None else []
        for one in [*under_way, *reversed(self._holders)]:
            broken = replace(one, status=StepStatus.FAILURE, error=ended.error or ended.summary)
            self._write(runs.end_step, broken)
        await self._end(ended)

    async def _hold(self, held: RunHeld) -> None:
        """Set the run aside; what it waits for is a row, so a restart changes nothing."""
        tools, now = self._tools, self._tools.clock.now()
        worked = tools.clock.monotonic() - self._began
        self._submit(
            runs.hold, self._run.id, tools.token, held.waiting_for, held.reason, now,
            resume_at=held.until, worked=worked,
        )  # fmt: skip
        self._on_end()
        await self._on_disk()
        self._on_hold(held.until)

    async def _end(self, ended: RunEnded) -> None:
        words = {"summary": ended.summary, "error": ended.error, "output": ended.output}
        self._submit(runs.finish, self._run.id, self._tools.token, ended.status, self._tools.clock.now(), **words)
        self._on_end()
        await self._on_disk()

    def _log(self, text: str, level: Level) -> None:
        entry = LogEntry(EventType.OUTPUT, text, level, automation_id=self._run.automation_id, run_id=self._run.id)
        self._write(logs.add, [entry])

    def _write(self, function: Callable[..., Any], what: Any) -> None:
        self._submit(function, what, self._tools.clock.now())

    def _submit(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        """Hand a write to the store; it keeps the order, so only effects and the end need to wait for the disk."""
        write = partial(self._tools.store.soon, function, *args, **kwargs)
        self._written.append(_Written(write, write()))

    async def _on_disk(self) -> None:
        """Wait until everything is on disk; what the store could not write is written again, in order."""
        while self._written:
            await settled(self._written[-1].future)  # they end in their order
            while self._written and self._written[0].future.done():
                error = self._written[0].future.exception()
                if error is not None:
                    await self._write_again(error)
                    break
                self._written.popleft()

    async def _write_again(self, error: BaseException) -> None:
        """All that is not on disk, after a while. Raises `error` where waiting can't help."""
        if not (isinstance(error, StoreError) and error.passing):
            raise error
        self._tools.trouble.say(error)
        await self._tools.clock.sleep(AGAIN)
        self._written = deque(_Written(one.write, one.write()) for one in self._written)

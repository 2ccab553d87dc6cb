"""Carries out one run and writes down each step as it happens."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from nomologi_tui.blocks.registry import Registry
from nomologi_tui.clock import Clock
from nomologi_tui.errors import StoreError
from nomologi_tui.model import Automation, Event, EventType, Level, LogEntry, Run, RunStatus, StepRecord, StepStatus
from nomologi_tui.runner.engine import RunEnded, StepEnded, StepStarted, Surroundings, execute
from nomologi_tui.runner.failures import in_a_sentence
from nomologi_tui.runner.redaction import Redactor
from nomologi_tui.store import Store, automations, logs, runs
from nomologi_tui.store.secrets import Secrets

AGAIN = 5.0  # seconds until the store is asked again that could not do it

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tools:
    """What the worker and the listeners share."""

    store: Store
    registry: Registry
    clock: Clock
    timezone: ZoneInfo
    secrets: Secrets
    token: str  # this runner's boot token: a run under another one was left behind


async def until_it_works(tools: Tools, call: Callable[..., Awaitable[T]], *args: Any, **kwargs: Any) -> T:
    """The store's answer. A full disk is waited for: nothing is lost, and nothing goes on meanwhile.

    Raises StoreError where waiting can't help.
    """
    while True:
        try:
            return await call(*args, **kwargs)
        except StoreError as error:
            if not error.passing:
                raise
            await tools.clock.sleep(AGAIN)


@dataclass(frozen=True, slots=True)
class _Written:
    """A write that was handed to the store, and what says whether it is on disk."""

    write: Callable[[], "Future[Any]"]
    future: "Future[Any]"


class RunRecorder:
    """Carries out one run, once."""

    def __init__(self, tools: Tools, run: Run) -> None:
        self._tools = tools
        self._run = run
        self._written: deque[_Written] = deque()
        self._open: StepRecord | None = None  # the step under way
        self._task: asyncio.Task[None] | None = None
        self._stopped = False

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
            await self._break_off(RunEnded(RunStatus.CANCELLED, "Stopped by the user."))
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - for example an automation that is gone; the run must still end
            self._written.clear()
            await self._break_off(RunEnded(RunStatus.FAILURE, "It could not be carried out.", in_a_sentence(error)))

    async def _execute(self) -> None:
        tools, run = self._tools, self._run
        automation = await until_it_works(
            tools, tools.store.aread, automations.at_revision, run.automation_id, run.revision
        )
        earlier = await until_it_works(tools, tools.store.aread, runs.steps, run.id)
        done = {step.position: step for step in earlier if step.status in (StepStatus.SUCCESS, StepStatus.SKIPPED)}
        seconds = automation.configuration.run_timeout
        limit = asyncio.timeout(seconds)
        try:
            async with limit:
                await self._follow(automation, done)
        except TimeoutError:
            if not limit.expired():
                raise
            error = f"The run took longer than {seconds:g} s. Give it more time, or find out why it hangs."
            await self._break_off(RunEnded(RunStatus.FAILURE, "Stopped: too slow.", error))

    async def _follow(self, automation: Automation, done: dict[int, StepRecord]) -> None:
        event = Event(id=self._run.event_id or f"run:{self._run.id}", data=self._run.input, due=self._run.due)
        async for progress in execute(automation, self._run, event, self._surroundings(), done):
            if self._stopped and not isinstance(progress, StepEnded):  # a block took no notice of being stopped
                raise asyncio.CancelledError
            match progress:
                case StepStarted(record, effectful):
                    self._open = record
                    self._write(runs.begin_step, record)
                    if effectful:
                        await self._on_disk()
                case StepEnded(record):
                    self._open = None
                    self._write(runs.end_step, record)
                case RunEnded():
                    await self._end(progress)

    def _surroundings(self) -> Surroundings:
        tools, redactor = self._tools, Redactor()
        return Surroundings(
            registry=tools.registry, clock=tools.clock, timezone=tools.timezone,
            secret=lambda reference: redactor.add(tools.secrets.get(reference)), log=self._log, redact=redactor,
            store_id=tools.store.identity,
        )  # fmt: skip

    async def _break_off(self, ended: RunEnded) -> None:
        """End the run in the middle of a step, and the step with it."""
        if self._open is not None:
            broken = replace(self._open, status=StepStatus.FAILURE, error=ended.error or ended.summary)
            self._write(runs.end_step, broken)
        await self._end(ended)

    async def _end(self, ended: RunEnded) -> None:
        words = {"summary": ended.summary, "error": ended.error, "output": ended.output}
        self._submit(runs.finish, self._run.id, self._tools.token, ended.status, self._tools.clock.now(), **words)
        await self._on_disk()

    def _log(self, text: str, level: Level) -> None:
        entry = LogEntry(EventType.OUTPUT, text, level, automation_id=self._run.automation_id, run_id=self._run.id)
        self._write(logs.add, [entry])

    def _write(self, function: Callable[..., Any], what: Any) -> None:
        self._submit(function, what, self._tools.clock.now())

    def _submit(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        """Hand a write to the store; it keeps the order, so only effects and the end need to wait for the disk."""
        write = partial(self._tools.store.submit, function, *args, **kwargs)
        self._written.append(_Written(write, write()))

    async def _on_disk(self) -> None:
        """Wait until everything is on disk; what the store could not write is written again, in order."""
        while self._written:
            try:
                await asyncio.shield(asyncio.wrap_future(self._written[0].future))
            except StoreError as error:
                if not error.passing:
                    raise
                await self._tools.clock.sleep(AGAIN)
                self._written = deque(_Written(one.write, one.write()) for one in self._written)
            else:
                self._written.popleft()

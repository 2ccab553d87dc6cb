"""Takes pending runs and carries them out: claim -> execute -> record -> finish."""

import asyncio
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from nomologi_tui.blocks.registry import Registry
from nomologi_tui.clock import Clock
from nomologi_tui.errors import StoreError
from nomologi_tui.model import Automation, Event, EventType, Level, LogEntry, Run, RunStatus, StepRecord, StepStatus
from nomologi_tui.runner.engine import RunEnded, StepEnded, StepStarted, Surroundings, execute
from nomologi_tui.runner.redaction import Redactor
from nomologi_tui.store import Store, automations, logs, runs
from nomologi_tui.store.secrets import Secrets

AT_ONCE = 4  # runs at the same time
STOPPED = "stopped by the user"  # the reason that a run's task is cancelled with


@dataclass(frozen=True, slots=True)
class Tools:
    """What the worker and the listeners share."""

    store: Store
    registry: Registry
    clock: Clock
    timezone: ZoneInfo
    secrets: Secrets
    token: str  # this runner's boot token: a run under another one was left behind


class Worker:
    """Works on at most four runs at once. `wake()` after something was queued; it also looks by itself."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._woken = asyncio.Event()
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """There may be work."""
        self._woken.set()

    async def run(self) -> None:
        """Take work as long as there is a free hand, until cancelled."""
        while True:
            self._woken.clear()
            if not await self.take():
                await self._woken.wait()

    async def take(self) -> bool:
        """Claim what fits into the free hands and start it; True when there was any."""
        free = AT_ONCE - len(self._tasks)
        if free <= 0:
            return False
        tools = self._tools
        claimed = await tools.store.awrite(runs.claim, tools.token, tools.clock.now(), free)
        for run in claimed:
            task = asyncio.create_task(self._work(run), name=f"run {run.id}")
            self._tasks[run.id] = task
            task.add_done_callback(partial(self._done, run.id))
        return bool(claimed)

    def stop_run(self, run_id: int) -> None:
        """Stop one run: its processes are ended, its row says cancelled."""
        task = self._tasks.get(run_id)
        if task is not None:
            task.cancel(STOPPED)

    @property
    def busy(self) -> int:
        """How many runs are being worked on."""
        return len(self._tasks)

    async def finish(self, patience: float) -> None:
        """Let runs end for `patience` seconds. What is left stays `running` on disk; the next runner recovers it."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks.values(), timeout=patience)
            for task in late:
                task.cancel("the runner ends")
            await asyncio.gather(*late, return_exceptions=True)

    def _done(self, run_id: int, _task: asyncio.Task[None]) -> None:
        self._tasks.pop(run_id, None)
        self.wake()

    async def _work(self, run: Run) -> None:
        try:
            await RunRecorder(self._tools, run).carry_out()
        except StoreError:
            self._woken.set()  # the row stays `running`: nothing is claimed to have happened that is not on disk


class RunRecorder:
    """Carries out one run and writes down each step as it happens."""

    def __init__(self, tools: Tools, run: Run) -> None:
        self._tools = tools
        self._run = run
        self._written: list[Future[Any]] = []

    async def carry_out(self) -> None:
        """Execute the run on the automation as it was when the run was accepted."""
        store, run = self._tools.store, self._run
        automation = await store.aread(automations.at_revision, run.automation_id, run.revision)
        earlier = await store.aread(runs.steps, run.id)
        done = {step.position: step for step in earlier if step.status in (StepStatus.SUCCESS, StepStatus.SKIPPED)}
        limit = automation.configuration.run_timeout
        try:
            async with asyncio.timeout(limit):
                await self._follow(automation, done)
        except TimeoutError:
            await self._end(RunEnded(RunStatus.FAILURE, "Stopped: too slow.", f"The run took longer than {limit:g} s."))
        except asyncio.CancelledError as reason:
            if reason.args == (STOPPED,):
                await self._end(RunEnded(RunStatus.CANCELLED, "Stopped by the user."))
            raise

    async def _follow(self, automation: Automation, done: dict[int, StepRecord]) -> None:
        run, redactor = self._run, Redactor()
        event = Event(id=run.event_id or f"run:{run.id}", data=run.input, due=run.due)
        around = Surroundings(
            registry=self._tools.registry, clock=self._tools.clock, timezone=self._tools.timezone,
            secret=lambda reference: redactor.add(self._tools.secrets.get(reference)),
            log=self._log, redact=redactor,
        )  # fmt: skip
        async for progress in execute(automation, run, event, around, done):
            match progress:
                case StepStarted(record, effectful):
                    self._write(runs.begin_step, record)
                    if effectful:
                        await self._on_disk()
                case StepEnded(record):
                    self._write(runs.end_step, record)
                case RunEnded():
                    await self._end(progress)

    def _write(self, function: Any, record: StepRecord) -> None:
        """Hand a record to the writer; it keeps the order, so only effects and the end need to wait for the disk."""
        now = self._tools.clock.now()
        self._written.append(self._tools.store.submit(function, record, now))

    async def _on_disk(self) -> None:
        written, self._written = self._written, []
        await asyncio.gather(*(asyncio.wrap_future(one) for one in written))

    async def _end(self, ended: RunEnded) -> None:
        await self._on_disk()
        tools = self._tools
        await tools.store.awrite(
            runs.finish, self._run.id, tools.token, ended.status, tools.clock.now(),
            summary=ended.summary, error=ended.error, output=ended.output,
        )  # fmt: skip

    def _log(self, text: str, level: Level) -> None:
        entry = LogEntry(EventType.OUTPUT, text, level, automation_id=self._run.automation_id, run_id=self._run.id)
        self._written.append(self._tools.store.submit(logs.add, [entry], self._tools.clock.now()))

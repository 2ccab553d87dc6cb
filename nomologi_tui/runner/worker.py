"""Takes pending runs and has them carried out, a few at once."""

import asyncio
from functools import partial

from nomologi_tui.errors import StoreError
from nomologi_tui.model import Run
from nomologi_tui.runner.recorder import OnHold, RunRecorder
from nomologi_tui.runner.tools import AGAIN, Tools
from nomologi_tui.store import runs

LAST_WORDS = 7.0  # seconds in which a run that is told to end ends its processes


class Worker:
    """Works on a few runs at once, as the settings say. `wake()` after something was queued."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._woken = asyncio.Event()
        self._taking = asyncio.Lock()
        self._ending = False
        self._broken: BaseException | None = None  # what ended a run's task: the store's error, never a block's
        self._recorders: dict[int, RunRecorder] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.on_hold: OnHold = lambda _moment: None  # hears until when a run was set aside

    def wake(self) -> None:
        """There may be work."""
        self._woken.set()

    async def run(self) -> None:
        """Take work as long as there is a free hand, until cancelled. Raises StoreError where waiting can't help."""
        while True:
            self._woken.clear()
            try:
                took = await self.take()
            except StoreError as error:
                if not error.passing:
                    raise
                await self._tools.clock.sleep(AGAIN)  # the disk is full: pending runs stay where they are until then
                continue
            if not took:
                await self._woken.wait()

    async def take(self) -> bool:
        """Claim what fits into the free hands and start it; True when there was any."""
        if self._broken is not None:
            raise self._broken
        async with self._taking:
            free = self._tools.settings.runs_at_once - len(self._tasks)
            if free <= 0 or self._ending:
                return False
            tools = self._tools
            claimed = await tools.store.awrite(runs.claim, tools.token, tools.clock.now(), free)
            for run in claimed:
                self._start(run)
            return bool(claimed)

    def _start(self, run: Run) -> None:
        recorder = self._recorders[run.id] = RunRecorder(self._tools, run, self.on_hold)
        task = asyncio.create_task(recorder.carry_out(), name=f"run {run.id}")
        self._tasks.add(task)
        task.add_done_callback(partial(self._done, run.id))

    def stop_run(self, run_id: int) -> None:
        """Stop one run: its processes are ended, its row says cancelled. Told again, it goes on stopping."""
        recorder = self._recorders.get(run_id)
        if recorder is not None:
            recorder.stop()

    async def finish(self, patience: float) -> None:
        """Take nothing more, and let runs end for `patience` seconds.

        What is left then stays `running` on disk; the next runner looks after it.
        """
        self._ending = True
        async with self._taking:
            left = set(self._tasks)
        if left:
            _, late = await asyncio.wait(left, timeout=patience)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late, timeout=LAST_WORDS)

    def _done(self, run_id: int, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            self._broken = self._broken or task.exception()
        self._recorders.pop(run_id, None)
        self.wake()

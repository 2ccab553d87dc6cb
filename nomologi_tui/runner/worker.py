"""Takes pending runs and has them carried out, a few at once."""

import asyncio
from functools import partial

from nomologi_tui.errors import StoreError
from nomologi_tui.futures import settled
from nomologi_tui.runner.claiming import Claimed, Claims
from nomologi_tui.runner.recorder import OnHold, RunRecorder
from nomologi_tui.runner.tools import AGAIN, Tools

LAST_WORDS = 7.0  # seconds in which a run that is told to end ends its processes


class Worker:
    """Works on a few runs at once, as the settings say. `wake()` after something was queued."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._claims = Claims(tools.settings)
        self._asked: asyncio.Future[list[Claimed]] | None = None  # a claim that is under way
        self._again = False  # something came meanwhile
        self._ending = False
        self._error: BaseException | None = None  # what ended a claim or a run's task: the store's, never a block's
        self._trouble = asyncio.Event()
        self._recorders: dict[int, RunRecorder] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._hands: set[int] = set()  # runs that are worked on; not those whose end is on its way to the disk
        self.on_hold: OnHold = lambda _moment: None  # hears until when a run was set aside, or when a digest is due

    def wake(self) -> None:
        """There may be work: ask for it at once, so that the claim shares the commit of what was just written."""
        tools, free = self._tools, self._tools.settings.runs_at_once - len(self._hands)
        if self._asked is not None:
            self._again = True
        elif free > 0 and not self._ending:
            self._asked = tools.store.soon(self._claims.claim, tools.token, tools.clock.now(), free)
            self._asked.add_done_callback(self._answered)

    async def run(self) -> None:
        """Take work as long as there is a free hand, until cancelled. Raises StoreError where waiting can't help."""
        while True:
            self._trouble.clear()
            self.wake()
            await self._trouble.wait()
            error, self._error = self._error, None
            if error is not None and not (isinstance(error, StoreError) and error.passing):
                raise error
            if isinstance(error, StoreError):
                self._tools.trouble.say(error)
            await self._tools.clock.sleep(AGAIN)  # the disk is full: pending runs stay where they are until then

    def _answered(self, asked: "asyncio.Future[list[Claimed]]") -> None:
        """Start what was claimed."""
        self._asked = None
        if error := asked.exception():
            self._fail(error)
            return
        self._tools.trouble.over()
        for claimed in asked.result():
            self._start(claimed)
        if self._again:
            self._again = False
            self.wake()

    def _fail(self, error: BaseException) -> None:
        self._error = self._error or error
        self._trouble.set()

    def _start(self, claimed: Claimed) -> None:
        run_id = claimed.run.id
        recorder = RunRecorder(self._tools, claimed, self.on_hold, partial(self._let_go, run_id), on_later=self.on_hold)
        self._recorders[run_id] = recorder
        self._hands.add(run_id)
        task = asyncio.create_task(recorder.carry_out(), name=f"run {run_id}")
        self._tasks.add(task)
        task.add_done_callback(partial(self._done, run_id))

    def _let_go(self, run_id: int) -> None:
        """The hand is free for the next run, whose claim goes to the disk together with this one's end."""
        self._hands.discard(run_id)
        self.wake()

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
        if self._asked is not None:
            await settled(self._asked)
        left = set(self._tasks)
        if left:
            _, late = await asyncio.wait(left, timeout=patience)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late, timeout=LAST_WORDS)

    def _done(self, run_id: int, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._recorders.pop(run_id, None)
        if not task.cancelled() and (error := task.exception()):
            self._fail(error)
        self._let_go(run_id)

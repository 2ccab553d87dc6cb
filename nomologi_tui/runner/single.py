"""One run by hand while no runner is on: nothing listens, nothing else is taken or put right."""

import asyncio
import os
import secrets
import socket
from datetime import datetime

from nomologi_tui import __version__
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.clock import Clock
from nomologi_tui.runner.claiming import Claimed
from nomologi_tui.runner.lock import Turn
from nomologi_tui.runner.recorder import RunRecorder
from nomologi_tui.runner.recovery import recover
from nomologi_tui.runner.tools import Tools
from nomologi_tui.runner.unread import tell_in_a_line
from nomologi_tui.settings import Settings
from nomologi_tui.store import Store, runners, runs
from nomologi_tui.store.feed import follow
from nomologi_tui.store.records import RunnerInfo
from nomologi_tui.store.secrets import Secrets

LOOK = 0.5  # seconds between looks whether a run that was set aside may go on


async def carry_out(
    settings: Settings, store: Store, registry: Registry, clock: Clock, run_id: int, kept: Secrets
) -> bool:
    """Take the runner lock, carry out this run, give the lock back; False when another runner has or awaits it.

    While the run waits for its time, a service that comes takes over.
    """
    tell_in_a_line()
    tools = Tools(store, registry, clock, settings, kept, secrets.token_hex(8))
    turn = Turn(settings.places, "run")
    if not turn.take(tools.token):
        return False
    try:
        info = RunnerInfo(os.getpid(), socket.gethostname(), tools.token, "run", __version__, clock.now())
        await store.awrite(runners.started, info)
        await recover(store, registry, clock, tools.token, only=run_id)  # a runner may have died over it
        await store.awrite(runs.resume_due, clock.now())
        while claimed := await store.awrite(runs.claim, tools.token, clock.now(), 1, only=run_id):
            holds: list[datetime | None] = [None]
            await _work(settings, tools, RunRecorder(tools, Claimed(claimed[0]), holds.append))
            await _wait(tools, holds[-1], turn)
        await store.awrite(runners.stopped, tools.token, clock.now())
    finally:
        turn.end()
    return True


async def _wait(tools: Tools, moment: datetime | None, turn: Turn) -> None:
    """Until a run that was set aside may go on, or a service comes for which it is one of many."""
    while moment is not None and tools.clock.now() < moment and not turn.wanted:
        left = (moment - tools.clock.now()).total_seconds()
        await tools.clock.sleep(min(max(left, 0), LOOK))
    if moment is not None and not turn.wanted:
        await tools.store.awrite(runs.resume_due, tools.clock.now())


async def _work(settings: Settings, tools: Tools, recorder: RunRecorder) -> None:
    """Until it ends; when the user stops it, here by ctrl+c or elsewhere by `cancel`, its processes end first."""
    working = asyncio.create_task(recorder.carry_out())
    listening = asyncio.create_task(_asked_to_stop(settings, tools))
    try:
        await asyncio.wait({working, listening}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        recorder.stop()
        listening.cancel()
        ended, _ = await asyncio.gather(working, listening, return_exceptions=True)
    if isinstance(ended, Exception):
        raise ended


async def _asked_to_stop(settings: Settings, tools: Tools) -> None:
    async for _change in follow(settings.places, tools.clock, after=0):
        if await tools.store.aread(runs.cancel_requests, tools.token):
            return

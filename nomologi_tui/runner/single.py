"""One run by hand while no runner is on: nothing listens, nothing else is taken or recovered."""

import asyncio
import os
import secrets
import socket
from datetime import datetime

from nomologi_tui import __version__
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.clock import Clock
from nomologi_tui.runner.lock import RunnerLock
from nomologi_tui.runner.recorder import RunRecorder
from nomologi_tui.runner.tools import Tools
from nomologi_tui.runner.waiting import LOOK
from nomologi_tui.settings import Settings
from nomologi_tui.store import Store, runners, runs
from nomologi_tui.store.feed import follow
from nomologi_tui.store.records import RunnerInfo
from nomologi_tui.store.secrets import Secrets


async def carry_out(settings: Settings, store: Store, registry: Registry, clock: Clock, run_id: int) -> bool:
    """Take the runner lock, carry out this run, give the lock back; False when another runner has the lock."""
    lock = RunnerLock(settings.places.runner_lock)
    if not lock.acquire():
        return False
    tools = Tools(store, registry, clock, settings, Secrets(), secrets.token_hex(8))
    try:
        info = RunnerInfo(os.getpid(), socket.gethostname(), tools.token, "run", __version__, clock.now())
        await store.awrite(runners.started, info)
        while claimed := await store.awrite(runs.claim, tools.token, clock.now(), 1, only=run_id):
            holds: list[datetime | None] = [None]
            await _work(settings, tools, RunRecorder(tools, claimed[0], holds.append))
            await _wait(tools, holds[-1])
        await store.awrite(runners.stopped, tools.token, clock.now())
    finally:
        lock.release()
    return True


async def _wait(tools: Tools, moment: datetime | None) -> None:
    """Until a run that was set aside may go on."""
    while moment is not None and (left := (moment - tools.clock.now()).total_seconds()) > 0:
        await tools.clock.sleep(min(left, LOOK))
    if moment is not None:
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

"""Forgets what is old, now and then and a piece at a time: runs, their log, what was long in the trash, unused secrets.

Never because of the clock alone: a leap of it makes nothing old (`runs.edge`).
"""

import asyncio

from nomologi_tui.model import EventType
from nomologi_tui.runner.daily_backup import back_up_daily
from nomologi_tui.runner.tools import Tools, until_it_works
from nomologi_tui.store import automations, logs, runs, unused_secrets
from nomologi_tui.store.alerts import looking

FIRST = 60.0  # seconds after the start, which comes first
EVERY = 3_600.0  # seconds


async def keep_house(tools: Tools) -> None:
    """Tidy up each hour, and look for today's backup, until cancelled."""
    await tools.clock.sleep(FIRST)
    while True:
        await until_it_works(tools, tidy, tools)
        await until_it_works(tools, back_up_daily, tools)
        await asyncio.to_thread(unused_secrets.forget, tools.store, tools.secrets, tools.clock.now())
        await tools.clock.sleep(EVERY)


async def tidy(tools: Tools) -> int:
    """Remove what the settings, or an automation's own configuration, keep no longer; how many rows went."""
    now, settings, store = tools.clock.now(), tools.settings, tools.store
    trashed = await store.aread(runs.edge, now, automations.TRASH_DAYS)
    told = await store.aread(runs.edge, now, looking.KEPT_DAYS)
    gone = await store.awrite(automations.purge, trashed.moment, now)
    gone += await store.awrite(looking.prune, told.moment)
    own = await store.aread(automations.own_retention)
    for automation_id, days, number in own:
        gone += await _prune(tools, days or settings.keep_days, number or settings.keep_runs, only=automation_id)
    others = tuple(automation_id for automation_id, _, _ in own)
    gone += await _prune(tools, settings.keep_days, settings.keep_runs, but=others)
    if await store.awrite(logs.shrink_index):  # most of it is gone: what it held goes back to the file system too
        gone += await _prune(tools, settings.keep_days, settings.keep_runs, but=others)
    if gone:
        store.shrink()
        await store.awrite(logs.note, EventType.PRUNED, f"{gone:,} old entries were removed", now)
    return gone


async def _prune(tools: Tools, days: int, keep: int, *, only: int | None = None, but: tuple[int, ...] = ()) -> int:
    """Piece by piece: other writes come in between."""
    old, gone = await tools.store.aread(runs.edge, tools.clock.now(), days), 0
    while piece := await tools.store.awrite(runs.prune, old, keep, only=only, but=but):
        gone += piece
    return gone

"""A backup of everything each day, the last few kept: what a person is glad of who never thought of one."""

import asyncio
import re
from datetime import datetime, tzinfo
from pathlib import Path

from nomologi_tui.errors import StoreError
from nomologi_tui.model import EventType, Level
from nomologi_tui.runner.tools import Tools
from nomologi_tui.settings import Places
from nomologi_tui.store import copies, logs

_NAME = re.compile(r"nomologi-\d{4}-\d\d-\d\d\.zip")


async def back_up_daily(tools: Tools) -> Path | None:
    """Today's backup, unless it is there or none are wanted; the oldest go. What goes wrong is in the log.

    The database's own errors are a StoreError for whoever calls.
    """
    if not tools.settings.backups:
        return None
    now = tools.clock.now()
    try:
        made = await asyncio.to_thread(_make, tools.settings.places, now, tools.timezone)
    except StoreError as error:
        words = f"Today's backup was not made: {error}"
        await tools.store.awrite(logs.note, EventType.BACKED_UP, words, now, level=Level.WARNING)
        return None
    if made is None:
        return None
    await asyncio.to_thread(_remove_old, made, tools.settings.backups)
    words = f"Backed up: {made}, {made.stat().st_size:,} bytes"
    await tools.store.awrite(logs.note, EventType.BACKED_UP, words, now)
    return made


def _make(places: Places, now: datetime, zone: tzinfo) -> Path | None:
    target = places.backups / f"nomologi-{now.astimezone(zone):%Y-%m-%d}.zip"
    try:
        places.backups.mkdir(mode=0o700, exist_ok=True)
        if target.exists():
            return None
    except OSError as error:
        raise StoreError(
            f"{places.backups} can't be used: {error.strerror}.", "Check the disk and its space."
        ) from error
    copies.make(places, target, now)
    return target


def _remove_old(made: Path, keep: int) -> None:
    """Only files that are named as ours, by the date in their name: a backup made by hand stays.

    A clock that was ahead made those of later days than today's; they would stay for years in place of newer ones.
    """
    there = daily_backups(made.parent)
    ahead = [one for one in there if one.name > made.name]
    for one in (*ahead, *there)[: max(len(there) - keep, 0)]:
        one.unlink(missing_ok=True)


def daily_backups(folder: Path) -> list[Path]:
    """Those that the runner made, oldest first; none where there is no such folder."""
    return sorted(one for one in folder.glob("nomologi-*.zip") if _NAME.fullmatch(one.name))

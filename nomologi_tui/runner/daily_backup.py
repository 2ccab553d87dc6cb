"""A backup of everything each day, the last few kept: what a person is glad of who never thought of one."""

import asyncio
import re
from datetime import datetime, timedelta
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
    places, now = tools.settings.places, tools.clock.now()
    target = places.backups / f"nomologi-{now.astimezone(tools.timezone):%Y-%m-%d}.zip"
    try:
        length = await asyncio.to_thread(_make, places, target, now)
    except StoreError as error:
        await _note(tools, f"Today's backup was not made: {error}", level=Level.WARNING)
        return None
    if not length:
        return None
    await _note(tools, f"Backed up: {target}, {length:,} bytes")
    try:
        await asyncio.to_thread(_tidy, places, tools.settings.backups, target, now)
    except OSError as error:
        words = f"{error.filename} can't be removed: {error.strerror}. It takes space, and is tried again tomorrow."
        await _note(tools, words, level=Level.WARNING)
    return target


async def _note(tools: Tools, words: str, *, level: Level = Level.INFO) -> None:
    await tools.store.awrite(logs.note, EventType.BACKED_UP, words, tools.clock.now(), level=level)


def _make(places: Places, target: Path, now: datetime) -> int:
    """Its bytes; 0 where it is there already. Raises StoreError."""
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if target.exists():
            return 0
    except OSError as error:
        raise StoreError(
            f"{target.parent} can't be used: {error.strerror}.", "Check the disk and its space."
        ) from error
    return copies.make(places, target, now)


def _tidy(places: Places, keep: int, newest: Path, now: datetime) -> None:
    """The last `keep` up to the `newest` stay, and as many of days to come: the clock was wrong then, or is now.

    Only files that are named as ours, by the date in their name: a backup made by hand stays. Raises OSError.
    """
    known = daily_backups(places.backups)
    for days in ([one for one in known if one <= newest], [one for one in known if one > newest]):
        for old in days[:-keep]:
            old.unlink(missing_ok=True)
    for folder, prefix in ((places.backups, copies.MAKING), (places.database.parent, copies.UNPACKING)):
        copies.remove_left(folder, prefix, now - timedelta(days=1))


def newest_backup(folder: Path, now: datetime) -> float | None:
    """When the newest was made that is not of a clock that was ahead, in seconds of the epoch."""
    made = (one.stat().st_mtime for one in daily_backups(folder))
    return max((one for one in made if one <= now.timestamp()), default=None)


def daily_backups(folder: Path) -> list[Path]:
    """Those that the runner made, oldest first; none where there is no such folder."""
    return sorted(one for one in folder.glob("nomologi-*.zip") if _NAME.fullmatch(one.name))

"""Backups of everything: made at any time, looked through, put back where nobody serves."""

import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nomologi_tui.errors import BadInputError, NomologiError
from nomologi_tui.runner.lock import RunnerLock
from nomologi_tui.settings import Places, prepare
from nomologi_tui.store import copies
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.records import Counts
from nomologi_tui.usecases.users import need_owner
from nomologi_tui.usecases.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Inside:
    """What a backup holds; `files` are those beside the database."""

    made_at: datetime
    program: str
    counts: Counts
    files: tuple[str, ...]


def back_up(ws: Workspace, target: Path, *, replace: bool = False) -> Path:
    """Write a backup; where. In a folder it gets the moment's name.

    Raises BadInputError where the file is there or there is nothing yet, NeedsPersonError unless the owner asks.
    """
    if not ws.settings.places.database.exists():
        raise BadInputError("There is nothing to back up yet.", f"{ws.settings.places.database} does not exist.")
    need_owner(ws)
    if target.is_dir():
        target /= f"nomologi-{ws.clock.now().astimezone(ws.settings.zone):%Y-%m-%d-%H%M%S}.zip"
    if str(target) == "-" or (target.exists() and not target.is_file()):  # a device would be replaced by a file
        raise BadInputError(f"{target} is no file.", "Name a new file, or a folder for one with the date.")
    if not target.parent.is_dir():
        raise BadInputError(f"There is no folder {target.parent}.", "Make it first, or name another place.")
    if target.exists() and not replace:
        raise BadInputError(f"{target} is there already.", "Choose another name, or add --force.")
    copies.make(ws.settings.places, target, ws.clock.now())
    return target


def look_into(ws: Workspace, file: Path) -> Inside:
    """What is in a backup, looked through as for a restore; nothing is changed. Raises BadInputError."""
    prepare(ws.settings.places)
    places = (ws.settings.places.database.parent, file.absolute().parent)
    may = [one for one in places if os.access(one, os.W_OK)]  # a store on a disk that is full or may only be read is
    near = max(may, key=_room, default=places[0])  # backed up all the same
    with copies.opened(file, near, ws.clock) as copy:
        return _inside(copy, ws)


def restore(ws: Workspace, file: Path) -> tuple[Inside, list[Path]]:
    """Make the store what the backup holds; what that was, and where the former files are kept.

    Raises NomologiError while a runner is on, BadInputError for what is no backup, NeedsPersonError unless the owner of
    the store that is there asks.
    """
    places = ws.settings.places
    prepare(places)
    if places.database.exists():
        need_owner(ws)
    lock = RunnerLock(places.runner_lock)
    if not lock.acquire():
        who = ws.who_runs()
        words = f" ({who.kind}, process {who.pid})" if who else ""
        raise NomologiError(f"A runner is on{words}; nothing is restored under it.", "End it, then try again.")
    try:
        with copies.opened(file, places.database.parent, ws.clock) as copy:
            return _inside(copy, ws), copies.put_back(copy, places, ws.clock.now())
    finally:
        lock.release()


def _room(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def _inside(copy: copies.Copy, ws: Workspace) -> Inside:
    with Reader.open(Places(data=copy.folder, config=copy.folder, state=copy.folder), ws.clock) as reader:
        counts = reader.counts()
    return Inside(copy.made_at, copy.program, counts, tuple(name for name in copy.files if name != copies.DATABASE))

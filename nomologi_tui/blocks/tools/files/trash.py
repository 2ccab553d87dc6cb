"""The trash of the desktop, as freedesktop.org's Trash 1.0 says; `~/.Trash` on macOS.

Nothing is copied: what lies on another disk goes to the trash of that disk, or stays where it is.
"""

import os
import stat
import sys
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from nomologi_tui.blocks.contexts import ActionContext
from nomologi_tui.blocks.problems import LONGEST_PART
from nomologi_tui.blocks.tools.aside import GoOn, aside
from nomologi_tui.blocks.tools.files import chosen
from nomologi_tui.blocks.tools.files.held import held
from nomologi_tui.blocks.tools.files.placing import file_errors, names
from nomologi_tui.blocks.tools.files.writing import sync_folder
from nomologi_tui.blocks.tools.foretelling import size_in_words
from nomologi_tui.blocks.tools.own_store import refuse_around_own
from nomologi_tui.blocks.tools.paths import fill_path
from nomologi_tui.errors import BlockError

_NOTE = ".trashinfo"


async def throw(typed: str, older: float, ctx: ActionContext) -> dict[str, object]:
    """Move what `typed` means there; what later steps get. Raises BlockError."""
    import asyncio  # a goal that is only read needs none of it

    now, several = ctx.clock.now().astimezone(ctx.timezone), chosen.is_several(typed)
    paths = await asyncio.to_thread(_meant, typed, older, ctx)
    lying = await aside(lambda go_on: _all_to_trash(paths, now, go_on))
    if not lying:
        ctx.log(f"There is {'no such file' if several else f'no {paths[0]}'}, so nothing went to the trash.")
    told = chosen.each_told(lying)
    if several:
        return {"path": typed, "trashed": "", "there": bool(lying)} | told
    return {"path": str(paths[0]), "trashed": str(lying[0]) if lying else "", "there": bool(lying)} | told


def what_goes(typed: str, older: float, ctx: ActionContext) -> str:
    """For a rehearsal: `put 3 files (a, b, c) into the trash`. Raises BlockError."""
    paths = _meant(typed, older, ctx)
    words = chosen.in_words(paths) if chosen.is_several(typed) else f"{paths[0]} ({size_in_words(paths[0])})"
    return f"put {words} into the trash"


def _meant(typed: str, older: float, ctx: ActionContext) -> list[Path]:
    if chosen.is_several(typed):
        return chosen.files_of(typed, ctx.render, older, ctx.clock.now())
    return [fill_path(typed, ctx.render, follow=False)]


def _all_to_trash(paths: list[Path], now: datetime, go_on: GoOn) -> list[Path]:
    """Where those lie that were still there."""
    placed = []
    for path in paths:
        go_on()
        if lies := to_trash(path, now):
            placed.append(lies)
    return placed


def to_trash(path: Path, now: datetime) -> Path | None:
    """Move `path` there; where it lies then, or None where nothing was at `path`. Raises BlockError."""
    with file_errors(f"{path} can't be put into the trash"):
        try:
            path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        _check_what(path, path.lstat().st_mode)
        if sys.platform == "darwin":
            return _moved(path, _folder(Path.home() / ".Trash"))
        trash, shown = _trash_for(path)
        try:
            with held(path.parent) as folder, held(trash.resolve()) as safe:
                placed = _described(folder / path.name, safe, shown, now)
        except FileNotFoundError as error:
            if error.filename != str(path):
                raise
            return None  # somebody else was faster
        return trash / "files" / placed.name


def _check_what(path: Path, mode: int) -> None:
    """A folder that everything hangs on is no rubbish, whatever a value says; nor is a device."""
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
        raise BlockError(f"{path} is a device, which programs need.", "Choose a file or folder.")
    if Path.home().is_relative_to(path) or os.path.ismount(path):
        raise BlockError(f"{path} holds your home folder, or a disk.", "Choose something in it.")
    refuse_around_own(path)


def _trash_for(path: Path) -> tuple[Path, str]:
    """The trash on the disk of `path`, and how the path is written down there."""
    home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    if _device(path.parent) == _device(_there(home)):
        return _folder(home / "Trash"), str(path)
    top = _top_of(path.parent)
    shared = top / ".Trash"
    if shared.is_dir() and not shared.is_symlink() and shared.stat().st_mode & stat.S_ISVTX:
        return _folder(shared / str(os.getuid())), str(path.relative_to(top))
    return _folder(top / f".Trash-{os.getuid()}"), str(path.relative_to(top))


def _folder(path: Path) -> Path:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.is_symlink():
        raise BlockError(f"The trash {path} is a link.", "Remove the link.")
    return path


def _described(path: Path, trash: Path, shown: str, now: datetime) -> Path:
    """The note about it first, which also reserves the name; then the thing itself."""
    with held(_folder(trash / "files")) as files, held(_folder(trash / "info")) as info:
        return _placed(path, files, info, shown, now)


def _placed(path: Path, files: Path, info: Path, shown: str, now: datetime) -> Path:
    text = f"[Trash Info]\nPath={quote(os.fsencode(shown))}\nDeletionDate={now:%Y-%m-%dT%H:%M:%S}\n"
    for target in names(files / path.name, "number", LONGEST_PART - len(_NOTE)):
        note = info / f"{target.name}{_NOTE}"
        try:
            with note.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            continue
        try:
            return _move(path, target)
        except BaseException:
            note.unlink(missing_ok=True)
            raise
    raise BlockError(f"The trash holds too many files called {path.name}.", "Empty it.")


def _moved(path: Path, trash: Path) -> Path:
    target = next((one for one in names(trash / path.name, "number") if not os.path.lexists(one)), None)
    if target is None:
        raise BlockError(f"The trash holds too many files called {path.name}.", "Empty it.")
    return _move(path, target)


def _move(path: Path, target: Path) -> Path:
    if os.path.lexists(target):
        raise BlockError(f"{target} is there without its note.", "Empty the trash.")
    path.rename(target)
    sync_folder(target.parent)
    return target


def _there(path: Path) -> Path:
    """`path`, or the nearest folder above it that exists."""
    return path if path.exists() else _there(path.parent)


def _device(path: Path) -> int:
    return path.stat().st_dev


def _top_of(folder: Path) -> Path:
    """The top folder of the disk that `folder` lies on."""
    while not os.path.ismount(folder) and _device(folder.parent) == _device(folder):
        folder = folder.parent
    return folder

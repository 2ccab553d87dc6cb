"""Write a text into a file so that a reader sees the old or the new content, never half of it."""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from nomologi_tui.blocks.tools.files.held import held
from nomologi_tui.blocks.tools.files.names import hidden_part
from nomologi_tui.blocks.tools.paths import check_folder
from nomologi_tui.errors import BlockError

_FULL = (errno.ENOSPC, errno.EDQUOT)  # trying again later makes sense


def write_text(path: Path, content: str, mode: str, *, make_folders: bool) -> int:
    """Write and sync; returns the bytes written. `path`: no link on the way. Raises BlockError.

    `mode`: overwrite, append, create new.
    """
    data = content.encode("utf-8", "replace")
    with _as_sentences(path), held(path.parent, make=make_folders) as folder:
        _check_target(folder / path.name, mode)
        return {"overwrite": _replace, "append": _append, "create new": _create}[mode](folder / path.name, data)


def _check_target(path: Path, mode: str) -> None:
    if not os.path.lexists(path):
        return
    _check_regular(path, path.lstat().st_mode)
    if mode == "create new":
        raise BlockError(f"{path} exists already.", "Choose another name, or the mode overwrite.")


def _check_regular(path: Path, mode: int) -> None:
    if not stat.S_ISREG(mode):
        kind = "a folder" if stat.S_ISDIR(mode) else "a link" if stat.S_ISLNK(mode) else "not a regular file"
        raise BlockError(f"{path} is {kind}.", "Choose another path.")


@contextlib.contextmanager
def _as_sentences(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise BlockError(f"{path} exists already.", "Choose another name, or the mode overwrite.") from None
    except FileNotFoundError as error:
        check_folder(path.parent, "Create it, or let the step make folders.")
        raise BlockError(f"{path} can't be written: {error.strerror}.", "Choose another folder.") from error
    except OSError as error:
        raise BlockError(f"{path} can't be written: {error.strerror}.", passing=error.errno in _FULL) from error


def _replace(path: Path, data: bytes) -> int:
    part = path.with_name(hidden_part(path.name))
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
            if os.path.lexists(path):
                os.fchmod(file.fileno(), stat.S_IMODE(path.lstat().st_mode) & 0o777)
            _write(file.fileno(), data)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return len(data)


def _append(path: Path, data: bytes) -> int:
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK
    with os.fdopen(os.open(path, flags, 0o666), "r+b", buffering=0) as file:
        _check_regular(path, os.fstat(file.fileno()).st_mode)
        if not data:
            return 0
        data = (b"" if _ends_line(file.fileno()) else b"\n") + data + (b"" if data.endswith(b"\n") else b"\n")
        add_whole(file.fileno(), data)
    return len(data)


def add_whole(descriptor: int, data: bytes) -> None:
    """`data` at the end of the file, and on the disk; all of it, or nothing. Raises OSError."""
    before = os.fstat(descriptor).st_size
    try:
        _write(descriptor, data)
    except BaseException:
        if os.fstat(descriptor).st_size < before + len(data):  # else others have written behind it
            os.ftruncate(descriptor, before)
        raise


def _create(path: Path, data: bytes) -> int:
    with path.open("xb") as file:
        try:
            _write(file.fileno(), data)
        except BaseException:
            path.unlink()
            raise
    sync_folder(path.parent)
    return len(data)


def _ends_line(descriptor: int) -> bool:
    size = os.fstat(descriptor).st_size
    return not size or os.pread(descriptor, 1, size - 1) == b"\n"


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """What was created or renamed in it is on the disk, as far as one may read the folder: into some one only puts."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

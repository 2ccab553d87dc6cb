"""Write a text into a file so that a reader sees the old or the new content, never half of it."""

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

from nomologi_tui.errors import BlockError

_FULL = (28, 122)  # ENOSPC, EDQUOT: trying again later makes sense


def write_text(path: Path, content: str, mode: str, *, make_folders: bool) -> int:
    """Write and sync; returns the bytes written. `mode`: overwrite, append, create new. Raises BlockError."""
    data = content.encode("utf-8", "replace")
    _check_target(path, mode)
    with _as_sentences(path):
        if make_folders:
            path.parent.mkdir(parents=True, exist_ok=True)
        return {"overwrite": _replace, "append": _append, "create new": _create}[mode](path, data)


def _check_target(path: Path, mode: str) -> None:
    with _as_sentences(path):
        try:
            found = path.stat()
        except FileNotFoundError:
            return
    if not stat.S_ISREG(found.st_mode):
        kind = "a folder" if stat.S_ISDIR(found.st_mode) else "not a regular file"
        raise BlockError(f"{path} is {kind}.", "Choose another path.")
    if mode == "create new":
        raise BlockError(f"{path} exists already.", "Choose another name, or the mode overwrite.")


@contextlib.contextmanager
def _as_sentences(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise BlockError(f"{path} exists already.", "Choose another name, or the mode overwrite.") from None
    except FileNotFoundError:
        raise BlockError(
            f"The folder {path.parent} does not exist.", "Create it, or let the step make folders."
        ) from None
    except OSError as error:
        raise BlockError(f"{path} can't be written: {error.strerror}.", passing=error.errno in _FULL) from error


def _replace(path: Path, data: bytes) -> int:
    part = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
            if path.exists():
                os.fchmod(file.fileno(), stat.S_IMODE(path.stat().st_mode))
            _write(file.fileno(), data)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return len(data)


def _append(path: Path, data: bytes) -> int:
    with path.open("a+b") as file:
        data = (b"" if _ends_line(file.fileno()) else b"\n") + data + (b"" if data.endswith(b"\n") else b"\n")
        _write(file.fileno(), data)
    return len(data)


def _create(path: Path, data: bytes) -> int:
    with path.open("xb") as file:
        _write(file.fileno(), data)
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
    """What was created or renamed in it is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

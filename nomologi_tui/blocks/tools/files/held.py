"""Folders that are held open: what is done in one stays in it, whatever its path leads to meanwhile.

Linux gives an open folder a name that no rename and no link changes, so all that takes a path works in it. Where there
is no such name (macOS), the path itself has to do.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from nomologi_tui.errors import BlockError

_NAMES = Path("/proc/self/fd")
_NO_FOLDER = (errno.ELOOP, errno.ENOTDIR)


@contextmanager
def held(folder: Path, *, make: bool = False) -> Iterator[Path]:
    """The name that stays `folder`'s, an absolute path without links; with `make` folders that miss are created.

    Errors that pass through tell of `folder` again. Raises BlockError where a link is on the way, OSError.
    """
    if not _NAMES.is_dir():
        if make:
            folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    descriptor = _opened(folder, make=make)
    try:
        with told_of(folder, _NAMES / str(descriptor)) as name:
            yield name
    finally:
        os.close(descriptor)


def is_held(path: Path, opened: os.stat_result) -> bool:
    """Whether `path` itself, no link followed, is what `opened` tells of."""
    return os.path.lexists(path) and os.path.samestat(path.lstat(), opened)


@contextmanager
def told_of(folder: Path, name: Path) -> Iterator[Path]:
    """Errors that pass through tell of `folder`, not of its `name` while it is held."""
    try:
        yield name
    except BlockError as error:
        error.message = error.message.replace(f"{name}", f"{folder}")
        raise
    except OSError as error:
        if isinstance(error.filename, str):
            error.filename = error.filename.replace(f"{name}", f"{folder}")
        raise


def _opened(folder: Path, *, make: bool) -> int:
    """A descriptor of `folder`, reached part by part."""
    start, parts = Path("/"), folder.parts[1:]
    if folder.is_relative_to(_NAMES):
        start, parts = Path(*folder.parts[:5]), folder.parts[5:]
    descriptor = os.open(start, os.O_PATH | os.O_DIRECTORY)
    for part in parts:
        try:
            following = _entered(part, descriptor, make=make)
        except OSError as error:
            if error.errno in _NO_FOLDER:
                raise BlockError(f"{folder} is no folder, or has become a link.", "Look at the path.") from None
            error.filename = str(folder)
            raise
        finally:
            os.close(descriptor)
        descriptor = following
    return descriptor


def _entered(part: str, above: int, *, make: bool) -> int:
    flags = os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW
    try:
        return os.open(part, flags, dir_fd=above)
    except FileNotFoundError:
        if not make:
            raise
    with suppress(FileExistsError):  # somebody else made it meanwhile
        os.mkdir(part, dir_fd=above)
    return os.open(part, flags, dir_fd=above)

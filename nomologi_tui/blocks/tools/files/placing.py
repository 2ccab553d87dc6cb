"""Give a file its name: what is there is kept unless asked, and nobody ever sees half of a file."""

import contextlib
import errno
import itertools
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Literal

from nomologi_tui.blocks.problems import LONGEST_PART
from nomologi_tui.blocks.tools.aside import GoOn
from nomologi_tui.blocks.tools.files.names import fitting, hidden_part
from nomologi_tui.blocks.tools.files.writing import sync_folder
from nomologi_tui.blocks.tools.own_store import refuse_own
from nomologi_tui.errors import BlockError

Taken = Literal["number", "overwrite", "fail"]
CHUNK = 1024 * 1024  # bytes in memory at once
MOST = 1000  # numbers that are tried for a name
_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK)  # FAT, network folders
_FULL = (errno.ENOSPC, errno.EDQUOT)  # trying again later makes sense


class MissingError(BlockError):
    """A file is not there, or not any more."""


@contextlib.contextmanager
def file_errors(what: str) -> Iterator[None]:
    """What the system says about a file, as a sentence that begins with `what`."""
    try:
        yield
    except FileNotFoundError as error:
        raise MissingError(f"{what}: {error.filename} does not exist.", "Look at the path.") from None
    except PermissionError as error:
        raise BlockError(f"{what}: {error.filename} may not be used.", "Look at its permissions.") from None
    except OSError as error:
        raise BlockError(f"{what}: {error.strerror or error}.", passing=error.errno in _FULL) from error


def open_regular(path: Path) -> IO[bytes]:
    """`path` for reading, if it is a regular file, no link and none of ours. Raises BlockError, OSError."""
    check_regular(path, path.lstat().st_mode)
    refuse_own(path)
    file = os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")
    with _closed_on_error(file):
        check_regular(path, os.fstat(file.fileno()).st_mode)  # it may have been changed for another in between
    return file


def check_regular(path: Path, mode: int) -> None:
    """Raise BlockError unless `mode` is that of a regular file."""
    if not stat.S_ISREG(mode):
        kind = "a folder" if stat.S_ISDIR(mode) else "a link" if stat.S_ISLNK(mode) else "not a regular file"
        raise BlockError(f"{path} is {kind}.", "Choose a file.")


@contextlib.contextmanager
def _closed_on_error(file: IO[bytes]) -> Iterator[None]:
    try:
        yield
    except BaseException:
        file.close()
        raise


@contextlib.contextmanager
def part_of(target: Path) -> Iterator[tuple[Path, IO[bytes]]]:
    """A hidden file beside `target` to write into; synced at the end, and gone if nobody gave it a name."""
    part = target.with_name(hidden_part(target.name))
    try:
        with _of_folders(target.parent):
            descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        with os.fdopen(descriptor, "w+b") as file:
            yield part, file
    finally:
        part.unlink(missing_ok=True)


def finish(file: IO[bytes]) -> None:
    """What was written is on the disk."""
    file.flush()
    os.fsync(file.fileno())


def copy_content(source: IO[bytes], target: IO[bytes], go_on: GoOn) -> int:
    """Copy all of `source`; the bytes."""
    size = 0
    while data := source.read(CHUNK):
        go_on()
        size += target.write(data)
    return size


def same_content(one: Path, other: Path, go_on: GoOn) -> bool:
    """Whether both are regular files with the same bytes."""
    if not stat.S_ISREG(other.lstat().st_mode) or one.stat().st_size != other.stat().st_size:
        return False
    with open_regular(one) as first:
        try:
            second = open_regular(other)
        except PermissionError:  # of somebody else; nobody can say what is in it
            return False
        with second:
            while data := first.read(CHUNK):
                go_on()
                if data != second.read(CHUNK):
                    return False
    return True


def place(source: Path, target: Path, taken: Taken, is_it: Callable[[Path], bool]) -> tuple[Path, bool]:
    """`source` becomes `target`, or `target (2)` …, as `taken` says: the path, and whether it was there already.

    `is_it` tells of a file with that name whether it is the one that was to be placed. Raises BlockError, OSError.
    """
    refuse_own(target)
    if taken == "overwrite":
        if os.path.lexists(target):
            check_regular(target, target.lstat().st_mode)
        with _of_folders(target.parent, source.parent):
            source.replace(target)
        sync_folder(target.parent)
        return target, False
    for path in names(target, taken):
        try:
            give_name(source, path)
        except FileExistsError:
            if is_it(path):
                return path, True
        else:
            sync_folder(path.parent)
            return path, False
    raise BlockError(f"{target} exists already.", "Choose another name, or let it get a number.")


def find_placed(target: Path, taken: Taken, is_it: Callable[[Path], bool]) -> Path | None:
    """The file that `place` would find there already."""
    for path in names(target, taken):
        if not os.path.lexists(path):
            return None
        if is_it(path):
            return path
    return None


def names(target: Path, taken: Taken, most: int = LONGEST_PART) -> Iterator[Path]:
    """`target` and, where it may get a number, `target (2)` and so on; `most`: bytes of such a name."""
    yield target if most == LONGEST_PART else target.with_name(fitting(target.name, most=most))
    for number in itertools.islice(itertools.count(2), MOST if taken == "number" else 0):
        yield target.with_name(fitting(target.name, f" ({number})", most))


def give_name(source: Path, path: Path) -> None:
    """`source` becomes `path`, if nobody has that name: FileExistsError else. OSError EXDEV on another disk."""
    with _of_folders(path.parent, source.parent):
        try:
            os.link(source, path, follow_symlinks=False)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            _take_name(source, path)
        else:
            _leave_name(source, path)


def _leave_name(source: Path, path: Path) -> None:
    """`source` goes, which is `path` too; where it may not go, it keeps its one name."""
    try:
        source.unlink()
    except OSError:
        path.unlink()
        raise


@contextlib.contextmanager
def _of_folders(*folders: Path) -> Iterator[None]:
    """A refusal names the folder in which nothing may be changed, not the file in it."""
    try:
        yield
    except PermissionError as error:
        error.filename = next((str(one) for one in folders if not os.access(one, os.W_OK)), error.filename)
        raise


def _take_name(source: Path, path: Path) -> None:
    """Where a file has one name only: an empty file holds the new one until it is replaced."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        source.replace(path)
    except BaseException:
        path.unlink()
        raise

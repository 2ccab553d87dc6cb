"""The lines that were added to a file since a place in it, also where the file was renamed away or emptied since."""

import errno
import os
import re
import stat
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from io import BufferedReader
from pathlib import Path

from nomologi_tui.blocks.tools.own_store import refuse_own
from nomologi_tui.errors import BlockError
from nomologi_tui.text import shorten

_MOST = 2**20  # bytes that are read at once; a line that is longer counts as several
_LONGEST = 10_000  # characters of a line that are kept
_HEAD = 64  # bytes that tell a file from another one with the same number
_COLOUR = re.compile(rb"\x1b\[[0-9;]*m")
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Behind the last line that was read: in which file, at which byte, and how that file begins."""

    file: int = 0  # its inode; 0 while there is none
    at: int = 0
    head: int = 0

    def as_json(self) -> dict[str, int]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Read:
    """Lines, each with the place behind it. `lost`: some of the file's before may have gone unread."""

    lines: list[tuple[str, Place]]
    place: Place
    lost: bool = False


def end_of(path: Path) -> Place:
    """The place behind the last whole line; the start where there is no file yet. Raises BlockError."""
    return _end(path)[0] if os.path.lexists(path) else Place()


def last_of(path: Path) -> list[str]:
    """The last whole lines, up to a megabyte. Raises BlockError where there is no such file."""
    return _end(path)[1]


def _end(path: Path) -> tuple[Place, list[str]]:
    with _opened(path) as file:
        begin = max(0, os.fstat(file.fileno()).st_size - _MOST)
        read = _read(file, begin)
        return read.place, [text for text, _ in read.lines]


def lines_behind(path: Path, before: Place) -> Read:
    """What was added behind `before`, up to a megabyte. Raises BlockError where there is no such file."""
    with _opened(path) as file:
        if _is_same(file, before):
            return _read(file, before.at)
        rest, lost = _rest(path, before)
        if rest:
            return Read(rest, rest[-1][1], lost)
        added = _read(file, 0)
        return Read(added.lines, added.place, lost)


def _rest(path: Path, before: Place) -> tuple[list[tuple[str, Place]], bool]:
    """What was not read of the file that had the name before: it may lie beside under another one."""
    if not before.file:
        return [], False
    other = next((one for one in _beside(path) if one.inode() == before.file), None)
    if other is None:
        return [], True
    with _opened(Path(other.path)) as file:
        return (_read(file, before.at, whole=True).lines, False) if _is_same(file, before) else ([], True)


def _beside(path: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(path.parent) as entries:
        yield from (one for one in entries if one.is_file(follow_symlinks=False))


def _opened(path: Path) -> BufferedReader:
    refuse_own(path)
    try:
        file = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb")
    except FileNotFoundError:
        raise BlockError(f"There is no file {path}.", "It is read from its start once it is there.") from None
    except OSError as error:
        raise BlockError(f"{path} can't be read: {error.strerror}.", "Look at its permissions.") from None
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    file.close()
    raise BlockError(f"{path} can't be read: {os.strerror(errno.EINVAL).lower()}, it is no file.", "Choose a file.")


def _is_same(file: BufferedReader, before: Place) -> bool:
    """Whether it is the file that `before` is in, and what was read of it still stands there."""
    return os.fstat(file.fileno()).st_size >= before.at and _places(file)(before.at) == before


def _places(file: BufferedReader) -> Callable[[int], Place]:
    """Makes the place at a byte of it."""
    file.seek(0)
    number, begin = os.fstat(file.fileno()).st_ino, file.read(_HEAD)
    return lambda at: Place(number, at, zlib.crc32(begin[:at]))


def _read(file: BufferedReader, at: int, *, whole: bool = False) -> Read:
    """The lines from `at` on. `whole`: nothing more comes, so the last one needs no end."""
    place = _places(file)
    file.seek(at)
    data = file.read(_MOST)
    is_all = whole or (len(data) == _MOST and b"\n" not in data)
    lines: list[tuple[str, Place]] = []
    for line in _LINE.findall(data if is_all else data[: data.rfind(b"\n") + 1]):
        at += len(line)
        text = _COLOUR.sub(b"", line).decode("utf-8", "replace").rstrip("\r\n")
        lines.append((shorten(text, _LONGEST), place(at)))
    return Read(lines, place(at))

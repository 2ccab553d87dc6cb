"""The methods of dataclasses, compiled once and kept beside our `.pyc` files, for the reason for which those are kept.

At each start Python writes the methods of each dataclass as text and compiles them, one by one: a sixth of what `list`
takes. `METHODS` stands in for the `exec` that `dataclasses` calls and gives it what an earlier start compiled of the
very same text. Where nothing is kept, or nothing can be, all is as it would be without it. The annotations that
`typing` compiles, 743 for a sentence, are so few different ones that each is compiled once and none kept.
"""

import dataclasses
import marshal
import os
import sys
import typing
import zlib
from contextlib import suppress
from functools import cache
from importlib.util import MAGIC_NUMBER
from mmap import ACCESS_READ, mmap
from pathlib import Path
from types import FunctionType
from typing import Any

_MADE = "__create_fn__"  # what the text defines: a function that makes the method
_MOST = 4_000_000  # bytes, twice what all of ours takes; beyond that, after many updates, only what is new is kept
_HEAD = 12  # bytes: of which Python, the checksum of the index, its length

Places = dict[int, tuple[int, int, int]]  # by the checksum of a text: where its entry begins and ends, its checksum


class Methods:
    """Compiled methods by their text. `path`: the file; None where Python keeps nothing compiled either.

    The file is mapped, so a start reads of it what it looks up: an entry is `(text, code)`.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._places: Places = {}
        self._entries = memoryview(b"")
        self._new: dict[int, bytes] = {}

    def take_over(self) -> None:
        """From now on dataclasses are made with what is kept."""
        self._places, self._entries = self._read()
        vars(dataclasses)["exec"] = self.define
        vars(typing)["compile"] = cache(compile)

    def define(self, text: str, scope: dict[str, Any], names: dict[str, Any]) -> None:
        """As `exec`: put what `text` defines into `names`."""
        key = zlib.crc32(text.encode())
        if key in self._places and (entry := _entry(self._entries, *self._places[key])):
            known, code = marshal.loads(entry)  # noqa: S302 - trusted as a `.pyc` is
            if known == text:
                names[_MADE] = FunctionType(code, scope)
                return
        exec(text, scope, names)  # noqa: S102 - what dataclasses would do itself
        if made := names.get(_MADE):
            self._new[key] = marshal.dumps((text, made.__code__))

    def let_go(self) -> None:
        """Free the memory, in a process that has begun and goes on."""
        self._places, self._entries = {}, memoryview(b"")

    def keep(self) -> None:
        """Write down what is new; nothing where nobody may write."""
        if self._new and self._path is not None and not sys.dont_write_bytecode:
            # only others may change the installation, the disk is full, ctrl+c once more: it is compiled again
            with suppress(OSError, KeyboardInterrupt):
                self._write(self._path)

    def _write(self, path: Path) -> None:
        places, entries = self._read()  # another process may have kept as much meanwhile
        missing = {key: new for key, new in self._new.items() if key not in places or not _entry(entries, *places[key])}
        if not missing:
            return
        if len(entries) > _MOST:
            places, entries = {}, memoryview(b"")
        end = len(entries)
        for key, entry in missing.items():
            places[key] = (end, end + len(entry), zlib.crc32(entry))
            end += len(entry)
        _write(path, _index(places), entries, *missing.values())

    def _read(self) -> tuple[Places, memoryview]:
        found = _mapped(self._path) if self._path else memoryview(b"")
        end = _HEAD + int.from_bytes(found[8:_HEAD], "little")
        index = found[_HEAD:end]
        if found[:_HEAD] != _head(index):
            return {}, memoryview(b"")
        return marshal.loads(index), found[end:]  # noqa: S302 - trusted as a `.pyc` is


def _mapped(path: Path) -> memoryview:
    try:
        with path.open("rb") as file:
            return memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))
    except (OSError, ValueError):  # nothing is kept yet; an empty file can't be mapped
        return memoryview(b"")


def _entry(entries: memoryview, start: int, end: int, checksum: int) -> memoryview | None:
    """None where a disk left only a part of it."""
    found = entries[start:end]
    return found if zlib.crc32(found) == checksum else None


def _index(places: Places) -> bytes:
    index = marshal.dumps(places)
    return _head(index) + index


def _head(index: bytes | memoryview) -> bytes:
    return MAGIC_NUMBER + zlib.crc32(index).to_bytes(4, "little") + len(index).to_bytes(4, "little")


def _write(path: Path, *parts: bytes | memoryview) -> None:
    """All of it or nothing, as Python writes a `.pyc`."""
    half = path.with_suffix(f".{os.getpid()}")
    try:
        with half.open("xb") as file:
            file.writelines(parts)
        half.replace(path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise


def _beside_ours() -> Path | None:
    """Named for this version of Python; whoever can write there decides what runs anyway."""
    cached = __spec__.cached
    return Path(cached).with_suffix(".methods") if cached else None


METHODS = Methods(_beside_ours())

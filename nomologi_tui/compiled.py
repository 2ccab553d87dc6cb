"""The methods of dataclasses, compiled once and kept beside our `.pyc` files, for the reason for which those are kept.

At each start Python writes the methods of each dataclass as text and compiles them, one by one: a sixth of what `list`
takes. `METHODS` stands in for the `exec` that `dataclasses` calls and gives it what an earlier start compiled of the
very same text. Where nothing is kept, or nothing can be, all is as it would be without it.
"""

import dataclasses
import marshal
import os
import sys
import zlib
from contextlib import suppress
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import FunctionType
from typing import Any

_MADE = "__create_fn__"  # what the text defines: a function that makes the method
_MOST = 4_000_000  # bytes, twice what all of ours takes; beyond that, after many updates, only what is new is kept
_CHECK = 8  # bytes in front of the others: whose they are and their checksum


class Methods:
    """Compiled methods by their text. `path`: the file; None where Python keeps nothing compiled either.

    All of them are one piece of memory, which is given back at once when it is let go. Beside it stands where the entry
    of a text begins, `(text, code)`, by the text's checksum.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._known: tuple[dict[int, int], memoryview] = ({}, memoryview(b""))
        self._new: dict[int, bytes] = {}

    def take_over(self) -> None:
        """From now on dataclasses are made with what is kept."""
        places, entries = self._read()
        self._known = places, memoryview(entries)
        vars(dataclasses)["exec"] = self.define

    def define(self, text: str, scope: dict[str, Any], names: dict[str, Any]) -> None:
        """As `exec`: put what `text` defines into `names`."""
        key, (places, entries) = zlib.crc32(text.encode()), self._known
        if key in places:
            known, code = marshal.loads(entries[places[key] :])  # noqa: S302 - trusted as a `.pyc` is
            if known == text:
                names[_MADE] = FunctionType(code, scope)
                return
        exec(text, scope, names)  # noqa: S102 - what dataclasses would do itself
        if made := names.get(_MADE):
            self._new[key] = marshal.dumps((text, made.__code__))

    def let_go(self) -> None:
        """Free the memory, in a process that has begun and goes on."""
        self._known = {}, memoryview(b"")

    def keep(self) -> None:
        """Write down what is new; nothing where nobody may write."""
        if self._new and self._path is not None and not sys.dont_write_bytecode:
            # only others may change the installation, the disk is full, ctrl+c once more: it is compiled again
            with suppress(OSError, KeyboardInterrupt):
                self._write(self._path)

    def _write(self, path: Path) -> None:
        places, entries = self._read()  # another process may have kept as much meanwhile
        if self._new.keys() <= places.keys():
            return
        if len(entries) > _MOST:
            places, entries = {}, b""
        all_of_them = bytearray(entries)
        for key, entry in self._new.items():
            if key not in places:
                places[key] = len(all_of_them)
                all_of_them += entry
        _write(path, marshal.dumps((places, bytes(all_of_them))))

    def _read(self) -> tuple[dict[int, int], bytes]:
        try:
            found = self._path.read_bytes() if self._path else b""
        except OSError:  # nothing is kept yet
            found = b""
        is_whole = len(found) > _CHECK and found[:_CHECK] == _check(memoryview(found)[_CHECK:])
        return marshal.loads(memoryview(found)[_CHECK:]) if is_whole else ({}, b"")  # noqa: S302 - trusted as a `.pyc` is


def _check(body: bytes | memoryview) -> bytes:
    return MAGIC_NUMBER + zlib.crc32(body).to_bytes(4, "little")


def _write(path: Path, body: bytes) -> None:
    """All of it or nothing, as Python writes a `.pyc`."""
    half = path.with_suffix(f".{os.getpid()}")
    try:
        with half.open("xb") as file:
            file.write(_check(body))
            file.write(body)
        half.replace(path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise


def _beside_ours() -> Path | None:
    """Named for this version of Python; whoever can write there decides what runs anyway."""
    cached = __spec__.cached
    return Path(cached).with_suffix(".methods") if cached else None


METHODS = Methods(_beside_ours())

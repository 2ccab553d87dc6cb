"""Unpack a zip or tar that may be hostile: nothing outside the folder, no links, no more than was allowed."""

import bz2
import gzip
import itertools
import lzma
import os
import shutil
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from nomologi_tui.blocks.tools.aside import GoOn
from nomologi_tui.blocks.tools.files.archive_names import DEEPEST
from nomologi_tui.blocks.tools.files.held import held, is_held
from nomologi_tui.blocks.tools.files.placing import CHUNK, file_errors, names, open_regular
from nomologi_tui.blocks.tools.files.writing import sync_folder
from nomologi_tui.blocks.tools.paths import check_folder
from nomologi_tui.errors import BlockError

MOST = 100_000  # members
_EMPTY = 64 * 1024  # bytes: no tar program writes more for an empty one
MOST_AT_ONCE = 4 * 1024 * 1024  # bytes that a tar may ask for
GIGABYTE = 1_000_000_000
_PRESSED: tuple[tuple[bytes, Any], ...] = (
    (b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\0", lzma.open),
)  # fmt: skip
_BROKEN = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, RuntimeError, NotImplementedError,
    ValueError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    is_folder: bool
    content: IO[bytes] | None  # None: a link, a device


@dataclass(slots=True)
class _Taken:
    """What was unpacked so far."""

    most: int
    files: int = 0
    size: int = 0
    skipped: int = 0

    def count(self, size: int) -> None:
        self.size += size
        if self.size > self.most:
            raise BlockError(f"More than {self.most / GIGABYTE:g} GB come out of it.", "Allow more, if you trust it.")


def unpack(source: Path, folder: Path, most: int, go_on: GoOn) -> dict[str, object]:
    """Unpack `source` into a new folder named after it in `folder`; at most `most` bytes. All of it, or nothing.

    Raises BlockError.
    """
    check_folder(folder, "Create it first.")
    with file_errors(f"{source} can't be unpacked"), held(source.parent) as above, held(folder) as safe:
        stage = Path(tempfile.mkdtemp(prefix=".unpack-", suffix=".part", dir=safe))
        try:
            with held(stage) as inner:
                taken = _fill(above / source.name, inner, _Taken(most), go_on)
                inner.chmod(0o755)
                path = _named(stage, safe / _stem(source.name), inner.stat())
        finally:
            shutil.rmtree(stage, ignore_errors=True)  # is gone where all went well
    return {
        "path": str(folder / path.name), "from": str(source), "files": taken.files, "bytes": taken.size,
        "skipped": taken.skipped,
    }  # fmt: skip


def _fill(source: Path, stage: Path, taken: _Taken, go_on: GoOn) -> _Taken:
    with open_regular(source) as file:
        try:
            for place, member in enumerate(_members(file, source.name)):
                go_on()
                if place >= MOST:
                    raise BlockError(f"{source.name} holds more than {MOST:,} things.", "Unpack it by hand.")
                _take(member, stage, taken, go_on)
        except _BROKEN as error:
            raise BlockError(f"{source.name} can't be unpacked: {str(error).rstrip('.') or 'it is broken'}.") from error
    return taken


def _members(file: IO[bytes], name: str) -> Iterator[_Member]:
    if zipfile.is_zipfile(file):
        yield from _of_zip(file)
        return
    careful: Any = _Careful(_plain(file))
    try:
        tar = tarfile.open(fileobj=careful, mode="r:")  # noqa: SIM115 - closed below
    except tarfile.TarError:
        raise BlockError(f"{name} is no zip and no tar.", "Choose an archive.") from None
    empty = True
    with tar:
        for info in tar:
            empty = False
            yield _Member(info.name, info.isdir(), tar.extractfile(info) if info.isreg() else None)
            tar.members = []  # type: ignore[attr-defined]  # they are not needed again, and may be many
    if empty and os.fstat(file.fileno()).st_size > _EMPTY:
        raise BlockError(f"{name} holds nothing but zeros.", "It has not come whole; fetch it again.")


def _plain(file: IO[bytes]) -> IO[bytes]:
    """What is in `file`, unpressed if it is pressed."""
    file.seek(0)
    start = file.read(6)
    file.seek(0)
    for mark, opened in _PRESSED:
        if start.startswith(mark):
            plain: IO[bytes] = opened(file)
            return plain
    return file


@dataclass(slots=True)
class _Careful:
    """A file of which little is read at once: a name in a tar may say that it is gigabytes long."""

    file: IO[bytes]

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= MOST_AT_ONCE:
            raise BlockError("It holds a name that is too long.", "Do not trust this archive.")
        return self.file.read(size)

    def seek(self, place: int, whence: int = 0) -> int:
        return self.file.seek(place, whence)

    def tell(self) -> int:
        return self.file.tell()


def _of_zip(file: IO[bytes]) -> Iterator[_Member]:
    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            kind = stat.S_IFMT(info.external_attr >> 16)
            if info.is_dir() or kind not in (0, stat.S_IFREG):
                yield _Member(info.filename, info.is_dir(), None)
                continue
            with archive.open(info) as content:
                yield _Member(info.filename, is_folder=False, content=content)


def _take(member: _Member, stage: Path, taken: _Taken, go_on: GoOn) -> None:
    path = _inside(stage, member.name)
    if member.is_folder:
        with held(path, make=True):
            pass  # it is made
    elif member.content is None:
        taken.skipped += 1
    else:
        with held(path.parent, make=True) as folder, (folder / path.name).open("xb") as target:
            while data := member.content.read(CHUNK):
                go_on()
                taken.count(len(data))
                target.write(data)
            target.flush()
            os.fsync(target.fileno())
        taken.files += 1


def _inside(stage: Path, name: str) -> Path:
    """Where a member goes. Raises BlockError where its name leads out."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or "\0" in name:
        raise BlockError(f"It holds “{name[:80]}”, which leads out of the folder.", "Do not trust this archive.")
    if len(path.parts) > DEEPEST:
        raise BlockError(f"It holds “{name[:80]}…”, more than {DEEPEST} folders deep.", "Unpack it by hand.")
    return stage / path


def _named(stage: Path, target: Path, filled: os.stat_result) -> Path:
    """`stage`, the folder that was `filled`, becomes `target`, or `target (2)` …: an empty folder holds the name."""
    for path in itertools.islice(names(target, "number"), 1000):
        try:
            path.mkdir()
        except FileExistsError:
            continue
        stage.rename(path)
        if not is_held(path, filled):
            raise BlockError(f"{path} was exchanged while it was unpacked.", "Do not trust what lies there.")
        sync_folder(path.parent)
        return path
    raise BlockError(f"There are too many folders called {target}.", "Remove some.")


def _stem(name: str) -> str:
    for ending in (".zip", ".tar.gz", ".tar.xz", ".tar.bz2", ".tgz", ".tar"):
        if name.endswith(ending) and name != ending:
            return name.removesuffix(ending)
    return f"{name} unpacked"

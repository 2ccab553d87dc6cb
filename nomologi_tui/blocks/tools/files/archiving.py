"""Pack a file or folder into a zip or tar.gz, a chunk at a time. The same content makes the same bytes."""

import contextlib
import gzip
import os
import re
import stat
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from nomologi_tui.blocks.tools.aside import GoOn
from nomologi_tui.blocks.tools.files.archive_names import DEEPEST, ENDINGS, TOLD
from nomologi_tui.blocks.tools.files.held import held, told_of
from nomologi_tui.blocks.tools.files.placing import (
    Taken,
    copy_content,
    file_errors,
    finish,
    open_regular,
    part_of,
    place,
    same_content,
)
from nomologi_tui.blocks.tools.own_store import is_own
from nomologi_tui.errors import BlockError
from nomologi_tui.text import shorten


class _Writer(Protocol):
    def add(self, path: Path, name: str) -> int: ...


@dataclass(slots=True)
class _Zip:
    archive: zipfile.ZipFile
    go_on: GoOn

    def add(self, path: Path, name: str) -> int:
        with open_regular(path) as source:
            descriptor: Any = source.fileno()  # a path may be another file by now
            info = zipfile.ZipInfo.from_file(descriptor, _readable(name), strict_timestamps=False)
            info.compress_type = zipfile.ZIP_DEFLATED
            with self.archive.open(info, "w", force_zip64=True) as target:
                return copy_content(source, target, self.go_on)


@dataclass(slots=True)
class _Tar:
    archive: tarfile.TarFile
    go_on: GoOn

    def add(self, path: Path, name: str) -> int:
        with open_regular(path) as source:
            info = self.archive.gettarinfo(arcname=name, fileobj=source)
            self.archive.addfile(info, _Watched(source, self.go_on))
            return info.size


@dataclass(slots=True)
class _Watched:
    source: IO[bytes]
    go_on: GoOn

    def read(self, size: int = -1) -> bytes:
        self.go_on()
        return self.source.read(size)


def pack(source: Path, target: Path, taken: Taken, go_on: GoOn) -> dict[str, object]:
    """Pack `source` into `target`. An archive of the same content that is there already counts. Raises BlockError."""
    if not target.name.endswith(ENDINGS):
        raise BlockError(f"{target.name} is not the name of an archive.", f"Let it end with {TOLD}.")
    if target.is_relative_to(source):
        raise BlockError(f"The archive {target} would lie in what it packs.", "Choose another folder for it.")
    with (
        file_errors(f"{source} can't be packed"),
        held(source.parent) as above,
        held(target.parent) as folder,
        part_of(folder / target.name) as (part, file),
    ):
        with _writer(target.name, file, go_on) as writer:
            files, size, skipped = _add_all(above / source.name, writer)
        finish(file)
        packed = os.fstat(file.fileno()).st_size
        path, was_there = place(part, folder / target.name, taken, lambda path: same_content(part, path, go_on))
    return {
        "path": str(target.parent / path.name), "from": str(source), "files": files, "skipped": skipped,
        "bytes": packed, "unpacked": size,
        "was_there": was_there,
    }  # fmt: skip


@contextlib.contextmanager
def _writer(name: str, file: IO[bytes], go_on: GoOn) -> Iterator[_Writer]:
    if name.endswith(".zip"):
        with zipfile.ZipFile(file, "w", allowZip64=True) as archive:
            yield _Zip(archive, go_on)
        return
    with (
        gzip.GzipFile("", "wb", fileobj=file, mtime=0) as pressed,
        tarfile.open(fileobj=pressed, mode="w", format=tarfile.PAX_FORMAT, dereference=True) as tar,
    ):
        yield _Tar(tar, go_on)


def _add_all(source: Path, writer: _Writer) -> tuple[int, int, int]:
    """Files packed, their bytes, and how many things were none: links, sockets and the like, and our own files."""
    files = size = skipped = 0
    for path, name in _files_of(source, source.name):
        with contextlib.suppress(FileNotFoundError), told_of((source.parent / name).parent, path.parent):
            if not stat.S_ISREG(path.lstat().st_mode) or (path != source and is_own(path)):
                skipped += 1
                continue
            size += writer.add(path, name)
            files += 1
    return files, size, skipped


def _files_of(source: Path, name: str, depth: int = 0) -> Iterator[tuple[Path, str]]:
    """Each thing below it that is no folder, with its name in the archive; links are not followed.

    What goes away meanwhile may be left out.
    """
    if not _is_folder(source):
        if not depth:
            open_regular(source).close()  # says what is wrong with it
        yield source, name
        return
    if depth > DEEPEST:
        raise BlockError(f"{shorten(name, 80)} lies more than {DEEPEST} folders deep.", "Pack a part of it.")
    with contextlib.suppress(*[FileNotFoundError] * bool(depth)), held(source) as folder:
        for one in sorted(folder.iterdir(), key=lambda path: (_is_folder(path), path.name)):
            yield from _files_of(one, f"{name}/{one.name}", depth + 1)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _readable(name: str) -> str:
    """A name in a zip is Unicode: bytes that are none stand in it as %E9."""
    return re.sub("[\udc80-\udcff]", lambda one: f"%{ord(one[0]) - 0xDC00:02X}", name)

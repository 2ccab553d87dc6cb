"""Copy and move one file, also to another disk."""

import contextlib
import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from nomologi_tui.blocks.tools.aside import GoOn
from nomologi_tui.blocks.tools.files.held import held
from nomologi_tui.blocks.tools.files.placing import (
    MissingError,
    Taken,
    check_regular,
    copy_content,
    file_errors,
    find_placed,
    finish,
    open_regular,
    part_of,
    place,
    same_content,
)
from nomologi_tui.blocks.tools.files.writing import sync_folder
from nomologi_tui.blocks.tools.paths import check_folder, is_folder
from nomologi_tui.errors import BlockError


@dataclass(frozen=True, slots=True)
class Job:
    """One file, its new folder and name, and what happens where the name is taken."""

    source: Path
    folder: Path
    name: str
    taken: Taken
    make_folders: bool = False

    @property
    def target(self) -> Path:
        return self.folder / self.name


def each(jobs: Iterable[Job], act: Callable[[Job, GoOn], dict[str, object]], go_on: GoOn) -> list[dict[str, object]]:
    """What `act` tells of each file; one that went away since it was found is left out."""
    told = []
    for job in jobs:
        try:
            told.append(act(job, go_on))
        except MissingError:
            if os.path.lexists(job.source) or not is_folder(job.folder):
                raise
    return told


def copy_file(job: Job, go_on: GoOn) -> dict[str, object]:
    """Copy it with its time and permissions. A copy that is there already counts: twice is as once."""
    with file_errors(f"{job.source} can't be copied"), _held(job) as safe:
        path, was_there = _copy(safe, go_on)
        return _told(job, path, was_there=was_there)


def move_file(job: Job, go_on: GoOn) -> dict[str, object]:
    """Move it; to another disk as a copy that is on the disk before the file goes."""
    with file_errors(f"{job.source} can't be moved"), _held(job) as safe:
        check_regular(safe.source, safe.source.lstat().st_mode)
        path, was_there = _moved(safe, go_on)
        _drop(safe.source, path)
        return _told(job, path, was_there=was_there)


@contextlib.contextmanager
def _held(job: Job) -> Iterator[Job]:
    """The job in folders that stay what they are, whoever exchanges them meanwhile."""
    if not job.make_folders:
        check_folder(job.folder, "Create it, or let the step make folders.")
    with held(job.source.parent) as source, held(job.folder, make=job.make_folders) as folder:
        yield replace(job, source=source / job.source.name, folder=folder)


def _moved(job: Job, go_on: GoOn) -> tuple[Path, bool]:
    try:
        return _already(job) or place(job.source, job.target, job.taken, lambda path: _is(job.source, path))
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        return _move_by_copy(job, go_on)


def _already(job: Job) -> tuple[Path, bool] | None:
    if not _is(job.source, job.target):
        return None
    if job.source.name != job.target.name and job.source.lstat().st_nlink < 2:  # letters count as the same there
        job.source.rename(job.target)
    return job.target, True


def _drop(source: Path, placed: Path) -> None:
    """Remove the old name, if it is one: a single file that two paths lead to stays."""
    if not os.path.lexists(source) or (_is(source, placed) and source.lstat().st_nlink < 2):
        return
    source.unlink()
    sync_folder(source.parent)


def _copy(job: Job, go_on: GoOn) -> tuple[Path, bool]:
    def is_it(path: Path) -> bool:
        return _is(job.source, path) or same_content(job.source, path, go_on)

    with open_regular(job.source) as source:
        found = find_placed(job.target, job.taken, is_it)
        if found:
            return found, True
        with part_of(job.target) as (part, file):
            copy_content(source, file, go_on)
            file.flush()
            _take_over(os.fstat(source.fileno()), file.fileno())
            finish(file)
            return place(part, job.target, job.taken, is_it)


def _take_over(of: os.stat_result, file: int) -> None:
    with contextlib.suppress(PermissionError):  # a disk without permissions
        os.fchmod(file, stat.S_IMODE(of.st_mode) & 0o777)
    os.utime(file, ns=(of.st_atime_ns, of.st_mtime_ns))


def _move_by_copy(job: Job, go_on: GoOn) -> tuple[Path, bool]:
    before = _version(job.source)
    placed, was_there = _copy(job, go_on)
    if _version(job.source) != before:
        raise BlockError(f"{job.source} changed while it was moved; both are kept.", "Let it settle first.")
    try:
        job.source.unlink()
    except OSError:
        if not was_there and job.taken != "overwrite":  # what was there before is gone
            placed.unlink()
        raise
    sync_folder(job.source.parent)
    return placed, was_there


def _version(path: Path) -> tuple[int, int, int]:
    found = path.lstat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _is(one: Path, other: Path) -> bool:
    try:
        return os.path.samestat(one.lstat(), other.lstat())
    except FileNotFoundError:
        return False


def _told(job: Job, path: Path, *, was_there: bool) -> dict[str, object]:
    found = path.lstat()
    return {
        "path": str(job.folder / path.name), "name": path.name, "from": str(job.source), "bytes": found.st_size,
        "was_there": was_there,
    }  # fmt: skip

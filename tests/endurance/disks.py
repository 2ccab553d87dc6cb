"""Disks of our own: one whose plug can be pulled, a small one, one that becomes read-only. All need root.

A power cut is an atomic copy of the block device under a live ext4. The device is a file on an XFS that shares blocks
between files (reflink), so the copy takes some milliseconds: it holds what had reached the device at that instant, and
nothing of what the kernel still kept in memory. Mounting the copy replays ext4's journal, as a boot does.
"""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.endurance.needs import Missing, need
from tests.support import wait_until

OUTER, INNER = 400, 64  # MB
LONG = 150.0  # seconds that may pass on a busy machine


class CutDisk:
    """An ext4 at `place`, on a device that can be copied while it is written to."""

    def __init__(self, folder: Path) -> None:
        self.place = folder / "disk"
        self._outer = folder / "outer"
        self._device = self._outer / "device"
        self._copy = self._outer / "copy"

    def cut(self) -> None:
        """Copy the device as it is now. Whoever writes goes on; `plug_in` throws away what they write after this."""
        _do("cp", "--reflink=always", self._device, self._copy)

    def plug_in(self) -> None:
        """Let the copy take the place of the disk, once nobody has a file open on it: who was killed may take a while
        to be gone."""
        if not self._copy.exists():  # whoever used it ended before the cut
            return
        wait_until(lambda: _unmounted(self.place), LONG)
        self._copy.replace(self._device)
        _do("mount", "-o", "loop", self._device, self.place)


@contextmanager
def cut_disk(folder: Path) -> Iterator[CutDisk]:
    """Mounts it, and takes it down again. Raises Missing where this machine can't."""
    need("mkfs.xfs", "mkfs.ext4", "mount", root=True)
    disk, image = CutDisk(folder), folder / "outer.image"
    for place in (disk.place, disk._outer):
        place.mkdir()
    try:
        _make_file(image, OUTER)
        _do("mkfs.xfs", "-q", "-m", "reflink=1", image)
        _mount("-o", "loop", image, disk._outer)
        _make_file(disk._device, INNER)
        _do("mkfs.ext4", "-q", "-F", disk._device)
        _mount("-o", "loop", disk._device, disk.place)
        yield disk
    finally:
        for place in (disk.place, disk._outer):
            subprocess.run(["umount", "-l", place], check=False, capture_output=True)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk in memory of `size`, such as 4m, at a folder below `folder`."""
    need("mount", root=True)
    place = folder / "small"
    place.mkdir()
    _mount("-t", "tmpfs", "-o", f"size={size}", "none", place)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=False, capture_output=True)


@contextmanager
def filled(place: Path) -> Iterator[None]:
    """No byte is free on the disk at `place` meanwhile."""
    filler = place / "filler"
    size = shutil.disk_usage(place).free
    with filler.open("wb", buffering=0) as file:
        try:
            while size > 0:
                size -= file.write(b"x" * 4096)
            while True:
                file.write(b"x")
        except OSError:
            pass  # full: that is what we want
    try:
        yield
    finally:
        filler.unlink()


def _unmounted(place: Path) -> bool:
    return not subprocess.run(["umount", place], check=False, capture_output=True).returncode


def _mount(*arguments: "str | Path") -> None:
    done = subprocess.run(["mount", *arguments], check=False, capture_output=True, text=True)
    if done.returncode:
        raise Missing(f"This machine does not let us mount disks: {done.stderr.strip()}")


def _make_file(path: Path, megabytes: int) -> None:
    """Of real blocks: a hole in it would be filled later, which is not what a disk does."""
    _do("dd", "if=/dev/zero", f"of={path}", "bs=1M", f"count={megabytes}", "status=none")


def _do(*command: "str | Path") -> None:
    subprocess.run(command, check=True, capture_output=True)

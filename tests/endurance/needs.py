"""What a harness needs of the machine, and the sentence that says what is missing."""

import os
import shutil


class Missing(Exception):  # noqa: N818 - a fact about the machine, not a fault
    """The machine lacks something; the text says what and how to get it."""


def need(*programs: str, root: bool = False) -> None:
    """Raises Missing where a program is not installed, or where root is needed and we are not."""
    lacking = [one for one in programs if not shutil.which(one)]
    if lacking:
        raise Missing(f"This needs {', '.join(lacking)}; on Debian: apt-get install {' '.join(_packages(lacking))}")
    if root and os.geteuid() != 0:
        raise Missing("This needs root: it mounts disks of its own.")


def _packages(programs: list[str]) -> list[str]:
    known = {"mkfs.xfs": "xfsprogs", "mkfs.ext4": "e2fsprogs", "gcc": "gcc libc6-dev", "mount": "mount"}
    return [known.get(one, one) for one in programs]

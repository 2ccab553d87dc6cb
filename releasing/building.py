"""Wheel and sdist of the files that git knows, the same bits each time."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from nomologi_tui.errors import NomologiError

ROOT = Path(__file__).parent.parent


def git(*arguments: str) -> str:
    """What git prints. Raises NomologiError with its own words."""
    line = ["git", "-C", str(ROOT), *arguments]
    done = subprocess.run(line, capture_output=True, text=True, check=False)  # noqa: S603 - no shell, our own words
    if done.returncode:
        raise NomologiError(f"git {arguments[0]} failed: {done.stderr.strip()}")
    return done.stdout


def tracked() -> list[Path]:
    """The files that git knows, from the root."""
    return [Path(name) for name in git("ls-files", "-z").split("\0") if name]


def copy_tracked(folder: Path) -> None:
    """What git knows and nothing that only lies around, so that no stray file gets into a package."""
    for name in tracked():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, place)


def build(source: Path, into: Path, epoch: int, *kinds: str) -> list[Path]:
    """The packages of `source`: wheel and sdist, or the one of `kinds` alone.

    `epoch` is the time of each file in them, in seconds. Raises NomologiError with what the builder said.
    """
    into.mkdir(parents=True, exist_ok=True)
    wanted = [part for kind in kinds or ("wheel", "sdist") for part in ("-t", kind)]
    done = subprocess.run(  # noqa: S603 - our own line
        [sys.executable, "-m", "hatchling", "build", "-d", str(into), *wanted], cwd=source, capture_output=True,
        env=os.environ | {"SOURCE_DATE_EPOCH": str(epoch)}, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise NomologiError(f"The packages can't be built: {done.stderr.strip()}")
    return sorted(into.iterdir())

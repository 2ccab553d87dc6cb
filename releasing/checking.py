"""What is wrong with a built package: files that miss or should not be there, and what it says of itself."""

import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from pathlib import Path, PurePosixPath

from packaging.metadata import Metadata

PACKAGE = "nomologi_tui"
MAN = "share/man/man1/nomologi.1"
# Data files that no import would miss before somebody needs them.
NEEDED = ("py.typed", "blocks/words.json", "settings/bindings.json", "app.tcss", "store/migrations/to_2.py",
          "templates/disk-nearly-full.yaml")  # fmt: skip
STRAY = ("__pycache__", ".pyc", ".env", ".db", ".key", ".pem", ".coverage", ".DS_Store", "id_rsa")
WANTED = {"License-Expression": "MIT", "License-File": "LICENSE", "Description-Content-Type": "text/markdown"}


def wheel_problems(wheel: Path, tracked: Iterable[Path]) -> Iterator[str]:
    """Each thing wrong with a wheel, as a sentence; `tracked` are the files that git knows."""
    with zipfile.ZipFile(wheel) as held:
        names = set(held.namelist())
        info = next(PurePosixPath(name).parent for name in names if name.endswith(".dist-info/METADATA"))
        yield from _contents(names, info, {str(one) for one in tracked if one.parts[0] == PACKAGE})
        yield from metadata_problems(held.read(f"{info}/METADATA"))
        if b"nomologi = nomologi_tui.__main__:main" not in held.read(f"{info}/entry_points.txt"):
            yield "The command nomologi is no entry point."


def _contents(names: set[str], info: PurePosixPath, wanted: set[str]) -> Iterator[str]:
    data = f"{str(info).removesuffix('.dist-info')}.data/data/{MAN}"
    own = {str(info / name) for name in ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")}
    expected = wanted | own | {data} | {f"{PACKAGE}/{name}" for name in NEEDED}
    yield from (f"{name} is not in the wheel." for name in sorted(expected - names))
    yield from (f"{name} does not belong into the wheel." for name in sorted(names - expected))
    yield from stray(names)


def sdist_problems(sdist: Path, tracked: Iterable[Path]) -> Iterator[str]:
    """Each thing wrong with an sdist, as a sentence."""
    with tarfile.open(sdist) as held:
        root = sdist.name.removesuffix(".tar.gz")
        names = {str(PurePosixPath(one.name).relative_to(root)) for one in held.getmembers() if one.isfile()}
        yield from (f"{name} is not in the sdist." for name in sorted({str(one) for one in tracked} - names))
        yield from (
            f"{name} is no file of ours." for name in sorted(names - {str(one) for one in tracked} - {"PKG-INFO"})
        )
        yield from stray(names)


def stray(names: Iterable[str]) -> Iterator[str]:
    """Files that by their name are a cache, a secret or a database."""
    for name in sorted(names):
        if any(part.startswith("__pycache__") or part.endswith(STRAY) for part in PurePosixPath(name).parts):
            yield f"{name} is a cache, a secret or a database."


def metadata_problems(raw: bytes) -> Iterator[str]:
    """What an index would refuse, or what readers would miss."""
    try:
        Metadata.from_email(raw, validate=True)
    except ExceptionGroup as group:
        yield from (f"The metadata is wrong: {error}" for error in group.exceptions)
    found = message_from_bytes(raw)
    for name, value in WANTED.items():
        if found.get(name) != value:
            yield f"The metadata says {name}: {found.get(name)}, not {value}."
    if not str(found.get_payload()).startswith("# Nomologi"):
        yield "The README is not the description."


def has_addresses(wheel: Path) -> bool:
    """Whether readers are told where the source is."""
    with zipfile.ZipFile(wheel) as held:
        name = next(name for name in held.namelist() if name.endswith(".dist-info/METADATA"))
        return b"\nProject-URL: " in held.read(name)

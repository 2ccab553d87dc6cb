"""A store in one file: made while others write, looked through before any of it is used, put back in one transaction.

The file is a zip with `nomologi.db`, the vault as it is sealed, `config.toml` as it stands, and `manifest.json`, which
says how long each of them is and its SHA-256.
"""

import contextlib
import errno
import hashlib
import json
import lzma
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, datetime
from pathlib import Path
from typing import Any

from nomologi_tui import __version__
from nomologi_tui.clock import Clock
from nomologi_tui.errors import BadInputError, NomologiError, NotFoundError, StoreError
from nomologi_tui.settings import Places
from nomologi_tui.store import automations, runs, sqlite, users
from nomologi_tui.store.db import Store
from nomologi_tui.store.soundness import unsound
from nomologi_tui.text import clean_line

FORMAT = 1
DATABASE, VAULT, CONFIG, MANIFEST = "nomologi.db", "nomologi.vault", "config.toml", "manifest.json"
MOST_OF = {
    VAULT: 2**24,
    CONFIG: 2**20,
    MANIFEST: 2**16,
}  # bytes that are read of each; the database's end is the disk's
MAKING, UNPACKING = ".copy-", ".restore-"  # how folders begin that are there meanwhile
_PIECE = 2**20


@dataclass(frozen=True, slots=True)
class Copy:
    """What a copy holds, unpacked into `folder` and looked through; `database` is brought up to this program's form."""

    folder: Path
    made_at: datetime
    program: str
    files: tuple[str, ...]

    @property
    def database(self) -> Path:
        return self.folder / DATABASE

    def has(self, name: str) -> bool:
        return name in self.files


def make(places: Places, target: Path, now: datetime) -> int:
    """Write a copy into the new file `target`, mode 0600; its bytes. Raises StoreError; then there is no such file."""
    try:
        with tempfile.TemporaryDirectory(prefix=MAKING, dir=target.parent) as name, sqlite.told(places):
            folder = Path(name)
            _pack(_gather(places, folder), folder / "packed", now)
            (folder / "packed").replace(target)
        return target.stat().st_size
    except OSError as error:
        raise StoreError(f"{target} can't be written: {error.strerror}.", "Choose another place.") from error


def remove_left(folder: Path, prefix: str, before: datetime) -> None:
    """Remove what somebody left there who was killed while making or unpacking a copy, if it is older."""
    for one in folder.glob(f"{prefix}*"):
        if one.lstat().st_mtime < before.timestamp():
            shutil.rmtree(one, ignore_errors=True)  # the next look comes to what is still there


def _gather(places: Places, folder: Path) -> dict[str, Path]:
    """The files that go into a copy; the database as of one moment."""
    with contextlib.closing(sqlite.connect_reader(places.database, typed=False)) as source:
        sqlite.back_up(source, folder / DATABASE)
    others = {VAULT: places.vault, CONFIG: places.config_file}
    return {DATABASE: folder / DATABASE} | {name: path for name, path in others.items() if path.is_file()}


def _pack(files: dict[str, Path], part: Path, now: datetime) -> None:
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "r+b") as raw:
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
            found = {name: _put(archive, name, path) for name, path in files.items()}
            manifest = {
                "format": FORMAT, "program": __version__, "made_at": now.astimezone(UTC).isoformat(), "files": found,
            }  # fmt: skip
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        raw.flush()
        os.fsync(raw.fileno())


def _put(archive: zipfile.ZipFile, name: str, path: Path) -> dict[str, Any]:
    digest, length = hashlib.sha256(), 0
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        while piece := source.read(_PIECE):
            digest.update(piece)
            length += len(piece)
            target.write(piece)
    return {"bytes": length, "sha256": digest.hexdigest()}


@contextlib.contextmanager
def opened(file: Path, near: Path, clock: Clock) -> Iterator[Copy]:
    """The copy, unpacked below the folder `near` and removed again at the end. BadInputError: it is none."""
    near.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=UNPACKING, dir=near) as name:
        folder = Path(name)
        try:
            copy = _unpack(file, folder)
            _look_through(copy, clock)
        except FileNotFoundError:
            raise NotFoundError(f"There is no file {file}.", "Give the path of a backup.") from None
        except _NoCopyError as error:
            raise no_copy(file, error) from error
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError) as error:
            raise no_copy(file, f"it is no zip file, or damaged ({error})") from error
        except (LookupError, ValueError, TypeError, ArithmeticError, RuntimeError) as error:
            raise no_copy(file, "it holds what is none of ours") from error
        except OSError as error:
            if error.errno in (errno.EINVAL, None):  # a place before its own beginning, data that bzip2 can't read
                raise no_copy(file, "it is damaged") from error
            raise StoreError(f"{file} can't be unpacked: {error.strerror}.", "Check the disk and its space.") from error
        yield copy


class _NoCopyError(Exception):
    """Why a file is no copy of ours."""


def no_copy(file: Path, why: object) -> BadInputError:
    return BadInputError(f"{file} is no backup that can be used: {why}.", "Nothing was changed.")


def _unpack(file: Path, folder: Path) -> Copy:
    if file.exists() and not file.is_file():  # a pipe would wait for a writer
        raise _NoCopyError("it is no file")
    with zipfile.ZipFile(file) as archive:
        with archive.open(MANIFEST) as said:
            manifest = json.loads(said.read(MOST_OF[MANIFEST]))
        if manifest["format"] != FORMAT:
            raise _NoCopyError(f"it is of form {manifest['format']!r:.20}, this program knows {FORMAT}")
        names = [name for name in (DATABASE, VAULT, CONFIG) if name in manifest["files"]]
        for name in names:
            _take_out(archive, name, manifest["files"][name], folder)
    if DATABASE not in names:
        raise _NoCopyError("it holds no database")
    return Copy(folder, _moment(manifest["made_at"]), clean_line(str(manifest["program"]))[:40], tuple(names))


def _moment(said: str) -> datetime:
    """Raises ValueError for what no clock of any zone shows."""
    made = datetime.fromisoformat(said)
    made = made.astimezone(UTC) if made.tzinfo else made.replace(tzinfo=UTC)
    if not 1 < made.year < MAXYEAR:
        raise ValueError(said)
    return made


def _take_out(archive: zipfile.ZipFile, name: str, said: dict[str, Any], folder: Path) -> None:
    """One file, only as long as the manifest says, under our own name for it."""
    length = int(said["bytes"])
    if not 0 <= length <= MOST_OF.get(name, shutil.disk_usage(folder).free):
        raise _NoCopyError(f"its {name} is too long for this disk")
    digest, left = hashlib.sha256(), length
    handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as target, archive.open(name) as source:
        while piece := source.read(min(_PIECE, left + 1)):
            left -= len(piece)
            if left < 0:
                break
            digest.update(piece)
            target.write(piece)
    if left or digest.hexdigest() != said["sha256"]:
        raise _NoCopyError(f"its {name} is not the one that was backed up")


def _look_through(copy: Copy, clock: Clock) -> None:
    """Bring the unpacked database up to date, and let no run of it begin again. Raises _NoCopyError."""
    places = Places(data=copy.folder, config=copy.folder, state=copy.folder)
    try:
        with sqlite.told(places), contextlib.closing(sqlite.connect_reader(copy.database, typed=False)) as plain:
            if sqlite.version_of(plain) == 0:
                raise _NoCopyError("its database is empty")
            _check(plain)
        Store.open(places, clock).close()
        with sqlite.told(places), contextlib.closing(sqlite.connect_reader(copy.database, typed=False)) as done:
            _check_shape(done, places, clock)
            if wrong := unsound(done):
                raise _NoCopyError(f"its database holds a value in {wrong} that is none of ours")
        with Store.open(places, clock) as store:
            store.write(runs.cancel_all, "It was under way when the backup was made", clock.now())
            for user in store.read(users.all_users):  # also what JSON holds becomes values of ours
                store.read(automations.all_for, user.id)
    except NomologiError as error:
        raise _NoCopyError(error.message.rstrip(".")) from error


def _check(connection: Any) -> None:
    wrong = [*sqlite.check_whole(connection, thorough=True), *map(str, sqlite.orphans(connection))]
    if wrong:
        raise _NoCopyError(f"its database is damaged: {wrong[0]:.100}")


def _check_shape(connection: Any, places: Places, clock: Clock) -> None:
    """Exactly the tables and indexes of a new database: others, or a trigger, would be somebody else's program."""
    fresh = Places(data=places.data / "new", config=places.config, state=places.state)
    Store.open(fresh, clock).close()
    with contextlib.closing(sqlite.connect_reader(fresh.database, typed=False)) as other:
        if sqlite.shape(connection) != sqlite.shape(other):
            raise _NoCopyError("its database holds tables that are none of ours")


def put_back(copy: Copy, places: Places, now: datetime) -> list[Path]:
    """Make the store what the copy holds, in one transaction; who has it open sees the new one from then on.

    What was there is kept beside it: where. Nobody may serve meanwhile. Raises StoreError; then nothing is changed.
    """
    mark = f"before-restore.{now:%Y%m%dT%H%M%SZ}"
    with _beside(copy, places) as files:  # first what can fail for want of space
        kept = _put_database_back(copy, places, mark)
        for new, target in files:
            if target.is_file():
                kept.append(target.with_name(f"{target.name}.{mark}"))
                target.rename(kept[-1])
            new.replace(target)
    return kept


def _put_database_back(copy: Copy, places: Places, mark: str) -> list[Path]:
    kept = []
    with sqlite.told(places), contextlib.closing(sqlite.WriteLock(places.write_lock)) as lock, lock:
        if sqlite.is_there(places.database):
            kept.append(places.database.with_name(f"{places.database.stem}.{mark}.db"))
            with contextlib.closing(sqlite.connect_reader(places.database, typed=False)) as present:
                sqlite.back_up(present, kept[-1])
        else:
            sqlite.create_file(places.database)
        with (
            contextlib.closing(sqlite.connect_reader(copy.database, typed=False)) as source,
            contextlib.closing(sqlite.connect(places.database)) as target,
        ):
            source.backup(target)
    return kept


@contextlib.contextmanager
def _beside(copy: Copy, places: Places) -> Iterator[list[tuple[Path, Path]]]:
    """The copy's other files, each beside its place: those that differ from what is there, settings where none are.

    Raises StoreError.
    """
    wanted = {VAULT: places.vault} | ({} if places.config_file.exists() else {CONFIG: places.config_file})
    found = []
    with contextlib.ExitStack() as folders:
        try:
            for name, target in wanted.items():
                if copy.has(name) and not _same(copy.folder / name, target):
                    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                    made = tempfile.TemporaryDirectory(prefix=UNPACKING, dir=target.parent)
                    found.append((Path(folders.enter_context(made)) / name, target))
                    _copy_file(copy.folder / name, found[-1][0])
            yield found
        except OSError as error:
            raise StoreError(f"{error.filename} can't be written: {error.strerror}.", "Check the disk.") from error


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and other.read_bytes() == one.read_bytes()


def _copy_file(source: Path, target: Path) -> None:
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as new:
        new.write(source.read_bytes())
        new.flush()
        os.fsync(new.fileno())

"""Where things are: the folders, the database, its locks."""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nomologi_tui.errors import BadInputError, StoreError
from nomologi_tui.settings.typed_path import typed_path

APP = "nomologi"
APPLICATION_ID = 0x4E6F6D6F  # "Nomo", in the header of our database


@dataclass(frozen=True, slots=True)
class Places:
    """Where things are. With NOMOLOGI_HOME all of it is in one folder, else XDG."""

    data: Path  # the database, its locks and backups
    config: Path
    state: Path  # crash reports, last copy
    named: Path | None = None  # the database that NOMOLOGI_DATABASE_URL names

    @property
    def database(self) -> Path:
        return self.named or self.data / "nomologi.db"

    @property
    def runner_lock(self) -> Path:
        """Held by whoever runs automations; never the database file itself (its POSIX locks belong to SQLite)."""
        return self.database.with_suffix(".runner.lock")

    @property
    def next_lock(self) -> Path:
        """Held by the service that waits for the runner lock: the one in the app sees it and gives way."""
        return self.database.with_suffix(".runner.next.lock")

    @property
    def runner_socket(self) -> Path:
        """Where the runner hears at once that somebody wrote; beside its lock, so that whoever finds one finds both."""
        return self.database.with_suffix(".runner.sock")

    @property
    def write_lock(self) -> Path:
        """Held around each write transaction and checkpoint, so that writers take turns."""
        return self.database.with_suffix(".write.lock")

    def login_lock(self, connection_id: int) -> Path:
        """Held while the tokens of a connection change: two who renew at once may end its login."""
        return self.database.with_suffix(f".login-{connection_id}.lock")

    @property
    def vault(self) -> Path:
        """Sealed secrets, where there is no keyring and the user made one."""
        return self.data / "nomologi.vault"

    @property
    def backups(self) -> Path:
        """What the runner backs up each day."""
        return self.data / "backups"

    @property
    def config_file(self) -> Path:
        return self.config / "config.toml"


def find_places(environ: Mapping[str, str]) -> Places:
    """The folders, without creating them."""
    home, named = environ.get("NOMOLOGI_HOME"), _database_file(environ.get("NOMOLOGI_DATABASE_URL", ""))
    if home:
        folder = typed_path(home).absolute()
        return Places(data=folder, config=folder, state=folder, named=named)
    from platformdirs import PlatformDirs  # 5 ms that NOMOLOGI_HOME saves

    dirs = PlatformDirs(APP, appauthor=False)
    data, config, state = (Path(name) for name in (dirs.user_data_dir, dirs.user_config_dir, dirs.user_state_dir))
    return Places(data=data, config=config, state=state, named=named)


def _database_file(url: str) -> Path | None:
    """The file that a database URL names; None for an empty one. Raises BadInputError for anything but sqlite:///path."""
    if not url:
        return None
    kind, mark, path = url.partition(":///")
    if kind != "sqlite" or not mark or path in ("", ":memory:") or "?" in path:
        raise BadInputError(
            f"NOMOLOGI_DATABASE_URL is “{url.partition('://')[0]}://…”, which is not supported.",
            "Write sqlite:///path/to/file.db, or unset it.",
        )
    try:
        return typed_path(path).absolute()
    except BadInputError as error:
        raise StoreError(f"The store can't be used: {error.message}", error.hint) from error


def prepare(places: Places) -> None:
    """Create the folders with mode 0700 and check that they are ours. StoreError names the line that repairs it."""
    for folder in {places.data, places.config, places.state}:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            found = folder.stat()
        except OSError as error:
            raise StoreError(
                f"The folder {folder} can't be used: {error.strerror}.", "Set NOMOLOGI_HOME to a folder of yours."
            ) from error
        if found.st_uid != os.geteuid():
            raise StoreError(f"The folder {folder} belongs to another user.", "Set NOMOLOGI_HOME to a folder of yours.")
        if not os.access(folder, os.R_OK | os.X_OK):
            raise StoreError(f"The folder {folder} can't be read.", f"Run: chmod 700 '{folder}'")
        if stat.S_IMODE(found.st_mode) & 0o077:
            _close_to_others(folder)
    if places.named:
        _make_folder(places.named.parent)


def _make_folder(folder: Path) -> None:
    """Create the folder of a database that the user put elsewhere; one that is there keeps its mode."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The folder {folder} can't be used: {error.strerror}.", "Set NOMOLOGI_DATABASE_URL to another file."
        ) from error


def _close_to_others(folder: Path) -> None:
    try:
        folder.chmod(0o700)
    except OSError as error:
        raise StoreError(
            f"The folder {folder} is open to other users: {error.strerror}.", f"Run: chmod 700 '{folder}'"
        ) from error

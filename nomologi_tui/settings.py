"""Places and settings: read once at start from the environment and config.toml, then handed down."""

import getpass
import os
import stat
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from nomologi_tui import setting_forms
from nomologi_tui.errors import BadInputError, StoreError

APP = "nomologi"
APPLICATION_ID = 0x4E6F6D6F  # "Nomo", in the header of our database
DEFAULT_PORT = 8722


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


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set. Each key can stand in config.toml and, as NOMOLOGI_KEY, in the environment, which wins."""

    places: Places
    user: str  # the login name of the person: NOMOLOGI_USER or the OS account
    timezone: str  # IANA name
    webhook_host: str = "127.0.0.1"
    webhook_port: int = DEFAULT_PORT
    webhook_url: str = ""  # how senders reach the listener, when a proxy or tunnel stands in front
    runs_at_once: int = 4  # over all automations
    account_at_once: int = 2  # steps that use the same credential
    retries: int = 3  # more tries after a passing error, unless an automation says otherwise
    on_failure: str = "stop"  # likewise: stop or continue
    keep_days: int = 30  # of history, likewise
    keep_runs: int = 200  # of each automation and outcome, likewise
    backups: int = 7  # of the last days, made by the runner; 0: none
    alert_channel: str = ""  # env:NAME or keyring:NAME of an apprise address, desktop, terminal, off
    alert_quiet: str = ""  # hours such as 22:00-07:00
    alert_cooldown: int = 60  # minutes between alerts of one kind of the same automation
    alert_digest: str = ""  # such as 30m, or a time of day: what was collected is told then
    vault_key_file: str = ""  # what opens the vault, for unattended starts
    allowed_packages: str = ""  # of other people: name or name==version, with spaces between
    help_connection: str = ""  # a language model that may suggest steps for a goal; none: nothing is ever asked
    heartbeat_url: str = ""  # asked for each minute while the runner is well

    @property
    def webhook_base(self) -> str:
        """How senders reach the webhook listener, without a slash at the end."""
        return self.webhook_url.rstrip("/") or f"http://{self.webhook_host}:{self.webhook_port}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def quiet_hours(self) -> tuple[time, time] | None:
        """When no alert is sent: from, until. Over midnight where the first one is the later one."""
        return setting_forms.hours(self.alert_quiet) if self.alert_quiet else None

    @property
    def digest(self) -> timedelta | time | None:
        """How often, or when in the day, what was collected is told; None: at once."""
        return setting_forms.digest(self.alert_digest) if self.alert_digest else None


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from `environ` (default: the process's) over config.toml over defaults. Raises BadInputError."""
    environ = os.environ if environ is None else environ
    places = find_places(environ)
    raw = _config_file(places.config_file)
    known = [field.name for field in fields(Settings) if field.name != "places"]
    unknown = sorted(set(raw) - set(known))
    if unknown:
        raise BadInputError(
            f"{places.config_file} sets “{unknown[0]}”, which is no setting.", f"Known are {', '.join(known)}."
        )
    values: dict[str, Any] = {
        "user": account(),
        "timezone": local_zone(environ),
        **raw,
    }
    values |= {name: environ[f"NOMOLOGI_{name.upper()}"] for name in known if environ.get(f"NOMOLOGI_{name.upper()}")}
    return Settings(places=places, **_checked(values))


def ensure_home() -> None:
    """An account without a home, as in a container, gets the root as its HOME, which container engines do as well."""
    if os.path.expanduser("~") == "~":  # noqa: PTH111 - pathlib raises instead
        os.environ["HOME"] = "/"


def account() -> str:
    """The login name of the OS account; in a container it may have a number only."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid-{os.getuid()}"


# The least and the most of each number.
_RANGES = {
    "webhook_port": (0, 65_535), "runs_at_once": (1, 64), "account_at_once": (1, 64), "retries": (0, 100),
    "keep_days": (1, 36_500), "keep_runs": (1, 1_000_000),
    "backups": (0, 1_000),
    "alert_cooldown": (0, 10_080),
}  # fmt: skip
_CHOICES = {"on_failure": ("stop", "continue")}


# How each text must look: its parser, and what to write.
_FORMS: dict[str, tuple[Callable[[str], object], str]] = {
    "alert_channel": (
        setting_forms.channel,
        "Set env:NAME or keyring:NAME for an address of apprise, desktop, terminal or off.",
    ),
    "alert_quiet": (setting_forms.hours, "Set hours such as 22:00-07:00."),
    "alert_digest": (setting_forms.digest, "Set how often, such as 30m or 2h, or a time of day such as 08:00."),
    "vault_key_file": (setting_forms.path, "Set a path that begins with / or ~/."),
    "allowed_packages": (setting_forms.packages, "Set names such as nomologi-hue or nomologi-hue==1.2."),
    "heartbeat_url": (setting_forms.url, "Set an http address, or env:NAME or keyring:NAME of one."),
}


def _check_form(name: str, text: str) -> None:
    parse, hint = _FORMS[name]
    try:
        parse(text)
    except ValueError:  # what was written may be a secret, so it is not repeated
        raise BadInputError(f"The setting {name} can't be read.", hint) from None


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    for name, value in values.items():
        if name in _RANGES:
            values[name] = _number(name, value)
        elif not isinstance(value, str):
            raise BadInputError(f"The setting {name} is not a text.", "Write it in quotes.")
        if name in _FORMS and value:
            _check_form(name, value)
        if name in _CHOICES and value not in _CHOICES[name]:
            raise BadInputError(f"{name} is “{value}”.", f"Set {' or '.join(_CHOICES[name])}.")
    try:
        ZoneInfo(str(values["timezone"]))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInputError(
            f"“{values['timezone']}” is not a time zone.", "Set one such as Europe/Berlin or UTC."
        ) from None
    return values


def _number(name: str, value: Any) -> int:
    least, most = _RANGES[name]
    hint = f"Set {'a port' if name == 'webhook_port' else 'a number'} from {max(least, 1)} to {most}."
    try:
        number = int(value)
    except (TypeError, ValueError):
        raise BadInputError(f"{name} is “{value}”, which is not a number.", hint) from None
    if not least <= number <= most or isinstance(value, bool):
        raise BadInputError(f"{name} is {value}.", hint)
    return number


def find_places(environ: Mapping[str, str]) -> Places:
    """The folders, without creating them."""
    home, named = environ.get("NOMOLOGI_HOME"), _database_file(environ.get("NOMOLOGI_DATABASE_URL", ""))
    if home:
        folder = Path(home).expanduser().absolute()
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
    return Path(path).expanduser().absolute()


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


def local_zone(environ: Mapping[str, str]) -> str:
    """The machine's zone as an IANA name: TZ, else what /etc says, else UTC."""
    named = environ.get("TZ", "").lstrip(":")
    if named and _is_zone(named):
        return named
    try:
        target = os.path.realpath("/etc/localtime")
        name = target.partition("zoneinfo/")[2]
        if name and _is_zone(name):
            return name.removeprefix("Etc/") if name == "Etc/UTC" else name
        text = Path("/etc/timezone").read_text(encoding="utf-8").strip()
    except OSError:
        return "UTC"
    return text if _is_zone(text) else "UTC"


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _config_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (PermissionError, NotADirectoryError) as error:
        raise StoreError(
            f"{path} can't be read: {error.strerror}.", "Set NOMOLOGI_HOME to a folder of yours."
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInputError(f"{path} can't be read: {error}.", "Correct or remove it.") from error

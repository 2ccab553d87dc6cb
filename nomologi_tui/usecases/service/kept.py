"""What a service's file says: how the runner is started and what it knows of the environment; and how it fares."""

import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from nomologi_tui.errors import BadInputError, NomologiError, StoreError
from nomologi_tui.text import span

LIMIT = 60.0  # seconds that a manager gets to answer: one that stops a runner waits for its runs
# Where things are, and where commands are looked for. Other settings belong into config.toml, secrets into the keyring.
_GOES_ALONG = (
    "PATH", "NOMOLOGI_HOME", "NOMOLOGI_DATABASE_URL", "NOMOLOGI_USER",
    "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Start:
    """How the runner is started. `left_out` are variables of ours that are set here and do not go along."""

    program: tuple[str, ...]
    environment: dict[str, str]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceState:
    """How the service fares. `lingers`: goes on when its user logs out; None: could not be found out."""

    file: Path
    installed: bool
    starts_itself: bool = False
    active: bool = False
    words: str = ""
    lingers: bool | None = None


class Manager(Protocol):
    """What keeps services going. Each call raises NomologiError with the reason where it can't."""

    def file(self) -> Path:
        """Where the service is written down."""

    def text(self, start: Start, *, hardened: bool) -> str:
        """What is written there."""

    def install(self, start: Start, *, hardened: bool) -> ServiceState:
        """Write it down and start it; one that was there is replaced."""

    def remove(self) -> None:
        """Stop it and take the file away. Raises NotFoundError where there is none."""

    def state(self) -> ServiceState:
        """How it fares."""


def start_from(environ: Mapping[str, str]) -> Start:
    """This installation's runner, with the places and the PATH of `environ`. Raises BadInputError."""
    along = {name: environ[name] for name in _GOES_ALONG if environ.get(name)}
    for name, value in along.items():
        if not value.isprintable():
            raise BadInputError(f"{name} holds a character that no service's file can hold.", f"Set {name} anew.")
    left_out = sorted(name for name in environ if name.startswith("NOMOLOGI_") and name not in _GOES_ALONG)
    return Start((sys.executable, "-m", "nomologi_tui", "runner", "--log", "text"), along, tuple(left_out))


def write(file: Path, text: str) -> None:
    """Write it whole or not at all, readable by its owner only. Raises StoreError."""
    aside = file.with_name(f".{file.name}.new")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside.write_text(text, encoding="utf-8")
        aside.chmod(stat.S_IRUSR | stat.S_IWUSR)
        aside.replace(file)
    except OSError as error:
        with suppress(OSError):
            aside.unlink()
        raise StoreError(f"{file} can't be written: {error.strerror}.", f"Look at the folder {file.parent}.") from error


def ask(*line: str) -> "subprocess.CompletedProcess[str]":
    """What a program of the system answers. Raises NomologiError where it is not there or does not answer."""
    environ = os.environ | {"LC_ALL": "C.UTF-8", "SYSTEMD_COLORS": "0", "SYSTEMD_PAGER": ""}
    try:
        return subprocess.run(  # noqa: S603 - a program by its name, no shell
            line, env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
            timeout=LIMIT, check=False,
        )  # fmt: skip
    except FileNotFoundError:
        raise NomologiError(f"There is no {line[0]} here.", NO_MANAGER) from None
    except subprocess.TimeoutExpired:
        raise NomologiError(f"{line[0]} did not answer within {span(LIMIT)}.", "Try again.", passing=True) from None


NO_MANAGER = "Keep `nomologi runner` going another way: in tmux, by cron's @reboot, or in a container."

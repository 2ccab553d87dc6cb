"""Crontabs: read, taken over, their lines put aside once the automations are on, and put back exactly."""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nomologi_tui.adopting.cron_job import Surroundings, cron_found
from nomologi_tui.adopting.crontab import ASIDE, CronLine, read_crontab
from nomologi_tui.errors import BadInputError, NotFoundError, StoreError
from nomologi_tui.settings import local_zone
from nomologi_tui.settings.typed_path import typed_path
from nomologi_tui.usecases.adopting import Offer, offers
from nomologi_tui.usecases.alerts import channel
from nomologi_tui.usecases.automations.automations import switch_off
from nomologi_tui.usecases.workspace import Workspace

OWN = "crontab"  # the person's own, which the program crontab keeps
LARGEST = 2**20  # bytes
_LIMIT = 60.0  # seconds for the program crontab
_SYSTEM = Path("/etc/crontab")
_PARTS = Path("/etc/cron.d")
_NO_END = "The file's last line has no end, so cron ignores the whole file."
_NAME = re.compile(r"[A-Za-z0-9_-]+")  # cron itself reads no other file there


@dataclass(frozen=True, slots=True)
class Crontab:
    """One crontab. `file`: None for the person's own; `with_user`: its lines name their users."""

    name: str
    text: str
    file: Path | None = None
    with_user: bool = False


def own_crontab() -> Crontab:
    """The person's. Raises NotFoundError where there is none or no cron."""
    data, said = _program("-l")
    if said:
        raise NotFoundError(f"Your crontab can't be read: {said}.", "Name a file: nomologi adopt crontab FILE")
    return Crontab(OWN, _decoded(data, "Your crontab"))


def _program(argument: str) -> tuple[bytes, str]:
    """What the program crontab answers, byte for byte, and why it failed where it did."""
    try:
        done = subprocess.run(["crontab", argument], check=False, capture_output=True, timeout=_LIMIT)  # noqa: S603, S607 - as a person calls it
    except FileNotFoundError:
        return b"", "there is no program crontab"
    except (OSError, subprocess.TimeoutExpired) as error:
        return b"", f"crontab does not answer ({type(error).__name__})"
    said = " ".join(done.stderr.decode(errors="replace").split()) or f"crontab ended with {done.returncode}"
    return done.stdout, said if done.returncode else ""


def _decoded(data: bytes, name: str) -> str:
    if len(data) > LARGEST:
        raise BadInputError(f"{name} is larger than 1 MB, which no crontab is.")
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise BadInputError(f"{name} is not UTF-8 text.") from None


def crontab_in(file: Path, *, with_user: bool = False) -> Crontab:
    """A file's. Raises BadInputError."""
    file = typed_path(file).absolute()
    try:
        with file.open("rb") as source:
            text = _decoded(source.read(LARGEST + 1), str(file))
    except OSError as error:
        raise BadInputError(f"{file} can't be read: {error.strerror}.") from error
    with_user = with_user or file == _SYSTEM or file.parent == _PARTS
    if not with_user and _names_users(text):
        raise BadInputError(f"Each line of {file} names its user.", "Add --system.")
    return Crontab(str(file), text, file, with_user)


def _names_users(text: str) -> bool:
    """Whether each command begins with an account that is no program, as in the parts of a package's crontab."""
    lines = [one for one in read_crontab(text, with_user=True) if isinstance(one, CronLine)]
    return bool(lines) and all(_is_account(one.user) and shutil.which(one.user) is None for one in lines)


def _is_account(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def system_crontabs() -> list[Crontab]:
    """/etc/crontab and those in /etc/cron.d that can be read. Raises NotFoundError where there is none."""
    files = [_SYSTEM, *sorted(one for one in _PARTS.glob("*") if _NAME.fullmatch(one.name))]
    found = [crontab_in(one) for one in files if one.is_file() and os.access(one, os.R_OK)]
    if not found:
        raise NotFoundError(f"There is neither {_SYSTEM} nor a file in {_PARTS}.")
    return found


def offered(ws: Workspace, crontab: Crontab) -> list[Offer]:
    """What of it can be taken over."""
    person = pwd.getpwuid(os.geteuid())
    around = Surroundings(
        person.pw_name,
        person.pw_dir,
        local_zone({}),
        ws.settings.timezone,
        told=channel(ws).kind not in ("off", "terminal"),
    )
    found = [cron_found(line, around) for line in read_crontab(crontab.text, with_user=crontab.with_user)]
    if found and not crontab.text.endswith("\n"):
        found[-1] = replace(found[-1], remarks=(*found[-1].remarks, _NO_END))
    return offers(ws, crontab.name, found)


def put_aside(ws: Workspace, crontab: Crontab, taken: Sequence[Offer]) -> int:
    """Make comments of the lines whose automations are on; how many. A copy of what was there is kept.

    Raises BadInputError where the crontab changed meanwhile, StoreError where it can't be written.
    """
    numbers = {int(one.found.place.rpartition(" ")[2]) for one in taken if one.on}
    lines = crontab.text.split("\n")
    changed = [f"{ASIDE}{line}" if number in numbers else line for number, line in enumerate(lines, 1)]
    if numbers:
        _write(ws, crontab, "\n".join(changed))
    return len(numbers)


def put_back(ws: Workspace, crontab: Crontab) -> tuple[int, list[str]]:
    """Make lines of the comments again, as they were, and switch off what runs them here: how many, and which."""
    lines = crontab.text.split("\n")
    changed = [line.removeprefix(ASIDE) for line in lines]
    number = sum(one != before for one, before in zip(changed, lines, strict=True))
    if not number:
        return 0, []
    running = [one for one in offered(ws, replace(crontab, text="\n".join(changed))) if one.on]
    before = {one.found.mark for one in offered(ws, crontab)}
    stopped = [one.automation for one in running if one.automation and one.found.mark not in before]
    _write(ws, crontab, "\n".join(changed))
    return number, [switch_off(ws, one).slug for one in stopped]


def _write(ws: Workspace, crontab: Crontab, text: str) -> None:
    now = own_crontab() if crontab.file is None else crontab_in(crontab.file)
    if now.text != crontab.text:
        raise BadInputError(f"{crontab.name} changed while it was looked at.", "Try again.")
    _copy(ws, crontab)
    if crontab.file is None:
        _install(text)
    else:
        _replace(crontab.file, text)


def _copy(ws: Workspace, crontab: Crontab) -> None:
    """Keep what was there, beside the database and for its owner only."""
    folder = ws.settings.places.data / "crontabs"
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", crontab.name).strip("-")
    file = folder / f"{name}.{ws.clock.now():%Y%m%dT%H%M%S%fZ}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(
            os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline=""
        ) as to:
            to.write(crontab.text)
    except OSError as error:
        raise StoreError(f"{file} can't be written: {error.strerror}; the crontab was left as it is.") from error


def _install(text: str) -> None:
    """By the program crontab, which looks through it first."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", suffix=".crontab") as file:
        file.write(text)
        file.flush()
        _, said = _program(file.name)
    if said:
        raise StoreError(f"Your crontab was not changed: {said}.")


def _replace(file: Path, text: str) -> None:
    """Whole or not at all, with the owner and the rights that it has."""
    aside = file.with_name(f".{file.name}.nomologi")
    try:
        was = file.stat()
        with os.fdopen(
            os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline=""
        ) as to:
            to.write(text)
            to.flush()
            os.fchown(to.fileno(), was.st_uid, was.st_gid)
            os.fchmod(to.fileno(), was.st_mode & 0o7777)
            os.fsync(to.fileno())
        aside.replace(file)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise StoreError(f"{file} was not changed: {error.strerror}.") from error

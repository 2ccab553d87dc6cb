"""Timers of systemd: found among unit files, taken over, disabled once the automations are on, enabled again."""

import os
import platform
import pwd
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from nomologi_tui.adopting import Found
from nomologi_tui.adopting.timer import Units, timer_found
from nomologi_tui.adopting.unit_file import filled, read_unit
from nomologi_tui.errors import BadInputError, NomologiError, NotFoundError
from nomologi_tui.settings import local_zone
from nomologi_tui.store import origins
from nomologi_tui.usecases.adopting import Offer, offers
from nomologi_tui.usecases.automations.automations import find, switch_off
from nomologi_tui.usecases.service.kept import ask
from nomologi_tui.usecases.workspace import Workspace

_LARGEST = 2**20  # bytes of a unit
_SYSTEM = ("/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system")
_USER = ("/etc/systemd/user", "/run/systemd/user", "/usr/local/lib/systemd/user", "/usr/lib/systemd/user")


def source_of(*, system: bool) -> str:
    """How these timers are named as a source."""
    return "systemd system" if system else "systemd user"


def offered(ws: Workspace, *, system: bool) -> list[Offer]:
    """What of the enabled timers can be taken over. Raises NotFoundError where there is none."""
    folders = _folders(system=system)
    names = sorted({one.name for folder in folders for one in folder.glob("*.wants/*.timer")})
    known = {one.mark for one in ws.store.read(origins.known, ws.user.id, source_of(system=system))}
    names = sorted({*names, *known})
    if not names:
        raise NotFoundError(
            f"No timer is enabled in {folders[0]} nor elsewhere.", "`systemctl list-timers` lists them."
        )
    return offers(ws, source_of(system=system), [_found(ws, one, folders, system=system) for one in names])


def _folders(*, system: bool) -> list[Path]:
    if system:
        return [Path(one) for one in _SYSTEM]
    config = Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config").expanduser()
    data = Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser()
    return [config / "systemd" / "user", *map(Path, _USER[:2]), data / "systemd" / "user", *map(Path, _USER[2:])]


def _found(ws: Workspace, name: str, folders: Sequence[Path], *, system: bool) -> Found:
    try:
        timer = read_unit(_text(name, folders))
        service_name = timer.last("Timer", "Unit") or f"{name.removesuffix('.timer')}.service"
        if not service_name.endswith(".service"):
            return Found(name, name, refused=f"it starts {service_name}, which is no service")
        service = read_unit(_text(service_name, folders))
        specifiers = _specifiers(service_name, system=system)
        files = dict(_files(service.all("Service", "EnvironmentFile"), specifiers))
    except BadInputError as error:
        return Found(name, name, refused=error.message.rstrip("."))
    person = pwd.getpwuid(os.geteuid())
    zone = local_zone({})
    return timer_found(Units(
        name, timer, service, person.pw_name, person.pw_dir, specifiers, files, system,
        zone if zone != ws.settings.timezone else "",
    ))  # fmt: skip


def _text(name: str, folders: Sequence[Path]) -> str:
    """A unit's file, and all that is dropped in beside it. Raises BadInputError.

    Of files of one name the first folder's counts, also where it leads to /dev/null, which takes away what it names.
    """
    prefix, at, rest = name.partition("@")
    names = [name, f"{prefix}@.{rest.rpartition('.')[2]}"] if at else [name]
    own = next((folder / one for one in names for folder in folders if (folder / one).exists()), None)
    if own is None:
        raise BadInputError(f"The unit {name} is not there.")
    if not own.is_file():
        raise BadInputError(f"The unit {name} is masked.")
    more: dict[str, Path] = {}
    for one in (file for wanted in names for folder in folders for file in (folder / f"{wanted}.d").glob("*.conf")):
        more.setdefault(one.name, one)
    return "\n".join(_read(one) for one in [own, *(more[name] for name in sorted(more) if more[name].is_file())])


def _read(file: Path) -> str:
    try:
        with file.open("rb") as source:
            return source.read(_LARGEST).decode()
    except OSError as error:
        raise BadInputError(f"{file} can't be read: {error.strerror}.") from error
    except UnicodeDecodeError:
        raise BadInputError(f"{file} is not UTF-8 text.") from None


def _files(named: Sequence[str], specifiers: dict[str, str]) -> Iterator[tuple[str, str]]:
    for one in named:
        path = Path(filled(one.removeprefix("-"), specifiers))
        if path.is_file() and os.access(path, os.R_OK):
            yield str(path), _read(path)


def _specifiers(name: str, *, system: bool) -> dict[str, str]:
    """What the letters stand for in the unit of that name."""
    person = pwd.getpwuid(os.geteuid())
    stem = name.rpartition(".")[0]
    prefix, _, instance = stem.partition("@")
    home = person.pw_dir
    config, state = os.environ.get("XDG_CONFIG_HOME") or f"{home}/.config", f"{home}/.local/state"
    cache = os.environ.get("XDG_CACHE_HOME") or f"{home}/.cache"
    runtime = os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{person.pw_uid}"
    places = ("/run", "/var/lib", "/var/cache", "/var/log", "/etc")
    t, s, c, log, e = places if system else (runtime, state, cache, f"{state}/log", config)
    return {
        "n": name, "N": stem, "p": prefix, "i": instance, "I": _unescaped(instance), "u": person.pw_name,
        "U": str(person.pw_uid), "G": str(person.pw_gid), "h": home, "s": person.pw_shell, "t": t, "S": s, "C": c,
        "L": log, "E": e, "H": platform.node(), "v": platform.release(), "T": "/tmp", "V": "/var/tmp", "%": "%",  # noqa: S108 - what they stand for
    }  # fmt: skip


def _unescaped(instance: str) -> str:
    """`home/my-data` for `home-my\\x2ddata`."""
    return re.sub(r"\\x([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), instance.replace("-", "/"))


def disable(ws: Workspace, done: Sequence[Offer], *, system: bool) -> list[str]:
    """Disable and stop the timers whose automations are on; their names. Raises NomologiError with the reason."""
    wanted = [one for one in done if one.on and not one.aside]
    for one in wanted:
        _systemctl("disable", one.found.mark, system=system)
        if one.automation:
            ws.store.write(origins.set_aside, one.automation.id, "enabled")
    return [one.found.mark for one in wanted]


def enable_again(ws: Workspace, *, system: bool) -> list[str]:
    """Enable and start what `disable` disabled, and switch off what runs it here; their names."""
    aside = [one for one in ws.store.read(origins.known, ws.user.id, source_of(system=system)) if one.aside]
    for one in aside:
        _systemctl("enable", one.mark, system=system)
        switch_off(ws, find(ws, str(one.automation_id)))
        ws.store.write(origins.set_aside, one.automation_id, "")
    return [one.mark for one in aside]


def _systemctl(verb: str, unit: str, *, system: bool) -> None:
    answer = ask("systemctl", *([] if system else ["--user"]), verb, "--now", "--", unit)
    if answer.returncode:
        said = " ".join(answer.stderr.split()) or f"systemctl ended with {answer.returncode}"
        raise NomologiError(f"{unit} can't be {verb}d: {said}.", "Nothing else was changed.")

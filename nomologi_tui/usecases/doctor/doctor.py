"""What could keep automations from running here: each check a finding and, where it needs attention, what to do."""

import itertools
import os
import shlex
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nomologi_tui.clock import newer_record
from nomologi_tui.errors import NomologiError, StoreError
from nomologi_tui.settings import prepare
from nomologi_tui.store import listeners
from nomologi_tui.store.runs import ahead
from nomologi_tui.usecases.doctor import machine
from nomologi_tui.usecases.doctor.clock import clock
from nomologi_tui.usecases.doctor.machine import Finding, open_to_others
from nomologi_tui.usecases.runs.running import runner_is_on
from nomologi_tui.usecases.workspace import Workspace

SAFE_SQLITE = (
    (3, 51, 3),
    (3, 50, 7),
    (3, 44, 6),
)  # without the WAL-reset bug; the write lock keeps older ones out of it
NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p")


@dataclass(frozen=True, slots=True)
class Check:
    """One finding. `mend` puts it right, where that can do no harm."""

    name: str
    ok: bool
    finding: str
    hint: str = ""
    mend: Callable[[], None] | None = field(default=None, compare=False, repr=False)


def examine(ws: Workspace) -> list[Check]:
    """All checks; one that can't be made is a finding too."""
    found: list[Check] = []
    for name, look in _LOOKS.items():
        try:
            found += [Check(name, *one) for one in look(ws)]
        except NomologiError as error:
            wrong = Check("store" if isinstance(error, StoreError) else name, False, error.message, error.hint)
            found += [] if wrong in found else [wrong]  # a store that can't be used keeps more than one look from it
    return found


def mend(checks: list[Check]) -> list[str]:
    """Put right what can be without harm; what was done, a line each. What could not be stays a finding."""
    done = []
    for one in checks:
        if not one.ok and one.mend is not None:
            try:
                one.mend()
            except OSError as error:
                done.append(f"{one.name}: it could not be mended: {error.strerror}.")
            else:
                done.append(f"{one.name}: {one.finding.rstrip('.')}; mended.")
    return done


def _python(_ws: Workspace) -> Iterator[Finding]:
    yield Finding(True, f"{sys.version.split()[0]}")


def _home(ws: Workspace) -> Iterator[Finding]:
    folder = ws.settings.places.data
    if not folder.exists():
        yield Finding(True, f"{folder} is made at the first start")
        return
    yield open_to_others(folder, 0o700) or Finding(True, f"{folder} is yours alone")
    if not os.access(folder, os.W_OK):
        may = f"Run: chmod u+w {shlex.quote(str(folder))}   or mount its disk for writing."
        yield Finding(False, f"{folder} can't be written: nothing can be changed, and nothing runs.", may)
    kind = _file_system(folder)
    yield Finding(
        kind not in NETWORK,
        f"on {kind or 'an unknown file system'}",
        "Keep the store on a local disk: network file systems break its locks.",
    )
    space = os.statvfs(folder)
    free = space.f_bavail * space.f_frsize
    room = "Make room: runs can't be accepted on a full disk."
    yield Finding(free > 100 * 2**20, f"{free // 2**20:,} MiB free", room)


def _file_system(folder: Path) -> str:
    try:
        mounts = [line.split() for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    except OSError:
        return ""
    path = str(folder.resolve())
    at = [
        (fields[1], fields[2]) for fields in mounts if path == fields[1] or path.startswith(fields[1].rstrip("/") + "/")
    ]
    return max(at, key=lambda one: len(one[0]))[1] if at else ""


def _store(ws: Workspace) -> Iterator[Finding]:
    version = sqlite3.sqlite_version_info
    safe = any(version >= one and version[:2] == one[:2] for one in SAFE_SQLITE) or version >= SAFE_SQLITE[0]
    note = "" if safe else ", with SQLite's WAL-reset bug: our write lock keeps it from happening"
    yield Finding(True, f"SQLite {sqlite3.sqlite_version}{note}")
    if ws.settings.places.database.exists():
        wrong = ws.reader.integrity()
        yield Finding(not wrong, wrong or "the database is whole", "Put a backup back: nomologi restore FILE")


def _secrets(ws: Workspace) -> Iterator[Finding]:
    state = ws.secrets.state()
    if state.ready or ws.secrets.in_vault or ws.reader.keeps_secrets(ws.user_id):
        hint = "" if state.ready else f"{state.hint} What needs a secret waits or fails."
        yield Finding(state.ready, state.words, hint)
    else:
        yield Finding(True, f"{state.words.rstrip('.')}; nothing here needs one")


def _runner(ws: Workspace) -> Iterator[Finding]:
    on = runner_is_on(ws)
    yield Finding(
        on,
        "on" if on else "off: nothing runs now.",
        "" if on else "Open `nomologi`, or keep it going: nomologi service install",
    )


def _triggers(ws: Workspace) -> Iterator[Finding]:
    """Those that a runner can't let listen; without one none does."""
    if not runner_is_on(ws):
        return
    names = ws.reader.names(ws.user_id)
    lost = [one for one in ws.reader.status(ws.user_id).listeners if one.state.is_lost]
    if not lost:
        yield Finding(True, "all that are on listen")
    for one in lost:
        slug = names.get(one.automation_id, "")
        why = f"{one.detail[:1].upper()}{one.detail[1:].removesuffix('.')}." if one.detail else ""
        yield Finding(False, f"{slug} ({one.block}) does not listen. {why}".strip(), f"See: nomologi why {slug}")


def _time(ws: Workspace) -> Iterator[Finding]:
    now, zone = ws.clock.now(), ws.machine.schedule_zone
    yield Finding(True, f"{ws.machine.timezone}, now {now.astimezone(zone):%Y-%m-%d %H:%M:%S}")
    seen = ((one.last_due, one.last_alive) for one in ws.reader.listeners(ws.user_id))
    newest = newer_record(now, itertools.chain.from_iterable(seen))
    if newest is not None:
        yield Finding(
            False,
            f"older than the last record, {newest.astimezone(zone):%Y-%m-%d %H:%M}: schedules wait.",
            "Set the clock. If it is right now: `nomologi doctor --accept-clock`.",
        )


def _packages(ws: Workspace) -> Iterator[Finding]:
    from nomologi_tui.blocks.packages import allow, packages  # only who looks needs it

    allow(ws.settings.allowed_packages)
    found = packages()
    if not found:
        yield Finding(True, "none of other people offers blocks or kinds of connection")
    for one in found:
        state = f"not loaded, {one.problem}" if one.problem else "allowed; it runs with all of your rights"
        yield Finding(True, f"{one.name} {one.version} ({', '.join(one.offers)}) is {state}")


def _settings(ws: Workspace) -> Iterator[Finding]:
    from nomologi_tui.usecases import configuring

    wrong = configuring.problems(ws)
    changed = sum(one.origin != configuring.DEFAULT for one in configuring.listed(ws))
    yield Finding(not wrong, wrong[0] if wrong else f"{changed} differ from their defaults", "See: nomologi config")


def make_vault(ws: Workspace, passphrase: str = "") -> str:
    """Make the sealed file for secrets; says what opens it. Raises BadInputError where there is one, or no need.

    `passphrase` is one that was typed already; else it is asked for.
    """
    prepare(ws.settings.places)
    opener = ws.secrets.make_vault(passphrase)
    return f"The vault {ws.settings.places.vault} is made; {opener} opens it. Secrets go there from now on."


def change_vault_passphrase(ws: Workspace, new: Callable[[], str]) -> str:
    """Seal the vault anew with the passphrase that `new` asks for; the old one is asked for first.

    Raises BadInputError where no passphrase opens it, StoreError for a wrong one; then nothing changes.
    """
    ws.secrets.change_passphrase(new)
    return (
        f"The vault {ws.settings.places.vault} opens by the new passphrase only. Start a runner that is on anew, and "
        "encrypt a systemd credential anew."
    )


def accept_clock(ws: Workspace) -> tuple[int, int]:
    """Go by today's clock also where schedules were served at a later time, which was wrong then, and where runs or
    digests wait from there on; how many of both.
    """
    now = ws.clock.now()
    return ws.store.write(listeners.accept_clock, now), ws.store.write(ahead.accept_clock, now)


_LOOKS: dict[str, Callable[[Workspace], Iterator[Finding]]] = {
    "python": _python,
    "home": _home,
    "files": machine.files,
    "settings": _settings,
    "store": _store,
    "secrets": _secrets,
    "runner": _runner,
    "triggers": _triggers,
    "service": machine.service,
    "watching": machine.watching,
    "model": machine.model,
    "time": _time,
    "clock": clock,
    "packages": _packages,
}

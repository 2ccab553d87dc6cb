"""Looks of the doctor at the machine around: files open to others, what watches folders, the service, a model."""

import asyncio
import ctypes
import os
import shlex
import stat
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from nomologi_tui.errors import NomologiError
from nomologi_tui.usecases.workspace import Workspace

FEW_WATCHES = 8192  # folders that a system lets be watched; each below a watched one counts
_WATCHES = Path("/proc/sys/fs/inotify/max_user_watches")


class Finding(NamedTuple):
    """One answer of a look. `mend` puts it right where that can do no harm."""

    ok: bool
    words: str
    hint: str = ""
    mend: Callable[[], None] | None = None


def open_to_others(path: Path, wanted: int) -> Finding | None:
    """What is wrong with the mode of a file or folder that only its owner may open; None where nothing is."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if not mode & 0o077:
        return None
    command = f"Run: chmod {wanted:o} {shlex.quote(str(path))}"
    return Finding(False, f"{path} has mode {mode:04o}: others may open it.", command, partial(path.chmod, wanted))


def files(ws: Workspace) -> Iterator[Finding]:
    """The database, the vault and the backups: whose they are, and who may open them."""
    places, wrong = ws.settings.places, False
    database = places.database
    ours = [database, database.with_name(f"{database.name}-wal"), places.vault]
    backups = sorted(places.backups.iterdir()) if places.backups.is_dir() else []
    for path in (path for path in [*ours, *backups] if path.is_file()):
        owner = path.stat().st_uid
        if owner != os.geteuid():
            wrong = True
            command = f"Run: sudo chown {os.geteuid()} {shlex.quote(str(path))}"
            yield Finding(False, f"{path} belongs to the user {owner}, not to you.", command)
        elif found := open_to_others(path, 0o600):
            wrong = True
            yield found
    if not wrong:
        yield Finding(True, "the database, the vault and the backups are yours alone")


def watching(_ws: Workspace) -> Iterator[Finding]:
    """Whether folders can be watched: the kernel allows each user so many watches."""
    if not sys.platform.startswith("linux"):
        return
    handle = ctypes.CDLL(None, use_errno=True).inotify_init1(os.O_CLOEXEC)
    if handle < 0:
        reason = os.strerror(ctypes.get_errno())
        more = "Close programs that watch files, or: sudo sysctl fs.inotify.max_user_instances=1024"
        yield Finding(False, f"no folder can be watched: {reason}.", more)
        return
    os.close(handle)
    allowed = int(_WATCHES.read_text(encoding="ascii")) if _WATCHES.exists() else FEW_WATCHES
    yield Finding(
        allowed >= FEW_WATCHES, f"up to {allowed:,} folders can be watched",
        "" if allowed >= FEW_WATCHES else "Run: sudo sysctl fs.inotify.max_user_watches=524288",
    )  # fmt: skip


def service(_ws: Workspace) -> Iterator[Finding]:
    """The service, where one is installed: whether it runs, and goes on when its person logs out."""
    from nomologi_tui.usecases.service import manager

    keeper = manager()
    if not os.path.lexists(keeper.file()):
        yield Finding(True, "none is installed: `nomologi service install` keeps a runner going")
        return
    state = keeper.state()
    if not state.active:
        yield Finding(False, f"it does not run: {state.words or 'it is stopped'}", "Run: nomologi service install")
    elif state.lingers is False:
        yield Finding(False, "it ends when you log out.", "Run: loginctl enable-linger")
    else:
        yield Finding(True, "it runs")


def model(ws: Workspace) -> Iterator[Finding]:
    """The language model that may help with goals: whether its connection is there, fits, and has its secret."""
    label = ws.settings.help_connection
    if not label:
        yield Finding(True, "help_connection names none: goals are read here alone")
        return
    yield _of_model(ws, label)


def _of_model(ws: Workspace, label: str) -> Finding:
    from nomologi_tui.runner.connections.resolving import Connections
    from nomologi_tui.usecases.connections import connections

    add = f"nomologi connections add openai {shlex.quote(label)} --set url=https://api.example.com/v1"
    other = f"Make it: {add}   or set help_connection to another one."
    try:
        known = connections.find(ws, label)
    except NomologiError as error:
        return Finding(False, f"help_connection: {error.message}", other)
    if known.provider != "openai":
        return Finding(False, f"help_connection names “{known.label}”, which is of the kind {known.provider}.", other)
    try:
        account = asyncio.run(Connections(connections.tools_of(ws), ws.user.id, str).get(label, ("openai",)))
    except NomologiError as error:
        return Finding(False, f"help_connection: {error.message}", error.hint or f"Give it again: {add} --replace")
    if not account.config.key and account.config.url.startswith("https://"):
        return Finding(False, f"help_connection: “{known.label}” has no key.", f"Give it one: {add} --replace")
    return Finding(True, f"“{known.label}” may help with goals, when it is asked")

"""Find and end processes that left their process group: by what they carry, and by whom they descend from.

Nobody becomes a subreaper for this: the app would be the parent of every orphan and have to bury each of them. What a
command starts with a cleared environment, in a session of its own and with its parent gone is found by neither way;
the service's control group ends it.
"""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterable
from pathlib import Path

Known = tuple[int, str]  # pid and start time: a pid alone may be used again
_LOOKS = 500
_PAUSE = 0.01  # seconds between two looks


def end_leftovers(variable: bytes, grace: float) -> int:
    """End who has `variable` (as in `sweep`) in the environment: TERM, and KILL after `grace` seconds; how many."""
    left = first = _carriers(variable)
    end = time.monotonic() + grace
    for pid in first:
        _send(pid, signal.SIGTERM)
    while left and time.monotonic() < end:
        threading.Event().wait(_PAUSE)
        left = _carriers(variable)
    sweep(variable, ())
    return len(first)


def sweep(variable: bytes, tree: Iterable[Known]) -> None:
    """Kill who has `variable` (NAME=value or its beginning) in the environment, and who is left of `tree`.

    Returns when they are gone.

    Looks around until nobody is found, because a fork may race with a look. Somebody whom the kernel can't end (a
    dead network disk) is not waited for longer than some seconds.
    """
    for _ in range(_LOOKS):
        found = {*_carriers(variable), *(pid for pid, started in tree if _lives(pid, started))}
        if not found:
            break
        for pid in found:
            _send(pid, signal.SIGKILL)
        threading.Event().wait(_PAUSE)


def descendants(root: int) -> set[Known]:
    """The living descendants of `root`; empty where there is no /proc."""
    parents = {int(one.name): _stat(one) for one in _everybody()}
    found = {root}
    while more := {pid for pid, stat in parents.items() if pid not in found and stat[0] in found}:
        found |= more
    return {(pid, parents[pid][1]) for pid in found - {root}}


def _everybody() -> Iterable[Path]:
    return Path("/proc").glob("[0-9]*")


def _send(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def _lives(pid: int, started: str) -> bool:
    return _stat(Path(f"/proc/{pid}"))[1] == started


def _stat(process: Path) -> tuple[int, str]:
    """Parent and start time; `(0, "")` for one that is gone or a zombie."""
    try:
        fields = (process / "stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return 0, ""
    return (0, "") if fields[0] == b"Z" else (int(fields[1]), fields[19].decode())


def _carriers(variable: bytes) -> list[int]:
    """Who was started with the variable; not ourselves, whom a command of ours may have started."""
    found = [int(one.name) for one in _everybody() if _has(variable, _environment(one))]
    return [pid for pid in found if pid != os.getpid()]


def _has(variable: bytes, environment: bytes) -> bool:
    return any(one.startswith(variable) for one in environment.split(b"\0"))


def _environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()  # empty for a zombie
    except OSError:
        return b""  # gone, or another user's

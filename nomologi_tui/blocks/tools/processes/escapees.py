"""Find and end processes that left their process group: by what they carry, and by whom they descend from.

What a command starts with a cleared environment, in a session of its own and with its parent gone is found by neither
way; in a service `orphans` finds it.
"""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

Known = tuple[int, str]  # pid and start time: a pid alone may be used again
_LOOKS = 500
_PAUSE = 0.01  # seconds between two looks
_IN_VAIN = 20  # looks for somebody who shows no environment yet; on a busy machine that takes a while
_MANY = 1_000  # numbers; among more of them there are fewer processes than numbers
_LAST_NUMBER = Path("/proc/sys/kernel/ns_last_pid")  # `loadavg` shows it too, but some containers make that up


def end_leftovers(variable: bytes, grace: float) -> int:
    """End who has `variable` (as in `sweep`) in the environment: TERM, and KILL after `grace` seconds; how many."""
    left = first = _carriers(variable, _everybody())
    end = time.monotonic() + grace
    for pid in first:
        _send(pid, signal.SIGTERM)
    while left and time.monotonic() < end:
        threading.Event().wait(_PAUSE)
        left = _carriers(variable, _everybody())
    sweep(variable, ())
    return len(first)


def sweep(
    variable: bytes, tree: Iterable[Known], first: int | None = None, others: Collection[int] = frozenset()
) -> None:
    """Kill who has `variable` (NAME=value or its beginning) in the environment, and who is left of `tree`.

    `first` is the process with which it began: nobody older is looked at, nor `others`, whom we started since.
    Returns when they are gone.

    Looks around until nobody is found, because a fork may race with a look. Somebody whom the kernel can't end (a
    dead network disk) is not waited for longer than some seconds.
    """
    in_vain = 0
    for _ in range(_LOOKS):
        looked_at = [pid for pid in (_everybody() if first is None else started_since(first)) if pid not in others]
        found = {*_carriers(variable, looked_at), *(pid for pid, started in tree if _lives(pid, started))}
        in_vain = 0 if found else in_vain + 1
        if in_vain >= _IN_VAIN or (in_vain and not _anybody_unclear(looked_at)):
            break
        for pid in found:
            _send(pid, signal.SIGKILL)
        threading.Event().wait(_PAUSE)


def descendants(root: int) -> set[Known]:
    """The living descendants of `root`; empty where there is no /proc."""
    parents = {pid: _stat(pid) for pid in _everybody()}
    found = {root}
    while more := {pid for pid, stat in parents.items() if pid not in found and stat[0] in found}:
        found |= more
    return {(pid, parents[pid][1]) for pid in found - {root}}


def started_since(first: int) -> Sequence[int]:
    """Who may have been started after the process `first`, dead or alive: the kernel numbers processes upwards.

    Everybody, where it began anew since, has come far, or does not tell how far.
    """
    try:
        last = int(_LAST_NUMBER.read_bytes())
    except (OSError, ValueError):
        return _everybody()
    return range(first + 1, last + 1) if first <= last < first + _MANY else _everybody()


def _everybody() -> Sequence[int]:
    try:
        return [int(name) for name in os.listdir("/proc") if name.isdigit()]  # noqa: PTH208 - much faster
    except FileNotFoundError:  # another system
        return []


def _send(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def _lives(pid: int, started: str) -> bool:
    return _stat(pid)[1] == started


def _stat(pid: int) -> tuple[int, str]:
    """Parent and start time; `(0, "")` for one that is gone or a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return 0, ""
    return (0, "") if fields[0] == b"Z" else (int(fields[1]), fields[19].decode())


def _carriers(variable: bytes, looked_at: Iterable[int]) -> list[int]:
    """Who was started with the variable; not ourselves, whom a command of ours may have started."""
    return [pid for pid in looked_at if pid != os.getpid() and _has(variable, _environment(pid))]


def _anybody_unclear(looked_at: Iterable[int]) -> bool:
    """Whether somebody lives and shows an empty environment: for a moment so does who is becoming another program."""
    return any(_is_empty(pid) and _stat(pid)[1] for pid in looked_at)


def _is_empty(pid: int) -> bool:
    try:
        return not Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return False


def _has(variable: bytes, environment: bytes) -> bool:
    return any(one.startswith(variable) for one in environment.split(b"\0"))


def _environment(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()  # empty for a zombie
    except OSError:
        return b""  # gone, or another user's

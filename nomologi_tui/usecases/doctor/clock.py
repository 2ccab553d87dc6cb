"""Whether something keeps the clock right, as the kernel knows it; schedules go by that clock."""

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from nomologi_tui.usecases.doctor.machine import Finding
from nomologi_tui.usecases.workspace import Workspace

_MICRO = 10**6
_OUT_OF_STEP = 5  # adjtimex(2): TIME_ERROR
_LOST = 16 * _MICRO  # microseconds of error from which on systemd, too, calls a clock out of step
_KEEPERS = {
    "systemd-timesyn": ("systemd-timesyncd", "timedatectl timesync-status"), "chronyd": ("chrony", "chronyc tracking"),
    "ntpd": ("ntpd", "ntpq -p"), "openntpd": ("openntpd", "ntpctl -s all"), "ptp4l": ("ptp4l", "pmc -u"),
}  # fmt: skip
_IN_CONTAINER = (Path("/.dockerenv"), Path("/run/.containerenv"))


class _Timex(ctypes.Structure):
    """The head of the kernel's struct timex; the rest is room that it may write to."""

    _fields_: ClassVar = [
        ("modes", ctypes.c_uint), ("offset", ctypes.c_long), ("freq", ctypes.c_long), ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long), ("status", ctypes.c_int), ("rest", ctypes.c_char * 256),
    ]  # fmt: skip


def clock(_ws: Workspace) -> Iterator[Finding]:
    """Whether the clock is in step, by whom, and what to do where it is not."""
    if not sys.platform.startswith("linux"):
        return
    try:
        error = kernel_error()
    except OSError as denied:
        yield Finding(True, f"whether something keeps it right can't be seen here: {denied.strerror}")
    else:
        yield judged(error, keeper(Path("/proc")), contained=any(one.exists() for one in _IN_CONTAINER))


def kernel_error() -> float | None:
    """By how many seconds the clock may be wrong at most; None where the kernel was not told that it is right.

    Raises OSError where this process may not ask.
    """
    about = _Timex()
    state = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(about))  # `modes` 0 changes nothing
    if state == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    in_step = state != _OUT_OF_STEP and about.maxerror < _LOST
    return about.maxerror / _MICRO if in_step else None


def keeper(processes: Path) -> str:
    """The command of the program that keeps the clock right; empty where none is seen."""
    for comm in processes.glob("[0-9]*/comm"):
        with suppress(OSError):  # it has ended meanwhile
            if (name := comm.read_text(encoding="utf-8", errors="replace").strip()) in _KEEPERS:
                return name
    return ""


def judged(error: float | None, by: str, *, contained: bool) -> Finding:
    """What that means, in words. `contained`: only the host can set the clock."""
    name, ask = _KEEPERS.get(by, ("", ""))
    if error is not None:
        return Finding(True, f"kept right{f' by {name}' if name else ''}, to within {error:.1g} s")
    if name:
        return Finding(False, f"{name} runs, but has not set the clock yet.", f"See: {ask}")
    hint = "Install chrony, or systemd-timesyncd."
    if contained:
        hint = "Keep the host's clock right: this is a container."
    elif shutil.which("timedatectl") and os.path.isdir("/run/systemd/system"):  # noqa: PTH112 - no error where hidden
        hint = "Run: sudo timedatectl set-ntp true"
    return Finding(False, "nothing is known to keep it right, so schedules may come too early or late.", hint)

"""In a service: who loses his parent becomes our child, and is ended when the last command has ended.

So also what a command started with a cleared environment, in a session of its own, is found (`escapees` finds the
others). Not in the app, which would have to bury every orphan of its terminal's programs.
"""

import contextlib
import ctypes
import itertools
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h
_TASKS = Path("/proc/self/task")
LATEST = 1_000  # commands that are remembered; nobody starts so many while a brief one runs
_LOOKS = 500
_PAUSE = 0.01  # seconds between two looks


class Children:
    """The commands that run; and, after `adopt`, whoever they leave behind."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[int] = set()
        self._starting = 0
        self._latest: deque[int] = deque(maxlen=LATEST)
        self._adopts = False
        self._others = False  # somebody was started beside the commands, so there may be orphans

    def adopt(self) -> None:
        """From now on orphans below us become our children. Does nothing where the system can't do that."""
        if sys.platform == "linux":
            self._adopts = ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0

    @contextlib.contextmanager
    def starting(self) -> Iterator[Callable[[int], None]]:
        """Call what this gives with the new command's process: meanwhile nobody takes it for an orphan."""
        with self._lock:
            self._starting += 1
        try:
            yield self._add
        finally:
            with self._lock:
                self._starting -= 1

    def _add(self, pid: int) -> None:
        with self._lock:
            self._running.add(pid)
            self._latest.append(pid)

    def since(self, pid: int) -> frozenset[int]:
        """The commands that were started after the one with `pid`, dead or alive; the latest of them."""
        with self._lock:
            return frozenset(itertools.takewhile(lambda one: one != pid, reversed(self._latest)))

    def ended(self, pid: int, *, others: bool) -> bool:
        """This command has ended; `others` says whether anybody was started since. Whether to look for orphans now."""
        with self._lock:
            self._running.discard(pid)
            self._others |= others
            return self._adopts and self._others and not self._running and not self._starting

    def end_orphans(self) -> None:
        """Kill and bury who was left behind, unless another command runs: it may be one of its own then."""
        for _ in range(_LOOKS):
            with self._lock:
                if self._running or self._starting:
                    return
                self._others = _bury(_orphans())
                if not self._others:
                    return
            threading.Event().wait(_PAUSE)


CHILDREN = Children()  # of this process: there is one kernel that counts them


def _orphans() -> list[int]:
    """Our children of other sessions; a process that we start for ourselves stays in ours."""
    here = os.getsid(0)
    found = []
    for task in _TASKS.iterdir():
        with contextlib.suppress(OSError):  # the thread has ended
            found += [int(pid) for pid in (task / "children").read_text(encoding="ascii").split()]
    return [pid for pid in found if _session(pid) != here]


def _session(pid: int) -> int:
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return os.getsid(0)


def _bury(orphans: list[int]) -> bool:
    """Whether there were any."""
    for pid in orphans:
        with contextlib.suppress(ProcessLookupError, ChildProcessError, PermissionError):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, os.WNOHANG)
    return bool(orphans)

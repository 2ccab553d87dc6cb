"""In a service: our threads stay on one processor, and what we start may use them all.

Python carries out one thread at a time. The loop and the store's writer hand the interpreter to each other at nearly
every system call; from one processor to another that costs more than the call.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

_STAT = Path("/proc/self/stat")
_PROCESSOR = 36  # of the fields behind the name: where it ran last; proc(5)


class Processor:
    """Which processors this process may use, and the one that it keeps to after `stay`."""

    def __init__(self) -> None:
        self._all: set[int] = set()
        self._one: set[int] = set()

    def stay(self) -> None:
        """From now on this thread, and those that it starts, keep to the processor that it runs on.

        Does nothing where there is only one, or where the system can't do that.
        """
        try:
            every, one = os.sched_getaffinity(0), {_here()}
            if one < every:
                os.sched_setaffinity(0, one)
                self._all, self._one = every, one
        except (AttributeError, OSError):
            return

    @contextlib.contextmanager
    def left(self) -> Iterator[None]:
        """Meanwhile this thread may run anywhere, and so may, for ever, what it starts."""
        if not self._one or os.sched_getaffinity(0) != self._one:  # somebody else gave us others: that counts
            yield
            return
        with contextlib.suppress(OSError):
            os.sched_setaffinity(0, self._all)
        try:
            yield
        finally:
            with contextlib.suppress(OSError):  # it was taken away meanwhile
                os.sched_setaffinity(0, self._one)

    def let_go(self) -> None:
        """Let this thread, which only starts programs, run anywhere; where somebody gave us other processors, there."""
        if not self._one:
            return
        given = os.sched_getaffinity(os.getpid())  # of the thread that called `stay`
        wanted = self._all if given == self._one else given
        if os.sched_getaffinity(0) != wanted:
            with contextlib.suppress(OSError):
                os.sched_setaffinity(0, wanted)


PROCESSOR = Processor()  # of this process


def _here() -> int:
    return int(_STAT.read_bytes().rpartition(b")")[2].split()[_PROCESSOR])

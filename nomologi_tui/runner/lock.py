"""Exactly one runner serves a store: a kernel lock, released by whatever kills its holder; never a heartbeat.

A service that waits holds a second such lock. It says "a service is here" for as long as that service lives.
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

from nomologi_tui.errors import StoreError
from nomologi_tui.settings import Places

SERVICE = "service"  # the kind of runner that goes before the app's and before a single run


class RunnerLock:
    """`flock` on a file of its own (POSIX locks on the database belong to SQLite and vanish with any close)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    @property
    def held(self) -> bool:
        return self._handle is not None

    def acquire(self, token: str = "") -> bool:
        """Take the lock if it is free, and write `token` into it; True when it is ours. Raises StoreError."""
        if self._handle is not None:
            return True
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(
                f"The lock {self._path} can't be opened: {error.strerror}.",
                "Make its folder writable for you, and look whether its disk is full.",
            ) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._handle = handle
        with suppress(OSError):  # a full disk: then the lock names nobody, and holds all the same
            os.ftruncate(handle, 0)
            os.pwrite(handle, token.encode(), 0)
        return True

    def release(self) -> None:
        """Give the lock back; the next one in line takes over within its own second."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def holder(path: Path) -> str | None:
    """The token in a lock that is held now, empty when it names none; None where nobody holds it.

    Asks with a shared lock, so that two who ask do not see each other. One who takes the lock may see us, for an
    instant: he tries again.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)  # who may only read the store may know who serves it
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return os.pread(handle, 100, 0).decode(errors="replace")
    else:
        return None
    finally:
        os.close(handle)


def is_held(path: Path) -> bool:
    """Whether somebody holds the lock now."""
    return holder(path) is not None


class Turn:
    """A runner's turn to serve: one service after the other; all else only while no service waits."""

    def __init__(self, places: Places, kind: str) -> None:
        self._lock = RunnerLock(places.runner_lock)
        self._place = RunnerLock(places.next_lock) if kind == SERVICE else None
        self._next = places.next_lock

    @property
    def wanted(self) -> bool:
        """Whether a service waits for our turn to end."""
        return is_held(self._next)

    def take(self, token: str) -> bool:
        """Try once; a service that fails keeps its place in the line. True when it is our turn."""
        before_us = self.wanted if self._place is None else not self._place.acquire(token)
        if before_us or not self._lock.acquire(token):
            return False
        if self._place is not None:
            self._place.release()
        return True

    def end(self) -> None:
        """Give back the turn, or the place in the line."""
        self._lock.release()
        if self._place is not None:
            self._place.release()

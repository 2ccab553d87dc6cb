"""Start a program without holding up the other threads until it is loaded.

Python's own ways do: `subprocess` and `os.posix_spawn` keep the interpreter meanwhile, 0.2 ms on an idle machine and
milliseconds on a busy one. The C library's posix_spawn, called by ctypes, lets it go. It is used where it can do all
that `subprocess` does for us (glibc from 2.34 on); elsewhere, and for what it can't do, `subprocess` does it.
"""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

_ROOM = 1_024  # bytes: more than any of the C library's structures that only it looks into
_DEFAULTS = 0x04  # POSIX_SPAWN_SETSIGDEF of spawn.h
_SESSION = 0x80  # POSIX_SPAWN_SETSID
_IGNORED = (signal.SIGPIPE, signal.SIGXFSZ)  # by Python, and by whom it starts unless they are put back
_NULL = os.devnull.encode()


class Started(Protocol):
    """A program that was started."""

    pid: int

    def wait(self) -> int:
        """Its exit code, negative for a signal."""
        ...


class Files(NamedTuple):
    """Open files that become its standard ones; without `stdin` it reads nothing."""

    stdin: int | None
    stdout: int
    stderr: int


def start(arguments: Sequence[str], folder: Path, environment: Mapping[str, str], files: Files) -> Started:
    """Start a program in a session of its own, in `folder`, with these variables and no other open files.

    Raises OSError where it can't be started, ValueError where something holds a zero character.
    """
    known = _library()
    is_usual = environment.get("PATH") == os.environ.get("PATH")  # else it is looked for elsewhere than we are
    if known is None or not is_usual or min(files.stdout, files.stderr, files.stdin or 3) < 3:
        return _by_python(arguments, folder, environment, files)
    return _ByPid(_spawned(known, arguments, folder, environment, files))


def _by_python(arguments: Sequence[str], folder: Path, environment: Mapping[str, str], files: Files) -> Started:
    return subprocess.Popen(  # noqa: S603 - it is what the user wants run
        arguments,
        stdin=subprocess.DEVNULL if files.stdin is None else files.stdin,
        stdout=files.stdout,
        stderr=files.stderr,
        cwd=folder,
        env=environment,
        start_new_session=True,
    )


class _ByPid:
    """A child of ours."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def wait(self) -> int:
        try:
            return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        except ChildProcessError:  # somebody else has buried it; `subprocess` says the same then
            return 0


class _Library(NamedTuple):
    """The C library. What is called by `brief` keeps the interpreter: letting it go costs more than the call."""

    brief: ctypes.PyDLL
    long: ctypes.CDLL
    attributes: Any


@cache
def _library() -> _Library | None:
    """The C library and how it shall start programs; None where it can't do it."""
    library = ctypes.PyDLL(None)
    if sys.platform != "linux" or not all(
        hasattr(library, f"posix_spawn_file_actions_{one}_np") for one in ("addchdir", "addclosefrom")
    ):
        return None
    attributes, defaults = ctypes.create_string_buffer(_ROOM), ctypes.create_string_buffer(_ROOM)
    library.posix_spawnattr_init(attributes)
    library.sigemptyset(defaults)
    for number in _IGNORED:
        library.sigaddset(defaults, int(number))
    library.posix_spawnattr_setsigdefault(attributes, defaults)
    library.posix_spawnattr_setflags(attributes, ctypes.c_short(_DEFAULTS | _SESSION))
    return _Library(library, ctypes.CDLL(None), attributes)


def _spawned(
    known: _Library, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], files: Files
) -> int:
    library, attributes = known.brief, known.attributes
    argv, envp = _texts(arguments), _texts([f"{name}={value}" for name, value in environment.items()])
    number, actions = ctypes.c_int(), ctypes.create_string_buffer(_ROOM)
    _need(library.posix_spawn_file_actions_init(actions), arguments[0])
    try:
        for problem in (
            library.posix_spawn_file_actions_addopen(actions, 0, _NULL, os.O_RDONLY, 0)
            if files.stdin is None
            else library.posix_spawn_file_actions_adddup2(actions, files.stdin, 0),
            library.posix_spawn_file_actions_adddup2(actions, files.stdout, 1),
            library.posix_spawn_file_actions_adddup2(actions, files.stderr, 2),
            library.posix_spawn_file_actions_addclosefrom_np(actions, 3),
            library.posix_spawn_file_actions_addchdir_np(actions, _bytes(str(folder))),
            known.long.posix_spawnp(ctypes.byref(number), argv[0], actions, attributes, argv, envp),
        ):
            _need(problem, arguments[0])
    finally:
        library.posix_spawn_file_actions_destroy(actions)
    return number.value


def _texts(texts: Sequence[str]) -> Any:
    return (ctypes.c_char_p * (len(texts) + 1))(*map(_bytes, texts))  # the last one is empty, and ends them


def _bytes(text: str) -> bytes:
    raw = os.fsencode(text)
    if b"\0" in raw:  # C would take it for the end
        raise ValueError("embedded null byte")
    return raw


def _need(problem: int, name: str) -> None:
    if problem:
        raise OSError(problem, os.strerror(problem), name)

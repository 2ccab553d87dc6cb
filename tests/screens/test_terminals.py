"""The terminals that people have: a real pseudo-terminal for each, a real tmux, a real ssh whose line drops."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.blocks import sshd
from tests.screens.terminal import terminal
from tests.screens.test_terminal import drafts_of, type_a_goal
from tests.support import require_programs, wait_until

ASCII = ({"LC_ALL": "POSIX", "TERM": "vt100"},)
OTHERS = ({"TERM": "linux"}, {"TERM": "screen", "NO_COLOR": "1"}, {"TERM": "xterm-256color", "LC_ALL": "POSIX"})


def named(more: dict[str, str]) -> str:
    return " ".join(f"{name}={value}" for name, value in more.items())


@pytest.mark.parametrize("more", [*OTHERS, *ASCII], ids=named)
def test_the_app_is_whole_on_each_kind_of_terminal(tmp_path: Path, more: dict[str, str]) -> None:
    with terminal(tmp_path, more=more) as program:
        program.sees("[1 Home]", "Nothing runs yet")
        program.send("every day at 7 run 'Grüße'\r")
        program.sees("STEP 2 of 3", "07:00")
        program.send("\x1b")
        program.sees("STEP 1 of 3", "WHEN", "Gr")
        assert more not in ASCII or program.sent.isascii()
        program.send("\x11")
        assert program.code() == 0
        assert b"Traceback" not in program.sent


def test_ascii_only_draws_no_line_that_an_old_terminal_lacks(tmp_path: Path) -> None:
    with terminal(tmp_path, arguments=["--ascii", "--no-mouse"]) as program:
        program.sees("Nothing runs yet", "------")
        program.send("every day at 7 run 'Grüße'\r")
        program.sees("STEP 2 of 3", "07:00", "Next: what is done")
        assert set(program.text) - set(map(chr, range(32, 127))) <= set("\nüß")
        assert b"\x1b[?1000h" not in program.sent
        program.send("\x11")
        assert program.code() == 0


@contextmanager
def tmux(home: Path, size: tuple[int, int]) -> Iterator[list[str]]:
    """The app in a tmux of its own; what to put before a command to it."""
    require_programs("tmux")
    call = ["tmux", "-L", f"nomologi-{os.getpid()}", "-f", "/dev/null"]
    more = {"NOMOLOGI_HOME": str(home / "nomologi"), "TERM": "xterm-256color", "LANG": "C.UTF-8", "TZ": "UTC"}
    environ = {**os.environ, **more, "NOMOLOGI_WEBHOOK_PORT": "0"}
    columns, lines = map(str, size)
    start = [*call, "new-session", "-d", "-x", columns, "-y", lines, sys.executable, "-m", "nomologi_tui"]
    subprocess.run(start, env=environ, check=True)
    try:
        yield call
    finally:
        subprocess.run([*call, "kill-server"], check=False, capture_output=True)


@pytest.mark.parametrize("size", [(80, 24), (20, 5)])
def test_a_real_tmux_shows_it_and_passes_the_keys(tmp_path: Path, size: tuple[int, int]) -> None:
    with tmux(tmp_path, size) as call:

        def shown() -> str:
            return subprocess.run([*call, "capture-pane", "-p"], check=True, capture_output=True, text=True).stdout

        wait_until(lambda: "[1 Home" in shown())
        if size == (80, 24):
            wait_until(lambda: "Nothing runs yet" in shown() and "runner ON" in shown())
            subprocess.run([*call, "send-keys", "every day at 7 run 'date'", "Enter"], check=True)
            wait_until(lambda: "STEP 2 of 3" in shown() and "07:00" in shown())
            subprocess.run([*call, "resize-window", "-x", "60", "-y", "20"], check=True)
            wait_until(lambda: "STEP 2" in shown())
            wait_until(lambda: drafts_of(tmp_path) == ["every day at 7 run 'date'"])
        subprocess.run([*call, "send-keys", "C-q"], check=True)
        wait_until(lambda: subprocess.run([*call, "has-session"], capture_output=True, check=False).returncode)


def test_an_ssh_line_that_drops_keeps_the_draft_and_leaves_no_process(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.mkdir()
    home = tmp_path / "nomologi"
    command = f"env NOMOLOGI_HOME={home} NOMOLOGI_WEBHOOK_PORT=0 TZ=UTC LANG=C.UTF-8 {sys.executable} -m nomologi_tui"
    with sshd.serving(keys) as server:
        arguments = [
            "ssh", "-tt", "-p", str(server.port), "-i", str(keys / "login"), "-o", "StrictHostKeyChecking=no",
            "-o", f"UserKnownHostsFile={keys / 'known'}", "-o", "LogLevel=ERROR", "127.0.0.1", command,
        ]  # fmt: skip
        with terminal(tmp_path, program=arguments) as line:
            type_a_goal(line)
            line.signal(signal.SIGKILL)  # the client is gone, as where the network is
            line.code()
        wait_until(lambda: not processes_with(str(home)))
    assert drafts_of(tmp_path) == ["every 5 seconds run 'date' -u"]


def processes_with(words: str) -> list[int]:
    found = []
    for one in Path("/proc").iterdir():
        if one.name.isdecimal() and int(one.name) != os.getpid():
            try:
                environ = (one / "environ").read_bytes()
            except OSError:  # it has just ended, or belongs to somebody else
                continue
            found += [int(one.name)] if f"NOMOLOGI_HOME={words}".encode() in environ else []
    return found

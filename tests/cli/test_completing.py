"""Completion in the shells themselves, for a home with one automation."""

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.support import DEADLINE, environment, require_programs

BIN = Path(sys.executable).parent


def in_shell(home: Path, *line: str) -> str:
    """What a shell prints for a script that uses our completion."""
    environ = environment(home, PATH=f"{BIN}:{os.environ['PATH']}")
    done = subprocess.run(line, env=environ, capture_output=True, text=True, timeout=DEADLINE, check=True)
    return done.stdout


@pytest.fixture
def script(cli: Cli, tmp_path: Path) -> Path:
    for shell in ("bash", "zsh", "fish"):
        (tmp_path / shell).write_text(cli("completion", shell).out)
    return tmp_path


def typed(home: Path, script: Path, keys: str, wanted: str) -> str:
    """What stands on an interactive bash's terminal after these keys, as soon as `wanted` does."""
    pid, terminal = pty.fork()
    if pid == 0:
        environ = environment(home, PATH=f"{BIN}:{os.environ['PATH']}", PS1="> ", TERM="dumb")
        os.execvpe("bash", ["bash", "--rcfile", str(script / "bash"), "-i"], environ)
    seen = b""
    try:
        os.write(terminal, keys.encode())
        until = time.monotonic() + DEADLINE
        while wanted.encode() not in seen and time.monotonic() < until:
            if select.select([terminal], [], [], 0.2)[0]:
                seen += os.read(terminal, 4096)
        return seen.decode()
    finally:
        os.close(terminal)
        os.kill(pid, 9)
        os.waitpid(pid, 0)


def test_tab_in_bash_completes_a_command(home: Path, script: Path) -> None:
    assert "nomologi completion" in typed(home, script, "nomologi compl\t", "nomologi completion")


def test_tab_in_bash_completes_an_automation(home: Path, script: Path, daily: str) -> None:
    assert f"nomologi show {daily}" in typed(home, script, "nomologi show ev\t", daily)


def test_fish_tells_the_goal_beside_the_name(home: Path, script: Path, daily: str) -> None:
    require_programs("fish")
    said = in_shell(home, "fish", "-c", f'source {script}/fish; complete -C "nomologi show e"')
    assert said.splitlines() == [f"{daily}\tevery day at 08:00 run 'echo hello'"]


def test_fish_knows_options(home: Path, script: Path) -> None:
    require_programs("fish")
    assert "--until" in in_shell(home, "fish", "-c", f'source {script}/fish; complete -C "nomologi pause x --u"')


def test_zsh_is_offered_the_commands(home: Path, script: Path) -> None:
    """By our function itself; the two of zsh that it calls print what they are given."""
    require_programs("zsh")
    around = "compdef() { }; _arguments() { print -r -- $1 }; words=(nomologi compl); CURRENT=2"
    said = in_shell(home, "zsh", "-fc", f"{around}; source {script}/zsh; _nomologi_completion")
    assert '"completion":"Print what' in said


def test_nothing_is_offered_where_the_store_can_not_be_read(home: Path, script: Path) -> None:
    require_programs("fish")
    home.mkdir(exist_ok=True)
    (home / "nomologi.db").write_text("no database, but long enough to be read as a page of one")
    said = in_shell(home, "fish", "-c", f'source {script}/fish; complete -C "nomologi show e"')
    assert "Traceback" not in said


def test_another_shell_is_named(cli: Cli) -> None:
    answer = cli("completion", "tcsh")
    assert (answer.code, answer.err) == (2, "“tcsh” is no shell that is known here. Known are bash, zsh, fish.\n")

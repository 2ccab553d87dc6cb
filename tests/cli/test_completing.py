"""Completion in the shells themselves, for a home with one automation."""

import json
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


def typed(home: Path, keys: str, wanted: str, *line: str, **environ: str) -> str:
    """What stands on an interactive shell's terminal after these keys, as soon as `wanted` does."""
    pid, terminal = pty.fork()
    if pid == 0:
        more = {"PATH": f"{BIN}:{os.environ['PATH']}", "PS1": "> ", "TERM": "dumb"}
        os.execvpe(line[0], line, environment(home, **more, **environ))
    seen = b""
    try:
        os.write(terminal, keys.encode())
        until = time.monotonic() + DEADLINE
        while wanted.encode() not in seen and time.monotonic() < until:
            if select.select([terminal], [], [], 0.2)[0]:
                seen += os.read(terminal, 4096)
        return seen.decode(errors="replace")  # the last character may still be on its way
    finally:
        os.close(terminal)
        os.kill(pid, 9)
        os.waitpid(pid, 0)


def in_bash(home: Path, script: Path, keys: str, wanted: str) -> str:
    return typed(home, keys, wanted, "bash", "--rcfile", str(script / "bash"), "-i")


def in_zsh(home: Path, script: Path, keys: str, wanted: str) -> str:
    """Found by its folder, as it is installed."""
    require_programs("zsh")
    (script / "_nomologi").write_text((script / "zsh").read_text())
    (script / ".zshrc").write_text(f"fpath+={script}\nautoload -U compinit\ncompinit -u -D\n")
    return typed(home, keys, wanted, "zsh", "-i", ZDOTDIR=str(script))


def test_tab_in_bash_completes_a_command(home: Path, script: Path) -> None:
    assert "nomologi completion" in in_bash(home, script, "nomologi compl\t", "nomologi completion")


def test_tab_in_bash_completes_an_automation(home: Path, script: Path, daily: str) -> None:
    assert f"nomologi show {daily}" in in_bash(home, script, "nomologi show ev\t", daily)


def test_fish_tells_the_goal_beside_the_name(home: Path, script: Path, daily: str) -> None:
    require_programs("fish")
    said = in_shell(home, "fish", "-c", f'source {script}/fish; complete -C "nomologi show e"')
    assert said.splitlines() == [f"{daily}\tevery day at 08:00 run 'echo hello'"]


def test_fish_offers_templates_blocks_and_connections(cli: Cli, home: Path, script: Path) -> None:
    """A label of several words stands beside its id."""
    require_programs("fish")
    for label in ("House", "My house"):
        cli("connections", "add", "api_key", label, "--set", "hosts=localhost", "--set", "key=env:KEY")
    lines = {
        "templates show website-d": "website-down\t", "new --template website-d": "website-down\t",
        "blocks run_c": "run_command\tRun a command", "connections test ": "2\tMy house\nHouse\tHouse",
    }  # fmt: skip
    for line, offered in lines.items():
        assert offered in in_shell(home, "fish", "-c", f'source {script}/fish; complete -C "nomologi {line}"')


def test_fish_knows_options(home: Path, script: Path) -> None:
    require_programs("fish")
    assert "--until" in in_shell(home, "fish", "-c", f'source {script}/fish; complete -C "nomologi pause x --u"')


def test_tab_in_zsh_completes_a_command(home: Path, script: Path) -> None:
    assert "nomologi completion" in in_zsh(home, script, "nomologi compl\t", "nomologi completion")


def test_a_goal_beside_a_name_is_never_carried_out(cli: Cli, home: Path, script: Path) -> None:
    evil = f'a \\$(touch {script}/1) \\`touch {script}/2\\` \\"; touch {script}/3; \\" \' [bold]: ' + "long " * 40
    given = [{"goal": goal, "what": [{"block": "stop"}], "when": [{"block": "manual"}]} for goal in (evil, "z")]
    (script / "x.yaml").write_text("---\n".join(json.dumps({"version": 1, **one}) + "\n" for one in given))
    cli("import", str(script / "x.yaml"))
    seen = in_zsh(home, script, "nomologi show \t", "-- z")
    assert "-- z" in seen
    assert not [one for one in "123" if (script / one).exists()]
    said = in_shell(home, "fish", "-c", f'source {script}/fish; complete -C "nomologi show "')
    assert [line.partition("\t")[0][:3] for line in said.splitlines()] == ["a-t", "z"]


def test_nothing_is_offered_where_the_store_can_not_be_read(home: Path, script: Path) -> None:
    require_programs("fish")
    home.mkdir(exist_ok=True)
    (home / "nomologi.db").write_text("no database, but long enough to be read as a page of one")
    said = in_shell(home, "fish", "-c", f'source {script}/fish; complete -C "nomologi show e"')
    assert "Traceback" not in said


def test_another_shell_is_named(cli: Cli) -> None:
    answer = cli("completion", "tcsh")
    assert (answer.code, answer.err) == (2, "“tcsh” is no shell that is known here. Known are bash, zsh, fish.\n")

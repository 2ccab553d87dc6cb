"""How every command line ends: exit code, sentence, help, pipes, signals, locales."""

import contextlib
import fcntl
import json
import os
import pty
import select
import signal
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from nomologi_tui.cli import COMMANDS
from tests.cli.conftest import Cli
from tests.support import DEADLINE, PROGRAM, environment, nomologi, nomologi_here


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_that_fits_80_columns(cli: Cli, command: str) -> None:
    shown = cli(command, "--help")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith(f"Usage: nomologi {command}")
    assert max(map(len, shown.lines)) <= 80


def test_the_commands_are_listed_with_whole_sentences(cli: Cli) -> None:
    shown = cli("--help")
    assert [line.split()[0] for line in shown.lines if line.startswith("  ") and line.split()[0] in COMMANDS] == list(
        COMMANDS
    )
    assert "..." not in shown.out.partition("Commands:")[2]


@pytest.mark.parametrize(
    "arguments",
    [["bogus"], ["show"], ["list", "--bogus"], ["show", "a", "b"], ["runs", "--limit"], ["--bogus"], ["[/foo]"]],
)
def test_a_wrong_usage_is_one_line_that_points_to_help(cli: Cli, arguments: list[str]) -> None:
    answer = cli(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("\n") == 1
    assert "--help" in answer.err


def test_debug_shows_the_rest_wherever_it_stands(cli: Cli) -> None:
    for arguments in (["--debug", "trace", "1"], ["trace", "1", "--debug"]):
        answer = cli(*arguments)
        assert answer.code == 3
        assert answer.err.startswith("There is no run 1.")
        assert "Traceback" in answer.err
    assert "Traceback" not in cli("trace", "1").err


def test_the_version(cli: Cli, home: Path) -> None:
    assert cli("--version").out.startswith("nomologi ")
    assert nomologi(home, "--version").stdout == cli("--version").out


def test_no_terminal_points_to_the_demo(cli: Cli) -> None:
    answer = cli()
    assert (answer.code, answer.out) == (4, "")
    assert "nomologi demo" in answer.err


def test_a_reader_that_goes_away_is_no_error(home: Path) -> None:
    line = f"{sys.executable} -m nomologi_tui blocks --json | head -1"
    done = subprocess.run(
        ["sh", "-c", line], env=environment(home), capture_output=True, text=True, timeout=DEADLINE, check=False
    )
    assert (done.stdout, done.stderr) == ("[\n", "")


@pytest.mark.parametrize("command", [["blocks"], ["blocks", "--json"], ["--help"]])
def test_a_closed_pipe_ends_with_0_and_without_a_word(home: Path, command: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [*PROGRAM, *command], env=environment(home), stdout=write, stderr=subprocess.PIPE, timeout=DEADLINE, check=False
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


def test_what_is_done_is_done_also_where_nobody_reads_it(home: Path) -> None:
    """Each line is written at once here (-u), so the first one fails, long before anything is saved."""
    read, lost = os.pipe()
    os.close(read)
    new = ("new", "every day at 8 run true", "--off", "--yes")
    for command in (new, ("on", "every", "--yes"), ("run", "every", "--follow")):
        line = [PROGRAM[0], "-u", *PROGRAM[1:], *command]
        done = subprocess.run(line, env=environment(home), stdout=lost, timeout=DEADLINE, check=False)
        assert done.returncode == 0
    os.close(lost)
    (made,) = json.loads(nomologi_here(home, "list", "--json").stdout)
    assert (made["status"], made["last_run"]["status"]) == ("active", "success")


def test_who_follows_the_log_ends_when_nobody_reads_it(home: Path) -> None:
    """Nothing more is logged here, so no write of it can fail."""
    assert nomologi_here(home, "new", "every day at 8 run true", "--off").returncode == 0
    following = subprocess.Popen([*PROGRAM, "logs", "-f"], env=environment(home), stdout=subprocess.PIPE)
    assert following.stdout is not None
    assert b"Created" in following.stdout.readline()
    following.stdout.close()
    assert following.wait(DEADLINE) == 0


def test_where_nobody_can_be_told_the_exit_code_says_it(home: Path) -> None:
    with Path("/dev/full").open("w") as full:
        line = [*PROGRAM, "show", "nobody"]
        done = subprocess.run(line, env=environment(home), stderr=full, timeout=DEADLINE, check=False)
    assert done.returncode == 3


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_the_caller_closed_leads_nowhere(home: Path, closed: str) -> None:
    line = f"{sys.executable} -m nomologi_tui new 'every day at 8 run true' --yes {closed}"
    done = subprocess.run(["sh", "-c", line], env=environment(home), capture_output=True, timeout=DEADLINE, check=False)
    assert (done.returncode, b"unforeseen" in done.stdout + done.stderr) == (0, False)
    assert nomologi_here(home, "list", "--json").stdout.count('"slug"') == 1


def test_a_group_without_a_command_shows_its_help_alone(cli: Cli) -> None:
    shown = cli("connections")
    assert (shown.code, shown.out, shown.err.count("--help")) == (2, "", 1)


@pytest.mark.parametrize("command", ["runs", "logs", "alerts"])
def test_a_limit_that_no_list_reaches_is_bad_input(cli: Cli, command: str) -> None:
    answer = cli(command, "--limit", "99999999999999999999")
    assert (answer.code, answer.err.count("\n")) == (2, 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_under_the_output_is_a_sentence(home: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*PROGRAM, "blocks"],
            env=environment(home),
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=DEADLINE,
            check=False,
        )
    assert done.returncode == 5
    assert done.stderr.startswith(b"The disk is full.")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1", "nonsense"])
def test_any_locale_shows_something(home: Path, locale: str) -> None:
    done = nomologi(home, "when", "every day at 8 o’clock, naïve ‹x›", environ={"LC_ALL": locale})
    assert done.returncode in (0, 2)
    assert "unforeseen" not in done.stderr
    plain = nomologi(home, "trace", "7", environ={"LC_ALL": locale, "PYTHONIOENCODING": "ascii"})
    assert (plain.returncode, plain.stderr.count("\n")) == (3, 1)


def test_an_argument_that_is_not_utf_8_is_bad_input(home: Path) -> None:
    for arguments in (
        (b"show", b"a\xff"),
        (b"new", b"every hour run '\xc3\x28'", b"--yes"),
        (b"when", b"\xed\xa0\x80"),
    ):
        done = nomologi(home, *arguments)
        assert done.returncode == 2
        assert "is not UTF-8 text" in done.stderr
        assert done.stderr.count("\n") == 1
    assert not home.exists()


@pytest.mark.parametrize("name", ["NOMOLOGI_USER", "NOMOLOGI_HOME"])
def test_a_variable_that_is_no_text_is_refused_before_anything_is_made(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, f"{tmp_path}/\udcff")
    answer = cli("list")
    assert (answer.code, answer.err) == (2, f"{name} in the environment is not UTF-8 text. Write it in UTF-8.\n")
    assert list(tmp_path.iterdir()) == []


CTRL_C = "\x03"


def take_terminal() -> None:
    """Make the terminal the session's own, so that ctrl+c is a signal; also where the tests run in the background,
    which makes processes ignore it."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def on_a_terminal(home: Path, *arguments: str, typed: str = "", after: str = "", **environ: str) -> tuple[int, str]:
    """Exit code and everything shown, on a terminal that is the process's own; types when `after` was shown.

    Ctrl+c is typed again each second, as a person would: between the prompt and the read behind it Python only notes a
    signal, and then waits for the line.
    """
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*PROGRAM, *arguments], env=environment(home, TERM="xterm-256color", **environ), stdin=theirs, stdout=theirs,
        stderr=theirs, start_new_session=True, preexec_fn=take_terminal,  # noqa: PLW1509 - an ioctl, in a process without threads
    )  # fmt: skip
    os.close(theirs)
    shown, again, patience = b"", "", DEADLINE
    with contextlib.suppress(OSError):  # how Linux says that the other side has gone
        while True:
            if typed and after.encode() in shown:
                os.write(ours, typed.encode())
                again, typed = typed if typed == CTRL_C else "", ""
            if select.select([ours], [], [], 1.0)[0]:
                shown += os.read(ours, 65536)
            elif (patience := patience - 1.0) <= 0:
                break
            else:
                typed = typed or again
    os.close(ours)  # hangs up on whoever still waits for an answer
    return process.wait(DEADLINE), shown.decode().replace("\r\n", "\n")


def test_on_a_terminal_it_asks_for_what_is_missing_until_it_can_be_taken(home: Path) -> None:
    code, shown = on_a_terminal(home, "new", "every day at 08:00 tell me", typed="{{ nonsense\nHello\ny\n")
    assert code == 0
    assert "what.message: This is needed." in shown
    assert shown.count("what.message: ") >= 3
    assert "Saved as" in shown


def test_saying_no_to_the_plan_saves_it_switched_off(home: Path) -> None:
    code, shown = on_a_terminal(home, "new", "every day at 08:00 run 'true'", typed="n\n")
    assert (code, "off." in shown) == (0, True)


@pytest.mark.parametrize("colour", [{}, {"NO_COLOR": "1"}])
def test_tables_on_a_terminal_fit_its_width_and_hold_no_escape(home: Path, colour: dict[str, str]) -> None:
    nomologi_here(
        home, "new", "every day at 08:00 run 'true' and nothing else at all, ever, " + "please " * 20, "--yes"
    )
    code, shown = on_a_terminal(home, "list", COLUMNS="80", **colour)
    assert code == 0
    assert max(map(len, shown.splitlines())) <= 80
    assert "\x1b" not in shown


def test_ctrl_c_at_a_prompt_ends_with_130(home: Path) -> None:
    code, shown = on_a_terminal(home, "new", "every day at 08:00 tell me", typed=CTRL_C, after="what.message: ")
    assert code in (130, -signal.SIGINT)
    assert "Traceback" not in shown
    assert nomologi_here(home, "list", "--json").stdout == "[]\n"

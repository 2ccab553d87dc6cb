"""What only a real terminal shows: bytes, signals, sizes."""

import os
import random
import signal
import sys
import termios
from pathlib import Path

import pytest

from nomologi_tui.settings import load_settings
from nomologi_tui.usecases.workspace import Workspace
from tests.endurance import hang_ups
from tests.screens.terminal import Terminal, terminal
from tests.support import nomologi_here


def drafts_of(home: Path) -> list[str]:
    settings = load_settings({"NOMOLOGI_HOME": str(home / "nomologi"), "TZ": "UTC"})
    ws = Workspace(settings)
    goals = [draft.answers["goal"] for draft in ws.reader.drafts(ws.user_id)]
    ws.close()
    return goals


def type_a_goal(program: Terminal) -> None:
    program.sees("Nothing runs yet")
    program.send("every 5 seconds run 'date'\r")
    program.sees("STEP 2 of 3", "every 5 seconds", "draft saved")
    program.send("\x1b")
    program.sees("STEP 1 of 3", "WHEN", "every 5 seconds")
    program.send(" -u")
    program.sees("'date' -u")


def test_the_first_paint_is_small_and_an_idle_screen_sends_nothing(tmp_path: Path) -> None:
    with terminal(tmp_path) as program:
        program.sees("Nothing runs yet", "ctrl+q quits")
        assert len(program.sent) <= 20_000
        program.sees("runner ON (app)", "TOUR 1 of 3")
        program.send("\x1b")
        program.sees("unner started")
        clock = 200  # bytes, where the minute turns just now
        program.until_quiet(1.0, clock)  # a busy machine may rest between two paints


@pytest.mark.parametrize("end", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_a_signal_keeps_the_draft(tmp_path: Path, end: signal.Signals) -> None:
    with terminal(tmp_path) as program:
        type_a_goal(program)
        os.kill(program.pid, end)
        assert program.code() == 128 + end
    assert drafts_of(tmp_path) == ["every 5 seconds run 'date' -u"]


@pytest.mark.parametrize("moment", range(8))
def test_a_hang_up_at_any_moment_of_editing_keeps_the_draft_and_gives_the_terminal_back(
    tmp_path: Path, moment: int
) -> None:
    """A hundred of them, timed: `python -m tests.endurance hang-ups`."""
    wrong = hang_ups.hang_up_at(tmp_path, random.Random(moment)).wrong  # noqa: S311 - moments, not secrets
    assert not wrong


def test_sizes_that_change_fast_break_nothing(tmp_path: Path) -> None:
    assert not hang_ups.storm(tmp_path, random.Random(1), 90)  # noqa: S311 - sizes, not secrets


def test_a_dropped_line_keeps_the_draft(tmp_path: Path) -> None:
    with terminal(tmp_path) as program:
        type_a_goal(program)
        program.hang_up()
        assert program.code() == 128 + signal.SIGHUP
    assert drafts_of(tmp_path) == ["every 5 seconds run 'date' -u"]


def test_a_line_that_drops_after_nobody_read_it_for_long_ends_the_app(tmp_path: Path) -> None:
    with terminal(tmp_path) as program:
        type_a_goal(program)
        program.stall()
        program.hang_up()
        assert program.code() == 128 + signal.SIGHUP
    assert drafts_of(tmp_path) == ["every 5 seconds run 'date' -u"]


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_app_also_while_nobody_reads_its_terminal(tmp_path: Path, end: signal.Signals) -> None:
    with terminal(tmp_path) as program:
        type_a_goal(program)
        program.stall()
        program.signal(end)
        assert program.code(reads=False) == 128 + end
    assert drafts_of(tmp_path) == ["every 5 seconds run 'date' -u"]


def test_a_kill_costs_at_most_what_was_just_typed_and_home_resumes(tmp_path: Path) -> None:
    with terminal(tmp_path) as program:
        program.sees("Nothing runs yet")
        program.send("every 5 seconds run 'date'\r")
        program.sees("STEP 2 of 3", "every 5 seconds", "draft saved")
        program.until(lambda: drafts_step(tmp_path) == 2)
        os.kill(program.pid, signal.SIGKILL)
        assert program.code() == -signal.SIGKILL
    with terminal(tmp_path) as program:
        program.sees("Draft “every 5 seconds run 'date'”", "step 2 of 3")
        program.send("\r")
        program.sees("STEP 2 of 3", "every 5 seconds")


def drafts_step(home: Path) -> int:
    ws = Workspace(load_settings({"NOMOLOGI_HOME": str(home / "nomologi"), "TZ": "UTC"}))
    steps = [draft.current_step for draft in ws.reader.drafts(ws.user_id)]
    ws.close()
    return steps[0] if steps else 0


@pytest.mark.parametrize("size", [(20, 5), (60, 20), (200, 60)])
def test_any_size_is_bearable(tmp_path: Path, size: tuple[int, int]) -> None:
    with terminal(tmp_path, size) as program:
        program.sees("[1 Home")
        program.send("\x11")
        assert program.code() == 0
        assert b"Traceback" not in program.sent


def test_quitting_ends_the_runner_and_says_nothing_where_nothing_ran(tmp_path: Path) -> None:
    with terminal(tmp_path) as program:
        program.sees("runner ON (app)")
        program.send("\x11")
        assert program.code() == 0


def test_whoever_has_a_password_signs_in_before_the_app_opens(tmp_path: Path) -> None:
    ada = {"NOMOLOGI_USER": "ada"}
    assert (
        nomologi_here(tmp_path / "nomologi", "users", "password", stdin="a long password\n", environ=ada).returncode
        == 0
    )
    with terminal(tmp_path, more=ada) as program:
        program.sees("Nomologi: sign in", "ada")
        program.send("another one\r")
        program.sees("The password for “ada” is wrong. Try again.")
        program.send("a long password\r")
        program.sees("Nothing runs yet", "runner ON (app)")
        assert b"a long password" not in program.sent
        program.send("\x11")
        assert program.code() == 0
    with terminal(tmp_path, more={**ada, "NOMOLOGI_PASSWORD": "another one"}) as program:
        program.sees("is wrong.")
        assert program.code() == 4
    with terminal(tmp_path, more={**ada, "NOMOLOGI_PASSWORD": "a long password"}) as program:
        program.sees("Nothing runs yet")


def test_a_line_that_drops_at_the_sign_in_ends_the_app(tmp_path: Path) -> None:
    ada = {"NOMOLOGI_USER": "ada"}
    nomologi_here(tmp_path / "nomologi", "users", "password", stdin="a long password\n", environ=ada)
    with terminal(tmp_path, more=ada) as program:
        program.sees("Nomologi: sign in")
        program.hang_up()
        assert program.code() == 128 + signal.SIGHUP


def test_ctrl_z_gives_the_terminal_to_the_shell_and_fg_brings_the_app_back(tmp_path: Path) -> None:
    shell = ["bash", "--norc", "--noprofile", "-i"]
    with terminal(tmp_path, more={"PS1": "prompt: "}, program=shell) as program:
        program.sees("prompt:")
        echoes = program.settings()[3] & termios.ECHO
        program.send(f"{sys.executable} -m nomologi_tui\r")
        program.sees("Nothing runs yet", "runner ON (app)")
        program.send("\x1b")
        program.sees("LOG all goals")
        program.send("\x1b")
        program.sees("n new")  # the field has let it go
        program.answers("\x1a", "Stopped", "prompt:")
        assert program.settings()[3] & termios.ECHO == echoes
        program.answers("fg\r", "Nothing runs yet", "F1")
        program.answers("\x11", "prompt:")
        program.send("exit\r")
        assert program.code() == 0


def test_ctrl_z_asks_where_automations_would_stand_still(tmp_path: Path) -> None:
    assert nomologi_here(tmp_path / "nomologi", "new", "every day at 7 run 'true'", "--yes").returncode == 0
    with terminal(tmp_path) as program:
        program.sees("every day at 7", "runner ON (app)")
        program.send("\x1a")
        program.sees("Suspend Nomologi?", "1 automation does not run", "[ Cancel ]")
        program.send("\r")
        program.until(lambda: "Suspend Nomologi?" not in program.text)
        program.send("\x11")
        program.sees("Quit Nomologi?")

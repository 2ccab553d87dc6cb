"""The plain app as a person uses it: lines in, lines out."""

import os
import signal
from pathlib import Path

import pytest

from nomologi_tui.settings import load_settings
from nomologi_tui.usecases.workspace import Workspace
from tests.screens.terminal import terminal
from tests.support import nomologi, nomologi_here

GOAL = "every weekday at 8 run 'df -h /'"


def said(home: Path, *lines: str) -> str:
    """What is said to a person who answers so, and then goes away."""
    done = nomologi(home, "--plain", stdin="".join(f"{one}\n" for one in lines))
    assert (done.returncode, done.stderr) == (0, "")
    assert not set(done.stdout) & set(map(chr, [*range(10), *range(11, 32), 127]))
    return done.stdout


def kept(home: Path) -> tuple[list[str], list[str]]:
    """(goals of the automations, goals of the drafts)."""
    ws = Workspace(load_settings({"NOMOLOGI_HOME": str(home)}))
    found = (
        [one.goal for one in ws.reader.overview(ws.user_id)],
        [one.answers["goal"] for one in ws.reader.drafts(ws.user_id)],
    )
    ws.close()
    return found


def test_a_goal_becomes_an_automation_that_is_told_of_run_paused_and_deleted(tmp_path: Path) -> None:
    made = said(tmp_path, "1", GOAL, "1", "y", "2", "1", "1", "2", "")
    assert "when: every weekday at 08:00" in made
    assert "It may:\n  run df -h /" in made
    assert "Saved as every-weekday-at-8-run-df-h, on." in made
    assert "active, revision 1" in made
    assert "Run 1 is queued." in made
    dealt = said(tmp_path, "2", "1", "3", "2 h", "5", "", "3", "4", "")
    assert "Paused until" in dealt
    assert "paused until" in dealt.lower().split("lately")[1]
    assert "It goes on." in dealt
    assert "It is off." in dealt
    assert "Nothing runs yet." in said(tmp_path, "2", "1", "8", "n", "2")
    assert kept(tmp_path) == ([], [])


def test_what_is_missing_is_asked_for_and_a_wrong_answer_again(tmp_path: Path) -> None:
    told = said(tmp_path, "1", "every hour copy ~/a", "{{ broken", "~/b", "4", "3", "3", "~/c", "2")
    assert "Missing: what.to: This is needed." in told
    assert told.count("what, To, or Enter to leave it:") == 3
    assert "Nothing of this was done." in told
    assert "Saved as every-hour-copy-a, off." in told


def test_a_template_is_found_by_words_and_made(tmp_path: Path) -> None:
    told = said(tmp_path, "7", "nothing like it", "disk nearly", "29", "6")
    assert "Nothing here is “nothing like it”." in told
    assert "29  Server: Disk nearly full." in told
    assert "when disk used of / goes above 90 %" in told
    assert len(kept(tmp_path)[1]) == 1


@pytest.mark.parametrize("lines", [[], ["1"], ["1", GOAL], ["1", GOAL, "1"], ["4"], ["7"], ["2"]])
def test_the_end_of_the_input_is_an_end_like_any_other(tmp_path: Path, lines: list[str]) -> None:
    said(tmp_path, *lines)
    assert kept(tmp_path)[1] == ([GOAL] if GOAL in lines else [])


def test_a_draft_is_gone_on_with(tmp_path: Path) -> None:
    said(tmp_path, "1", GOAL)
    assert "Saved as" in said(tmp_path, "8", "1", "2")
    assert kept(tmp_path) == ([GOAL], [])


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGHUP, signal.SIGTERM])
def test_a_signal_ends_it_and_the_draft_is_kept(tmp_path: Path, end: signal.Signals) -> None:
    with terminal(tmp_path, arguments=["--plain"]) as program:
        program.sees("What do you want to do?")
        program.send(f"1\r{GOAL}\r")
        program.sees("What now?")
        os.kill(program.pid, end)
        assert program.code() == 128 + end
    assert b"\x1b" not in program.sent
    assert kept(tmp_path / "nomologi") == ([], [GOAL])


@pytest.mark.parametrize("term", ["", "dumb"])
def test_a_terminal_without_a_cursor_gets_it_unasked(tmp_path: Path, term: str) -> None:
    with terminal(tmp_path, (20, 5), more={"TERM": term}) as program:
        program.until(lambda: b"What do you want to do?" in program.sent)
        program.send("4\r")
        program.until(lambda: b"New entries follow; Enter stops." in program.sent)
        program.until(lambda: b"runner" in program.sent)
        program.send("\rquit\r11\r")
        assert program.code() == 0
    assert b"numbered prompts" in program.sent
    assert b"\x1b" not in program.sent


def test_whoever_has_a_password_gives_it_first(tmp_path: Path) -> None:
    ada = {"NOMOLOGI_USER": "ada"}
    nomologi_here(tmp_path, "users", "password", stdin="a long password\n", environ=ada)
    refused = nomologi(tmp_path, "--plain", environ=ada)
    assert (refused.returncode, refused.stdout) == (4, "")
    let_in = nomologi(tmp_path, "--plain", environ={**ada, "NOMOLOGI_PASSWORD": "a long password"})
    assert "0 automations" in let_in.stdout


def test_what_was_deleted_comes_back_from_the_trash(tmp_path: Path) -> None:
    said(tmp_path, "1", GOAL, "1", "y")
    assert "The trash is empty." in said(tmp_path, "10")
    said(tmp_path, "2", "1", "9", "n")
    told = said(tmp_path, "10", "1")
    assert f"{GOAL}. Deleted " in told
    assert f"It is back, switched off: {GOAL}" in told
    assert kept(tmp_path)[0] == [GOAL]


def test_what_one_would_have_done_is_told_with_its_figures(tmp_path: Path) -> None:
    said(tmp_path, "1", GOAL, "1", "y")
    assert "would have run 5 times" in said(tmp_path, "2", "1", "8")

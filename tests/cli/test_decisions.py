"""approve, deny, missed: the user's word by the command line; a second one is refused."""

import os
import signal
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.support import PROGRAM, Background, environment, nomologi, runs_of, wait_until


def asking(cli: Cli, tmp_path: Path) -> str:
    """The slug of an automation that asks before it writes."""
    slug: str = cli("new", "every day at 08:00 run 'true'", "--off", "--json").json["slug"]
    file = tmp_path / "asking.yaml"
    file.write_text(
        "version: 1\ngoal: ask first\nwhen:\n- block: manual\n  name: manual\nwhat:\n"
        "- block: ask_for_approval\n  name: ask\n  config: {question: 'Write it?'}\n"
        f"- block: write_file\n  name: write\n  config: {{path: '{tmp_path}/out', content: x}}\n"
    )
    assert cli("edit", slug, "--file", str(file)).code == 0
    return slug


def test_a_run_that_asks_waits_and_goes_on_once_approved(cli: Cli, tmp_path: Path) -> None:
    slug = asking(cli, tmp_path)
    waiting = cli("run", slug, "--wait")
    assert (waiting.code, waiting.lines[0]) == (4, "Run 1: waiting. Asks: Write it?")
    assert not (tmp_path / "out").exists()
    assert [one["id"] for one in cli("runs", "--asks", "--json").json] == [1]
    assert cli("approve", "1").lines[0] == "Run 1 goes on."
    assert cli("runs", "--asks", "--json").json == []
    assert cli("runs", "--json").json[0]["status"] == "pending"


def test_a_denied_run_is_over(cli: Cli, tmp_path: Path) -> None:
    cli("run", asking(cli, tmp_path), "--wait")
    assert cli("deny", "1").out == "Run 1 is stopped.\n"
    (run,) = cli("runs", "--json").json
    assert (run["status"], run["summary"]) == ("cancelled", "Stopped at “ask” by your word")


@pytest.mark.parametrize("second", [("approve", "1"), ("deny", "1"), ("approve", "1", "--happened")])
def test_a_second_word_is_refused_with_a_sentence(cli: Cli, tmp_path: Path, second: tuple[str, ...]) -> None:
    cli("run", asking(cli, tmp_path), "--wait")
    cli("deny", "1")
    refused = cli(*second)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("Run 1 waits for no answer: it was stopped.")


@pytest.mark.parametrize("verb", ["approve", "deny"])
def test_a_run_that_does_not_exist_is_not_found(cli: Cli, verb: str) -> None:
    assert cli(verb, "99").code == 3


def test_two_processes_that_approve_at_once_are_one_approval(cli: Cli, home: Path, tmp_path: Path) -> None:
    cli("run", asking(cli, tmp_path), "--wait")
    started = [
        subprocess.Popen([*PROGRAM, "approve", "1"], env=environment(home), stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    errors = [one.communicate(timeout=60)[1] for one in started]
    assert sorted(one.returncode for one in started) == [0, 2, 2]
    assert len([error for error in errors if "waits for no answer" in error]) == 2


def test_after_a_crash_inside_a_command_a_person_decides(cli: Cli, home: Path, tmp_path: Path) -> None:
    lines, pid = tmp_path / "lines", tmp_path / "pid"
    command = f"echo begun >> {lines}; echo $PPID > {pid}; sleep 600"
    slug = cli("new", f"every day at 08:00 run '{command}' then run 'echo after >> {lines}'", "--yes", "--json").json[
        "slug"
    ]
    with Background(home, "runner") as runner:
        cli("run", slug)
        wait_until(lambda: pid.exists() and pid.read_text().strip())
        os.kill(runner.process.pid, signal.SIGKILL)
    with Background(home, "runner"):
        (run,) = wait_until(lambda: [one for one in runs_of(home) if one["status"] == "waiting"])
        assert run["summary"].startswith("needs your decision")
        assert nomologi(home, "approve", "1", "--happened").returncode == 0
        wait_until(lambda: runs_of(home)[0]["status"] == "success")
    assert lines.read_text().splitlines() == ["begun", "after"]


def test_missed_times_that_are_left_out_are_listed_run_or_dismissed(cli: Cli, home: Path) -> None:
    slug = cli("new", "every second run 'true'", "--yes", "--json").json["slug"]
    assert cli("configure", slug, "--set", "catch_up=skip").code == 0
    with sqlite3.connect(home / "nomologi.db") as store:  # as if nobody had run it for an hour
        store.execute("UPDATE listener SET last_due = datetime('now', '-1 hour') || '.000000'")
    store.close()
    with Background(home, "runner"):
        one = wait_until(lambda: cli("missed", "--json").json)[-1]
    assert (one["automation"], one["number"] >= 1) == (slug, True)
    assert any(slug in line and "missed times are left out" in line for line in cli("missed").lines)
    assert cli("missed", "--run", str(one["id"])).out.startswith("Run ")
    assert cli("missed", "--dismiss", str(one["id"])).code == 3
    assert cli("missed", "--run-all").out.startswith("Queued: ")
    assert cli("missed", "--dismiss-all", "--json").json == []


def test_more_than_one_thing_to_do_is_refused(cli: Cli) -> None:
    assert cli("missed", "--run", "1", "--dismiss-all").code == 2

"""Commands that flood, hang, fork, or go wrong, under the real runner."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.text import clean
from tests.support import Background, lives, nomologi, nomologi_here, runs_of, wait_until

pytestmark = pytest.mark.usefixtures("runner")


def start(home: Path, command: str, *more: str) -> str:
    """Make an automation of the command and queue one run of it."""
    made = nomologi_here(
        home, "new", "every day at 08:00 run 'true'", "--off", "--json", "--set", f"command={command}", *more
    )
    slug: str = json.loads(made.stdout)["slug"]
    assert nomologi_here(home, "run", slug).returncode == 0
    return slug


def ended(home: Path) -> dict[str, Any]:
    return wait_until(lambda: next((one for one in runs_of(home) if one["finished_at"]), None)) or {}


def test_cancel_ends_the_whole_tree(home: Path, tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    start(home, f"sleep 301 & echo $! >> {pids}; setsid sh -c 'echo $$ >> {pids}; trap \"\" TERM; sleep 302'")
    wait_until(lambda: pids.exists() and len(pids.read_text().split()) == 2)
    assert nomologi(home, "cancel", "1").stdout == "Run 1 is told to stop.\n"
    assert ended(home)["status"] == "cancelled"
    wait_until(lambda: not any(lives(int(pid)) for pid in pids.read_text().split()))


def test_what_a_killed_runner_had_started_is_ended_by_the_next(home: Path, tmp_path: Path, runner: Background) -> None:
    pids = tmp_path / "pids"
    start(home, f"setsid sleep 304 & echo $! $$ > {pids}; sleep 305")
    wait_until(lambda: pids.exists() and len(pids.read_text().split()) == 2)
    runner.process.kill()
    assert all(lives(int(pid)) for pid in pids.read_text().split())
    with Background(home, "runner"):
        wait_until(lambda: runs_of(home)[0]["status"] == "waiting")
        assert not any(lives(int(pid)) for pid in pids.read_text().split())


def test_a_command_that_hangs_is_stopped_at_its_limit(home: Path) -> None:
    start(home, "sleep 303", "--set", "timeout=1s")
    run = ended(home)
    assert run["status"] == "failure"
    assert "took longer than 1 s" in run["error"]


def test_a_flood_of_escapes_and_broken_text_is_cut_and_harmless(home: Path) -> None:
    start(home, r"head -c 5000000 /dev/urandom; printf '\033[2J\033]0;x\007[/foo]'")
    assert ended(home)["status"] == "success"
    for line in (["trace", "1"], ["logs", "--limit", "1000"], ["list"]):
        shown = nomologi_here(home, *line)
        assert shown.returncode == 0
        assert clean(shown.stdout, max_line=10**9) == shown.stdout
    assert nomologi_here(home, "trace", "1", "--json").returncode == 0


def test_a_failure_is_a_sentence_and_the_runner_goes_on(home: Path) -> None:
    wanted = {"/nowhere/program": "/nowhere/program", "exit 7": "exit code 7", "kill -SEGV $$": "SIGSEGV", "cat": ""}
    for command in wanted:
        start(home, command)
    wait_until(lambda: all(one["finished_at"] for one in runs_of(home)))
    errors = [one["error"] for one in reversed(runs_of(home))]
    assert [error for error, words in zip(errors, wanted.values(), strict=True) if words not in error] == []
    assert "Traceback" not in str(errors)
    assert json.loads(nomologi_here(home, "status", "--json").stdout)["runner"]["state"] == "on"


def test_an_automation_whose_block_is_gone_fails_with_its_name(home: Path, runner: Background) -> None:
    slug = start(home, "true")
    ended(home)
    assert runner.stop() == 0
    with sqlite3.connect(home / "nomologi.db") as changing:
        changing.execute("UPDATE automation_step SET block = 'gone_block' WHERE block = 'run_command'")
        changing.execute("UPDATE automation_revision SET document = replace(document, 'run_command', 'gone_block')")
    changing.close()
    for command in (["show", slug], ["show", slug, "--json"], ["run", slug, "--dry"], ["show", slug, "--yaml"]):
        done = nomologi_here(home, *command)
        assert "Traceback" not in done.stderr
        assert "unforeseen" not in done.stderr
    failed = nomologi(home, "run", slug, "--wait")
    assert failed.returncode == 1
    assert "There is no action called “gone_block”" in failed.stderr
    on = nomologi(home, "on", slug, "--yes")
    assert (on.returncode, "gone_block" in on.stderr) == (3, True)

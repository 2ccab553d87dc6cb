"""status; the runner itself is driven in tests/acceptance."""

import os
import signal
import socket
from pathlib import Path

from tests.cli.conftest import Cli
from tests.support import Background, wait_until


def test_status_of_a_home_that_is_not_there_yet(cli: Cli, home: Path) -> None:
    document = cli("status", "--json").json
    assert set(document.pop("alerts")) == {"channel", "held", "failed", "open"}
    assert document == {
        "runner": None, "listeners": [], "running": [], "waiting": [], "connections": [], "paused": [], "due_next": [],
        "digests": [], "missed": 0,
        "store": {"path": str(home / "nomologi.db"), "bytes": 0},
    }  # fmt: skip
    assert not home.exists()


def test_status_without_a_runner_shows_listeners_as_off(cli: Cli, daily: str) -> None:
    document = cli("status", "--json").json
    (listener,) = document["listeners"]
    assert (listener["automation"], listener["block"], listener["state"]) == (daily, "schedule", "off")
    assert document["due_next"][0]["due"].endswith("T08:00:00Z")
    assert cli("status").lines[0] == "runner: off"


def test_status_names_what_is_paused(cli: Cli, daily: str) -> None:
    cli("pause", daily, "--until", "2035-01-02 08:00")
    document = cli("status", "--json").json
    assert (document["paused"], document["due_next"]) == ([{"automation": daily, "until": "2035-01-02T08:00:00Z"}], [])
    assert f"paused: {daily} until 2035-01-02 08:00:00" in cli("status").lines


def test_status_with_a_runner_says_who_it_is(cli: Cli, home: Path, daily: str) -> None:
    with Background(home, "runner") as runner, Background(home, "logs", "-f") as log:
        log.out.wait_for(lambda line: "Listening" in line)
        document = cli("status", "--json").json
        assert document["runner"]["state"] == "on"
        assert (document["runner"]["pid"], document["runner"]["host"]) == (runner.process.pid, socket.gethostname())
        assert document["listeners"][0]["state"] == "ok"
        assert "runner: on (service, pid" in cli("status").out
        assert runner.stop() == 0
    assert cli("status", "--json").json["runner"] is None
    assert document["runner"]["pid"] != os.getpid()


def test_a_check_of_health_fails_where_no_runner_is_on(cli: Cli, home: Path, daily: str) -> None:
    unwell = cli("status", "--check")
    assert (unwell.code, unwell.err) == (1, "No runner is on: nomologi runner, or nomologi service install.\n")
    with Background(home, "runner") as runner, Background(home, "logs", "-f") as log:
        log.out.wait_for(lambda line: "Listening" in line)
        assert (cli("status", "--check").code, cli("status", "--check", "--json").err) == (0, "")
        runner.stop()


def test_a_check_of_health_names_a_trigger_that_does_not_listen(cli: Cli, home: Path) -> None:
    cli("new", "when a new file appears in /nowhere/at/all run 'true'", "--yes")
    with Background(home, "runner") as runner:
        wait_until(lambda: "retrying" in cli("status").out)
        unwell = cli("status", "--check")
        assert unwell.code == 1
        assert unwell.err.startswith("These triggers do not listen: ")
        runner.stop()


def test_status_names_what_runs_and_what_a_killed_runner_left_behind(cli: Cli, home: Path) -> None:
    slug = cli("new", "every day at 08:00 run 'sleep 900'", "--yes", "--json").json["slug"]
    with Background(home, "runner") as runner:
        cli("run", slug)
        [found] = wait_until(lambda: cli("status", "--json").json["running"])
        assert (found["run"], found["automation"], found["interrupted"]) == (1, slug, False)
        os.kill(runner.process.pid, signal.SIGKILL)
        runner.process.wait()
    assert f"interrupted: run 1 of {slug}, its runner is gone" in cli("status").lines
    assert (cli("list", "--json").json[0]["health"], cli("runs").lines[1].split()[2]) == ("wait", "interrupted")
    for shown in (cli("runs", "--json").json[0], cli("trace", "1", "--json").json):
        assert (shown["status"], shown["interrupted"]) == ("running", True)
    assert cli("deny", "1").err.startswith("Run 1 asks nothing yet. Interrupted: its runner is gone")
    with Background(home, "runner"):
        wait_until(lambda: cli("status", "--json").json["waiting"])
        why = cli("why", slug).lines[0]
    assert why.startswith("Run 1 waits for your decision: the runner ended while “Run command” was under way")

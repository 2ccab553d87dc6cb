"""why, over what real processes left behind."""

import os
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.support import Background, nomologi


def test_without_a_runner_it_says_so_and_how_to_start_one(cli: Cli, daily: str) -> None:
    lines = cli("why", daily).lines
    assert lines[0] == "It does not run: no runner is on."
    assert lines[1] == "Start a runner, or open the app: nomologi runner"
    assert lines[2].startswith("Due next: ")


def test_a_run_by_hand_is_told_with_its_result(cli: Cli, home: Path, daily: str) -> None:
    assert cli("run", daily, "--wait").code == 0
    with Background(home, "runner"), Background(home, "logs", "-f") as log:
        log.out.wait_for(lambda line: "Listening" in line)
        document = cli("why", daily, "--json").json
    assert (document["automation"], document["cause"], document["run"]) == (daily, "ran", 1)
    assert document["answer"].startswith("It ran at ")
    assert document["evidence"][0] == {"at": None, "run": None, "text": document["evidence"][0]["text"]}
    assert document["next_due"].endswith("T08:00:00Z")


def test_a_skipped_run_names_the_condition_and_its_value(cli: Cli, home: Path) -> None:
    goal = "every day at 08:00 if {{ event.free }} is more than 90 run 'true'"
    slug = cli("new", goal, "--yes", "--json").json["slug"]
    with Background(home, "runner"), Background(home, "logs", "-f") as log:
        log.out.wait_for(lambda line: "Listening" in line)
        cli("run", slug, "--set", "free=12", "--wait")
        answer = cli("why", slug)
    assert "the condition “Compare” was not met: the value was 12" in answer.lines[0]
    assert answer.lines[1].endswith(f"to run it whatever they say: nomologi run {slug} --no-conditions")


def test_each_state_is_told(cli: Cli, daily: str) -> None:
    cli("off", daily)
    assert cli("why", daily, "--json").json["cause"] == "off"
    cli("on", daily, "--yes")
    cli("pause", daily, "--until", "2035-01-02 08:00")
    answer = cli("why", daily)
    assert answer.lines[0] == "It does not run: it is paused, and goes on at 08:00 on Tue 2 Jan 2035."
    assert answer.lines[1].endswith(f"to end the pause now: nomologi on {daily}")


def test_at_a_moment_before_it_was_made(cli: Cli, daily: str) -> None:
    document = cli("why", daily, "--at", "2020-01-01 08:00", "--json").json
    assert (document["cause"], document["at"]) == ("not_there", "2020-01-01T08:00:00Z")


def test_at_a_moment_when_nothing_was_due(cli: Cli) -> None:
    slug = cli("new", "every sunday at 03:00 run 'true'", "--yes", "--json").json["slug"]
    with sqlite3.connect(cli("status", "--json").json["store"]["path"]) as database:
        database.execute("UPDATE automation SET created_at = '2026-01-01 00:00:00.000000'")
        database.execute("UPDATE automation_revision SET created_at = '2026-01-01 00:00:00.000000'")
    document = cli("why", slug, "--at", "2026-03-04 12:00", "--json").json
    assert document["cause"] == "nothing_due"
    assert "at 03:00 on Sun 1 Mar" in document["answer"]
    assert "at 03:00 on Sun 8 Mar" in document["answer"]


@pytest.mark.parametrize("time", ["soon", "25:00", "", "\x1b[2J"])
def test_a_bad_time_is_one_sentence(cli: Cli, daily: str, time: str) -> None:
    answer = cli("why", daily, "--at", time)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert "\x1b" not in answer.err


def test_nobody_of_that_name_answers_with_the_nearest(cli: Cli, daily: str) -> None:
    answer = cli("why", "evry-day")
    assert (answer.code, daily in answer.err) == (3, True)


def test_hostile_output_stays_on_its_line(cli: Cli, home: Path, daily: str) -> None:
    cli("why", daily)
    with sqlite3.connect(home / "nomologi.db") as database:
        database.execute("UPDATE execution_log SET description = ?", ("\x1b[2Jevil\nline",))
    done = nomologi(home, "why", daily, environ={"NO_COLOR": "1", "USER": os.environ.get("USER", "")})
    assert "\x1b" not in done.stdout
    assert "evil line" in done.stdout

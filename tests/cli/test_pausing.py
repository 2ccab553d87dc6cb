"""pause, and how it ends."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.support import Background


def test_paused_until_a_time(cli: Cli, daily: str) -> None:
    document = cli("pause", daily, "--until", "2035-01-02 08:00", "--json").json
    assert (document["automation"], document["status"]) == (daily, "paused")
    assert document["paused_until"] == "2035-01-02T08:00:00Z"
    row = cli("list", "--json").json[0]
    assert (row["status"], row["health"], row["next_due"]) == ("paused", "paused", None)


def test_paused_until_somebody_switches_it_on(cli: Cli, daily: str) -> None:
    assert cli("pause", daily).out == f"{daily} is paused until you switch it on: nomologi on {daily}.\n"
    assert cli("on", daily, "--yes").code == 0
    assert cli("list", "--json").json[0]["status"] == "active"
    assert "The pause is over" in cli("logs", daily).out


def test_switching_off_ends_a_pause(cli: Cli, daily: str) -> None:
    cli("pause", daily, "--until", "2 h")
    cli("off", daily)
    assert cli("status", "--json").json["paused"] == []
    assert cli("list", "--json").json[0]["status"] == "inactive"


@pytest.mark.parametrize("time", ["2026-01-01", "yesterday 8:00", "2999-01-01", "soon", "-1 h"])
def test_a_time_that_can_not_be_changes_nothing(cli: Cli, daily: str, time: str) -> None:
    answer = cli("pause", daily, f"--until={time}")
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert cli("list", "--json").json[0]["status"] == "active"


def test_what_is_off_can_not_be_paused(cli: Cli, daily: str) -> None:
    cli("off", daily)
    answer = cli("pause", daily)
    assert (answer.code, "is not on" in answer.err) == (2, True)


def test_nobody_of_that_name(cli: Cli, daily: str) -> None:
    answer = cli("pause", "evry-day")
    assert (answer.code, daily in answer.err) == (3, True)


def test_the_runner_ends_it(cli: Cli, home: Path) -> None:
    slug = cli("new", "every 1 second run 'true'", "--yes", "--json").json["slug"]
    cli("pause", slug, "--until", "3 s")
    with Background(home, "runner"), Background(home, "logs", "-f") as log:
        over = log.out.wait_for(lambda line: "The pause is over" in line)
        log.out.wait_for(lambda line: "Done: run `true`" in line)
    assert "fell into it and did not run" in over
    assert datetime.fromisoformat(cli("runs", "--json").json[-1]["started_at"]) is not None

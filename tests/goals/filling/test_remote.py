"""Places on another machine: `copy ~/a to nas:/backup`."""

from datetime import UTC, datetime
from typing import Any

import pytest

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.goals.parts import Reading
from nomologi_tui.goals.reading import read_goal

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def read(goal: str) -> Reading:
    return read_goal(goal, registry=load_registry(), timezone="UTC", now=NOW)


@pytest.mark.parametrize(
    ("goal", "config"),
    [
        ("copy ~/a to nas:/backup every night", {"direction": "put", "path": "~/a", "to": "/backup"}),
        ("kopiere jede Nacht ~/a auf nas:/b", {"direction": "put", "path": "~/a", "to": "/b"}),
        ("when a file lands in ~/in copy it to root@nas:/srv",
         {"direction": "put", "path": "{{ event.path }}", "to": "/srv"}),
        ("copy nas:/srv/export to ~/copies every night",
         {"direction": "get", "path": "/srv/export", "to": "~/copies"}),
        ("copy it from nas:/srv/export to ~/copies every night",
         {"direction": "get", "path": "/srv/export", "to": "~/copies"}),
        ("fetch nas:/srv/export to ~/copies every day", {"direction": "get", "path": "/srv/export", "to": "~/copies"}),
    ],
)  # fmt: skip
def test_a_copy_goes_over_ssh(goal: str, config: dict[str, Any]) -> None:
    reading = read(goal)
    assert [(part.block, part.config) for part in reading.what] == [("sftp_copy", config)]
    assert reading.not_understood == ()
    assert "nas." in reading.missing[-1].question


@pytest.mark.parametrize(
    ("goal", "config"),
    [
        ("back up /etc to root@nas:/srv every night", {"sources": ["/etc"], "to": "root@nas:/srv", "tool": "rsync"}),
        ("back up /etc to nas:/srv with borg every night", {"sources": ["/etc"], "to": "nas:/srv", "tool": "borg"}),
    ],
)
def test_a_backup_takes_the_place_as_it_is_written(goal: str, config: dict[str, Any]) -> None:
    reading = read(goal)
    assert [(part.block, part.config) for part in reading.what] == [("backup", config)]
    assert (reading.missing, reading.not_understood) == ((), ())


def test_what_is_uploaded_goes_there() -> None:
    assert read("upload ~/a.zip to the nas via sftp every night").what[0].config["direction"] == "put"


def test_rows_of_a_database_are_told() -> None:
    reading = read("every day at noon run the query 'select 1' on the shop database and send me the result")
    assert reading.what[-1].config == {"message": "{{ steps.query_database.rows | json }}"}


@pytest.mark.parametrize(
    "goal", ["don't run on weekends but on weekdays at 9 run 'x'", "never on sundays, daily at 8 run 'x'"]
)
def test_days_that_are_not_meant_are_asked_about(goal: str) -> None:
    assert "when.1" in [one.key for one in read(goal).missing]


def test_a_deed_that_is_done_by_calling_an_address_is_a_request() -> None:
    (step,) = read("at 5 clean up by calling https://x.example/clean").what
    assert (step.block, step.config) == ("http_request", {"url": "https://x.example/clean"})

"""States that are looked at when the time has come."""

from datetime import UTC, datetime
from typing import Any

import pytest

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.goals.reading import Reading, read_goal

MISSING = {"path": "~/dumps/latest.sql", "state": "does not exist"}
ASKED = [
    ("at 7 every day check whether ~/dumps/latest.sql exists, if not tell me", "file_state", MISSING),
    ("check that ~/dumps/latest.sql exists every day at 7 and tell me if it does not", "file_state", MISSING),
    ("if ~/dumps/latest.sql is missing at 8 tell me", "file_state", MISSING),
    ("jeden Tag um 7 prüfe, ob ~/dumps/latest.sql existiert, wenn nicht sag mir Bescheid", "file_state", MISSING),
    ("tous les jours à 7h vérifie si ~/dumps/latest.sql existe, sinon préviens-moi", "file_state", MISSING),
    ("cada día a las 7 comprueba si ~/dumps/latest.sql existe y avísame si no", "file_state", MISSING),
    (
        "every friday check whether ~/list.txt is older than a week and remind me",
        "file_state",
        {"path": "~/list.txt", "state": "older than", "age": "1 week"},
    ),
    (
        "every evening check that attic.local is reachable and tell me if not",
        "group",
        {"mode": "none", "conditions": [{"block": "host_reachable", "config": {"host": "attic.local"}}]},
    ),
]


def read(goal: str) -> Reading:
    return read_goal(goal, registry=load_registry(), timezone="UTC", now=datetime(2026, 11, 22, 9, tzinfo=UTC))


@pytest.mark.parametrize(("goal", "block", "config"), ASKED, ids=[goal for goal, _, _ in ASKED])
def test_a_state_is_a_condition_of_what_is_done_at_that_time(goal: str, block: str, config: dict[str, Any]) -> None:
    reading = read(goal)
    assert [part.block for part in reading.when] == ["schedule"]
    assert [(part.block, part.config) for part in reading.conditions] == [(block, config)]
    assert [part.block for part in reading.what] == ["notify"]
    assert (reading.missing, reading.not_understood) == ((), ())


def test_the_state_is_what_is_told() -> None:
    reading = read("every day at 7 tell me if ~/dumps/latest.sql does not exist")
    assert reading.what[0].config["message"] == "~/dumps/latest.sql does not exist"


def test_it_is_the_file_that_was_asked_for() -> None:
    reading = read("every 10 minutes check if ~/busy.lock exists and delete it")
    assert (reading.what[0].block, reading.what[0].config) == ("trash_file", {"path": "~/busy.lock"})


def test_what_is_done_either_way_is_asked_for() -> None:
    reading = read("every night check if ~/busy.lock exists, then run ~/a.sh, otherwise tell me")
    assert [one.key for one in reading.missing] == ["conditions.1"]


def test_a_host_that_is_pinged_again_and_again_is_watched() -> None:
    (when,) = read("ping 10.0.0.7 every minute and tell me if it does not answer").when
    assert (when.block, when.config["host"], when.config["every"]) == ("host", "10.0.0.7", "1 min")

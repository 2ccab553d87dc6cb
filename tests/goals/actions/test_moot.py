"""Conditions that an action sees to itself, and times beside an event that has none."""

from datetime import UTC, datetime

import pytest

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.goals.reading import Reading, read_goal


def read(goal: str) -> Reading:
    return read_goal(goal, registry=load_registry(), timezone="UTC", now=datetime(2026, 11, 22, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    "goal",
    [
        "commit ~/garden every night if there are changes",
        "every 20 minutes commit ~/garden if anything changed",
        "make a git commit of ~/garden every 20 minutes if something has changed",
        "git commit and push ~/garden daily at 22:00 if there are any changes",
    ],
)
def test_a_commit_needs_no_condition_that_something_has_changed(goal: str) -> None:
    reading = read(goal)
    assert [part.block for part in reading.when] == ["schedule"]
    assert (reading.missing, reading.not_understood) == ((), ())
    assert [part.config["folder"] for part in reading.what] == ["~/garden"]


def test_other_actions_ask_for_it() -> None:
    reading = read("every 2 hours copy ~/garden to ~/shed if anything changed")
    assert [part.block for part in reading.when] == ["schedule"]
    assert [one.key for one in reading.missing] == ["conditions.1"]


def test_without_a_time_a_change_starts_it() -> None:
    assert [part.block for part in read("commit ~/garden if anything changed").when] == ["file"]

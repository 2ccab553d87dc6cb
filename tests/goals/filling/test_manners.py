"""How a step acts fills the field that its block has for it, and is no part of a command."""

from typing import Any

import pytest

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.goals.reading import Reading, read_goal
from nomologi_tui.testing import START

REGISTRY = load_registry()


def read(goal: str) -> Reading:
    return read_goal(goal, registry=REGISTRY, timezone="Europe/Berlin", now=START)


@pytest.mark.parametrize(("goal", "config"), [
    ("every hour run ~/x.sh with a timeout of 5 minutes", {"command": "~/x.sh", "timeout": "5 min"}),
    ("jede Stunde ~/x.sh ausführen mit einem Zeitlimit von 2 Stunden", {"command": "~/x.sh", "timeout": "2 h"}),
    ("every day at 4 back up ~/docs to /mnt/nas with a time limit of 2 hours",
     {"sources": ["~/docs"], "to": "/mnt/nas", "timeout": "2 h"}),
    ("copy ~/a.txt to ~/b every hour, overwriting old ones", {"path": "~/a.txt", "to": "~/b", "taken": "overwrite"}),
    ("copy ~/a.txt to ~/b every hour without overwriting", {"path": "~/a.txt", "to": "~/b"}),
])  # fmt: skip
def test_a_manner_fills_its_field(goal: str, config: dict[str, Any]) -> None:
    reading = read(goal)
    assert (reading.what[0].config, reading.not_understood) == (config, ())


@pytest.mark.parametrize(("goal", "misses"), [
    ("ping 10.0.0.1 every minute and tell me when it fails 4 times in a row", 4),
    ("tell me when nas.local does not answer twice in a row", 2),
    ("sag mir Bescheid, wenn nas.local dreimal hintereinander nicht antwortet", 3),
])  # fmt: skip
def test_bad_looks_in_a_row_are_counted(goal: str, misses: int) -> None:
    assert read(goal).when[0].config["misses"] == misses

from datetime import UTC, datetime

import pytest

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.goals.reading import read_goal

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("goal", "people"),
    [
        ("remind Nora tomorrow at 9 to call home", ["Nora"]),
        ("when the disk is full send a message to me and Tim", ["Tim"]),
        ("remind me tomorrow at 9 to call Anna", []),
        ("Send Weather Alerts to Telegram", []),
    ],
)
def test_people_who_are_told_are_named(goal: str, people: list[str]) -> None:
    reading = read_goal(goal, registry=load_registry(), timezone="UTC", now=NOW)
    assert reading.slots.get("recipients", []) == people

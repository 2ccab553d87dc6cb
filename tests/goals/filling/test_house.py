"""What of a Home Assistant service is certain is filled; which entity a thing is, is asked."""

from typing import Any

import pytest

from tests.goals.actions.test_acting import read


def called(goal: str) -> dict[str, Any]:
    (part,) = (one for one in read(goal).what if one.block == "home_assistant")
    return part.config


@pytest.mark.parametrize(("goal", "service"), [
    ("turn on the porch light at 20:00", "light.turn_on"), ("at 23:00 turn the porch lights off", "light.turn_off"),
    ("at 7 open the bedroom blinds", "cover.open_cover"), ("lock the cellar door at 22:00", "lock.lock"),
])  # fmt: skip
def test_verb_and_thing_say_the_service_and_the_entity_is_asked(goal: str, service: str) -> None:
    assert called(goal) == {"service": service}
    assert [one.key for one in read(goal).missing][-1] == "what.1.entities"
    assert read(goal).not_understood == ()


def test_an_entity_that_is_written_is_taken_and_no_machine() -> None:
    reading = read("at 22:00 turn on the light light.hallway in Home Assistant")
    assert called(reading.goal) == {"service": "light.turn_on", "entities": ["light.hallway"]}
    assert "hosts" not in reading.slots


def test_all_lights_are_all() -> None:
    assert called("turn off all lights at 23:00") == {"service": "light.turn_off", "entities": ["all"]}


def test_a_thing_that_could_be_anything_fills_nothing() -> None:
    assert called("every night at 11 turn everything off") == {}

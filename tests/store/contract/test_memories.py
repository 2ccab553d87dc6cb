"""What conditions remember."""

from dataclasses import replace
from typing import Any

import pytest

from nomologi_tui.store import Store, automations, memories
from tests.store.making import NOW, World, make_world


@pytest.fixture
def world(store: Store) -> World:
    return make_world(store)


def recall(world: World, name: str) -> Any:
    return world.store.read(memories.recall, world.trigger_id, name)


def keep(world: World, **values: Any) -> None:
    world.store.write(memories.keep, world.trigger_id, values, NOW)


def test_a_name_keeps_its_newest_value_until_it_is_forgotten(world: World) -> None:
    assert recall(world, "a") is None
    keep(world, a={"n": 1}, b=True)
    keep(world, a={"n": 2})
    assert (recall(world, "a"), recall(world, "b")) == ({"n": 2}, True)
    keep(world, a=None)
    assert (recall(world, "a"), recall(world, "b")) == (None, True)


def test_only_the_newest_names_of_a_step_are_kept(world: World) -> None:
    keep(world, **{f"n{number}": True for number in range(memories.MOST)})
    keep(world, n0=True)
    keep(world, more=True)
    assert [recall(world, name) for name in ("n0", "n1", "n2", "more")] == [True, None, True, True]


def test_a_step_that_is_gone_or_edited_remembers_nothing(world: World) -> None:
    trigger, action = world.automation.steps
    keep(world, a=1)
    world.store.write(automations.update, replace(world.automation, goal="Same steps"), NOW)
    assert recall(world, "a") == 1
    edited = replace(trigger, config={"every": "7s"})
    world.store.write(automations.update, replace(world.automation, steps=(edited, action)), NOW)
    assert recall(world, "a") is None
    keep(world, a=1)
    world.store.write(automations.update, replace(world.automation, steps=(action,)), NOW)
    keep(world, a=2)
    assert recall(world, "a") is None

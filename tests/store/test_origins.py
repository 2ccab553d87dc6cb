"""Where automations came from is remembered as long as they are there."""

from dataclasses import replace

from nomologi_tui.store import Store, automations, origins
from nomologi_tui.store.origins import Origin
from tests.store.making import NOW, World, make_world


def test_what_was_taken_over_is_known_by_its_source(store: Store) -> None:
    world = make_world(store)
    origin = Origin(world.automation.id, "/etc/crontab", "0 3 * * * x")
    store.write(origins.note, [origin])
    assert store.read(origins.known, world.user.id, "/etc/crontab") == [origin]
    assert store.read(origins.known, world.user.id, "/etc/cron.d/x") == []
    assert store.read(origins.known, world.user.id + 1, "/etc/crontab") == []


def test_a_deleted_one_comes_from_nowhere_until_it_is_restored(store: Store) -> None:
    world = _taken_over(store)
    store.write(automations.delete, world.automation.id, NOW)
    assert store.read(origins.known, world.user.id, "x") == []
    store.write(automations.restore, world.automation.id, NOW)
    assert len(store.read(origins.known, world.user.id, "x")) == 1


def test_what_to_put_back_is_remembered_through_an_edit(store: Store) -> None:
    world = _taken_over(store)
    store.write(origins.set_aside, world.automation.id, "enabled")
    store.write(automations.update, replace(world.automation, goal="another"), NOW)
    assert [one.aside for one in store.read(origins.known, world.user.id, "x")] == ["enabled"]


def _taken_over(store: Store) -> World:
    world = make_world(store)
    store.write(origins.note, [Origin(world.automation.id, "x", "1")])
    return world

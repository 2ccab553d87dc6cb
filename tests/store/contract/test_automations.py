from dataclasses import replace

import pytest

from nomologi_tui.errors import BadInputError, NotFoundError
from nomologi_tui.model import AutomationStatus, Configuration, RunMode, RunStatus, Step, StepType
from nomologi_tui.store import Store, automations, listeners
from nomologi_tui.store.reading import Reader
from tests.store.making import COMMAND, NOW, World, add_automation, later, make_world


def test_an_automation_comes_back_as_it_was_stored(world: World) -> None:
    stored = world.store.read(automations.get, world.user.id, world.automation.slug)
    assert stored == world.automation
    assert stored.created_at == NOW
    assert [(step.order, step.block, step.config) for step in stored.steps] == [
        (0, "schedule", {"every": "5s"}), (1, "run_command", {"command": "true"}),
    ]  # fmt: skip


def test_its_configuration_comes_back_too(store: Store) -> None:
    world = make_world(store, mode="parallel", parallel=3, retries=0)
    stored = store.read(automations.get, world.user.id, "every")
    assert stored.configuration == Configuration(mode=RunMode.PARALLEL, parallel=3, retries=0)


def test_equal_goals_get_different_slugs_for_one_user_only(world: World) -> None:
    again = add_automation(world.store, world.user, world.automation.goal)
    other = make_world(world.store, login="eve")
    assert again.slug == f"{world.automation.slug}-2"
    assert other.automation.slug == world.automation.slug


def test_an_edit_is_the_next_revision_and_keeps_the_ids_of_steps_it_still_has(world: World) -> None:
    trigger, command = world.automation.steps
    edited = replace(world.automation, steps=(COMMAND, replace(trigger, config={"every": "1h"})))
    stored = world.store.write(automations.update, edited, later(5))
    assert (stored.revision, stored.updated_at, stored.created_at) == (2, later(5), NOW)
    assert stored.steps[1].id == trigger.id
    assert stored.steps[0].id not in (trigger.id, command.id)
    assert world.store.read(automations.get, world.user.id, stored.slug) == stored


def test_a_step_id_of_another_automation_is_not_taken_over(world: World) -> None:
    other = add_automation(world.store, world.user, "Other")
    stolen = world.store.write(automations.update, replace(other, steps=world.automation.steps), NOW)
    assert world.store.read(automations.by_id, world.automation.id) == world.automation
    assert {step.id for step in stolen.steps}.isdisjoint(step.id for step in world.automation.steps)


def test_every_revision_can_be_read_again(world: World) -> None:
    edited = replace(world.automation, goal="Else", steps=(), configuration=Configuration(retries=0))
    world.store.write(automations.update, edited, NOW)
    first = world.store.read(automations.at_revision, world.automation.id, 1)
    assert replace(first, updated_at=NOW) == world.automation
    assert world.store.read(automations.at_revision, world.automation.id, 2).goal == "Else"


def test_an_unknown_revision_is_not_found(world: World) -> None:
    with pytest.raises(NotFoundError, match="no revision of"):
        world.store.read(automations.at_revision, world.automation.id, 9)


@pytest.mark.parametrize("ref", ["every-5-seconds-run-true", "every-5", "1"])
def test_slug_beginning_and_id_name_the_same(world: World, ref: str) -> None:
    assert world.store.read(automations.get, world.user.id, ref).id == world.automation.id


def test_a_wrong_name_is_answered_with_the_nearest(world: World) -> None:
    with pytest.raises(NotFoundError) as caught:
        world.store.read(automations.get, world.user.id, "evry-5-seconds")
    assert world.automation.slug in caught.value.hint


def test_a_beginning_that_fits_two_names_both(world: World) -> None:
    add_automation(world.store, world.user, "Every day")
    with pytest.raises(BadInputError) as caught:
        world.store.read(automations.get, world.user.id, "every")
    assert "every-day" in caught.value.hint


def test_users_see_only_their_own(world: World) -> None:
    other = make_world(world.store, login="eve", goal="Secret of Eve")
    assert world.store.read(automations.all_for, world.user.id) == [world.automation]
    with pytest.raises(NotFoundError):
        world.store.read(automations.get, world.user.id, other.automation.slug)


def test_switching_on_and_off_is_told_in_the_log(world: World, reader: Reader) -> None:
    for status in (AutomationStatus.ACTIVE, AutomationStatus.INACTIVE):
        world.store.write(automations.set_status, world.automation.id, status, NOW)
    world.store.write(automations.set_status, world.automation.id, AutomationStatus.PAUSED, NOW, later(60))
    told = [entry.event_type for entry in reader.logs(world.user.id, world.automation.id)]
    assert told == ["created", "switched_on", "switched_off", "paused"]


def test_active_are_those_switched_on_and_not_paused(world: World) -> None:
    set_status, id_ = automations.set_status, world.automation.id
    assert world.store.read(automations.active) == []
    world.store.write(set_status, id_, AutomationStatus.ACTIVE, NOW)
    assert [one.id for one in world.store.read(automations.active)] == [id_]
    world.store.write(set_status, id_, AutomationStatus.PAUSED, NOW, later(60))
    assert world.store.read(automations.active) == []


def test_active_ones_come_with_the_triggers_that_are_on_and_nothing_else(world: World) -> None:
    trigger, command = world.automation.steps
    off = replace(trigger, id=0, enabled=False)
    world.store.write(automations.update, replace(world.automation, steps=(trigger, off, command)), NOW)
    world.store.write(automations.set_status, world.automation.id, AutomationStatus.ACTIVE, NOW)
    [found] = world.store.read(automations.active)
    assert (found.steps, found.configuration) == ((trigger,), world.automation.configuration)


def test_an_unknown_automation_cannot_be_switched(world: World) -> None:
    with pytest.raises(NotFoundError):
        world.store.write(automations.set_status, 99, AutomationStatus.ACTIVE, NOW)


def test_the_trash_hides_it_and_cancels_what_waits(world: World) -> None:
    run_id = world.event("a")
    world.store.write(automations.set_status, world.automation.id, AutomationStatus.ACTIVE, NOW)
    world.store.write(automations.delete, world.automation.id, NOW)
    assert world.store.read(automations.all_for, world.user.id) == []
    assert world.store.read(automations.active) == []
    assert world.run(run_id).status is RunStatus.CANCELLED
    hidden = world.store.read(automations.by_id, world.automation.id)
    assert hidden is not None
    assert hidden.status is AutomationStatus.INACTIVE


def test_what_comes_out_of_the_trash_is_switched_off_and_named_anew_where_its_name_is_taken(world: World) -> None:
    world.store.write(automations.delete, world.automation.id, NOW)
    taken = add_automation(world.store, world.user, world.automation.goal)
    back = world.store.write(automations.restore, world.automation.id, NOW)
    assert taken.slug == world.automation.slug
    assert (back.slug, back.status) == (f"{taken.slug}-2", AutomationStatus.INACTIVE)


def test_purging_removes_what_lies_in_the_trash_for_long(world: World) -> None:
    world.event("a")
    world.store.write(automations.delete, world.automation.id, NOW)
    assert world.store.write(automations.purge, NOW, later(2)) == 0
    assert world.store.write(automations.purge, later(1), later(2)) == 1
    assert world.store.read(automations.by_id, world.automation.id) is None


def test_each_trigger_has_a_listener_that_keeps_its_cursor_over_edits(world: World) -> None:
    other = Step(StepType.TRIGGER, "file")
    edited = replace(world.automation, steps=(*world.automation.steps, other))
    world.store.write(listeners.set_next_due, world.trigger_id, later(5))
    world.store.write(automations.update, edited, NOW)
    assert [(one.block, one.next_due) for one in world.store.read(listeners.all)] == [
        ("schedule", later(5)), ("file", None),
    ]  # fmt: skip
    world.store.write(automations.update, replace(world.automation, steps=()), NOW)
    assert world.store.read(listeners.all) == []


def test_hundreds_of_automations_come_with_their_own_steps(world: World) -> None:
    def many(tx: object) -> None:
        for number in range(510):
            automations.create(tx, replace(world.automation, goal=f"Goal {number}"), NOW)  # type: ignore[arg-type]

    world.store.write(many)
    stored = world.store.read(automations.all_for, world.user.id)
    assert len(stored) == 511
    assert {len(one.steps) for one in stored} == {2}

"""A finished run again: one transaction, and the finished run untouched."""

import pytest

from nomologi_tui.errors import BadInputError, NotFoundError
from nomologi_tui.model import RunStatus, StepStatus
from nomologi_tui.store import Store, automations, runs, users
from nomologi_tui.store.reading import Reader
from tests.store.making import NOW, World, later, make_world, step_record

AGAIN = runs.Again({"n": 1}, 1)


def finished(world: World) -> int:
    run_id = world.event("a", {"n": 1})
    world.claim()
    world.store.write(runs.end_step, step_record(run_id, StepStatus.SUCCESS), NOW)
    world.finish(run_id)
    return run_id


def replay(world: World, run_id: int, again: runs.Again = AGAIN) -> int:
    return world.store.write(runs.replay, world.user.id, run_id, again, later(9))


def test_a_replay_is_a_new_run_that_knows_which_one_it_repeats(world: World, reader: Reader) -> None:
    first = finished(world)
    run = world.run(replay(world, first))
    assert (run.replay_of, run.trigger, run.status, run.input) == (first, "replay", RunStatus.PENDING, {"n": 1})
    assert f"Repeats run {first}" in [entry.description for entry in reader.logs(world.user.id, run_id=run.id)]


def test_steps_that_it_takes_over_are_there_before_it_begins(world: World) -> None:
    first = finished(world)
    kept = tuple(world.store.read(runs.steps, first))
    second = replay(world, first, runs.Again({}, 1, kept=kept))
    (step,) = world.store.read(runs.steps, second)
    assert (step.run_id, step.status, step.output, step.attempt) == (second, StepStatus.SUCCESS, kept[0].output, 1)
    assert world.store.read(runs.steps, first) == list(kept)


def test_each_replay_is_a_run_of_its_own(world: World) -> None:
    first = finished(world)
    assert replay(world, first) != replay(world, first)


def test_a_run_that_has_not_finished_is_refused(world: World) -> None:
    run_id = world.event("a")
    with pytest.raises(BadInputError, match="has not ended yet"):
        replay(world, run_id)


def test_nothing_is_left_behind_when_it_can_not_be(world: World, reader: Reader) -> None:
    first = finished(world)
    before = reader.last_log_id()
    world.store.write(automations.delete, world.automation.id, NOW)
    with pytest.raises(NotFoundError):
        replay(world, first)
    with pytest.raises(NotFoundError):
        replay(world, 99)
    assert [run.id for run in reader.runs(world.user.id)] == [first]
    assert reader.last_log_id() == before + 1  # that it was deleted


def test_another_users_run_is_not_found(world: World, store: Store) -> None:
    first = finished(world)
    other = store.write(users.ensure_os_user, "bob", "Bob", NOW)
    with pytest.raises(NotFoundError):
        store.write(runs.replay, other.id, first, AGAIN, NOW)


def test_whether_an_automation_is_deleted(world: World) -> None:
    other = make_world(world.store, goal="Another")
    world.store.write(automations.delete, world.automation.id, NOW)
    ids = (world.automation.id, other.automation.id, 99)
    assert [world.store.read(automations.is_deleted, one) for one in ids] == [True, False, True]

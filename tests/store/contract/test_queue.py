from dataclasses import replace
from typing import Any

import pytest

from nomologi_tui.errors import NotFoundError
from nomologi_tui.model import Event, Missed, RunStatus
from nomologi_tui.store import Store, automations, listeners, missed, runs
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.runs import How
from tests.store.making import NOW, World, later, make_world


def test_a_cause_becomes_a_pending_run_with_the_revision_of_now(world: World) -> None:
    world.store.write(automations.update, world.automation, NOW)
    run = world.run(world.event("a", {"path": "/tmp/x"}))
    assert (run.status, run.revision, run.input, run.trigger) == (RunStatus.PENDING, 2, {"path": "/tmp/x"}, "file")


def test_the_same_due_time_of_a_trigger_gets_one_run(world: World) -> None:
    first = world.due(later(5))
    again = world.store.write(
        runs.enqueue, world.automation.id, Event("other id", due=later(5)), NOW,
        trigger="schedule", trigger_step_id=world.trigger_id,
    )  # fmt: skip
    assert (again.run_id, again.new) == (first, False)


def test_the_same_event_of_an_automation_gets_one_run(world: World) -> None:
    first = world.event("delivery-1")
    again = world.store.write(runs.enqueue, world.automation.id, Event("delivery-1"), NOW, trigger="webhook")
    assert (again.run_id, again.new) == (first, False)


def test_events_without_an_id_are_each_a_cause(world: World) -> None:
    assert world.event("") != world.event("")


def test_the_same_event_id_at_another_automation_is_another_cause(world: World) -> None:
    other = make_world(world.store, goal="Something else")
    assert world.event("same") != other.event("same")


def test_the_listener_moves_on_in_the_same_write(world: World) -> None:
    event = Event("a", due=later(5), cursor={"seen": [1, 2]})
    world.store.write(
        runs.enqueue, world.automation.id, event, NOW,
        trigger="schedule", trigger_step_id=world.trigger_id, next_due=later(10),
    )  # fmt: skip
    listener = world.store.read(listeners.get, world.trigger_id)
    assert listener is not None
    assert (listener.cursor, listener.last_due, listener.next_due) == ({"seen": [1, 2]}, later(5), later(10))


def test_an_event_without_a_due_time_leaves_the_next_one_alone(world: World) -> None:
    world.store.write(listeners.set_next_due, world.trigger_id, later(99))
    world.store.write(
        runs.enqueue, world.automation.id, Event("a"), NOW, trigger="file", trigger_step_id=world.trigger_id
    )
    listener = world.store.read(listeners.get, world.trigger_id)
    assert listener is not None
    assert listener.next_due == later(99)


def test_a_schedule_in_mode_single_keeps_its_newest_waiting_run_only(world: World, reader: Reader) -> None:
    older, newer = world.due(later(5)), world.due(later(10))
    skipped = world.run(older)
    assert (skipped.status, world.run(newer).status) == (RunStatus.SKIPPED, RunStatus.PENDING)
    assert skipped.summary == "Overlap: a newer run of the same automation took its place."
    assert reader.logs(world.user.id, run_id=older)[-1].description == skipped.summary


def test_in_mode_single_events_wait_in_order(world: World) -> None:
    waiting = [world.event("a"), world.event("b")]
    assert [world.run(id_).status for id_ in waiting] == [RunStatus.PENDING] * 2


@pytest.mark.parametrize("configuration", [{"mode": "queued"}, {"catch_up": "each"}])
def test_every_scheduled_run_is_kept_in_mode_queued_and_where_each_missed_time_shall_run(
    store: Store, configuration: dict[str, Any]
) -> None:
    world = make_world(store, **configuration)
    waiting = [world.due(later(5)), world.due(later(10))]
    assert [world.run(id_).status for id_ in waiting] == [RunStatus.PENDING] * 2


def test_mode_restart_gives_way_to_the_newest(store: Store) -> None:
    world = make_world(store, mode="restart")
    running = world.event("a")
    world.claim()
    waiting = world.event("b")
    world.event("c")
    assert world.run(waiting).status is RunStatus.SKIPPED
    assert store.read(runs.cancel_requests, "this-runner") == [running]


def test_what_a_digest_collected_gives_way_to_no_newer_digest(store: Store) -> None:
    world, own = make_world(store, mode="restart"), How(key="digest:1", by_hand=True, only_inside=1)
    waiting = [
        store.write(runs.enqueue, world.automation.id, Event(name), NOW, trigger="digest", how=own).run_id
        for name in ("first", "second")
    ]
    assert [world.run(id_).status for id_ in waiting] == [RunStatus.PENDING] * 2


def test_a_run_that_gave_way_says_so_when_it_has_ended(store: Store) -> None:
    world = make_world(store, mode="restart")
    running = world.event("a")
    world.claim()
    world.event("b")
    world.finish(running, RunStatus.CANCELLED)
    assert world.run(running).summary == "Overlap: a newer run of the same automation took its place."


def test_the_queue_logs_what_it_took(world: World, reader: Reader) -> None:
    run_id = world.event("a")
    entry = reader.logs(world.user.id, run_id=run_id)[0]
    assert (entry.event_type, entry.automation_id) == ("queued", world.automation.id)


def test_a_deleted_automation_takes_nothing(world: World) -> None:
    world.store.write(automations.delete, world.automation.id, NOW)
    with pytest.raises(NotFoundError, match="nothing was queued"):
        world.event("a")


def test_data_from_outside_comes_back_exactly(world: World) -> None:
    data = {"name": "a b;$(id).txt\udcff\x1b[2J", "lines": "1\n" * 5_000, "deep": [[{"é": None}]]}
    assert world.run(world.event("a", data)).input == data


def test_a_quarter_of_a_megabyte_of_output_is_no_burden(world: World) -> None:
    world.event("a")
    run = world.claim()[0]
    output = {"text": "x" * 262_144}
    world.store.write(runs.finish, run.id, "this-runner", RunStatus.SUCCESS, NOW, summary="ok", output=output)
    assert world.run(run.id) == replace(run, status=RunStatus.SUCCESS, finished_at=NOW, summary="ok", output=output)


def test_what_a_person_runs_of_missed_times_takes_nobodys_place(world: World) -> None:
    for hours in (30, 20):
        last = later(-hours * 3_600)
        entry = Missed(0, world.automation.id, world.trigger_id, last, last, 1, NOW, "left out")
        world.store.write(missed.note, entry, "Missed", none_runs=False)
    queued = world.store.write(missed.run_some, world.user.id, NOW)
    assert [world.run(run_id).due for run_id in queued] == [later(-30 * 3_600), later(-20 * 3_600)]
    assert {world.run(run_id).status for run_id in queued} == {RunStatus.PENDING}
    assert world.store.write(missed.run_some, world.user.id, NOW) == []

from dataclasses import replace

import pytest

from nomologi_tui.errors import NotFoundError
from nomologi_tui.model import RunStatus, StepStatus, WaitingFor
from nomologi_tui.store import Store, runs
from nomologi_tui.store.reading import Reader
from tests.store.making import DEAD, NOW, TOKEN, World, add_automation, later, make_world, step_record


def test_a_claimed_run_is_running_and_nobody_else_gets_it(world: World) -> None:
    run_id = world.event("a")
    claimed = world.claim(at=later(1))
    assert [(run.id, run.status, run.started_at) for run in claimed] == [(run_id, RunStatus.RUNNING, later(1))]
    assert world.claim() == []


def test_runs_of_one_automation_start_one_after_the_other(world: World) -> None:
    first, second = world.event("a"), world.event("b")
    assert [run.id for run in world.claim()] == [first]
    world.finish(first)
    assert [run.id for run in world.claim()] == [second]


def test_a_busy_automation_does_not_hold_up_the_others(world: World) -> None:
    for number in range(5):
        world.event(f"event {number}")
    other = make_world(world.store, goal="Another")
    wanted = other.event("x")
    assert wanted in [run.id for run in world.claim()]


def test_mode_parallel_runs_as_many_as_it_says(store: Store) -> None:
    world = make_world(store, mode="parallel", parallel=2)
    waiting = [world.event(name) for name in "abc"]
    assert [run.id for run in world.claim()] == waiting[:2]
    world.finish(waiting[1])
    assert [run.id for run in world.claim()] == waiting[2:]


def test_a_claim_takes_the_oldest_and_no_more_than_asked_for(store: Store) -> None:
    world = make_world(store)
    others = [make_world(store, goal=f"Goal {number}") for number in range(3)]
    ids = [one.event("a") for one in [world, *others]]
    assert [run.id for run in world.claim(limit=2)] == ids[:2]


def test_a_waiting_run_blocks_nothing(world: World) -> None:
    first, second = world.event("a"), world.event("b")
    world.claim()
    assert world.store.write(runs.hold, first, TOKEN, WaitingFor.DECISION, "Needs your decision", NOW)
    assert [run.id for run in world.claim()] == [second]
    assert (world.run(first).status, world.run(first).summary) == (RunStatus.WAITING, "Needs your decision")


def test_a_finished_run_is_never_relabelled(world: World) -> None:
    run_id = world.event("a")
    world.claim()
    assert world.finish(run_id)
    assert not world.finish(run_id, RunStatus.FAILURE)
    assert not world.store.write(runs.requeue, run_id, NOW)
    assert world.run(run_id).status is RunStatus.SUCCESS


def test_a_runner_that_lost_its_run_finishes_nothing(world: World) -> None:
    run_id = world.event("a")
    world.claim(token=DEAD)
    assert not world.finish(run_id)
    assert world.run(run_id).status is RunStatus.RUNNING


@pytest.mark.parametrize(
    ("status", "event", "level"),
    [
        (RunStatus.SUCCESS, "completed", "info"),
        (RunStatus.FAILURE, "failed", "error"),
        (RunStatus.SKIPPED, "skipped", "info"),
        (RunStatus.CANCELLED, "cancelled", "warning"),
    ],
)
def test_an_end_is_told_in_the_log(world: World, reader: Reader, status: RunStatus, event: str, level: str) -> None:
    run_id = world.event("a")
    world.claim()
    world.finish(run_id, status)
    last = reader.logs(world.user.id, run_id=run_id)[-1]
    assert (last.event_type, last.level.word) == (event, level)


def test_a_failure_keeps_its_error_and_logs_it(world: World, reader: Reader) -> None:
    run_id = world.event("a")
    world.claim()
    world.store.write(runs.finish, run_id, TOKEN, RunStatus.FAILURE, NOW, summary="It failed.", error="Disk\x1b full.")
    assert world.run(run_id).error == "Disk\ufffd full."
    assert reader.logs(world.user.id, run_id=run_id)[-1].description == "It failed. Disk\ufffd full."


def test_what_a_dead_runner_left_is_found_and_put_back(world: World, reader: Reader) -> None:
    run_id = world.event("a")
    world.claim(token=DEAD)
    assert [run.id for run in world.store.read(runs.left_behind, TOKEN)] == [run_id]
    assert world.store.write(runs.requeue, run_id, NOW)
    assert [(run.id, run.attempt) for run in world.claim()] == [(run_id, 2)]
    assert world.store.read(runs.left_behind, TOKEN) == []
    assert "recovered" in [entry.event_type for entry in reader.logs(world.user.id, run_id=run_id)]


def test_a_pending_run_is_cancelled_at_once(world: World) -> None:
    run_id = world.event("a")
    assert world.store.write(runs.cancel, run_id, NOW) is RunStatus.CANCELLED
    assert world.claim() == []


def test_a_running_run_is_asked_to_stop(world: World) -> None:
    run_id = world.event("a")
    world.claim()
    assert world.store.write(runs.cancel, run_id, NOW) is RunStatus.RUNNING
    assert world.store.read(runs.cancel_requests, TOKEN) == [run_id]
    assert world.store.read(runs.cancel_requests, "of another runner") == []
    world.finish(run_id, RunStatus.CANCELLED)
    assert world.store.read(runs.cancel_requests, TOKEN) == []


def test_cancelling_a_finished_run_changes_nothing(world: World) -> None:
    run_id = world.event("a")
    world.claim()
    world.finish(run_id)
    assert world.store.write(runs.cancel, run_id, NOW) is RunStatus.SUCCESS


@pytest.mark.parametrize("output", [None, 0, 1.0, 2**80, "12", "", [], {}, True, [None]])
def test_any_json_value_comes_back_as_it_was(world: World, reader: Reader, output: object) -> None:
    run_id = world.event("a")
    world.claim()
    world.store.write(runs.finish, run_id, TOKEN, RunStatus.SUCCESS, NOW, summary="ok", output=output)
    for found in (world.run(run_id).output, reader.run(world.user.id, run_id).output):
        assert (found, type(found)) == (output, type(output))


@pytest.mark.parametrize("run_id", [0, -1, 999, 2**70])
def test_an_unknown_run_is_not_found(world: World, run_id: int) -> None:
    with pytest.raises(NotFoundError, match="There is no run"):
        world.run(run_id)


def test_a_run_of_another_user_is_not_found(world: World) -> None:
    other = make_world(world.store, login="eve")
    with pytest.raises(NotFoundError):
        world.run(other.event("a"))


def test_a_step_is_on_disk_before_its_effect_and_ends_in_the_same_row(world: World) -> None:
    run_id = world.event("a")
    world.store.write(runs.begin_step, step_record(run_id, step_id=7), NOW)
    assert world.store.read(runs.steps, run_id)[0].status is StepStatus.STARTED
    assert world.run(run_id).step_id == 7
    ended = step_record(run_id, StepStatus.SUCCESS, output={"code": 0}, reason="exit code 0")
    world.store.write(runs.end_step, ended, later(2))
    [stored] = world.store.read(runs.steps, run_id)
    assert (stored.started_at, stored.finished_at, stored.output, stored.reason) == (
        NOW, later(2), {"code": 0}, "exit code 0",
    )  # fmt: skip


def test_a_step_that_only_ends_brings_its_input_and_start_along(world: World) -> None:
    record = step_record(world.event("a"), StepStatus.SKIPPED, input={"a": 1}, started_at=later(1))
    world.store.write(runs.end_step, record, later(2))
    assert world.store.read(runs.steps, record.run_id) == [replace(record, finished_at=later(2))]


def test_a_second_attempt_of_a_step_is_a_row_of_its_own(world: World) -> None:
    run_id = world.event("a")
    for attempt, status in enumerate([StepStatus.FAILURE, StepStatus.SUCCESS], start=1):
        world.store.write(runs.begin_step, step_record(run_id, attempt=attempt), NOW)
        world.store.write(runs.end_step, step_record(run_id, status, attempt=attempt), NOW)
    assert [(one.attempt, one.status) for one in world.store.read(runs.steps, run_id)] == [
        (1, StepStatus.FAILURE), (2, StepStatus.SUCCESS),
    ]  # fmt: skip


def test_repeating_an_attempt_starts_its_row_afresh(world: World) -> None:
    run_id = world.event("a")
    world.store.write(runs.end_step, step_record(run_id, StepStatus.FAILURE, error="no"), NOW)
    world.store.write(runs.begin_step, step_record(run_id), NOW)
    [stored] = world.store.read(runs.steps, run_id)
    assert (stored.status, stored.error, stored.finished_at) == (StepStatus.STARTED, "", None)


@pytest.mark.parametrize(
    ("status", "event"),
    [
        (StepStatus.SUCCESS, "step_completed"),
        (StepStatus.SKIPPED, "step_skipped"),
        (StepStatus.FAILURE, "step_failed"),
    ],
)
def test_steps_are_told_in_the_log(world: World, reader: Reader, status: StepStatus, event: str) -> None:
    run_id = world.event("a")
    world.store.write(runs.end_step, step_record(run_id, status, reason="because"), NOW)
    last = reader.logs(world.user.id, run_id=run_id)[-1]
    assert (last.event_type, last.description) == (event, "work: because")


def test_old_history_goes_but_the_newest_of_each_outcome_and_what_waits_stay(world: World) -> None:
    ended = [world.event(name) for name in "abcd"]
    for number, run_id in enumerate(ended):
        world.claim()
        world.finish(run_id, RunStatus.FAILURE if number == 0 else RunStatus.SUCCESS, later(number))
    waiting = world.event("waits")
    world.claim()
    world.store.write(runs.hold, waiting, TOKEN, WaitingFor.DECISION, "Needs you", NOW)
    while world.store.write(runs.prune, runs.Edge(later(100)), 200):
        pass
    left = {run_id for run_id in [*ended, waiting] if _exists(world, run_id)}
    assert left == {ended[0], ended[3], waiting}


def test_beyond_the_number_kept_history_goes_however_young(world: World) -> None:
    add_automation(world.store, world.user, "Never ran")
    ended = [world.event(name) for name in "abc"]
    for run_id in ended:
        world.claim()
        world.finish(run_id)
    while world.store.write(runs.prune, runs.Edge(later(-100)), 2):
        pass
    assert [_exists(world, run_id) for run_id in ended] == [False, True, True]


def _exists(world: World, run_id: int) -> bool:
    try:
        world.run(run_id)
    except NotFoundError:
        return False
    return True

"""Cooldown, at most so many in a period, a full queue: what a limit forbids is a skipped run with its reason."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from nomologi_tui.model import Event, Level, Run, RunStatus, Step, StepRecord, StepStatus, StepType
from nomologi_tui.store import Store, automations, runs
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.runs import limits
from tests.store.making import NOW, World, later, make_world


def come(world: World, name: str, at: datetime = NOW, how: runs.How | None = None) -> Run:
    """An event comes; its run."""
    made = world.store.write(
        runs.enqueue, world.automation.id, Event(name), at, trigger="webhook", how=how or runs.How()
    )
    return world.run(made.run_id)


def test_in_the_cooldown_an_event_is_skipped_with_the_reason(store: Store) -> None:
    world = make_world(store, cooldown=60.0)
    assert come(world, "a").status is RunStatus.PENDING
    second = come(world, "b", later(20))
    assert (second.status, second.finished_at) == (RunStatus.SKIPPED, later(20))
    assert second.summary == "Skipped, cooldown: the last run came 20 s ago, the pause is 1 min."
    assert come(world, "c", later(61)).status is RunStatus.PENDING


def test_a_skipped_run_does_not_make_the_cooldown_longer(store: Store) -> None:
    world = make_world(store, cooldown=60.0)
    for seconds in (0, 30, 59):
        come(world, f"e{seconds}", later(seconds))
    assert come(world, "last", later(60)).status is RunStatus.PENDING


def test_what_was_cancelled_before_it_began_counts_for_nothing(store: Store) -> None:
    world = make_world(store, cooldown=60.0, at_most=1)
    come(world, "a")
    assert store.write(runs.cancel_queued, world.automation.id, NOW, 10) == 1
    assert come(world, "b", later(1)).status is RunStatus.PENDING


def test_at_most_so_many_runs_come_in_a_period(store: Store) -> None:
    world = make_world(store, at_most=2, period=60.0)
    states = [come(world, f"e{number}", later(number)).status for number in range(4)]
    assert states == [RunStatus.PENDING, RunStatus.PENDING, RunStatus.SKIPPED, RunStatus.SKIPPED]
    assert "2 runs in the last 1 min, at most 2 are allowed" in come(world, "e5", later(5)).summary
    assert come(world, "next", later(61)).status is RunStatus.PENDING


@pytest.mark.parametrize("configuration", [{"cooldown": 60.0}, {"at_most": 1, "period": 60.0}])
def test_a_run_of_a_clock_that_was_years_ahead_holds_up_nothing(store: Store, configuration: dict[str, Any]) -> None:
    world = make_world(store, **configuration)
    come(world, "ahead", later(100 * 365 * 86_400))
    assert come(world, "right again").status is RunStatus.PENDING
    assert come(world, "soon after").status is RunStatus.SKIPPED


def test_a_clock_that_was_put_right_by_seconds_keeps_the_cooldown(store: Store) -> None:
    world = make_world(store, cooldown=60.0)
    come(world, "a", later(5))
    assert come(world, "b", NOW).status is RunStatus.SKIPPED


def test_each_lane_has_its_own_limit(store: Store) -> None:
    world = make_world(store, cooldown=60.0, per="{{ event.sender }}")
    states = [come(world, name, how=runs.How(key=name[0])).status for name in ("a1", "b1", "a2")]
    assert states == [RunStatus.PENDING, RunStatus.PENDING, RunStatus.SKIPPED]


def test_a_person_is_not_limited(store: Store) -> None:
    world = make_world(store, cooldown=60.0, at_most=1)
    come(world, "a")
    assert come(world, "by hand", how=runs.How(by_hand=True)).status is RunStatus.PENDING


def test_a_full_queue_skips_what_comes_then_and_warns(store: Store, reader: Reader) -> None:
    world = make_world(store, mode="queued")

    def fill(tx: object) -> None:
        for number in range(limits.MOST_QUEUED):
            runs.enqueue(tx, world.automation.id, Event(f"e{number}"), NOW, trigger="webhook")  # type: ignore[arg-type]

    store.write(fill)
    refused = come(world, "one too many")
    assert refused.status is RunStatus.SKIPPED
    assert refused.summary == "Skipped, overlap: the queue is full, 1,000 runs wait."
    [told] = [entry for entry in reader.logs(world.user.id) if entry.level == Level.WARNING]
    assert told.description == refused.summary


@pytest.mark.parametrize("configuration", [{"cooldown": 60.0}, {"at_most": 1}])
def test_the_same_event_again_is_still_one_run(store: Store, configuration: dict[str, Any]) -> None:
    world = make_world(store, **configuration)
    assert come(world, "a").id == come(world, "a").id


IS_NEW = Step(StepType.CONDITION, "compare", {"value": "{{ event.name }}", "is": "new"})


def narrowed(store: Store, **configuration: Any) -> World:
    """A world whose automation has a condition."""
    world = make_world(store, **configuration)
    wanted = replace(world.automation, steps=(world.automation.steps[0], IS_NEW, *world.automation.steps[1:]))
    return replace(world, automation=store.write(automations.update, wanted, NOW))


@pytest.mark.parametrize("configuration", [{"cooldown": 60.0}, {"at_most": 1}])
@pytest.mark.parametrize("mode", ["single", "queued"])
@pytest.mark.parametrize(
    ("of_first", "of_second"), [(RunStatus.SKIPPED, RunStatus.RUNNING), (RunStatus.SUCCESS, RunStatus.SKIPPED)]
)
def test_a_run_whose_condition_may_skip_it_yet_counts_once_that_is_known(
    store: Store, configuration: dict[str, Any], mode: str, of_first: RunStatus, of_second: RunStatus
) -> None:
    world = narrowed(store, mode=mode, **configuration)
    first, second = come(world, "a"), come(world, "b", later(0.01))
    assert (second.status, second.summary) == (RunStatus.PENDING, limits.UNDECIDED)
    assert [run.id for run in world.claim()] == [first.id]
    world.finish(first.id, of_first, later(30))
    world.claim(at=later(90))  # when it came counts, not when its turn has come
    second = world.run(second.id)
    assert second.status is of_second
    assert second.summary.startswith("Skipped, ") == (of_second is RunStatus.SKIPPED)
    assert second.summary != limits.UNDECIDED


def test_a_run_that_acts_already_counts_at_once(store: Store) -> None:
    world = narrowed(store, cooldown=60.0)
    first = come(world, "a")
    world.claim()
    begun = StepRecord(first.id, 2, StepType.ACTION, "command", "", StepStatus.STARTED, started_at=NOW)
    store.write(runs.begin_step, begun, NOW)
    assert come(world, "b", later(1)).summary.startswith("Skipped, cooldown: the last run came 1 s ago")


def test_behind_what_is_skipped_then_the_next_one_is_claimed(store: Store) -> None:
    world = narrowed(store, cooldown=60.0)
    ids = [come(world, name, later(at)).id for name, at in (("a", 0), ("b", 1), ("c", 61))]
    world.claim()
    world.finish(ids[0], at=later(70))
    assert [run.id for run in world.claim(limit=1, at=later(70))] == [ids[2]]

"""What the reader gathers about why an automation did or did not run."""

from dataclasses import replace
from datetime import timedelta

from nomologi_tui.model import (
    AutomationStatus,
    EventType,
    Level,
    LogEntry,
    RunStatus,
    StepRecord,
    StepStatus,
    StepType,
)
from nomologi_tui.store import automations, logs, runners, runs
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.records import RunnerInfo
from nomologi_tui.testing import FakeClock
from tests.store.making import NOW, TOKEN, World, add_automation, later, make_world


def note(world: World, event: EventType, text: str, seconds: float, level: Level = Level.INFO) -> None:
    world.store.write(logs.add, [LogEntry(event, text, level, world.automation.id)], later(seconds))


def skip(world: World, run_id: int, value: object) -> None:
    """Let a run end at its second condition."""
    for position, status in ((1, StepStatus.SUCCESS), (2, StepStatus.SKIPPED)):
        record = StepRecord(
            run_id, position, StepType.CONDITION, "compare", f"if {position}", status, output={"value": value}
        )
        world.store.write(runs.end_step, record, NOW)
    world.finish(run_id, RunStatus.SKIPPED)


def test_the_newest_runs_come_with_the_condition_that_was_not_met(
    world: World, reader: Reader, clock: FakeClock
) -> None:
    first = world.event("a")
    world.claim()
    skip(world, first, 12)
    second = world.event("b")
    found = reader.evidence(world.user.id, world.automation.id)
    assert [run.id for run in found.runs] == [second, first]
    assert [run.id for run in found.open_runs] == [second]
    assert (found.not_met[first].name, found.not_met[first].output) == ("if 2", {"value": 12})
    assert found.then is None


def test_entries_are_the_automations_own_without_those_of_its_runs_and_its_chatter(
    world: World, reader: Reader, clock: FakeClock
) -> None:
    other = add_automation(world.store, world.user, "another one")
    world.store.write(logs.add, [LogEntry(EventType.MISSED, "not mine", automation_id=other.id)], NOW)
    world.event("a")
    note(world, EventType.OUTPUT, "chatter", 1)
    note(world, EventType.OUTPUT, "refused", 2, Level.WARNING)
    clock.tick(5)
    found = reader.evidence(world.user.id, world.automation.id)
    assert [one.description for one in found.entries] == ["refused", f"Created: {world.automation.goal}"]


def test_at_a_moment_it_tells_how_things_stood(world: World, reader: Reader, clock: FakeClock) -> None:
    world.store.write(runners.started, RunnerInfo(1, "host", TOKEN, "service", "0", later(1)))
    world.store.write(automations.set_status, world.automation.id, AutomationStatus.ACTIVE, later(2))
    world.store.write(automations.set_status, world.automation.id, AutomationStatus.INACTIVE, later(100))
    world.store.write(runners.stopped, TOKEN, later(200))
    clock.tick(300)
    then = reader.evidence(world.user.id, world.automation.id, later(50)).then
    assert then is not None
    assert (then.switched and then.switched.event_type, then.runner and then.runner.event_type) == (
        EventType.SWITCHED_ON, EventType.RUNNER_STARTED,
    )  # fmt: skip
    assert then.runner_after is not None
    assert [one.event_type for one in then.later] == [EventType.SWITCHED_OFF]
    assert (then.whole, then.since, then.heard) == (True, NOW, None)


def test_runs_near_a_moment_are_those_due_made_or_under_way_then(world: World, reader: Reader) -> None:
    long = world.event("long")
    world.claim(at=later(1))
    world.finish(long, at=later(4_000))
    due = world.due(later(3_600), seen=later(7_200))
    far = world.event("far")
    found = reader.evidence(world.user.id, world.automation.id, later(3_630), [later(3_600)])
    assert {run.id for run in found.runs} == {due, long}
    assert far not in [run.id for run in found.runs]


def test_the_revision_of_then_has_its_own_steps(world: World, reader: Reader) -> None:
    slower = replace(world.automation.steps[0], config={"every": "1h"})
    changed = replace(world.automation, steps=(slower, *world.automation.steps[1:]))
    world.store.write(automations.update, changed, later(100))
    today = reader.resolve(world.user.id, world.automation.slug)
    assert reader.at_moment(today, later(50)).steps[0].config == {"every": "5s"}
    assert reader.at_moment(today, later(150)).steps[0].config == {"every": "1h"}
    assert reader.at_moment(today, NOW - timedelta(days=1)).revision == 2


def test_pruned_history_says_how_far_it_goes_back(world: World, reader: Reader) -> None:
    note(world, EventType.MISSED, "kept", 500)
    world.store.write(runs.prune, runs.Edge(later(400)), 10)
    then = reader.evidence(world.user.id, world.automation.id, later(600)).then
    assert then is not None
    assert (then.whole, then.since) == (False, later(500))


def test_another_user_sees_nothing_of_it(world: World, reader: Reader) -> None:
    other = make_world(world.store, "bob")
    note(world, EventType.MISSED, "ada's", 1)
    found = reader.evidence(other.user.id, other.automation.id)
    assert "ada's" not in [one.description for one in found.entries]

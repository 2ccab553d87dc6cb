"""A pause: nothing is heard, what began goes on, what had not begun waits, and schedules go on from its end."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from nomologi_tui.blocks.registry import Registry, load_registry
from nomologi_tui.model import Automation, AutomationStatus, Event, EventType, RunStatus, Step, StepType
from nomologi_tui.runner.pauses import Pauses, resumption
from nomologi_tui.store import automations, listeners, pauses, runs
from nomologi_tui.testing import FakeClock
from tests.runner.bench import Bench
from tests.runner.ears import MakeEars
from tests.runner.made import Doings, automation, hear, say
from tests.support import eventually

START = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
HOURLY = Step(StepType.TRIGGER, "schedule", {"cron": "0 * * * *"})


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(START)


@pytest.fixture
async def ending(bench: Bench, doings: Doings) -> AsyncIterator[Callable[[], None]]:
    """Starts what ends pauses; it ends with the test."""
    tools = replace(bench.tools, registry=Registry([*load_registry(), *doings.registry()]))
    tasks: list[asyncio.Task[None]] = []
    yield lambda: tasks.append(asyncio.create_task(Pauses(tools).run()))
    for task in tasks:
        task.cancel()
        await asyncio.wait([task])


def paused(bench: Bench, *steps: Step, hours: float | None) -> Automation:
    one = bench.add(automation(*steps))
    until = START + timedelta(hours=hours) if hours is not None else None
    bench.store.write(listeners.begin, one.triggers[0].id, START, None)
    bench.store.write(automations.set_status, one.id, AutomationStatus.PAUSED, START, until)
    return one


def status(bench: Bench, one: Automation) -> AutomationStatus:
    found = bench.store.read(automations.by_id, one.id)
    assert found is not None
    return found.status


async def test_when_it_is_over_the_automation_is_active_and_the_log_counts_what_fell_into_it(
    bench: Bench, clock: FakeClock, ending: Callable[[], None]
) -> None:
    one = paused(bench, HOURLY, say("x"), hours=2)
    clock.tick(3 * 3600)
    ending()
    await eventually(lambda: status(bench, one) is AutomationStatus.ACTIVE)
    said = [entry.description for entry in bench.log() if entry.event_type is EventType.RESUMED]
    assert said == ["The pause is over; 2 due times fell into it and did not run, the first 2026-11-22 10:00 UTC"]
    listener = bench.listener(one)
    assert listener.next_due == datetime(2026, 11, 22, 12, tzinfo=UTC)


async def test_a_time_at_its_very_end_runs_and_is_not_missed(
    bench: Bench, clock: FakeClock, ending: Callable[[], None], make_ears: MakeEars
) -> None:
    one, ears = paused(bench, HOURLY, say("x"), hours=0.5), make_ears(clock)
    clock.tick(1800 + 5)
    ending()
    await eventually(lambda: status(bench, one) is AutomationStatus.ACTIVE)
    await ears.follow(*bench.store.read(automations.active))
    await eventually(lambda: [run.due for run in bench.runs()] == [datetime(2026, 11, 22, 10, tzinfo=UTC)])
    assert EventType.MISSED not in [entry.event_type for entry in bench.log()]


async def test_one_without_an_end_lasts_until_somebody_switches_it_on(
    bench: Bench, clock: FakeClock, ending: Callable[[], None]
) -> None:
    endless, other = paused(bench, HOURLY, say("x"), hours=None), paused(bench, hear("x"), say("x"), hours=1)
    clock.tick(400 * 86_400)
    ending()
    await eventually(lambda: status(bench, other) is AutomationStatus.ACTIVE)
    assert status(bench, endless) is AutomationStatus.PAUSED


def test_the_place_of_other_triggers_is_kept(bench: Bench) -> None:
    one = paused(bench, hear("x"), say("x"), hours=1)
    bench.store.write(listeners.remember, one.triggers[0].id, {"page": 2})
    assert bench.store.write(pauses.end, one.id, "over", START + timedelta(hours=1), {})
    assert bench.listener(one).cursor == {"page": 2}


def test_a_pause_that_was_made_longer_meanwhile_goes_on(bench: Bench) -> None:
    one = paused(bench, HOURLY, say("x"), hours=2)
    assert not bench.store.write(pauses.end, one.id, "over", START + timedelta(hours=1), {})
    assert status(bench, one) is AutomationStatus.PAUSED


def test_very_many_due_times_are_not_counted_one_by_one(bench: Bench) -> None:
    each_second = Step(StepType.TRIGGER, "schedule", {"every": "1s"})
    one = paused(bench, each_second, say("x"), hours=None)
    known = bench.store.read(listeners.of, one.id)
    how = resumption(load_registry(), one, known, ZoneInfo("UTC").key, START + timedelta(days=400))
    assert "100 or more due times" in how.words


def test_what_has_not_begun_waits_and_what_a_person_wants_does_not(bench: Bench) -> None:
    one = paused(bench, HOURLY, say("x"), hours=1)
    heard = bench.store.write(runs.enqueue, one.id, Event("a"), START, trigger="file").run_id
    wanted = bench.queue(one)
    assert [run.id for run in bench.store.write(runs.claim, "this-runner", START, 10)] == [wanted]
    bench.store.write(runs.finish, wanted, "this-runner", RunStatus.SUCCESS, START, summary="Done")
    assert bench.store.write(runs.claim, "this-runner", START, 10) == []
    bench.store.write(pauses.end, one.id, "over", START + timedelta(hours=1), {})
    assert [run.id for run in bench.store.write(runs.claim, "this-runner", START, 10)] == [heard]


def test_what_has_begun_goes_on(bench: Bench) -> None:
    one = bench.add(automation(HOURLY, say("x")))
    begun = bench.store.write(runs.enqueue, one.id, Event("a"), START, trigger="file").run_id
    bench.store.write(runs.claim, "this-runner", START, 10)
    bench.store.write(automations.set_status, one.id, AutomationStatus.PAUSED, START, None)
    bench.store.write(runs.requeue, begun, START)
    assert [run.id for run in bench.store.write(runs.claim, "this-runner", START, 10)] == [begun]

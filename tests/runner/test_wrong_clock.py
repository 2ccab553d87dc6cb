"""Schedules under a clock that is wrong, was set, or was wrong once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nomologi_tui.blocks import Event, TriggerContext
from nomologi_tui.clock import SLACK, newer_record
from nomologi_tui.model import Automation, AutomationStatus, EventType, ListenerState, Step, StepType
from nomologi_tui.runner.triggers.listening import LOOK, LOOKS_A_QUESTION
from nomologi_tui.runner.triggers.liveness import SILENCE
from nomologi_tui.schedules import Cron, Schedule
from nomologi_tui.store import automations, listeners
from nomologi_tui.testing import FakeClock
from tests.runner.bench import Bench
from tests.runner.ears import Ears, MakeEars
from tests.runner.made import Do, Doings, automation, hear, say
from tests.support import eventually

HOURLY = Step(StepType.TRIGGER, "schedule", {"cron": "0 * * * *"})
NOON = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
NO_BATTERY = datetime(1970, 1, 1, 0, 0, 40, tzinfo=UTC)
BY_MISTAKE = datetime(2199, 3, 4, 5, 30, tzinfo=UTC)


def served(bench: Bench, until: datetime) -> Automation:
    """An automation whose hourly schedule was served until then."""
    one = bench.add(automation(HOURLY, say("x")))
    bench.store.write(listeners.begin, one.triggers[0].id, until, None)
    bench.store.write(listeners.heartbeat, [one.triggers[0].id], until)
    return one


async def held(bench: Bench, ears: Ears, one: Automation) -> str:
    """Listen to it, and see that it waits; the sentence."""
    await ears.follow(one)
    return await ears.state(one, ListenerState.RETRYING)


async def goes_on(ears: Ears, clock: FakeClock, one: Automation, looks: int) -> None:
    """It listens again after no more than so many looks at the clock."""
    for _ in range(looks):
        await eventually(lambda: clock._sleepers)
        clock.tick(LOOK)
    await ears.state(one, ListenerState.OK)


def said(bench: Bench, event: EventType) -> list[str]:
    return [entry.description for entry in bench.log() if entry.event_type is event]


@pytest.mark.parametrize("wrong", [NO_BATTERY, NOON - timedelta(hours=3), NOON - SLACK - timedelta(seconds=1)])
async def test_a_clock_older_than_the_last_record_holds_the_schedule_and_says_so_once(
    bench: Bench, make_ears: MakeEars, wrong: datetime
) -> None:
    clock, one = FakeClock(wrong), served(bench, NOON)
    words = await held(bench, make_ears(clock), one)
    for _ in range(3 * LOOKS_A_QUESTION):
        await eventually(lambda: clock._sleepers)
        clock.set_wall(wrong)
        clock.tick(LOOK / 1000)
    assert words.startswith(f"the clock shows {wrong:%Y-%m-%d %H:%M} UTC, but 2026-11-22 12:30 UTC has been: it waits")
    assert (len(said(bench, EventType.LISTENER_LOST)), bench.runs()) == (1, [])


async def test_it_goes_on_by_itself_when_the_clock_is_right_again(bench: Bench, make_ears: MakeEars) -> None:
    clock, one = FakeClock(NO_BATTERY), served(bench, NOON)
    ears = make_ears(clock)
    await held(bench, ears, one)
    await eventually(lambda: clock._sleepers)
    clock.set_wall(NOON + timedelta(hours=2))
    await goes_on(ears, clock, one, looks=1)
    (run,) = await eventually(bench.runs)
    assert run.due == datetime(2026, 11, 22, 14, tzinfo=UTC)
    assert bench.listener(one).next_due == datetime(2026, 11, 22, 15, tzinfo=UTC)


async def test_a_clock_that_was_put_right_by_some_seconds_holds_nothing(bench: Bench, make_ears: MakeEars) -> None:
    one, ears = served(bench, NOON), make_ears(FakeClock(NOON - SLACK))
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    assert said(bench, EventType.LISTENER_LOST) == []


async def test_while_schedules_wait_other_triggers_go_on(bench: Bench, make_ears: MakeEars, tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    files = Step(StepType.TRIGGER, "file", {"folder": str(tmp_path / "inbox"), "settle": 0})
    one, other, ears = served(bench, NOON), bench.add(automation(files, say("x"))), make_ears(FakeClock(NO_BATTERY))
    await ears.follow(one, other)
    await ears.state(one, ListenerState.RETRYING)
    await eventually(lambda: bench.listener(other).cursor is not None)
    (tmp_path / "inbox" / "letter.txt").write_text("Dear Ada")
    (run,) = await eventually(bench.runs)
    assert run.automation_id == other.id


async def test_a_clock_that_was_in_the_far_future_by_mistake_can_be_accepted(bench: Bench, make_ears: MakeEars) -> None:
    clock, one = FakeClock(NOON), served(bench, BY_MISTAKE)
    ears = make_ears(clock)
    assert "`nomologi doctor --accept-clock`" in await held(bench, ears, one)
    assert bench.store.write(listeners.accept_clock, clock.now()) == 1
    await goes_on(ears, clock, one, looks=LOOKS_A_QUESTION)
    assert (bench.listener(one).next_due, bench.runs()) == (datetime(2026, 11, 22, 13, tzinfo=UTC), [])


async def test_switching_off_and_on_accepts_todays_clock_for_this_automation(bench: Bench, make_ears: MakeEars) -> None:
    clock, one, other = FakeClock(NOON), served(bench, BY_MISTAKE), served(bench, BY_MISTAKE)
    ears = make_ears(clock)
    await held(bench, ears, other)
    for status in (AutomationStatus.INACTIVE, AutomationStatus.ACTIVE):
        bench.store.write(automations.set_status, one.id, status, clock.now())
    bench.store.write(listeners.begin, one.triggers[0].id, clock.now(), None)
    await ears.follow(one, other)
    await ears.state(one, ListenerState.OK)
    assert bench.listener(other).state is ListenerState.RETRYING


async def test_accepting_the_clock_changes_nothing_that_is_past(bench: Bench) -> None:
    one = served(bench, NOON)
    before = bench.listener(one)
    assert bench.store.write(listeners.accept_clock, NOON) == 0
    assert bench.listener(one) == before


async def test_a_forward_jump_of_years_is_one_missed_run(bench: Bench, make_ears: MakeEars) -> None:
    clock = FakeClock(NOON)
    ears, one = make_ears(clock, waker_clock=clock), served(bench, NOON - timedelta(days=400 * 365))
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    (run,) = await eventually(bench.runs)
    assert run.due == datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert len(said(bench, EventType.MISSED)) == 1


@pytest.mark.parametrize(("back", "state"), [(5, ListenerState.OK), (3600, ListenerState.RETRYING)])
async def test_a_clock_that_is_set_back_runs_nothing_twice(
    bench: Bench, make_ears: MakeEars, back: int, state: ListenerState
) -> None:
    clock = FakeClock(datetime(2026, 11, 22, 12, 0, 2, tzinfo=UTC))
    ears, one = make_ears(clock, waker_clock=clock), served(bench, NOON - timedelta(hours=1))
    watching = asyncio.create_task(ears.sources.waker.watch_clock())
    await ears.follow(one)
    (run,) = await eventually(bench.runs)
    bench.store.write(listeners.heartbeat, [one.triggers[0].id], clock.now())
    asked = await eventually(lambda: set(ears.sources.waker._sleepers) if clock._sleepers else None) or set()
    clock.set_wall(clock.now() - timedelta(seconds=back))
    before = len(said(bench, EventType.LISTENER_LOST))
    clock.tick(1)
    await eventually(lambda: clock._sleepers and not asked & ears.sources.waker._sleepers)  # it asks anew, or waits
    await ears.state(one, state)
    clock.set_wall(datetime(2026, 11, 22, 12, 0, 30, tzinfo=UTC))
    clock.tick(1)
    await ears.state(one, ListenerState.OK)
    assert [(one.id, one.due) for one in bench.runs()] == [(run.id, datetime(2026, 11, 22, 12, tzinfo=UTC))]
    assert len(said(bench, EventType.LISTENER_LOST)) - before == (state is ListenerState.RETRYING)
    watching.cancel()


async def test_a_clock_that_is_set_back_while_a_missed_time_goes_to_the_disk_is_noticed(
    bench: Bench, make_ears: MakeEars, doings: Doings
) -> None:
    clock = FakeClock(NOON)

    async def alarm(config: Do, ctx: TriggerContext) -> AsyncIterator[Event]:
        async for due in ctx.due_times(Schedule(Cron("0 * * * *"))):
            yield Event(f"{due}", due=due)
            await eventually(lambda: clock._sleepers)
            clock.set_wall(NO_BATTERY)
            clock.tick(1)
            await eventually(lambda: clock._sleepers)  # the watchdog has looked

    doings.hears["alarm"] = alarm
    ears, one = make_ears(clock, waker_clock=clock), bench.add(automation(hear("alarm"), say("x")))
    bench.store.write(listeners.begin, one.triggers[0].id, NOON - timedelta(hours=3), None)
    watching = asyncio.create_task(ears.sources.waker.watch_clock())
    assert (await held(bench, ears, one)).startswith("the clock shows 1970")
    assert [run.due for run in bench.runs()] == [NOON.replace(minute=0)]
    watching.cancel()


def test_only_a_record_that_is_clearly_newer_counts() -> None:
    assert newer_record(NOON, []) is None
    assert newer_record(NOON, [None, NOON - timedelta(days=1), NOON + SLACK]) is None
    late = NOON + SLACK + timedelta(seconds=1)
    assert newer_record(NOON, [NOON, late, None]) == late


async def test_one_that_waits_for_the_clock_is_not_silent(bench: Bench, make_ears: MakeEars) -> None:
    clock, one = FakeClock(NO_BATTERY), served(bench, NOON)
    ears = make_ears(clock)
    words = await held(bench, ears, one)
    await eventually(lambda: clock._sleepers)
    clock.tick(SILENCE.total_seconds())
    (listening,) = ears.listeners._listening.values()
    await eventually(lambda: not listening.is_silent)
    await ears.listeners.beat()
    assert await ears.state(one, ListenerState.RETRYING) == words

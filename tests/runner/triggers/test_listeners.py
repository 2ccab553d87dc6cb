import asyncio
from dataclasses import replace

import pytest

from nomologi_tui.blocks import Event
from nomologi_tui.model import Automation, EventType, ListenerState, RunStatus, Step, StepType
from nomologi_tui.runner.triggers.listeners import AT_ONCE
from nomologi_tui.runner.triggers.liveness import SILENCE
from nomologi_tui.store import automations, listeners
from nomologi_tui.testing import FakeClock
from tests.runner.bench import Bench
from tests.runner.ears import MakeEars, Sender
from tests.runner.made import automation, hear, say
from tests.support import eventually

TOKEN = "token-of-thirty-two-characters--"
WEBHOOK = Step(StepType.TRIGGER, "webhook", {"token": TOKEN})
HOURLY = Step(StepType.TRIGGER, "schedule", {"cron": "0 * * * *"})


def heard_by(one: Automation, bench: Bench) -> list[str | None]:
    return [run.event_id for run in bench.runs() if run.automation_id == one.id]


async def test_an_event_becomes_a_pending_run(bench: Bench, sender: Sender, make_ears: MakeEars) -> None:
    one, ears = bench.add(automation(hear("sender"), say("x"))), make_ears()
    await ears.follow(one)
    sender.send(Event("first", {"a": 1}))
    (run,) = await eventually(bench.runs)
    assert (run.status, run.trigger, run.input) == (RunStatus.PENDING, "hear", {"a": 1})
    await ears.heard(1)
    assert not await ears.state(one, ListenerState.OK)


async def test_the_same_event_twice_is_one_run(bench: Bench, sender: Sender, make_ears: MakeEars) -> None:
    one, ears = bench.add(automation(hear("sender"), say("x"))), make_ears()
    await ears.follow(one)
    sender.send(Event("same"), Event("same"), Event("other"))
    await ears.heard(3)
    await eventually(lambda: heard_by(one, bench) == ["other", "same"])


@pytest.mark.parametrize("error", [ValueError("gone"), SystemExit(1), asyncio.CancelledError()], ids=repr)
async def test_a_trigger_that_breaks_is_retried_and_comes_back(
    bench: Bench, sender: Sender, make_ears: MakeEars, error: BaseException
) -> None:
    clock = FakeClock()
    one, ears = bench.add(automation(hear("sender"), say("x"))), make_ears(clock)
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    sender.send(error)
    assert type(error).__name__ in await ears.state(one, ListenerState.RETRYING)
    await eventually(lambda: clock._sleepers)
    clock.tick(1)
    assert not await ears.state(one, ListenerState.OK)
    sender.send(Event("after"))
    await eventually(lambda: heard_by(one, bench) == ["after"])


async def test_a_state_that_the_store_could_not_take_is_reported_at_the_next_beat(
    bench: Bench, make_ears: MakeEars
) -> None:
    one, ears = bench.add(automation(HOURLY, say("x"))), make_ears()
    refuse = "CREATE TRIGGER refuse BEFORE UPDATE OF state ON listener BEGIN SELECT RAISE(ABORT, 'full'); END"
    bench.store.write(lambda tx: tx.exec_driver_sql(refuse))
    await ears.follow(one)
    await eventually(lambda: any(one.unreported for one in ears.listeners._listening.values()))
    bench.store.write(lambda tx: tx.exec_driver_sql("DROP TRIGGER refuse"))
    assert bench.listener(one).state is ListenerState.OFF
    await ears.listeners.beat()
    await ears.state(one, ListenerState.OK)


async def test_what_a_trigger_says_holds_no_secret_of_its_own(
    bench: Bench, sender: Sender, make_ears: MakeEars
) -> None:
    one, ears = bench.add(automation(hear("sender", key="env:PASSWORD"), say("x"))), make_ears(FakeClock())
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    sender.send(ValueError("no correct-horse-battery here"))
    assert "no [hidden] here" in await ears.state(one, ListenerState.RETRYING)
    assert not any("correct-horse" in entry.description for entry in bench.log())


async def test_each_try_waits_longer_and_a_steady_one_begins_anew(
    bench: Bench, sender: Sender, make_ears: MakeEars
) -> None:
    clock = FakeClock()
    one, ears = bench.add(automation(hear("sender"), say("x"))), make_ears(clock)
    await ears.follow(one)
    waits = []
    for _ in range(5):
        sender.send(ValueError("again"))
        waits.append((await eventually(lambda: list(clock._sleepers)))[0][0] - clock.monotonic())
        clock.tick(waits[-1])
    await eventually(lambda: len(sender.starts) == 6)
    clock.tick(61)
    sender.send(ValueError("again"))
    waits.append((await eventually(lambda: list(clock._sleepers)))[0][0] - clock.monotonic())
    assert waits == [1, 5, 15, 60, 60, 1]


async def test_a_trigger_with_a_bad_config_says_so(bench: Bench, make_ears: MakeEars) -> None:
    one, ears = bench.add(automation(hear("sender", number="x"), say("x"))), make_ears(FakeClock())
    await ears.follow(one)
    assert (await ears.state(one, ListenerState.RETRYING)).startswith("Hear it, number: ")


async def test_a_trigger_that_ends_is_off_with_the_reason(bench: Bench, sender: Sender, make_ears: MakeEars) -> None:
    one, ears = bench.add(automation(hear("sender"), say("x"))), make_ears()
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    sender.send(None)
    assert await ears.state(one, ListenerState.OFF) == "nothing more to wait for"


async def test_one_that_ends_in_the_turn_in_which_it_began_is_not_said_to_listen(
    bench: Bench, sender: Sender, make_ears: MakeEars
) -> None:
    one, other = bench.add(automation(hear("sender"), say("x"))), bench.add(automation(HOURLY, say("x")))
    ears = make_ears()
    sender.send(None)
    await ears.follow(one, other)
    await ears.state(other, ListenerState.OK)
    await eventually(lambda: bench.listener(one).detail == "nothing more to wait for")
    said = [entry.automation_id for entry in bench.log() if entry.event_type is EventType.LISTENER_READY]
    assert said == [other.id]


async def test_more_than_one_write_takes_all_listen(bench: Bench, make_ears: MakeEars) -> None:
    some, ears = [bench.add(automation(HOURLY, say("x"))) for _ in range(AT_ONCE + 1)], make_ears()
    await ears.follow(*some)
    await eventually(lambda: {one.state for one in bench.store.read(listeners.all)} == {ListenerState.OK})


async def test_switching_off_stops_it(bench: Bench, sender: Sender, make_ears: MakeEars) -> None:
    one, ears = bench.add(automation(hear("sender"), say("x"))), make_ears()
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    await ears.follow()
    assert bench.listener(one).state is ListenerState.OFF
    sender.send(Event("late"))
    assert bench.runs() == []


async def test_an_edit_starts_it_anew(bench: Bench, sender: Sender, make_ears: MakeEars) -> None:
    one, ears = bench.add(automation(hear("sender"), say("x"))), make_ears()
    await ears.follow(one)
    await eventually(lambda: len(sender.starts) == 1)
    await ears.follow(one)
    edited = bench.store.write(automations.update, replace(one, goal="Another goal"), bench.tools.clock.now())
    await ears.follow(edited)
    await eventually(lambda: len(sender.starts) == 2)
    assert not await ears.state(edited, ListenerState.OK)


async def test_an_edit_that_removes_the_trigger_leaves_nothing_behind(
    bench: Bench, sender: Sender, make_ears: MakeEars
) -> None:
    one, ears = bench.add(automation(hear("sender"), say("x"))), make_ears()
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    edited = bench.store.write(automations.update, replace(one, steps=one.steps[1:]), bench.tools.clock.now())
    await ears.follow(edited)
    assert bench.store.read(listeners.get, one.triggers[0].id) is None


async def test_who_is_alive_is_written_down_and_who_is_silent_is_stale(
    bench: Bench, sender: Sender, make_ears: MakeEars
) -> None:
    clock = FakeClock()
    one, ears = bench.add(automation(hear("sender"), say("x"))), make_ears(clock)
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    clock.tick(60)
    await ears.listeners.beat()
    assert bench.listener(one).last_alive == clock.now()
    clock.tick(SILENCE.total_seconds())
    await ears.listeners.beat()
    assert (await ears.state(one, ListenerState.STALE)).startswith("no sign of life since 2026-11-22 09:00")
    sender.send(Event("back"))
    await ears.state(one, ListenerState.OK)


async def test_one_that_never_gets_through_is_stale_and_keeps_saying_why(bench: Bench, make_ears: MakeEars) -> None:
    clock = FakeClock()
    one, ears = bench.add(automation(hear("sender", number="x"), say("x"))), make_ears(clock)
    await ears.follow(one)
    await ears.state(one, ListenerState.RETRYING)
    clock.tick(SILENCE.total_seconds())
    await ears.listeners.beat()
    said = await ears.state(one, ListenerState.STALE)
    assert said.startswith("no sign of life since 2026-11-22 09:00 UTC: Hear it, number: ")
    await eventually(lambda: clock._sleepers)  # the next try fails alike
    assert await ears.state(one, ListenerState.STALE) == said


async def test_one_whose_counterpart_takes_the_connection_and_says_nothing_is_stale(
    bench: Bench, sender: Sender, make_ears: MakeEars
) -> None:
    clock, sender.greets = FakeClock(), False
    one, ears = bench.add(automation(hear("sender"), say("x"))), make_ears(clock)
    await ears.follow(one)
    await eventually(lambda: sender.starts)
    clock.tick(SILENCE.total_seconds())
    await ears.listeners.beat()
    assert await ears.state(one, ListenerState.STALE) == "no sign of life since 2026-11-22 09:00 UTC"


async def test_one_that_fails_after_long_health_is_retried_before_it_is_stale(
    bench: Bench, make_ears: MakeEars
) -> None:
    clock = FakeClock()
    one, ears = bench.add(automation(HOURLY, say("x"))), make_ears(clock)
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    clock.tick(2 * SILENCE.total_seconds())
    (listening,) = ears.listeners._listening.values()
    assert listening.failed("gone") == (ListenerState.RETRYING, "gone")


async def test_one_that_waits_for_our_own_sources_is_never_stale(bench: Bench, make_ears: MakeEars) -> None:
    clock = FakeClock()
    one, ears = bench.add(automation(HOURLY, say("x"))), make_ears(clock)
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    clock.tick(SILENCE.total_seconds() * 10)
    await ears.listeners.beat()
    assert (bench.listener(one).state, bench.listener(one).last_alive) == (ListenerState.OK, clock.now())

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from nomologi_tui.blocks import Event, TriggerContext
from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.registry import Registry, load_registry
from nomologi_tui.clock import Clock, SystemClock
from nomologi_tui.model import Automation, EventType, ListenerState, RunStatus, Step, StepType
from nomologi_tui.runner.listeners import RETRY_AFTER, Listeners
from nomologi_tui.runner.listening import SILENCE, Sources
from nomologi_tui.runner.schedule import Waker
from nomologi_tui.runner.watch import Watcher
from nomologi_tui.runner.web import Hooks, Patience
from nomologi_tui.store import automations, listeners
from nomologi_tui.testing import FakeClock
from tests.runner.conftest import Bench
from tests.runner.made import Do, Doings, automation, hear, say
from tests.support import eventually

TOKEN = "token-of-thirty-two-characters--"
WEBHOOK = Step(StepType.TRIGGER, "webhook", {"token": TOKEN})
HOURLY = Step(StepType.TRIGGER, "schedule", {"cron": "0 * * * *"})


class Ears:
    """Listeners over a store, and the sources they hear from."""

    def __init__(self, bench: Bench, clock: Clock, registry: Registry, **settings: Any) -> None:
        self.bench, self.events = bench, 0
        tools = replace(bench.tools, clock=clock, registry=registry)
        hooks = Hooks(replace(bench.settings, **settings), clock, Patience(accepted=5))
        self.sources = Sources(Waker(SystemClock()), Watcher(SystemClock()), hooks)
        self.listeners = Listeners(tools, self.sources, self._heard)
        self.sources.waker.start()
        self.watching = asyncio.create_task(self.sources.watcher.run())

    def _heard(self) -> None:
        self.events += 1

    async def follow(self, *active: Automation) -> None:
        await self.listeners.follow(active)

    async def state(self, one: Automation, state: ListenerState) -> str:
        """Wait until the automation's listener has that state; its detail."""
        await eventually(lambda: self.bench.listener(one).state is state)
        return self.bench.listener(one).detail

    async def close(self) -> None:
        await self.listeners.stop()
        self.watching.cancel()
        await asyncio.wait([self.watching])
        self.sources.waker.stop()


MakeEars = Callable[..., Ears]


@pytest.fixture
async def make_ears(bench: Bench, doings: Doings) -> AsyncIterator[MakeEars]:
    made: list[Ears] = []
    ours: list[Block] = [*load_registry(), *doings.registry()]

    def make(clock: Clock | None = None, **settings: Any) -> Ears:
        made.append(Ears(bench, clock or bench.tools.clock, Registry(ours), **settings))
        return made[-1]

    yield make
    for one in made:
        await one.close()


class Sender:
    """A trigger that says what the test puts in: events, or errors that it raises."""

    def __init__(self) -> None:
        self.inbox: asyncio.Queue[Event | BaseException | None] = asyncio.Queue()
        self.starts: list[dict[str, Any] | None] = []  # the cursor at each start

    async def __call__(self, config: Do, ctx: TriggerContext) -> AsyncIterator[Event]:
        self.starts.append(ctx.cursor)
        ctx.alive()
        while (found := await self.inbox.get()) is not None:
            if isinstance(found, BaseException):
                raise found
            yield found

    def send(self, *what: Event | BaseException | None) -> None:
        for one in what:
            self.inbox.put_nowait(one)


@pytest.fixture
def sender(doings: Doings) -> Sender:
    made = Sender()
    doings.hears["sender"] = made
    return made


def heard_by(one: Automation, bench: Bench) -> list[str | None]:
    return [run.event_id for run in bench.runs() if run.automation_id == one.id]


async def test_an_event_becomes_a_pending_run(bench: Bench, sender: Sender, make_ears: MakeEars) -> None:
    one, ears = bench.add(automation(hear("sender"), say("x"))), make_ears()
    await ears.follow(one)
    sender.send(Event("first", {"a": 1}))
    (run,) = await eventually(bench.runs)
    assert (run.status, run.trigger, run.input) == (RunStatus.PENDING, "hear", {"a": 1})
    await eventually(lambda: ears.events == 1)
    assert not await ears.state(one, ListenerState.OK)


async def test_the_same_event_twice_is_one_run(bench: Bench, sender: Sender, make_ears: MakeEars) -> None:
    one, ears = bench.add(automation(hear("sender"), say("x"))), make_ears()
    await ears.follow(one)
    sender.send(Event("same"), Event("same"), Event("other"))
    await eventually(lambda: ears.events == 3)
    assert heard_by(one, bench) == ["other", "same"]


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


async def test_the_cursor_comes_back_after_a_restart(bench: Bench, sender: Sender, make_ears: MakeEars) -> None:
    one, ears = bench.add(automation(hear("sender"), say("x"))), make_ears()
    await ears.follow(one)
    sender.send(Event("first", cursor={"page": 2}))
    await eventually(lambda: ears.events == 1)
    await ears.follow()
    await ears.follow(one)
    await eventually(lambda: sender.starts == [None, {"page": 2}])


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


async def test_one_that_waits_for_our_own_sources_is_never_stale(bench: Bench, make_ears: MakeEars) -> None:
    clock = FakeClock()
    one, ears = bench.add(automation(HOURLY, say("x"))), make_ears(clock)
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    clock.tick(SILENCE.total_seconds() * 10)
    await ears.listeners.beat()
    assert (bench.listener(one).state, bench.listener(one).last_alive) == (ListenerState.OK, clock.now())


@pytest.mark.parametrize(("catch_up", "words", "count"), [("once", "runs now", 1), ("skip", "is left out", 0)])
async def test_of_missed_times_the_latest_runs_or_is_left_out_and_the_log_says_so(
    bench: Bench, make_ears: MakeEars, catch_up: str, words: str, count: int
) -> None:
    clock = FakeClock(datetime(2026, 11, 22, 9, 30, tzinfo=UTC))
    one, ears = bench.add(automation(HOURLY, say("x"), catch_up=catch_up)), make_ears(clock)
    bench.store.write(listeners.begin, one.triggers[0].id, clock.now() - timedelta(hours=5), None)
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    missed = await eventually(lambda: [entry for entry in bench.log() if entry.event_type is EventType.MISSED])
    assert missed[0].description.endswith(f"the latest, due 2026-11-22 09:00 UTC, {words}.")
    await eventually(lambda: ears.events == count)
    assert [run.due for run in bench.runs()] == [datetime(2026, 11, 22, 9, tzinfo=UTC)] * count


async def test_without_a_missed_time_nothing_is_said(bench: Bench, make_ears: MakeEars) -> None:
    clock = FakeClock(datetime(2026, 11, 22, 9, 30, tzinfo=UTC))
    one, ears = bench.add(automation(HOURLY, say("x"))), make_ears(clock)
    bench.store.write(listeners.begin, one.triggers[0].id, clock.now() - timedelta(minutes=5), None)
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    assert bench.listener(one).next_due == datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert not [entry for entry in bench.log() if entry.event_type is EventType.MISSED]


async def test_a_time_that_comes_late_after_sleep_is_the_latest_one(bench: Bench, make_ears: MakeEars) -> None:
    clock = FakeClock(SystemClock().now() + timedelta(hours=8))  # eight hours later than the waker believes
    each_second = Step(StepType.TRIGGER, "schedule", {"every": "1s"})
    one, ears = bench.add(automation(each_second, say("x"))), make_ears(clock)
    bench.store.write(listeners.begin, one.triggers[0].id, clock.now(), None)
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    clock.tick(10)
    (run,) = await eventually(bench.runs)
    assert run.due is not None
    assert clock.now() - run.due < timedelta(seconds=1)


async def post(ears: Ears, **headers: str) -> int:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(ears.sources.hooks.address(TOKEN), content=b"{}", headers=headers)
        return answer.status_code


async def test_a_webhook_is_answered_202_once_its_run_is_on_disk(bench: Bench, make_ears: MakeEars) -> None:
    one, ears = bench.add(automation(WEBHOOK, say("x"))), make_ears()
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    assert await post(ears) == 202
    assert len(bench.runs()) == 1


async def test_the_same_delivery_twice_is_one_run_and_202_each_time(bench: Bench, make_ears: MakeEars) -> None:
    one, ears = bench.add(automation(WEBHOOK, say("x"))), make_ears()
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    answers = [await post(ears, **{"webhook-id": "d1"}), await post(ears, **{"webhook-id": "d1"})]
    together = await asyncio.gather(*(post(ears, **{"webhook-id": "d2"}) for _ in range(4)))
    assert {*answers, *together} == {202}
    assert sorted(heard_by(one, bench), key=str) == ["hook:d1", "hook:d2"]


async def test_a_request_with_a_bad_signature_is_403_and_the_log_says_why(bench: Bench, make_ears: MakeEars) -> None:
    signed = replace(WEBHOOK, config={"token": TOKEN, "scheme": "github", "secret": "env:PASSWORD"})
    one, ears = bench.add(automation(signed, say("x"))), make_ears()
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    assert await post(ears, **{"x-hub-signature-256": "sha256=00"}) == 403
    assert bench.runs() == []
    await eventually(lambda: [one for one in bench.log() if one.description.startswith("A request was refused: ")])


def _limit(tx: Any, pages: int) -> None:
    tx.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


async def test_a_full_disk_is_503_and_the_sender_may_come_again(bench: Bench, make_ears: MakeEars) -> None:
    clock = FakeClock()
    one, ears = bench.add(automation(WEBHOOK, say("x"))), make_ears(clock)
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    bench.store.write(_limit, 1)
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(ears.sources.hooks.address(TOKEN), content=b"x" * 900_000)
    assert (answer.status_code, bench.runs()) == (503, [])
    bench.store.write(_limit, 1_000_000)

    def listens_again() -> bool:
        clock.tick(RETRY_AFTER[0])
        return bench.listener(one).state is ListenerState.OK

    await eventually(lambda: bench.listener(one).state is not ListenerState.OK or clock._sleepers)
    await eventually(listens_again)
    assert await post(ears) == 202


async def test_a_port_that_is_taken_is_retried_until_it_is_free(bench: Bench, make_ears: MakeEars) -> None:
    clock = FakeClock()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ears = make_ears(clock, webhook_port=taken.getsockname()[1])
        one = bench.add(automation(WEBHOOK, say("x")))
        await ears.follow(one)
        assert "can't open 127.0.0.1:" in await ears.state(one, ListenerState.RETRYING)
    await eventually(lambda: clock._sleepers)
    clock.tick(1)
    await ears.state(one, ListenerState.OK)
    assert await post(ears) == 202


async def test_a_trigger_that_passes_a_request_over_has_heard_it(
    bench: Bench, doings: Doings, make_ears: MakeEars
) -> None:
    async def deaf(config: Do, ctx: TriggerContext) -> AsyncIterator[Event]:
        async for request in ctx.requests(TOKEN):
            if request.body == b"never":
                yield Event(request.id)

    doings.hears["deaf"] = deaf
    one, ears = bench.add(automation(hear("deaf"), say("x"))), make_ears()
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    assert (await post(ears), bench.runs()) == (202, [])

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from nomologi_tui.blocks import ActionContext, Event, TriggerContext
from nomologi_tui.clock import Clock, SystemClock
from nomologi_tui.errors import StoreError
from nomologi_tui.model import AutomationStatus, EventType, ListenerState, LogEntry, RunStatus
from nomologi_tui.runner.in_thread import RunnerThread
from nomologi_tui.runner.lock import is_held
from nomologi_tui.runner.runner import Runner
from nomologi_tui.store import automations, logs, runners, runs
from tests.runner.bench import Bench
from tests.runner.made import Do, Doings, automation, do, hear, say
from tests.support import DEADLINE, eventually


class HurriedClock(SystemClock):
    """The machine's clock for somebody in a hurry: who sleeps a minute gets up after half a second."""

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds / 100)


class BrokenClock(SystemClock):
    """Nobody can sleep by it."""

    async def sleep(self, seconds: float) -> None:
        raise RuntimeError("the clock stopped")


class Served:
    """A runner that serves in this loop."""

    def __init__(self, bench: Bench, clock: Clock, patience: float) -> None:
        self.stop = asyncio.Event()
        self.waited = asyncio.Event()
        self.runner = Runner(bench.settings, bench.store, bench.tools.registry, clock, "service")
        self.runner.patience = patience
        self.task = asyncio.create_task(self.runner.serve(self.stop, self.waited.set))

    async def end(self) -> None:
        self.stop.set()
        await self.task


Serve = Callable[..., Served]


@pytest.fixture
async def serve(bench: Bench) -> AsyncIterator[Serve]:
    made: list[Served] = []

    def start(clock: Clock | None = None, patience: float = DEADLINE) -> Served:
        made.append(Served(bench, clock or SystemClock(), patience))
        return made[-1]

    yield start
    for one in made:
        one.stop.set()
        await asyncio.wait([one.task])


def hold(doings: Doings) -> asyncio.Event:
    """Let the action `hold` begin and never end; the event says that it has begun."""
    begun = asyncio.Event()

    async def act(config: Do, ctx: ActionContext) -> None:
        begun.set()
        await asyncio.Event().wait()

    doings.acts["hold"] = act
    return begun


async def test_threads_that_hang_keep_nobody_from_one(serve: Serve) -> None:
    """As look-ups of names do while no name server answers, and messages to a server that says nothing."""
    serve()
    await asyncio.sleep(0)
    go_on = threading.Event()
    hanging = [asyncio.ensure_future(asyncio.to_thread(go_on.wait)) for _ in range(40)]
    try:
        assert await asyncio.wait_for(asyncio.to_thread(lambda: "done"), 30) == "done"
    finally:
        go_on.set()
        await asyncio.wait(hanging)


async def test_a_run_queued_by_anybody_is_carried_out(bench: Bench, serve: Serve) -> None:
    serve()
    run_id = bench.queue(bench.add(automation(say("hello"))))
    assert (await bench.ended(run_id)).status is RunStatus.SUCCESS


async def test_it_says_who_runs_and_leaves_nothing_behind(bench: Bench, serve: Serve, doings: Doings) -> None:
    async def quiet(config: Do, ctx: TriggerContext) -> AsyncIterator[Event]:
        ctx.alive()
        await asyncio.Event().wait()
        yield Event("never")

    doings.hears["quiet"] = quiet
    one, served = bench.add(automation(hear("quiet"), say("x"))), serve()
    await eventually(lambda: bench.listener(one).state is ListenerState.OK)
    info = bench.store.read(runners.current)
    assert info is not None
    assert (info.pid, info.kind) == (os.getpid(), "service")
    await served.end()
    assert bench.store.read(runners.current) is None
    assert bench.listener(one).state is ListenerState.OFF
    assert not is_held(bench.settings.places.runner_lock)


async def test_a_run_is_stopped_when_somebody_asks_for_it(bench: Bench, serve: Serve, doings: Doings) -> None:
    begun = hold(doings)
    serve()
    run_id = bench.queue(bench.add(automation(do("hold"))))
    await begun.wait()
    bench.store.write(runs.cancel, run_id, bench.tools.clock.now())
    assert (await bench.ended(run_id)).status is RunStatus.CANCELLED


async def test_an_automation_listens_from_when_it_is_switched_on_to_when_it_is_switched_off(
    bench: Bench, serve: Serve, doings: Doings
) -> None:
    async def once(config: Do, ctx: TriggerContext) -> AsyncIterator[Event]:
        yield Event("only")
        await asyncio.Event().wait()

    doings.hears["once"] = once
    serve()
    one = bench.add(automation(hear("once"), say("x")), on=False)
    now = bench.tools.clock.now()
    bench.store.write(automations.set_status, one.id, AutomationStatus.ACTIVE, now)
    await eventually(lambda: [run.status for run in bench.runs()] == [RunStatus.SUCCESS])
    bench.store.write(automations.set_status, one.id, AutomationStatus.INACTIVE, now)
    await eventually(lambda: bench.listener(one).state is ListenerState.OFF)


async def test_a_pause_ends_by_itself(bench: Bench, serve: Serve, doings: Doings) -> None:
    async def once(config: Do, ctx: TriggerContext) -> AsyncIterator[Event]:
        yield Event("only")

    doings.hears["once"] = once
    one = bench.add(automation(hear("once"), say("x")))
    soon = bench.tools.clock.now() + timedelta(seconds=1)
    bench.store.write(automations.set_status, one.id, AutomationStatus.PAUSED, bench.tools.clock.now(), soon)
    serve(HurriedClock())
    await eventually(bench.runs)
    assert bench.tools.clock.now() >= soon


async def test_a_second_runner_waits_and_takes_over_when_the_first_one_ends(bench: Bench, serve: Serve) -> None:
    first = serve()
    await eventually(lambda: bench.store.read(runners.current))
    second = serve()
    await second.waited.wait()
    await first.end()
    run_id = bench.queue(bench.add(automation(say("hello"))))
    assert (await bench.ended(run_id)).status is RunStatus.SUCCESS
    assert not second.task.done()


async def test_a_waiting_runner_can_be_stopped(bench: Bench, serve: Serve) -> None:
    serve()
    await eventually(lambda: is_held(bench.settings.places.runner_lock))
    second = serve()
    await second.waited.wait()
    await second.end()


async def test_a_runner_takes_over_from_one_that_was_killed(bench: Bench, serve: Serve, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.runner.serve", str(bench.settings.places.data), str(tmp_path / "lines")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        await eventually(lambda: is_held(bench.settings.places.runner_lock))
        second = serve()
        await second.waited.wait()
        process.kill()
    run_id = bench.queue(bench.add(automation(say("hello"))))
    assert (await bench.ended(run_id)).status is RunStatus.SUCCESS


async def test_a_run_that_outlives_the_patience_stays_for_the_next_runner(
    bench: Bench, serve: Serve, doings: Doings
) -> None:
    begun, first = hold(doings), serve(patience=0)
    run_id = bench.queue(bench.add(automation(do("hold", name="holding"))))
    await begun.wait()
    await first.end()
    assert bench.run(run_id).status is RunStatus.RUNNING
    serve()
    run = await bench.ended(run_id)
    assert (run.status, "“holding”" in run.summary) == (RunStatus.WAITING, True)


async def test_what_breaks_the_runner_itself_is_raised(bench: Bench, serve: Serve) -> None:
    served = serve(BrokenClock())
    with pytest.raises(RuntimeError, match="the clock stopped"):
        await served.task
    assert not is_held(bench.settings.places.runner_lock)


def in_thread(bench: Bench, clock: Clock) -> RunnerThread:
    def make() -> Runner:
        return Runner(bench.settings, bench.store, bench.tools.registry, clock, "app")

    return RunnerThread(make, bench.settings.places.runner_lock)


async def test_in_a_thread_it_serves_until_it_is_stopped(bench: Bench) -> None:
    thread = in_thread(bench, SystemClock())
    thread.start()
    run_id = bench.queue(bench.add(automation(say("hello"))))
    assert (await bench.ended(run_id)).status is RunStatus.SUCCESS
    thread.stop(30)
    assert not is_held(bench.settings.places.runner_lock)
    assert thread.error is None
    thread.stop(30)


async def test_in_a_thread_its_error_is_kept_for_the_app(bench: Bench) -> None:
    thread = in_thread(bench, BrokenClock())
    thread.start()
    assert isinstance(await eventually(lambda: thread.error), RuntimeError)
    thread.stop(30)


def test_a_thread_that_was_never_started_can_be_stopped(bench: Bench) -> None:
    in_thread(bench, SystemClock()).stop(30)


async def test_sigterm_ends_the_service_in_order(bench: Bench) -> None:
    home = str(bench.settings.places.data)
    environment = {**os.environ, "NOMOLOGI_HOME": home, "NOMOLOGI_USER": "ada"}
    command = [sys.executable, "-m", "nomologi_tui", "runner"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as process:
        await eventually(lambda: bench.store.read(runners.current))
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert bench.store.read(runners.current) is None


async def test_a_thread_that_is_stopped_waits_for_its_runs_no_longer_than_it_may(bench: Bench, doings: Doings) -> None:
    begun, thread = hold(doings), in_thread(bench, SystemClock())
    thread.start()
    run_id = bench.queue(bench.add(automation(do("hold"))))
    await eventually(begun.is_set)
    thread.stop(1)
    await eventually(lambda: not is_held(bench.settings.places.runner_lock))  # a busy machine may take longer to end
    assert bench.run(run_id).status is RunStatus.RUNNING


async def test_a_full_disk_does_not_keep_it_from_ending(bench: Bench, serve: Serve) -> None:
    served = serve()
    await eventually(lambda: bench.store.read(runners.current))
    bench.store.write(lambda tx: tx.exec_driver_sql("PRAGMA max_page_count = 1"))
    with pytest.raises(StoreError):
        for number in range(10_000):
            bench.store.write(logs.add, [LogEntry(EventType.OUTPUT, str(number))], bench.tools.clock.now())
    await served.end()
    assert not is_held(bench.settings.places.runner_lock)

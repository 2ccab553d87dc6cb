import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks import ActionContext
from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.errors import BlockError
from nomologi_tui.model import Event, RunMode, RunStatus, Step, StepType
from nomologi_tui.runner.tools import AGAIN, Tools
from nomologi_tui.runner.worker import Worker
from nomologi_tui.store import runs
from nomologi_tui.testing import FakeClock
from tests.runner.bench import Bench
from tests.runner.made import Do, Doings, automation, do, say
from tests.support import eventually, lives


class Gate:
    """An action that waits until the test opens it, and knows how many are inside."""

    def __init__(self) -> None:
        self.inside = 0
        self.most = 0
        self.open = asyncio.Event()

    async def __call__(self, config: Do, ctx: ActionContext) -> None:
        self.inside += 1
        self.most = max(self.most, self.inside)
        try:
            await self.open.wait()
        finally:
            self.inside -= 1


@pytest.fixture
def gate(doings: Doings) -> Gate:
    made = Gate()
    doings.acts["wait"] = made
    return made


class Working:
    """Workers that run, and end with the test."""

    def __init__(self) -> None:
        self.running: list[tuple[Worker, asyncio.Task[None]]] = []

    def start(self, tools: Tools) -> Worker:
        worker = Worker(tools)
        self.running.append((worker, asyncio.create_task(worker.run())))
        return worker

    async def end(self) -> None:
        for worker, task in self.running:
            await worker.finish(0)
            task.cancel()
            await asyncio.wait([task])


@pytest.fixture
async def working() -> AsyncIterator[Working]:
    made = Working()
    yield made
    await made.end()


async def test_a_queued_run_is_carried_out(bench: Bench, doings: Doings, working: Working) -> None:
    run_id = bench.queue(bench.add(automation(say("hello"))))
    working.start(bench.tools)
    run = await bench.ended(run_id)
    assert (run.status, run.summary, doings.said) == (RunStatus.SUCCESS, "Done: say hello.", ["hello"])


async def test_a_wake_makes_it_look_again(bench: Bench, working: Working) -> None:
    worker = working.start(bench.tools)
    run_id = bench.queue(bench.add(automation(say("hello"))))
    worker.wake()
    assert (await bench.ended(run_id)).status is RunStatus.SUCCESS


async def test_at_most_four_runs_at_once(bench: Bench, gate: Gate, working: Working) -> None:
    queued = [bench.queue(bench.add(automation(do("wait")))) for _ in range(bench.settings.runs_at_once + 3)]
    working.start(bench.tools)
    await eventually(lambda: gate.inside == bench.settings.runs_at_once)
    gate.open.set()
    for run_id in queued:
        assert (await bench.ended(run_id)).status is RunStatus.SUCCESS
    assert gate.most == bench.settings.runs_at_once


async def test_a_single_automation_never_runs_twice_at_the_same_time(
    bench: Bench, gate: Gate, working: Working
) -> None:
    one = bench.add(automation(do("wait")))
    queued = [bench.queue(one) for _ in range(5)]
    working.start(bench.tools)
    await eventually(lambda: gate.inside)
    gate.open.set()
    for run_id in queued:
        await bench.ended(run_id)
    assert gate.most == 1


async def test_a_parallel_automation_runs_as_often_as_it_may(bench: Bench, gate: Gate, working: Working) -> None:
    one = bench.add(automation(do("wait"), mode=RunMode.PARALLEL, parallel=2))
    queued = [bench.queue(one) for _ in range(4)]
    working.start(bench.tools)
    await eventually(lambda: gate.inside == 2)
    gate.open.set()
    for run_id in queued:
        await bench.ended(run_id)
    assert gate.most == 2


async def test_of_each_key_one_run_goes_on_at_a_time_in_order_beside_those_of_others(
    bench: Bench, doings: Doings, working: Working
) -> None:
    inside, seen, most = Counter[str](), dict[str, list[int]](), [Counter[str]()]

    async def note(config: Do, ctx: ActionContext) -> None:
        key, number = config.text.split()
        inside[key] += 1
        most.append(Counter(inside))
        seen.setdefault(key, []).append(int(number))
        await bench.store.awrite(lambda _: None)  # for as long as a commit takes
        inside[key] -= 1

    doings.acts["note"] = note
    step = do("note", text="{{ event.of }} {{ event.number }}")
    one = bench.add(automation(step, mode=RunMode.QUEUED, per="{{ event.of }}"))
    for number in range(60):
        event, how = Event(f"e{number}", {"of": "abc"[number % 3], "number": number}), runs.How("abc"[number % 3])
        bench.store.write(runs.enqueue, one.id, event, bench.tools.clock.now(), trigger="webhook", how=how)
    working.start(bench.tools)
    await eventually(lambda: {run.status for run in bench.runs()} == {RunStatus.SUCCESS})
    assert seen == {key: list(range(first, 60, 3)) for first, key in enumerate("abc")}
    assert max(max(at_once.values(), default=0) for at_once in most) == 1
    assert max(at_once.total() for at_once in most) == 3


async def test_a_stopped_run_says_cancelled_and_so_does_its_step(bench: Bench, gate: Gate, working: Working) -> None:
    run_id = bench.queue(bench.add(automation(do("wait"), say("after"))))
    worker = working.start(bench.tools)
    await eventually(lambda: gate.inside)
    worker.stop_run(run_id)
    worker.stop_run(run_id)
    run = await bench.ended(run_id)
    assert (run.status, run.summary, gate.inside) == (RunStatus.CANCELLED, "Stopped by the user.", 0)
    assert [(step.status, step.error) for step in bench.steps(run_id)] == [("failure", "Stopped by the user.")]


async def test_stopping_a_run_that_is_not_there_does_nothing(bench: Bench, working: Working) -> None:
    working.start(bench.tools).stop_run(99)


async def test_a_step_that_takes_no_notice_ends_the_run_all_the_same(
    bench: Bench, doings: Doings, working: Working
) -> None:
    begun = asyncio.Event()

    async def stubborn(config: Do, ctx: ActionContext) -> str:
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            return "as if nothing had happened"
        return ""

    doings.acts["stubborn"] = stubborn
    run_id = bench.queue(bench.add(automation(do("stubborn"), say("after"))))
    worker = working.start(bench.tools)
    await begun.wait()
    worker.stop_run(run_id)
    assert (await bench.ended(run_id)).status is RunStatus.CANCELLED
    assert ([step.status for step in bench.steps(run_id)], doings.said) == (["success"], [])


async def test_stopping_a_run_ends_the_whole_process_tree(bench: Bench, tmp_path: Path, working: Working) -> None:
    child = tmp_path / "child"
    command = f"sleep 1000 & echo $! > {child}; wait"
    run_id = bench.queue(bench.add(automation(Step(StepType.ACTION, "run_command", {"command": command}))))
    worker = working.start(replace(bench.tools, registry=load_registry()))
    pid = int(await eventually(lambda: child.exists() and child.read_text().strip()))
    worker.stop_run(run_id)
    assert (await bench.ended(run_id)).status is RunStatus.CANCELLED
    await eventually(lambda: not lives(pid))


async def test_a_run_beyond_its_deadline_fails_with_a_sentence(bench: Bench, gate: Gate, working: Working) -> None:
    run_id = bench.queue(bench.add(automation(do("wait"), run_timeout=0.05)))
    working.start(bench.tools)
    run = await bench.ended(run_id)
    assert (run.status, run.summary) == (RunStatus.FAILURE, "Stopped: too slow.")
    assert run.error.startswith("The run took longer than 0.05 s.")
    assert [step.status for step in bench.steps(run_id)] == ["failure"]


async def test_ending_lets_runs_finish(bench: Bench, gate: Gate, working: Working) -> None:
    run_id = bench.queue(bench.add(automation(do("wait"))))
    worker = working.start(bench.tools)
    await eventually(lambda: gate.inside)
    ending = asyncio.create_task(worker.finish(30))
    gate.open.set()
    await ending
    assert bench.run(run_id).status is RunStatus.SUCCESS


async def test_a_run_that_does_not_end_in_time_stays_running_for_the_next_runner(bench: Bench, gate: Gate) -> None:
    run_id = bench.queue(bench.add(automation(do("wait"))))
    worker = Worker(bench.tools)
    worker.wake()
    await eventually(lambda: gate.inside)
    await worker.finish(0)
    assert (gate.inside, bench.run(run_id).status) == (0, RunStatus.RUNNING)


async def test_nothing_is_taken_any_more_while_it_ends(bench: Bench, working: Working) -> None:
    worker = working.start(bench.tools)
    await worker.finish(0)
    run_id = bench.queue(bench.add(automation(say("late"))))
    worker.wake()
    await bench.store.awrite(lambda _: None)
    assert bench.run(run_id).status is RunStatus.PENDING


def _limit(tx: Any, pages: int) -> None:
    tx.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


async def test_a_full_disk_is_waited_for_and_nothing_is_lost(bench: Bench, doings: Doings, working: Working) -> None:
    clock = FakeClock()
    run_id = bench.queue(bench.add(automation(say("{{ '" + "x" * 50_000 + "' }}"))))
    bench.store.write(_limit, 1)  # SQLite takes the present size instead: it can't grow
    working.start(replace(bench.tools, clock=clock))
    await eventually(lambda: clock._sleepers)
    assert bench.run(run_id).status is RunStatus.RUNNING
    bench.store.write(_limit, 1_000_000)
    clock.tick(AGAIN)
    assert (await bench.ended(run_id)).status is RunStatus.SUCCESS
    assert len(doings.said) == 1
    assert [step.status for step in bench.steps(run_id)] == ["success"]


async def test_a_store_that_can_not_be_written_at_all_ends_the_worker_with_its_error(
    bench: Bench, working: Working
) -> None:
    bench.queue(bench.add(automation(say("x"))))
    bench.store.write(lambda tx: tx.exec_driver_sql("PRAGMA query_only = 1"))
    worker = Worker(bench.tools)
    with pytest.raises(Exception, match="read-only"):
        await worker.run()


async def test_steps_that_a_replay_took_over_are_not_carried_out_again(
    bench: Bench, doings: Doings, working: Working
) -> None:
    one = bench.add(automation(say("first", "a"), say("then {{ steps.a.said }}", "b")))
    worker = working.start(bench.tools)
    first = bench.queue(one)
    worker.wake()
    await bench.ended(first)
    again = runs.Again({}, 1, kept=tuple(bench.steps(first)[:1]))
    second = bench.store.write(runs.replay, bench.user.id, first, again, bench.tools.clock.now())
    worker.wake()
    assert (await bench.ended(second)).status is RunStatus.SUCCESS
    assert doings.said == ["first", "then first", "then first"]
    assert [one.name for one in bench.steps(second)] == ["a", "b"]


async def test_a_replay_that_waited_goes_on_where_it_was(bench: Bench, doings: Doings, working: Working) -> None:
    async def break_once(config: Do, ctx: ActionContext) -> None:
        doings.said.append("tried")
        if doings.said.count("tried") == 2:
            raise BlockError("It broke for now.", passing=True, retry_after=0.01)

    doings.acts["break"] = break_once
    one = bench.add(automation(say("first", "a"), do("break", "b")))
    worker = working.start(bench.tools)
    first = bench.queue(one)
    worker.wake()
    await bench.ended(first)
    again = runs.Again({}, 1, kept=tuple(bench.steps(first)[:1]))
    second = bench.store.write(runs.replay, bench.user.id, first, again, bench.tools.clock.now())
    worker.wake()
    assert (await bench.ended(second)).status is RunStatus.WAITING
    bench.store.write(runs.resume_due, bench.tools.clock.now() + timedelta(seconds=1))
    worker.wake()
    await eventually(lambda: bench.run(second).status is RunStatus.SUCCESS)
    assert doings.said == ["first", "tried", "tried", "tried"]

import asyncio
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

from nomologi_tui.clock import SystemClock
from nomologi_tui.model import (
    Answer,
    AutomationStatus,
    Event,
    Run,
    RunMode,
    RunStatus,
    Step,
    StepRecord,
    StepStatus,
    StepType,
)
from nomologi_tui.runner.recovery import recover
from nomologi_tui.runner.runner import Runner
from nomologi_tui.store import automations, runs
from tests.runner.bench import Bench
from tests.runner.made import automation, do, look, say
from tests.runner.serve import registry_with_append
from tests.support import eventually

CYCLES = 10
EVERY_SECOND = Step(StepType.TRIGGER, "schedule", {"every": "1s"})


def left_by_another(bench: Bench, *steps: Step) -> Run:
    bench.queue(bench.add(automation(*steps)))
    (run,) = bench.store.write(runs.claim, "a dead runner", bench.tools.clock.now(), 1)
    return run


def begin(bench: Bench, run: Run, position: int, block: str, attempt: int = 1, name: str = "") -> StepRecord:
    record = StepRecord(run.id, position, StepType.ACTION, block, name, StepStatus.STARTED, attempt=attempt)
    bench.store.write(runs.begin_step, record, bench.tools.clock.now())
    return record


async def put_right(bench: Bench) -> int:
    return await recover(bench.store, bench.tools.registry, bench.tools.clock, bench.tools.token)


async def test_a_run_between_two_steps_goes_on(bench: Bench) -> None:
    run = left_by_another(bench, say("one"), do("two"))
    assert await put_right(bench) == 1
    again = bench.run(run.id)
    assert (again.status, again.attempt) == (RunStatus.PENDING, 2)


async def test_a_run_inside_a_step_that_may_happen_twice_goes_on(bench: Bench) -> None:
    for step, block in ((say("one"), "say"), (look("one"), "look")):
        run = left_by_another(bench, step)
        begin(bench, run, 0, block)
        await put_right(bench)
        assert bench.run(run.id).status is RunStatus.PENDING


async def test_a_run_inside_a_once_step_waits_for_a_decision(bench: Bench) -> None:
    run = left_by_another(bench, do("send", name="send the invoice"))
    begin(bench, run, 0, "do", name="send the invoice")
    await put_right(bench)
    waiting = bench.run(run.id)
    assert waiting.status is RunStatus.WAITING
    assert waiting.summary.startswith("needs your decision: the runner ended while “send the invoice” was under way")


async def test_a_run_that_was_told_to_stop_before_its_runner_died_ends(bench: Bench) -> None:
    between, inside = left_by_another(bench, say("one"), say("two")), left_by_another(bench, do("send"))
    begin(bench, inside, 0, "do")
    for run in (between, inside):
        bench.store.write(runs.cancel, run.id, bench.tools.clock.now())
    assert await put_right(bench) == 2
    ended = [bench.run(run.id) for run in (between, inside)]
    assert {(run.status, run.summary) for run in ended} == {(RunStatus.CANCELLED, "Stopped by the user.")}
    assert [step.status for step in bench.store.read(runs.steps, inside.id)] == [StepStatus.FAILURE]


async def test_a_step_whose_block_is_gone_waits_for_a_decision(bench: Bench) -> None:
    run = left_by_another(bench, Step(StepType.ACTION, "uninstalled", {}))
    begin(bench, run, 0, "uninstalled")
    await put_right(bench)
    assert bench.run(run.id).status is RunStatus.WAITING


async def test_only_the_present_attempt_counts(bench: Bench) -> None:
    run = left_by_another(bench, do("send"), say("after"))
    begin(bench, run, 0, "do")
    await put_right(bench)
    now = bench.tools.clock.now()
    bench.store.write(runs.decide, bench.user.id, run.id, Answer.RUN, now)
    (again,) = bench.store.write(runs.claim, "another dead runner", now, 1)
    record = begin(bench, again, 0, "do", attempt=again.attempt)
    bench.store.write(runs.end_step, _succeeded(record), now)
    await put_right(bench)
    assert bench.run(run.id).status is RunStatus.PENDING


def _succeeded(record: StepRecord) -> StepRecord:
    return StepRecord(
        record.run_id, record.position, record.type, record.block, record.name, StepStatus.SUCCESS, record.attempt
    )


async def test_what_this_runner_works_on_itself_is_left_alone(bench: Bench) -> None:
    run_id = bench.queue(bench.add(automation(say("one"))))
    bench.store.write(runs.claim, bench.tools.token, bench.tools.clock.now(), 1)
    assert await put_right(bench) == 0
    assert bench.run(run_id).status is RunStatus.RUNNING


async def test_a_waiting_run_does_not_hold_up_the_next_one(bench: Bench) -> None:
    run = left_by_another(bench, do("send"))
    begin(bench, run, 0, "do")
    await put_right(bench)
    bench.store.write(
        runs.enqueue, run.automation_id, Event("next"), bench.tools.clock.now(), trigger="manual"
    )  # fmt: skip
    assert len(bench.store.write(runs.claim, bench.tools.token, bench.tools.clock.now(), 4)) == 1


async def test_however_often_a_runner_is_killed_no_run_acts_twice_or_gets_stuck(bench: Bench, tmp_path: Path) -> None:
    chance, file = random.Random(7), tmp_path / "lines"  # noqa: S311 - when to kill is no secret
    file.touch()
    steps = (look("linger"), do("append", text="{{ run.id }}"), look("linger"))
    every_second = bench.add(automation(EVERY_SECOND, *steps))
    busy = bench.add(automation(*steps, mode=RunMode.PARALLEL, parallel=4))
    for _ in range(CYCLES):
        for _ in range(20):
            bench.queue(busy)
        _run_and_kill(bench, file, chance.uniform(0, 0.8))
    await _work_off(bench, file, every_second.id)
    written = Counter(file.read_text().split())
    assert set(written.values()) == {1}
    by_status = {status: [run for run in bench.runs() if run.status is status] for status in RunStatus}
    assert not by_status[RunStatus.RUNNING]
    assert not by_status[RunStatus.FAILURE]
    assert {str(run.id) for run in by_status[RunStatus.SUCCESS]} <= set(written)
    assert all(run.summary.startswith("needs your decision") for run in by_status[RunStatus.WAITING])
    assert len(bench.runs()) >= CYCLES * 20


def _run_and_kill(bench: Bench, file: Path, after: float) -> None:
    """Start a runner in a process of its own, and kill it `after` seconds of work."""
    command = [sys.executable, "-m", "tests.runner.serve", str(bench.settings.places.data), str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"{process.pid}\n"
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.kill()
        assert process.wait() == -9


async def _work_off(bench: Bench, file: Path, automation_id: int) -> None:
    """Serve until the schedule has run once more, then without it until nothing is open."""
    clock, stop = SystemClock(), asyncio.Event()
    began = clock.now()
    serving = asyncio.create_task(
        Runner(bench.settings, bench.store, registry_with_append(file), clock, "service").serve(stop)
    )
    await eventually(
        lambda: any(
            run.automation_id == automation_id and run.status is RunStatus.SUCCESS and run.due and run.due > began
            for run in bench.runs()
        )
    )
    bench.store.write(automations.set_status, automation_id, AutomationStatus.INACTIVE, clock.now())
    await eventually(lambda: not [r for r in bench.runs() if r.status in (RunStatus.PENDING, RunStatus.RUNNING)])
    stop.set()
    await serving

"""A step that fails for now is tried again later: the wait is a row, so it survives whatever happens to the runner."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from nomologi_tui.blocks import ActionContext, BlockError, HoldError
from nomologi_tui.model import (
    Answer,
    Configuration,
    Event,
    OnFailure,
    Run,
    RunMode,
    RunStatus,
    Step,
    StepStatus,
    WaitingFor,
)
from nomologi_tui.runner.claiming import Claimed
from nomologi_tui.runner.recorder import RunRecorder
from nomologi_tui.runner.resuming import Resuming
from nomologi_tui.runner.worker import Worker
from nomologi_tui.store import runs
from nomologi_tui.store.runs import ahead
from nomologi_tui.testing import START, FakeClock
from tests.runner.bench import Bench
from tests.runner.made import Act, Do, Doings, automation, do, is_yes, look, say
from tests.support import eventually

BUSY = BlockError("The server is busy.", "Wait.", passing=True)


class Flaky:
    """An action that fails so often before it works, with that error."""

    def __init__(self, failures: int, error: BlockError = BUSY) -> None:
        self.left = failures
        self.calls = 0
        self.error = error

    async def __call__(self, config: Do, ctx: ActionContext) -> str:
        self.calls += 1
        self.left -= 1
        if self.left >= 0:
            raise self.error
        return "at last"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


async def go(bench: Bench, run_id: int) -> Run:
    """Claim the run and carry it out as far as it goes."""
    (claimed,) = bench.store.write(runs.claim, bench.tools.token, bench.tools.clock.now(), 1, only=run_id)
    await RunRecorder(bench.tools, Claimed(claimed)).carry_out()
    return bench.run(run_id)


async def resumed(bench: Bench, clock: FakeClock, run_id: int) -> Run:
    """Let the time pass for which the run waits, and carry it on."""
    wait = bench.run(run_id).resume_at
    assert wait is not None
    clock.tick((wait - clock.now()).total_seconds())
    assert bench.store.write(runs.resume_due, clock.now()) == 1
    return await go(bench, run_id)


def statuses(bench: Bench, run_id: int) -> list[tuple[int, StepStatus]]:
    return [(one.attempt, one.status) for one in bench.steps(run_id)]


async def test_a_passing_error_sets_the_run_aside_with_a_time(bench: Bench, clock: FakeClock, doings: Doings) -> None:
    doings.acts["flaky"] = Flaky(1)
    run = await go(bench, bench.queue(bench.add(automation(do("flaky", name="send"), say("after")))))
    assert (run.status, run.waiting_for) == (RunStatus.WAITING, WaitingFor.RETRY)
    assert run.resume_at is not None
    assert timedelta(seconds=1.6) <= run.resume_at - START <= timedelta(seconds=2.4)
    assert run.summary == "Tries “send” again (try 2 of 4): The server is busy. Wait."
    assert doings.said == []


async def test_the_next_try_goes_on_from_the_step_that_failed(bench: Bench, clock: FakeClock, doings: Doings) -> None:
    doings.acts["flaky"] = flaky = Flaky(2)
    run_id = bench.queue(bench.add(automation(say("before"), do("flaky"), say("after"))))
    await go(bench, run_id)
    await resumed(bench, clock, run_id)
    run = await resumed(bench, clock, run_id)
    assert (run.status, run.attempt, flaky.calls) == (RunStatus.SUCCESS, 3, 3)
    assert doings.said == ["before", "after"]
    assert statuses(bench, run_id)[1:4] == [(1, "retrying"), (2, "retrying"), (3, "success")]


async def test_after_three_more_tries_it_has_failed(bench: Bench, clock: FakeClock, doings: Doings) -> None:
    doings.acts["flaky"] = flaky = Flaky(99)
    run_id = bench.queue(bench.add(automation(do("flaky"))))
    await go(bench, run_id)
    for _ in range(3):
        await resumed(bench, clock, run_id)
    assert (bench.run(run_id).status, flaky.calls) == (RunStatus.FAILURE, 4)
    assert clock.now() - START == pytest.approx(timedelta(seconds=77), abs=timedelta(seconds=16))


@pytest.mark.parametrize(("retries", "calls"), [(0, 1), (1, 2)])
async def test_an_automation_says_itself_how_often(
    bench: Bench, clock: FakeClock, doings: Doings, retries: int, calls: int
) -> None:
    doings.acts["flaky"] = flaky = Flaky(99)
    run_id = bench.queue(bench.add(automation(do("flaky"), retries=retries)))
    await go(bench, run_id)
    for _ in range(retries):
        await resumed(bench, clock, run_id)
    assert (bench.run(run_id).status, flaky.calls) == (RunStatus.FAILURE, calls)


async def test_an_error_that_stays_fails_at_once(bench: Bench, doings: Doings) -> None:
    doings.acts["flaky"] = flaky = Flaky(99, BlockError("There is no such thing."))
    run = await go(bench, bench.queue(bench.add(automation(do("flaky")))))
    assert (run.status, flaky.calls) == (RunStatus.FAILURE, 1)


async def test_a_try_that_waits_survives_the_runner(bench: Bench, clock: FakeClock, doings: Doings) -> None:
    doings.acts["flaky"] = Flaky(1)
    run_id = bench.queue(bench.add(automation(do("flaky"))))
    await go(bench, run_id)
    bench.tools = replace(bench.tools, token="the next runner")
    assert (await resumed(bench, clock, run_id)).status is RunStatus.SUCCESS


async def test_waits_of_a_clock_that_was_ahead_count_from_now_when_a_person_says_so(
    bench: Bench, clock: FakeClock, doings: Doings
) -> None:
    async def ten_minutes(_config: Do, ctx: ActionContext) -> str:
        if ctx.clock.now() < ctx.began + timedelta(minutes=10):
            raise HoldError("Waits.", until=ctx.began + timedelta(minutes=10))
        return "waited"

    doings.acts.update(flaky=Flaky(1), wait=ten_minutes)
    clock.set_wall(START + timedelta(days=60_000))
    tries, waits = (bench.queue(bench.add(automation(step))) for step in (do("flaky"), look("wait")))
    for run_id in (tries, waits):
        await go(bench, run_id)
    clock.set_wall(START)
    assert (bench.store.write(ahead.accept_clock, START), bench.store.write(runs.resume_due, START)) == (2, 2)
    assert (await go(bench, tries)).status is RunStatus.SUCCESS
    assert (await go(bench, waits)).resume_at == START + timedelta(minutes=10)


async def test_a_cancelled_try_never_comes_back(bench: Bench, clock: FakeClock, doings: Doings) -> None:
    doings.acts["flaky"] = Flaky(1)
    run_id = bench.queue(bench.add(automation(do("flaky"))))
    await go(bench, run_id)
    assert bench.store.write(runs.cancel, run_id, clock.now()) is RunStatus.CANCELLED
    clock.tick(3_600)
    assert bench.store.write(runs.resume_due, clock.now()) == 0


async def test_going_on_after_a_failure_does_the_rest_and_still_fails(bench: Bench, doings: Doings) -> None:
    doings.acts["flaky"] = Flaky(1, BlockError("It is gone."))
    wanted = automation(do("flaky", name="one"), say("two"), on_failure=OnFailure.CONTINUE)
    run = await go(bench, bench.queue(bench.add(wanted)))
    assert (run.status, run.summary, run.error) == (RunStatus.FAILURE, "Failed at “one”.", "“one”: It is gone.")
    assert doings.said == ["two"]


def instead(step: Step) -> Step:
    return replace(step, instead=True)


async def test_other_steps_run_instead_and_save_the_run(bench: Bench, doings: Doings) -> None:
    doings.acts["flaky"] = Flaky(1, BlockError("It is gone."))
    steps = (do("flaky", name="one"), say("never"), instead(say("plan b")))
    run = await go(bench, bench.queue(bench.add(automation(*steps, on_failure=OnFailure.INSTEAD))))
    assert (run.status, run.summary) == (RunStatus.SUCCESS, "“one” failed; instead: say plan b.")
    assert doings.said == ["plan b"]


async def test_what_runs_instead_can_tell_which_step_failed_and_why(bench: Bench, doings: Doings) -> None:
    doings.acts["flaky"] = Flaky(1, BlockError("{{ run.id }} is gone."))
    steps = (do("flaky", name="one"), instead(say("{{ failure.step }}: {{ failure.error }}")))
    await go(bench, bench.queue(bench.add(automation(*steps, on_failure=OnFailure.INSTEAD))))
    assert doings.said == ["one: {{ run.id }} is gone."]


async def test_steps_for_a_failure_do_not_run_without_one(bench: Bench, doings: Doings) -> None:
    steps = (say("one"), instead(say("plan b")))
    run = await go(bench, bench.queue(bench.add(automation(*steps, on_failure=OnFailure.INSTEAD))))
    assert (run.status, doings.said) == (RunStatus.SUCCESS, ["one"])


async def test_where_the_steps_instead_fail_too_the_run_names_both(bench: Bench, doings: Doings) -> None:
    doings.acts["flaky"] = Flaky(2, BlockError("It is gone."))
    steps = (do("flaky", name="one"), instead(do("flaky", name="two")), instead(say("never")))
    run = await go(bench, bench.queue(bench.add(automation(*steps, on_failure=OnFailure.INSTEAD))))
    assert (run.status, run.summary) == (RunStatus.FAILURE, "Failed at “one” and “two”.")
    assert doings.said == []


async def test_a_step_that_failed_for_good_is_not_repeated_when_the_run_goes_on_later(
    bench: Bench, clock: FakeClock, doings: Doings
) -> None:
    doings.acts["flaky"] = flaky = Flaky(99, BlockError("It is gone."))

    run_id = bench.queue(bench.add(automation(do("flaky"), look("hold"), on_failure=OnFailure.CONTINUE)))
    doings.acts["hold"] = holds(clock)
    await go(bench, run_id)
    run = await resumed(bench, clock, run_id)
    assert (run.status, flaky.calls) == (RunStatus.FAILURE, 1)
    assert run.error == "“Do”: It is gone."


def holds(clock: FakeClock, seconds: float = 60) -> Act:
    """An action that waits from when it began, as the wait step does."""

    async def act(config: Do, ctx: ActionContext) -> str:
        end = ctx.began + timedelta(seconds=seconds)
        if clock.now() < end:
            raise HoldError("Waits", until=end)
        return "waited"

    return act


async def test_a_wait_is_held_without_a_runner_and_done_once(bench: Bench, clock: FakeClock, doings: Doings) -> None:
    doings.acts["hold"] = holds(clock)
    run_id = bench.queue(bench.add(automation(say("before"), look("hold", name="wait"), say("after"))))
    run = await go(bench, run_id)
    assert (run.waiting_for, run.resume_at) == (WaitingFor.TIME, START + timedelta(seconds=60))
    assert doings.said == ["before"]
    run = await resumed(bench, clock, run_id)
    assert (run.status, run.attempt, doings.said) == (RunStatus.SUCCESS, 1, ["before", "after"])
    assert [(one.name, one.status) for one in bench.steps(run_id)][1] == ("wait", StepStatus.SUCCESS)


async def test_time_that_a_run_waits_does_not_count_against_its_deadline(
    bench: Bench, clock: FakeClock, doings: Doings
) -> None:
    doings.acts["hold"] = holds(clock, 7 * 3_600)
    run_id = bench.queue(bench.add(automation(look("hold"), say("after"))))
    await go(bench, run_id)
    assert (await resumed(bench, clock, run_id)).status is RunStatus.SUCCESS


async def test_approval_lets_the_step_go_on_and_denial_ends_the_run(bench: Bench, doings: Doings) -> None:
    async def ask(config: Do, ctx: ActionContext) -> str:
        if not ctx.approved:
            raise HoldError("Asks: Send it?")
        return "approved"

    doings.acts["ask"] = ask
    wanted = bench.add(automation(look("ask"), say("sent"), mode=RunMode.PARALLEL, parallel=2))
    yes, no = bench.queue(wanted), bench.queue(wanted)
    for run_id in (yes, no):
        assert (await go(bench, run_id)).waiting_for is WaitingFor.APPROVAL
    now = bench.tools.clock.now()
    bench.store.write(runs.decide, bench.user.id, yes, Answer.RUN, now)
    bench.store.write(runs.decide, bench.user.id, no, Answer.STOP, now)
    assert (await go(bench, yes)).status is RunStatus.SUCCESS
    assert bench.run(no).status is RunStatus.CANCELLED
    assert doings.said == ["sent"]


@pytest.fixture
async def worker(bench: Bench) -> AsyncIterator[Worker]:
    """A worker at work, and what wakes its runs."""
    worker = Worker(bench.tools)
    made = Resuming(bench.tools, worker.wake)
    worker.on_hold = made.expect
    tasks = [asyncio.create_task(worker.run()), asyncio.create_task(made.run())]
    yield worker
    await worker.finish(0)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_the_runner_wakes_a_waiting_run_at_its_time(
    bench: Bench, clock: FakeClock, doings: Doings, worker: Worker
) -> None:
    doings.acts["flaky"] = Flaky(1)
    run_id = bench.queue(bench.add(automation(do("flaky"))))
    worker.wake()
    await eventually(lambda: bench.run(run_id).status is RunStatus.WAITING)

    def tick() -> bool:
        clock.tick(1)
        return bench.run(run_id).status is RunStatus.SUCCESS

    await eventually(tick)


def test_defaults_are_three_more_tries(bench: Bench) -> None:
    assert (bench.settings.retries, Configuration().retries) == (3, None)


async def test_conditions_are_passed_over_where_a_person_wants_it(bench: Bench, doings: Doings) -> None:
    one = bench.add(automation(is_yes("no"), say("done")))
    how = runs.How(by_hand=True, ignores_conditions=True)
    made = bench.store.write(runs.enqueue, one.id, Event("e"), bench.tools.clock.now(), trigger="manual", how=how)
    assert (await go(bench, made.run_id)).status is RunStatus.SUCCESS
    assert doings.said == ["done"]

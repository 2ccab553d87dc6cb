"""Steps inside steps and digests with a store: what is on disk, after a kill, an answer, a cancel, a restart."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from nomologi_tui.blocks import ActionContext, BlockError, HoldError
from nomologi_tui.model import Answer, Automation, Run, RunMode, RunStatus, WaitingFor
from nomologi_tui.runner.claiming import Claimed
from nomologi_tui.runner.recorder import RunRecorder
from nomologi_tui.runner.recovery import recover
from nomologi_tui.runner.resuming import Resuming
from nomologi_tui.runner.worker import Worker
from nomologi_tui.store import automations, digests, runs
from nomologi_tui.testing import FakeClock
from tests.runner.bench import Bench
from tests.runner.made import Do, Doings, automation, do, each, holding, say
from tests.support import eventually

LETTERS = "a\nb\nc"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def claimed(bench: Bench, run_id: int) -> Run:
    (run,) = bench.store.write(runs.claim, bench.tools.token, bench.tools.clock.now(), 1, only=run_id)
    return run


async def go(bench: Bench, run_id: int) -> Run:
    """Claim the run and carry it out as far as it goes."""
    await RunRecorder(bench.tools, Claimed(claimed(bench, run_id))).carry_out()
    return bench.run(run_id)


def told(bench: Bench, run_id: int) -> list[tuple[str, str]]:
    return [(one.number, one.status.value) for one in bench.steps(run_id)]


async def ask_for_b(config: Do, ctx: ActionContext) -> str:
    if config.text == "b" and not ctx.approved:
        raise HoldError("Asks: b?")
    return config.text


async def test_each_inner_step_is_on_disk_at_its_place(bench: Bench) -> None:
    run = await go(bench, bench.queue(bench.add(automation(*each("a\nb", say("{{ item }}"))))))
    assert told(bench, run.id) == [("1", "success"), ("2[1]", "success"), ("2[2]", "success")]
    assert run.output["succeeded"] == 2
    assert "Say [2]: say b" in [entry.description for entry in bench.log()]


async def test_a_run_waits_for_a_word_inside_a_loop_and_goes_on_from_there(bench: Bench, doings: Doings) -> None:
    doings.acts["ask"] = ask_for_b
    run_id = bench.queue(bench.add(automation(*each(LETTERS, do("ask", text="{{ item }}"), say("{{ item }}")))))
    waiting = await go(bench, run_id)
    assert (waiting.waiting_for, doings.said) == (WaitingFor.APPROVAL, ["a"])
    assert told(bench, run_id) == [
        ("1", "open"), ("2[1]", "success"), ("3[1]", "success"), ("2[2]", "waiting"),
    ]  # fmt: skip
    bench.store.write(runs.decide, bench.user.id, run_id, Answer.RUN, bench.tools.clock.now())
    assert bench.run(run_id).approved == "1[2]"
    assert (await go(bench, run_id)).status is RunStatus.SUCCESS
    assert doings.said == ["a", "b", "c"]


async def test_no_ends_all_that_was_under_way(bench: Bench, doings: Doings) -> None:
    doings.acts["ask"] = ask_for_b
    run_id = bench.queue(bench.add(automation(*each(LETTERS, do("ask", text="{{ item }}")))))
    await go(bench, run_id)
    bench.store.write(runs.decide, bench.user.id, run_id, Answer.STOP, bench.tools.clock.now())
    assert told(bench, run_id) == [("1", "failure"), ("2[1]", "success"), ("2[2]", "failure")]


async def test_a_wait_inside_a_loop_is_a_row_for_each_item(bench: Bench, clock: FakeClock, doings: Doings) -> None:
    async def wait(config: Do, ctx: ActionContext) -> None:
        if ctx.clock.now() < ctx.began + timedelta(hours=1):
            raise HoldError("Waits", until=ctx.began + timedelta(hours=1))

    doings.acts["wait"] = wait
    run = await go(bench, bench.queue(bench.add(automation(*each("a\nb", do("wait"), say("{{ item }}"))))))
    for said in (["a"], ["a", "b"]):
        assert run.status is RunStatus.WAITING
        clock.tick(3_600)
        assert bench.store.write(runs.resume_due, clock.now()) == 1
        run = await go(bench, run.id)
        assert doings.said == said
    assert run.status is RunStatus.SUCCESS


async def test_a_passing_error_inside_is_tried_again_alone(bench: Bench, clock: FakeClock, doings: Doings) -> None:
    tries: list[str] = []

    async def flaky(config: Do, ctx: ActionContext) -> None:
        tries.append(config.text)
        if tries == ["a", "b"]:
            raise BlockError("Busy.", passing=True)

    doings.acts["flaky"] = flaky
    run = await go(bench, bench.queue(bench.add(automation(*each(LETTERS, do("flaky", text="{{ item }}"))))))
    assert run.waiting_for is WaitingFor.RETRY
    clock.tick(60)
    bench.store.write(runs.resume_due, clock.now())
    assert (await go(bench, run.id)).status is RunStatus.SUCCESS
    assert tries == ["a", "b", "b", "c"]
    assert told(bench, run.id)[0] == ("1", "success")  # one record, though it was taken up again


@pytest.mark.parametrize(("answer", "said"), [(Answer.RUN, ["b", "b", "c"]), (Answer.HAPPENED, ["b", "c"])])
async def test_a_once_step_under_way_in_a_loop_needs_a_decision(
    bench: Bench, doings: Doings, answer: Answer, said: list[str]
) -> None:
    done: list[str] = []

    async def send(config: Do, ctx: ActionContext) -> None:
        done.append(config.text)
        if done == ["a", "b"]:
            await asyncio.get_running_loop().create_future()  # until the runner is killed

    doings.acts["send"] = send
    run_id = bench.queue(bench.add(automation(*each(LETTERS, do("send", text="{{ item }}", name="send")))))
    await killed_once(bench, run_id, lambda: done == ["a", "b"])
    waiting = bench.run(run_id)
    assert (waiting.waiting_for, "“send” was under way" in waiting.summary) == (WaitingFor.DECISION, True)
    bench.store.write(runs.decide, bench.user.id, run_id, answer, bench.tools.clock.now())
    assert (await go(bench, run_id)).status is RunStatus.SUCCESS
    assert done == ["a", *said]


async def killed_once(bench: Bench, run_id: int, there: Any) -> None:
    """A runner dies over the run, and the next one looks at what it has left."""
    task = asyncio.create_task(RunRecorder(bench.tools, Claimed(claimed(bench, run_id))).carry_out())
    await eventually(there)
    task.cancel()
    await asyncio.wait([task])
    await recover(bench.store, bench.tools.registry, bench.tools.clock, "the next runner")


async def test_a_run_that_is_stopped_ends_the_steps_around_it_too(bench: Bench, doings: Doings) -> None:
    started = asyncio.Event()

    async def hang(config: Do, ctx: ActionContext) -> None:
        started.set()
        await asyncio.get_running_loop().create_future()

    doings.acts["hang"] = hang
    run_id = bench.queue(bench.add(automation(*each("a", *holding("branch", {"test": "true"}, do("hang"))))))
    recorder = RunRecorder(bench.tools, Claimed(claimed(bench, run_id)))
    task = asyncio.create_task(recorder.carry_out())
    await started.wait()
    recorder.stop()
    await task
    assert bench.run(run_id).status is RunStatus.CANCELLED
    assert told(bench, run_id) == [("1", "failure"), ("2[1]", "failure"), ("3[1]", "failure")]


# ── digests ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def collecting(**config: Any) -> Automation:
    inner = say("{{ count }}: {{ items | join: ',' }}", name="tell")
    steps = holding("digest", {"value": "{{ event.id }}", "after": "1 h", **config}, inner, name="digest")
    return automation(*steps, say("after"))


async def collect(bench: Bench, one: Automation, *events: str) -> None:
    for event in events:
        assert (await go(bench, bench.queue(one, event))).status is RunStatus.SUCCESS


def sent(bench: Bench) -> list[Run]:
    return [run for run in bench.runs() if run.trigger == digests.TRIGGER]


async def test_a_digest_is_sent_once_when_its_time_has_come(bench: Bench, clock: FakeClock, doings: Doings) -> None:
    one = bench.add(collecting())
    await collect(bench, one, "a")
    clock.tick(1_800)
    await collect(bench, one, "b")
    assert bench.store.write(digests.send_due, clock.now()) == 0
    clock.tick(1_800)  # an hour after the first one
    assert [bench.store.write(digests.send_due, clock.now()) for _ in range(2)] == [1, 0]
    (run,) = sent(bench)
    assert (await go(bench, run.id)).summary == "Done: say 2: a,b."
    assert doings.said == ["after", "after", "2: a,b"]


async def test_a_digest_is_sent_when_enough_is_there(bench: Bench, doings: Doings) -> None:
    await collect(bench, bench.add(collecting(most=2)), "a", "b", "c")
    (run,) = sent(bench)
    assert run.input["items"] == ["a", "b"]
    assert bench.store.read(digests.next_due) is not None  # for the third one


async def test_values_stand_under_their_headings(bench: Bench) -> None:
    await collect(bench, bench.add(collecting(most=3, group="{{ event.id | size }}")), "a", "bb", "c")
    (run,) = sent(bench)
    assert [(group["name"], group["items"]) for group in run.input["groups"]] == [("1", ["a", "c"]), ("2", ["bb"])]


async def test_limits_and_newer_runs_are_not_in_the_way_of_a_digest(bench: Bench) -> None:
    one = bench.add(Automation(**fields(collecting(most=1), mode=RunMode.RESTART, cooldown=60.0)))
    await collect(bench, one, "a")
    bench.queue(one, "b")
    (run,) = sent(bench)
    assert run.status is RunStatus.PENDING


def fields(one: Automation, **configuration: Any) -> dict[str, Any]:
    changed = automation(*one.steps, **configuration)
    return {"goal": changed.goal, "steps": changed.steps, "slug": "limited", "configuration": changed.configuration}


async def test_an_edit_keeps_what_was_collected_and_says_what_goes_with_a_removed_digest(bench: Bench) -> None:
    one = bench.add(collecting())
    await collect(bench, one, "a")
    before = bench.store.read(automations.get, bench.user.id, one.slug)
    bench.store.write(automations.update, before, bench.tools.clock.now())
    assert bench.store.read(digests.next_due) is not None
    bench.store.write(automations.update, automation_without(before), bench.tools.clock.now())
    assert bench.store.read(digests.next_due) is None
    assert "1 collected value goes with the digest that was removed" in [entry.description for entry in bench.log()]


def automation_without(one: Automation) -> Automation:
    return Automation(one.goal, one.steps[2:], one.slug, id=one.id, user_id=one.user_id)


async def test_a_digest_of_a_deleted_automation_waits_in_the_trash(bench: Bench, clock: FakeClock) -> None:
    one = bench.add(collecting())
    await collect(bench, one, "a")
    bench.store.write(automations.delete, one.id, clock.now())
    clock.tick(7_200)
    assert (bench.store.read(digests.next_due), bench.store.write(digests.send_due, clock.now())) == (None, 0)
    bench.store.write(automations.restore, one.id, clock.now())
    assert bench.store.write(digests.send_due, clock.now()) == 1


async def test_a_replayed_digest_does_the_same_for_the_same_values(bench: Bench, doings: Doings) -> None:
    await collect(bench, bench.add(collecting(most=2)), "a", "b")
    (run,) = sent(bench)
    await go(bench, run.id)
    again = runs.Again(run.input, run.revision)
    made = bench.store.write(runs.replay, bench.user.id, run.id, again, bench.tools.clock.now())
    await go(bench, made)
    assert doings.said[-2:] == ["2: a,b", "2: a,b"]


@asynccontextmanager
async def serving(bench: Bench) -> AsyncIterator[Worker]:
    """What of a runner takes runs and sends digests."""
    worker = Worker(bench.tools)
    resuming = Resuming(bench.tools, worker.wake)
    worker.on_hold = resuming.expect
    tasks = [asyncio.create_task(part.run()) for part in (worker, resuming)]
    try:
        yield worker
    finally:
        await worker.finish(5)
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def test_a_runner_sends_a_digest_at_its_time_also_one_that_it_did_not_see_begin(
    bench: Bench, clock: FakeClock, doings: Doings
) -> None:
    one = bench.add(collecting())
    await collect(bench, one, "a")
    async with serving(bench):
        clock.tick(3_600)
        await eventually(lambda: doings.said == ["after", "1: a"])
        bench.queue(one, "b")
    async with serving(bench):
        await eventually(lambda: doings.said == ["after", "1: a", "after"])
        await eventually(lambda: bench.store.read(digests.next_due) is not None and clock._sleepers)
        clock.tick(3_600)
        await eventually(lambda: doings.said[-1] == "1: b")


async def test_a_value_that_holds_a_secret_is_kept_redacted(bench: Bench, doings: Doings) -> None:
    async def leak(config: Do, ctx: ActionContext) -> str:
        return config.key

    doings.acts["leak"] = leak
    inner = say("{{ items | json }}")
    config = {"value": "{{ steps.leak.output }}", "after": "1 h", "most": 1}
    steps = [do("leak", name="leak", key="env:PASSWORD"), *holding("digest", config, inner)]
    await collect(bench, bench.add(automation(*steps)), "a")
    (run,) = sent(bench)
    assert "correct-horse" not in str(run.input)

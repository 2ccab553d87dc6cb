"""Automations that start each other, over a real store."""

from dataclasses import replace

import pytest

from nomologi_tui.blocks.actions.run_automation import run_automation
from nomologi_tui.blocks.actions.stop import stop
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.errors import BlockError, NotFoundError
from nomologi_tui.model import Automation, OnFailure, Run, RunStatus, Step, StepRecord, StepStatus, StepType
from nomologi_tui.runner.chaining import DEEPEST, Chain
from nomologi_tui.runner.claiming import Claimed
from nomologi_tui.runner.recorder import RunRecorder
from nomologi_tui.store import runs
from nomologi_tui.testing import FakeClock
from tests.runner.bench import Bench
from tests.runner.made import Doings, automation, say


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def bench(bench: Bench, doings: Doings) -> Bench:
    registry = Registry([*doings.registry(), run_automation, stop])
    return replace(bench, tools=replace(bench.tools, registry=registry))


async def carry_out(bench: Bench) -> Run:
    """Take the next run and carry it out as far as it goes."""
    (run,) = bench.store.write(runs.claim, bench.tools.token, bench.tools.clock.now(), 1)
    await RunRecorder(bench.tools, Claimed(run)).carry_out()
    return bench.run(run.id)


def add(bench: Bench, slug: str, *triggers: Step) -> Automation:
    made = automation(say("one"))
    return bench.add(replace(made, slug=slug, steps=(*triggers, *made.steps) if triggers else made.steps))


async def start(bench: Bench, run: Run | int, ref: str, key: str = "k", **inputs: str) -> Run:
    found = bench.run(run) if isinstance(run, int) else run
    return await Chain(bench.tools, found).start(ref, inputs, key)


async def test_one_key_makes_one_run_with_inputs_over_their_defaults(bench: Bench) -> None:
    run = bench.queue(add(bench, "caller"))
    asks = Step(StepType.TRIGGER, "manual", {"inputs": {"title": "none", "size": "1"}})
    add(bench, "called", asks)
    first, again = await start(bench, run, "called", title="x"), await start(bench, run, "called", title="x")
    assert first.id == again.id != (await start(bench, run, "called", "other")).id
    assert first.input["inputs"] == {"title": "x", "size": "1"}
    assert (first.input["title"], first.input["started_by"]["automation"]) == ("x", "caller")
    assert (first.trigger, len(bench.runs())) == ("run_automation", 3)


async def test_a_loop_is_refused_with_its_way(bench: Bench) -> None:
    run = bench.queue(add(bench, "one"))
    add(bench, "two")
    with pytest.raises(BlockError, match="one → one"):
        await start(bench, run, "one")
    second = await start(bench, run, "two")
    with pytest.raises(BlockError, match="“one” would start itself again: one → two → one"):
        await start(bench, second, "one")
    assert len(bench.runs()) == 2


async def test_a_chain_has_an_end(bench: Bench) -> None:
    run = bench.run(bench.queue(add(bench, "a0")))
    for place in range(1, DEEPEST):
        add(bench, f"a{place}")
        run = await start(bench, run, f"a{place}")
    add(bench, "last")
    with pytest.raises(BlockError, match="10 automations have started each other"):
        await start(bench, run, "last")


async def test_what_followed_other_runs_counts_too(bench: Bench) -> None:
    followed = replace(bench.run(bench.queue(add(bench, "one"))), trigger="after", input={"depth": DEEPEST - 1})
    add(bench, "two")
    with pytest.raises(BlockError, match="have started each other"):
        await start(bench, followed, "two")
    assert (await start(bench, replace(followed, trigger="webhook"), "two")).input["depth"] == 1


async def test_an_event_from_outside_makes_no_chain(bench: Bench) -> None:
    made = replace(bench.run(bench.queue(add(bench, "one"))), input={"started_by": {"chain": ["two"] * 50}})
    add(bench, "two")
    assert (await start(bench, made, "two")).input["started_by"]["chain"] == ["one"]


async def test_a_wrong_name_gets_a_sentence(bench: Bench) -> None:
    run = bench.queue(add(bench, "caller"))
    with pytest.raises(NotFoundError):
        await start(bench, run, "nosuch")


async def test_the_one_that_waits_takes_no_hand_and_goes_on_with_the_other_one_s_end(
    bench: Bench, clock: FakeClock
) -> None:
    step = Step(StepType.ACTION, "run_automation", {"automation": "called", "wait": True}, name="other")
    told = say("{{ steps.other.status }}: {{ steps.other.output.said }}")
    run = bench.queue(bench.add(automation(step, told)))
    add(bench, "called")
    assert (await carry_out(bench)).status is RunStatus.WAITING
    assert (await carry_out(bench)).output == {"said": "one"}
    clock.tick(2)
    assert bench.store.write(runs.resume_due, clock.now()) == 1
    ended = await carry_out(bench)
    assert (ended.id, ended.output, len(bench.runs())) == (run, {"said": "success: one"}, 2)


@pytest.mark.parametrize("way", [OnFailure.CONTINUE, OnFailure.STOP])
@pytest.mark.parametrize(("outcome", "error"), [("success", ""), ("failure", "“Stop”: no one.")])
async def test_nothing_follows_the_end_of_a_run(
    bench: Bench, doings: Doings, outcome: str, error: str, way: OnFailure
) -> None:
    end = Step(StepType.ACTION, "stop", {"outcome": outcome, "message": "no {{ steps.first.said }}."})
    wanted = automation(say("one", name="first"), end, say("never"))
    bench.queue(bench.add(replace(wanted, configuration=replace(wanted.configuration, on_failure=way))))
    ended = await carry_out(bench)
    assert (ended.status, ended.error, doings.said) == (outcome, error, ["one"])


async def test_a_recorded_end_still_ends_the_run_after_a_crash(bench: Bench, doings: Doings) -> None:
    run = bench.queue(bench.add(automation(Step(StepType.ACTION, "stop", {}), say("never"))))
    record = StepRecord(run, 0, StepType.ACTION, "stop", "", StepStatus.SUCCESS, output={"message": ""})
    bench.store.write(runs.begin_step, record, bench.tools.clock.now())
    bench.store.write(runs.end_step, record, bench.tools.clock.now())
    assert ((await carry_out(bench)).status, doings.said) == (RunStatus.SUCCESS, [])

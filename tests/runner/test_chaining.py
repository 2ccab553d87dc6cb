"""Automations that start each other, over a real store."""

from dataclasses import replace

import pytest

from nomologi_tui.errors import BlockError, NotFoundError
from nomologi_tui.model import Automation, Run, Step, StepType
from nomologi_tui.runner.chaining import DEEPEST, Chain
from tests.runner.bench import Bench
from tests.runner.made import automation, say


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


async def test_an_event_from_outside_makes_no_chain(bench: Bench) -> None:
    made = replace(bench.run(bench.queue(add(bench, "one"))), input={"started_by": {"chain": ["two"] * 50}})
    add(bench, "two")
    assert (await start(bench, made, "two")).input["started_by"]["chain"] == ["one"]


async def test_a_wrong_name_gets_a_sentence(bench: Bench) -> None:
    run = bench.queue(add(bench, "caller"))
    with pytest.raises(NotFoundError):
        await start(bench, run, "nosuch")

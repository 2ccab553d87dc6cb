"""What conditions learn of the past, from a real store."""

import asyncio
from dataclasses import replace

import pytest

from nomologi_tui.blocks import ActionContext, BlockError
from nomologi_tui.blocks.registry import Registry, load_registry
from nomologi_tui.model import Event, Run, RunStatus, Step, StepType
from nomologi_tui.runner.claiming import Claimed
from nomologi_tui.runner.history import History
from nomologi_tui.runner.recorder import RunRecorder
from nomologi_tui.store import automations, runs, users
from tests.runner.bench import Bench
from tests.runner.made import Do, Doings, automation, look, say


def with_ours(bench: Bench, doings: Doings) -> Bench:
    """A bench that knows our own conditions beside the tests' blocks."""
    registry = Registry([*load_registry(), *doings.registry()])
    return replace(bench, tools=replace(bench.tools, registry=registry))


async def run_of(bench: Bench, automation_id: int) -> Run:
    """The next pending run, carried out; it is of that automation."""
    (run,) = bench.store.write(runs.claim, bench.tools.token, bench.tools.clock.now(), 1)
    assert run.automation_id == automation_id
    await RunRecorder(bench.tools, Claimed(run)).carry_out()
    return bench.run(run.id)


def asks(**config: str) -> Step:
    return Step(StepType.CONDITION, "last_result", config)


async def test_a_run_goes_on_by_how_another_automation_ended(bench: Bench, doings: Doings) -> None:
    ours = with_ours(bench, doings)
    backup = bench.add(automation(say("saved")))
    check = bench.add(replace(automation(asks(automation=backup.slug), say("checked")), slug="check"))
    for outcome, reason in (("skipped", f"{backup.slug} has no run that ended"), ("success", "Done: say checked.")):
        bench.queue(check)
        run = await run_of(ours, check.id)
        assert (run.status, reason in run.summary) == (outcome, True)
        bench.queue(backup)
        await run_of(ours, backup.id)


async def test_the_run_that_asks_and_skipped_ones_do_not_count(bench: Bench, doings: Doings) -> None:
    ours = with_ours(bench, doings)
    one = bench.add(automation(asks(state="failed"), say("again")))
    for _ in range(2):
        bench.queue(one)
        assert "this automation has no run that ended" in (await run_of(ours, one.id)).summary
    bench.queue(one)
    (run,) = bench.store.write(runs.claim, bench.tools.token, bench.tools.clock.now(), 1)
    seen = [await History(bench.store, bench.user.id, one.id, asking).last_run("") for asking in (0, run.id)]
    assert [past.under_way for past in seen] == [True, False]


async def test_a_failed_run_is_told_with_its_end(bench: Bench) -> None:
    one = bench.add(automation(say("{{ event.nothing }}")))
    bench.queue(one)
    run = await run_of(bench, one.id)
    past = await History(bench.store, bench.user.id, one.id).last_run(one.slug)
    assert (run.status, past.outcome, past.ended) == (RunStatus.FAILURE, "failure", run.finished_at)


async def test_an_automation_that_is_not_there_or_not_ones_own_is_a_sentence(bench: Bench) -> None:
    one = bench.add()
    eve = bench.store.write(users.ensure_os_user, "eve", "Eve", bench.tools.clock.now())
    theirs = bench.store.write(automations.create, replace(automation(), user_id=eve.id), bench.tools.clock.now())
    assert theirs.slug == one.slug
    bench.store.write(automations.delete, one.id, bench.tools.clock.now())
    with pytest.raises(BlockError, match=f"{theirs.slug} is in the trash"):
        await History(bench.store, bench.user.id, one.id).last_run(theirs.slug)


async def done(config: Do, ctx: ActionContext) -> None:
    """Nothing is left to do."""


def new(**config: str) -> Step:
    return Step(StepType.CONDITION, "only_new", {"value": "{{ event.id }}", **config})


async def test_a_value_is_let_through_once(bench: Bench, doings: Doings) -> None:
    ours = with_ours(bench, doings)
    one = bench.add(automation(new(value="{{ event.name }}"), say("{{ event.name }}")))
    for name in ("a", "b", "a"):
        event = Event(f"{len(doings.said)} {name}", {"name": name})
        bench.store.write(runs.enqueue, one.id, event, bench.tools.clock.now(), trigger="file")
        run = await run_of(ours, one.id)
    assert doings.said == ["a", "b"]
    assert (run.status, '"a" was seen before' in run.summary) == (RunStatus.SKIPPED, True)


async def test_a_run_that_is_taken_up_again_keeps_its_answer(bench: Bench, doings: Doings) -> None:
    begun = asyncio.Event()

    async def hangs(config: Do, ctx: ActionContext) -> None:
        begun.set()
        await asyncio.Event().wait()

    ours, doings.acts["work"] = with_ours(bench, doings), hangs
    one = bench.add(automation(new(value="{{ event.id }}"), look("work"), say("after")))
    run_id = bench.queue(one, "only")
    dying = asyncio.create_task(run_of(ours, one.id))
    await begun.wait()
    dying.cancel()  # the runner ends in the middle
    with pytest.raises(asyncio.CancelledError):
        await dying
    doings.acts["work"] = done
    bench.store.write(runs.requeue, run_id, bench.tools.clock.now())
    assert (await run_of(ours, one.id)).status is RunStatus.SUCCESS
    assert doings.said == ["after"]
    bench.queue(one, "other")
    assert (await run_of(ours, one.id)).status is RunStatus.SUCCESS


async def test_what_another_condition_of_its_group_stops_is_still_new(bench: Bench, doings: Doings) -> None:
    right = {"left": "{{ event.say }}", "right": "yes"}
    members = [{"block": "only_new", "config": new().config}, {"block": "compare", "config": right}]
    ours = with_ours(bench, doings)
    group = Step(StepType.CONDITION, "group", {"conditions": members})
    one = bench.add(automation(group, say("through")))
    for number, answer in enumerate(("no", "yes", "yes")):
        event = Event(f"e{number}", {"id": "same", "say": answer})
        bench.store.write(runs.enqueue, one.id, event, bench.tools.clock.now(), trigger="file")
        run = await run_of(ours, one.id)
        assert (run.status, len(doings.said)) == [("skipped", 0), ("success", 1), ("skipped", 1)][number]


async def test_an_edit_of_the_step_begins_anew(bench: Bench, doings: Doings) -> None:
    ours = with_ours(bench, doings)
    one = bench.add(automation(new(value="x"), say("through")))
    for status in ("success", "skipped"):
        bench.queue(one)
        assert (await run_of(ours, one.id)).status == status
    edited = replace(one, steps=(replace(one.steps[0], config={"value": "x "}), *one.steps[1:]))
    bench.store.write(automations.update, edited, bench.tools.clock.now())
    bench.queue(one)
    assert (await run_of(ours, one.id)).status is RunStatus.SUCCESS

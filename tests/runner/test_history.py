"""What conditions learn of the past, from a real store."""

from dataclasses import replace

import pytest

from nomologi_tui.blocks import BlockError
from nomologi_tui.blocks.registry import Registry, load_registry
from nomologi_tui.model import Run, RunStatus, Step, StepType
from nomologi_tui.runner.claiming import Claimed
from nomologi_tui.runner.history import History
from nomologi_tui.runner.recorder import RunRecorder
from nomologi_tui.store import automations, runs, users
from tests.runner.bench import Bench
from tests.runner.made import Doings, automation, say


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
    with pytest.raises(BlockError, match=f"no automation called “{theirs.slug}”"):
        await History(bench.store, bench.user.id, one.id).last_run(theirs.slug)

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from nomologi_tui.blocks import ActionContext
from nomologi_tui.errors import StoreError
from nomologi_tui.model import RunStatus, StepRecord, StepStatus, StepType
from nomologi_tui.runner.claiming import Claimed
from nomologi_tui.runner.recorder import RunRecorder
from nomologi_tui.runner.tools import AGAIN, until_it_works
from nomologi_tui.store import automations, runs
from nomologi_tui.testing import FakeClock
from tests.runner.bench import Bench
from tests.runner.made import Do, Doings, automation, do, is_yes, look, say
from tests.support import eventually

PASSWORD = "correct-horse-battery"


async def carry_out(bench: Bench) -> int:
    (run,) = bench.store.write(runs.claim, bench.tools.token, bench.tools.clock.now(), 1)
    await RunRecorder(bench.tools, Claimed(run)).carry_out()
    return run.id


async def test_a_step_is_on_disk_as_started_before_its_effect(bench: Bench, doings: Doings) -> None:
    seen: list[list[StepRecord]] = []

    async def peek(config: Do, ctx: ActionContext) -> None:
        seen.append(bench.steps(1))

    doings.acts["peek"] = peek
    bench.queue(bench.add(automation(is_yes("yes"), do("peek"))))
    await carry_out(bench)
    assert [step.status for step in seen[0]] == [StepStatus.SUCCESS, StepStatus.STARTED]


async def test_every_step_and_the_end_are_written_down(bench: Bench) -> None:
    bench.queue(bench.add(automation(is_yes("yes"), say("one", name="first"))))
    run_id = await carry_out(bench)
    run, steps = bench.run(run_id), bench.steps(run_id)
    assert (run.status, run.summary, run.output) == (RunStatus.SUCCESS, "Done: say one.", {"said": "one"})
    assert [(step.name or step.block, step.status, step.reason) for step in steps] == [
        ("is", "success", "the answer is yes"), ("first", "success", "say one"),
    ]  # fmt: skip


async def test_a_failure_is_written_down_with_its_sentence(bench: Bench) -> None:
    bench.queue(bench.add(automation(say("{{ event.nothing }}", name="tell"))))
    run = bench.run(await carry_out(bench))
    assert (run.status, run.summary) == (RunStatus.FAILURE, "Failed at “tell”.")
    assert "event.nothing" in run.error


async def test_steps_that_an_earlier_runner_finished_are_not_repeated(bench: Bench, doings: Doings) -> None:
    run_id = bench.queue(bench.add(automation(say("one", name="first"), say("{{ steps.first.said }} two"))))
    now = bench.tools.clock.now()
    record = StepRecord(run_id, 0, StepType.ACTION, "say", "first", StepStatus.SUCCESS, output={"said": "one"})
    bench.store.write(runs.end_step, record, now)
    await carry_out(bench)
    assert doings.said == ["one two"]


async def test_what_a_step_logs_is_in_the_log_of_its_run(bench: Bench, doings: Doings) -> None:
    async def talk(config: Do, ctx: ActionContext) -> None:
        ctx.log("half way")

    doings.acts["talk"] = talk
    bench.queue(bench.add(automation(do("talk"))))
    run_id = await carry_out(bench)
    assert [(one.run_id, one.event_type) for one in bench.log() if one.description == "half way"] == [
        (run_id, "output")
    ]


async def test_no_secret_reaches_the_database_file(bench: Bench, doings: Doings) -> None:
    async def leak(config: Do, ctx: ActionContext) -> None:
        ctx.log(f"key {config.key}")
        raise ValueError(f"refused {config.key}")

    async def show(config: Do, ctx: ActionContext) -> Any:
        return {"key": config.key}

    doings.acts |= {"leak": leak, "show": show}
    bench.queue(bench.add(automation(do("show", key="env:PASSWORD"), do("leak", key="env:PASSWORD"))))
    run_id = await carry_out(bench)
    assert bench.run(run_id).error.count("[hidden]") == 1
    for file in bench.settings.places.data.iterdir():
        assert PASSWORD.encode() not in file.read_bytes()


async def test_an_output_of_half_a_character_can_be_stored(bench: Bench, doings: Doings) -> None:
    async def half(config: Do, ctx: ActionContext) -> Any:
        return {"text": "\ud83d", "not a number": float("nan")}

    doings.acts["half"] = half
    bench.queue(bench.add(automation(look("half"))))
    assert bench.run(await carry_out(bench)).status is RunStatus.SUCCESS


async def test_an_error_of_half_a_character_ends_the_run_too(bench: Bench, doings: Doings) -> None:
    async def half(config: Do, ctx: ActionContext) -> Any:
        raise ValueError("bad \ud83d\x00 text")

    doings.acts["half"] = half
    bench.queue(bench.add(automation(look("half"))))
    assert bench.run(await carry_out(bench)).status is RunStatus.FAILURE


async def test_a_run_keeps_to_the_revision_it_was_accepted_for(bench: Bench, doings: Doings) -> None:
    one = bench.add(automation(say("old")))
    bench.queue(one)
    bench.store.write(automations.update, replace(one, steps=(say("new"),)), bench.tools.clock.now())
    await carry_out(bench)
    assert doings.said == ["old"]


async def test_a_run_stopped_before_it_began_does_nothing(bench: Bench, doings: Doings) -> None:
    bench.queue(bench.add(automation(say("one"))))
    (run,) = bench.store.write(runs.claim, bench.tools.token, bench.tools.clock.now(), 1)
    recorder = RunRecorder(bench.tools, Claimed(run))
    recorder.stop()
    await recorder.carry_out()
    assert (bench.run(run.id).status, doings.said) == (RunStatus.CANCELLED, [])


async def test_a_store_that_is_busy_is_asked_again(bench: Bench) -> None:
    clock, answers = FakeClock(), [StoreError("Busy.", passing=True), StoreError("Busy.", passing=True)]

    async def ask(word: str) -> str:
        if answers:
            raise answers.pop()
        return word

    asking = asyncio.create_task(until_it_works(replace(bench.tools, clock=clock), ask, "done"))
    for _ in range(2):
        await eventually(lambda: clock._sleepers)
        clock.tick(AGAIN)
    assert await asking == "done"


async def test_a_store_that_waiting_can_not_help_is_an_error(bench: Bench) -> None:
    async def ask() -> None:
        raise StoreError("It is damaged.")

    with pytest.raises(StoreError, match="damaged"):
        await until_it_works(bench.tools, ask)


async def test_a_run_whose_revision_is_gone_still_ends(bench: Bench) -> None:
    run_id = bench.queue(bench.add(automation(say("x"))))
    (run,) = bench.store.write(runs.claim, bench.tools.token, bench.tools.clock.now(), 1)
    await RunRecorder(bench.tools, Claimed(replace(run, revision=99))).carry_out()
    ended = bench.run(run_id)
    assert (ended.status, ended.summary) == (RunStatus.FAILURE, "It could not be carried out.")
    assert "revision" in ended.error

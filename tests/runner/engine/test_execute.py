import asyncio

import pytest

from nomologi_tui.blocks import ActionContext, BlockError, ConditionContext, Verdict
from nomologi_tui.model import (
    RunStatus,
    Step,
    StepRecord,
    StepStatus,
    StepType,
)
from nomologi_tui.runner.engine.ending import RunEnded
from nomologi_tui.runner.engine.execute import StepEnded, StepStarted, execute
from tests.runner.made import Do, Doings, ask, automation, do, is_yes, look, say
from tests.runner.walk import EVENT, Walk, a_run, raising, returning


async def test_steps_are_carried_out_in_their_order(walk: Walk, doings: Doings) -> None:
    end = await walk(is_yes("yes"), say("one"), say("two"))
    assert doings.said == ["one", "two"]
    assert end == RunEnded(RunStatus.SUCCESS, "Done: say one; say two.", output={"said": "two"})
    assert [type(one) for one in walk.progress] == [StepStarted, StepEnded] * 3 + [RunEnded]


async def test_a_condition_that_is_not_met_skips_the_rest_with_its_value(walk: Walk, doings: Doings) -> None:
    end = await walk(is_yes("no"), say("one"))
    assert (end.status, end.summary) == (RunStatus.SKIPPED, "Skipped: the answer is no.")
    assert walk.records[0].output == {"met": False, "value": "no"}
    assert doings.said == []


async def test_triggers_and_disabled_steps_are_passed_over(walk: Walk, doings: Doings) -> None:
    trigger = Step(StepType.TRIGGER, "hear", {})
    end = await walk(trigger, Step(StepType.ACTION, "say", {"text": "off"}, enabled=False))
    assert (end.status, end.summary) == (RunStatus.SKIPPED, "Nothing to do: the automation has no enabled action.")


async def test_conditions_alone_end_as_success(walk: Walk) -> None:
    assert (await walk(is_yes("yes"))).summary == "Conditions are met; nothing to do."


async def test_a_failing_action_names_the_step_and_what_to_do(walk: Walk, doings: Doings) -> None:
    doings.acts["break"] = raising(BlockError("The plug is out.", "Put it back in."))
    end = await walk(do("break", name="toast"), say("after"))
    assert (end.status, end.summary) == (RunStatus.FAILURE, "Failed at “toast”.")
    assert end.error == "“toast”: The plug is out. Put it back in."
    assert doings.said == []


class MuteError(Exception):
    def __str__(self) -> str:
        raise ValueError("no words")


@pytest.mark.parametrize(
    "error",
    [
        ValueError("a\nb"), SystemExit(3), asyncio.CancelledError(), MuteError(), TimeoutError(), MemoryError(),
        RecursionError(), ExceptionGroup("two", [ValueError("x")]), StopAsyncIteration(), AssertionError(),
    ],
    ids=lambda error: type(error).__name__,
)  # fmt: skip
async def test_whatever_a_block_raises_ends_as_a_sentence(walk: Walk, doings: Doings, error: BaseException) -> None:
    doings.acts["break"] = raising(error)
    end = await walk(do("break", name="toast"))
    assert end.status is RunStatus.FAILURE
    assert end.error.startswith("“toast”: It broke in an unforeseen way (")
    assert end.error.endswith("Please report this.")


async def test_a_rehearsal_waits_for_nothing_that_might_pass(walk: Walk, doings: Doings) -> None:
    doings.asks["busy"] = raising(BlockError("The server is busy.", passing=True))
    end = await walk(ask("busy"), say("one"), dry=True, retries=3)
    assert (end.status, walk.records[0].status) == (RunStatus.FAILURE, StepStatus.FAILURE)


async def test_a_condition_without_a_verdict_is_a_failure(walk: Walk, doings: Doings) -> None:
    doings.asks["shrug"] = returning(True)
    assert (await walk(ask("shrug"), say("one"))).status is RunStatus.FAILURE
    assert doings.said == []


async def test_steps_that_are_done_are_not_repeated_but_their_values_count(walk: Walk, doings: Doings) -> None:
    record = StepRecord(7, 0, StepType.ACTION, "say", "first", StepStatus.SUCCESS, output={"said": "kept"})
    end = await walk(say("again", name="first"), say("{{ steps.first.said }}!"), done={0: record})
    assert doings.said == ["kept!"]
    assert end.status is RunStatus.SUCCESS


async def test_a_missing_value_fails_the_step_before_its_effect(walk: Walk, doings: Doings) -> None:
    end = await walk(say("{{ event.surname }}"))
    assert (end.status, doings.said) == (RunStatus.FAILURE, [])
    assert "event.surname" in end.error


async def test_a_config_that_is_wrong_after_filling_in_names_the_field(walk: Walk, doings: Doings) -> None:
    end = await walk(Step(StepType.ACTION, "say", {"text": "x", "number": "many"}, name="count"))
    assert end.error.startswith("“count”: Say it, number: ")
    assert doings.said == []


async def test_an_unknown_block_is_a_failure_that_proposes_others(walk: Walk) -> None:
    end = await walk(Step(StepType.ACTION, "sya", {}))
    assert "There is no action called “sya”. Perhaps say" in end.error


async def test_a_step_that_hangs_is_stopped_at_its_deadline(walk: Walk, doings: Doings) -> None:
    stopped: list[bool] = []

    async def hang(config: Do, ctx: ActionContext) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.append(True)

    doings.acts["hang"] = hang
    end = await walk(do("hang", name="wait"), step_timeout=0.01)
    expected = "“wait”: It took longer than 0.01 s and was stopped. Give it more time, or find out why it hangs."
    assert (end.error, stopped) == (expected, [True])


async def test_a_step_that_breaks_while_it_is_stopped_was_too_slow(walk: Walk, doings: Doings) -> None:
    async def hang(config: Do, ctx: ActionContext) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            raise ValueError("no way")

    doings.acts["hang"] = hang
    assert "took longer than" in (await walk(do("hang"), step_timeout=0.01)).error


async def test_a_runner_that_ends_the_moment_a_step_takes_too_long_does_not_call_it_a_failure(
    walk: Walk, doings: Doings
) -> None:
    async def hang(config: Do, ctx: ActionContext) -> None:
        try:
            await asyncio.Event().wait()
        finally:  # its time is over
            asyncio.get_running_loop().call_soon(walking.cancel)
            await asyncio.Event().wait()

    doings.acts["hang"] = hang
    walking = asyncio.create_task(walk(do("hang"), step_timeout=0.01))
    with pytest.raises(asyncio.CancelledError):
        await walking
    assert walk.records == []


async def test_being_cancelled_is_not_taken_for_a_failure(walk: Walk, doings: Doings) -> None:
    begun = asyncio.Event()

    async def hang(config: Do, ctx: ActionContext) -> None:
        begun.set()
        await asyncio.Event().wait()

    doings.acts["hang"] = hang
    task = asyncio.create_task(walk(do("hang")))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_the_generator_waits_until_the_start_is_written_down(doings: Doings, walk: Walk) -> None:
    wanted = automation(say("one"))
    steps = execute(wanted, a_run(wanted), EVENT, walk.around(dry=False))
    first = await anext(steps)
    assert isinstance(first, StepStarted)
    assert first.effectful
    assert (first.record.status, doings.said) == (StepStatus.STARTED, [])
    await anext(steps)
    assert doings.said == ["one"]


async def test_conditions_need_not_be_on_disk_first(walk: Walk) -> None:
    await walk(is_yes("yes"))
    assert [one.effectful for one in walk.progress if isinstance(one, StepStarted)] == [False]


async def test_a_block_knows_zone_clock_and_templates(walk: Walk, doings: Doings) -> None:
    async def check(config: Do, ctx: ActionContext) -> str:
        assert ctx.timezone.key == "Europe/Berlin"
        assert ctx.clock.now().tzinfo is not None
        return ctx.render("{{ event.name }}")

    doings.acts["check"] = check
    assert (await walk(look("check"))).output == {"output": "Ada"}


async def test_words_that_break_fail_the_step_before_its_effect(walk: Walk, doings: Doings) -> None:
    def broken(config: Do) -> str:
        raise KeyError("words")

    walk.registry.get(StepType.ACTION, "say").words(broken)
    end = await walk(say("one"))
    assert (end.status, doings.said) == (RunStatus.FAILURE, [])


async def test_a_condition_can_ask_another_one(walk: Walk, doings: Doings) -> None:
    async def both(config: Do, ctx: ConditionContext) -> Verdict:
        evaluate = ctx.evaluate
        verdict: Verdict = await evaluate("is", {"text": "{{ event.name }}"})
        return verdict

    doings.asks["both"] = both
    assert (await walk(ask("both"))).summary == "Skipped: the answer is Ada."

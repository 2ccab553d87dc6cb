import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from nomologi_tui.blocks import ActionContext, BlockError, ConditionContext, Verdict
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import NotFoundError
from nomologi_tui.model import (
    Automation,
    Event,
    Level,
    Run,
    RunStatus,
    Step,
    StepRecord,
    StepStatus,
    StepType,
)
from nomologi_tui.runner.engine import Progress, RunEnded, StepEnded, StepStarted, Surroundings, execute
from nomologi_tui.runner.redaction import Redactor
from nomologi_tui.testing import START, FakeClock
from tests.runner.made import Do, Doings, ask, automation, do, is_yes, look, say

PASSWORD = "correct-horse-battery"
EVENT = Event("event:1", {"name": "Ada", "order": {"lines": [{"text": "tea"}]}})


def a_run(wanted: Automation) -> Run:
    return Run(7, wanted.id, RunStatus.RUNNING, "manual", wanted.revision, event_id=EVENT.id)


class Walk:
    """Carries out automations and keeps what the engine yielded and logged."""

    def __init__(self, doings: Doings) -> None:
        self.registry = doings.registry()
        self.progress: list[Progress] = []
        self.logged: list[tuple[str, Level]] = []

    def around(self, *, dry: bool) -> Surroundings:
        redactor, known = Redactor(), {"env:PASSWORD": PASSWORD}

        def secret(reference: str) -> str:
            if reference not in known:
                raise NotFoundError(f"There is no secret {reference}.", "Log in again.")
            return redactor.add(known[reference])

        return Surroundings(
            self.registry, SystemClock(), ZoneInfo("Europe/Berlin"), secret,
            log=lambda text, level: self.logged.append((text, level)), redact=redactor, dry=dry,
        )  # fmt: skip

    async def __call__(
        self, *steps: Step, dry: bool = False, done: dict[int, StepRecord] | None = None, **configuration: Any
    ) -> RunEnded:
        wanted = automation(*steps, **configuration)
        self.progress = [one async for one in execute(wanted, a_run(wanted), EVENT, self.around(dry=dry), done)]
        end = self.progress[-1]
        assert isinstance(end, RunEnded)
        return end

    @property
    def records(self) -> list[StepRecord]:
        return [one.record for one in self.progress if isinstance(one, StepEnded)]


@pytest.fixture
def walk(doings: Doings) -> Walk:
    return Walk(doings)


def raising(error: BaseException) -> Callable[..., Any]:
    async def act(config: Do, ctx: ActionContext) -> None:
        raise error

    return act


def returning(value: Any) -> Callable[..., Any]:
    async def act(config: Do, ctx: ActionContext) -> Any:
        return value

    return act


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


async def test_a_failed_step_still_shows_its_input(walk: Walk, doings: Doings) -> None:
    doings.acts["break"] = raising(BlockError("The plug is out."))
    await walk(do("break", text="for {{ event.name }}"))
    assert walk.records[0].input == {"what": "break", "text": "for Ada"}


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


async def test_a_condition_without_a_verdict_is_a_failure(walk: Walk, doings: Doings) -> None:
    doings.asks["shrug"] = returning(True)
    assert (await walk(ask("shrug"), say("one"))).status is RunStatus.FAILURE
    assert doings.said == []


async def test_steps_that_are_done_are_not_repeated_but_their_values_count(walk: Walk, doings: Doings) -> None:
    record = StepRecord(7, 0, StepType.ACTION, "say", "first", StepStatus.SUCCESS, output={"said": "kept"})
    end = await walk(say("again", name="first"), say("{{ steps.first.said }}!"), done={0: record})
    assert doings.said == ["kept!"]
    assert end.status is RunStatus.SUCCESS


async def test_templates_see_the_event_earlier_steps_the_automation_and_the_run(walk: Walk, doings: Doings) -> None:
    await walk(
        say("{{ event.order.lines[0].text }} for {{ event.name }}", name="first"),
        say("{{ steps.first.said }}, {{ automation.goal }}, {{ run.id }}, {{ event.trigger }}"),
    )
    assert doings.said[1] == "tea for Ada, Test it, 7, manual"


async def test_steps_without_a_name_are_known_by_block_and_place(walk: Walk, doings: Doings) -> None:
    await walk(say("one"), say("{{ steps.say_0.said }}"))
    assert doings.said == ["one", "one"]


async def test_a_value_is_one_argument_whatever_it_holds(walk: Walk, doings: Doings) -> None:
    seen: list[list[str]] = []

    async def keep(config: Do, ctx: ActionContext) -> None:
        seen.append(config.parts)

    doings.acts["keep"] = keep
    await walk(say("a, b\n{{ x }} $(id)"), do("keep", parts=["-m", "{{ steps.say_0.said }}"]))
    assert seen == []  # the text itself is a template that asks for x
    await walk(say('{{ "a, b $(id) ; {" }}', name="raw"), do("keep", parts=["-m", "{{ steps.raw.said }}"]))
    assert seen == [["-m", "a, b $(id) ; {"]]


async def test_what_comes_out_of_a_template_is_never_filled_in_again(walk: Walk, doings: Doings) -> None:
    doings.acts["get"] = returning("{{ event.name }}")
    await walk(look("get", name="got"), say("{{ steps.got.output }}"))
    assert doings.said == ["{{ event.name }}"]


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


async def test_a_secret_that_is_not_there_fails_the_step(walk: Walk, doings: Doings) -> None:
    end = await walk(say("x", key="env:NOTHING"))
    assert "There is no secret env:NOTHING. Log in again." in end.error
    assert doings.said == []


async def test_a_secret_reaches_the_block_but_neither_trace_nor_log(walk: Walk, doings: Doings) -> None:
    got: list[str] = []

    async def use(config: Do, ctx: ActionContext) -> dict[str, str]:
        got.append(config.key)
        ctx.log(f"logging in with {config.key}")
        return {"echo": f"token={config.key}", config.key: "as a key"}

    doings.acts["use"] = use
    await walk(do("use", key="env:PASSWORD", name="log_in"), say("{{ steps.log_in.echo }}"))
    assert (got, walk.logged) == ([PASSWORD], [("logging in with [hidden]", Level.INFO)])
    assert walk.records[0].input["key"] == "env:PASSWORD"
    assert walk.records[0].output == {"echo": "token=[hidden]", "[hidden]": "as a key"}
    assert doings.said == [f"token={PASSWORD}"]  # the next step gets the real value
    assert PASSWORD not in str(walk.progress)


async def test_a_secret_in_an_error_is_hidden(walk: Walk, doings: Doings) -> None:
    doings.acts["leak"] = raising(ValueError(f"bad password {PASSWORD}"))
    end = await walk(do("leak", key="env:PASSWORD"))
    assert "bad password [hidden]" in end.error


async def test_a_log_line_is_one_clean_line(walk: Walk, doings: Doings) -> None:
    async def talk(config: Do, ctx: ActionContext) -> None:
        ctx.log("two\nlines \x1b[31mred", Level.WARNING)

    doings.acts["talk"] = talk
    await walk(do("talk"))
    assert walk.logged == [("two lines \ufffd[31mred", Level.WARNING)]


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


async def test_an_output_beyond_256_kb_is_cut_and_says_so(walk: Walk, doings: Doings) -> None:
    doings.acts["flood"] = returning("x" * 300_000)
    await walk(do("flood"))
    output = walk.records[0].output
    assert output["cut"] is True
    assert "300,0" in output["note"]
    assert len(output["text"]) == 256 * 1024


async def test_later_steps_get_the_whole_output(walk: Walk, doings: Doings) -> None:
    doings.acts["flood"] = returning("x" * 300_000)
    await walk(do("flood", name="flood"), say("{{ steps.flood.output | size }}"))
    assert doings.said == ["300000"]


async def test_an_output_that_holds_itself_does_not_break_the_run(walk: Walk, doings: Doings) -> None:
    knot: list[Any] = []
    knot.append(knot)
    doings.acts["knot"] = returning(knot)
    assert (await walk(do("knot"), say("after"))).status is RunStatus.SUCCESS


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


async def test_a_rehearsal_has_no_effect_and_previews_every_action(walk: Walk, doings: Doings) -> None:
    end = await walk(is_yes("yes"), say("{{ event.name }}", name="greet"), say("got {{ steps.greet.said }}"), dry=True)
    assert doings.said == []
    assert [one.reason for one in walk.records] == [
        "the answer is yes", "say Ada", "say got ‹steps.greet.said›",
    ]  # fmt: skip
    assert end.status is RunStatus.SUCCESS
    assert not any(one.effectful for one in walk.progress if isinstance(one, StepStarted))


async def test_every_try_of_a_step_has_the_same_key(walk: Walk, doings: Doings) -> None:
    keys: list[str] = []

    async def keep(config: Do, ctx: ActionContext) -> None:
        keys.append(ctx.idempotency_key)

    doings.acts["keep"] = keep
    await walk(do("keep"), do("keep"))
    await walk(do("keep"), do("keep"))
    assert keys == ["nomologi-7-0", "nomologi-7-1"] * 2


async def test_records_carry_times_from_the_clock_and_the_attempt(doings: Doings, walk: Walk) -> None:
    clock = FakeClock()

    async def work(config: Do, ctx: ActionContext) -> None:
        clock.tick(5)

    doings.acts["work"] = work
    wanted, around = automation(do("work")), Surroundings(walk.registry, clock, ZoneInfo("UTC"), str)
    run = Run(7, 0, RunStatus.RUNNING, "manual", 1, attempt=2)
    walk.progress = [one async for one in execute(wanted, run, EVENT, around)]
    record = walk.records[0]
    assert (record.started_at, record.finished_at) == (START, START + timedelta(seconds=5))
    assert record.attempt == 2


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

from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from nomologi_tui.blocks import ActionContext, BlockError, Verdict
from nomologi_tui.model import (
    Level,
    Run,
    RunStatus,
)
from nomologi_tui.runner.engine.execute import StepStarted, execute
from nomologi_tui.runner.engine.surroundings import Surroundings
from nomologi_tui.testing import START, FakeClock
from tests.runner.made import Do, Doings, ask, automation, do, is_yes, look, say
from tests.runner.walk import EVENT, PASSWORD, Walk, raising, returning


async def test_a_failed_step_still_shows_its_input(walk: Walk, doings: Doings) -> None:
    doings.acts["break"] = raising(BlockError("The plug is out."))
    await walk(do("break", text="for {{ event.name }}"))
    assert walk.records[0].input == {"what": "break", "text": "for Ada"}


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


async def test_a_secret_in_the_reason_and_value_of_a_condition_is_hidden(walk: Walk, doings: Doings) -> None:
    doings.asks["tell"] = returning(Verdict(met=True, value=PASSWORD, reason=f"it is {PASSWORD}"))
    await walk(replace(ask("tell"), config={"what": "tell", "key": "env:PASSWORD"}))
    told = walk.records[0]
    assert (told.reason, told.output) == ("it is [hidden]", {"met": True, "value": "[hidden]"})


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


async def test_a_rehearsal_has_no_effect_and_previews_every_action(walk: Walk, doings: Doings) -> None:
    end = await walk(is_yes("yes"), say("{{ event.name }}", name="greet"), say("got {{ steps.greet.said }}"), dry=True)
    assert doings.said == []
    assert [one.reason for one in walk.records] == [
        "the answer is yes", "would say Ada", "would say got ‹steps.greet.said›",
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
    assert keys == ["nomologi-0-7-0", "nomologi-0-7-1"] * 2


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

"""Steps inside steps, by the engine alone: their order, values and places, and what a failure makes of them."""

from dataclasses import replace
from typing import Any

import pytest

from nomologi_tui.blocks import ActionContext, BlockError
from nomologi_tui.blocks.registry import Registry, load_registry
from nomologi_tui.model import Level, OnFailure, RunStatus, Step, StepRecord, StepStatus, StepType
from nomologi_tui.runner.engine.execute import StepStarted, execute
from nomologi_tui.runner.engine.output import MAX_OUTPUT
from nomologi_tui.runner.engine.past import Past
from nomologi_tui.runner.engine.step import RunHeld
from nomologi_tui.runner.redaction import HIDDEN
from tests.runner.made import Do, Doings, automation, do, each, holding, say
from tests.runner.walk import EVENT, Walk, a_run

FRUIT = '["fig", "plum", "pear"]'


def places(walk: Walk) -> list[str]:
    return [one.record.place for one in walk.progress if isinstance(one, StepStarted)]


async def rotten(config: Do, ctx: ActionContext) -> str:
    if config.text == "plum":
        raise BlockError("It is rotten.")
    return config.text


def last(walk: Walk, name: str) -> StepRecord:
    return [one for one in walk.records if one.name == name][-1]


async def test_the_steps_inside_are_carried_out_for_each_item(walk: Walk, doings: Doings) -> None:
    end = await walk(*each(FRUIT, say("{{ index }} {{ item }}"), say("ate {{ item }}")), say("after"))
    assert doings.said == ["1 fig", "ate fig", "2 plum", "ate plum", "3 pear", "ate pear", "after"]
    assert places(walk) == ["0", "1[1]", "2[1]", "1[2]", "2[2]", "1[3]", "2[3]", "3"]
    assert (end.status, end.summary) == (RunStatus.SUCCESS, f"Done: for each of {FRUIT}: 3 items; say after.")


async def test_a_value_that_is_a_list_is_taken_as_one(walk: Walk, doings: Doings) -> None:
    await walk(*each("{{ event.order.lines }}", say("{{ item.text }}")))
    assert doings.said == ["tea"]


async def test_lines_are_items_too(walk: Walk, doings: Doings) -> None:
    await walk(*each("a b\n\nc\n", say("{{ item }}")))
    assert doings.said == ["a b", "c"]


async def test_the_results_are_the_steps_output(walk: Walk, doings: Doings) -> None:
    await walk(*each(FRUIT, say("{{ item }}!")), say("{{ steps.loop.count }} {{ steps.loop.results[1].output.said }}"))
    assert doings.said[-1] == "3 plum!"


async def test_what_an_item_gave_is_gone_for_the_next_one(walk: Walk, doings: Doings) -> None:
    end = await walk(*each("a\nb", say("{{ steps.inner.said }}", name="x"), say("{{ item }}", name="inner")))
    assert end.status is RunStatus.FAILURE
    assert doings.said == []


async def test_no_item_is_nothing_to_do(walk: Walk, doings: Doings) -> None:
    end = await walk(*each("[]", say("never")), say("after"))
    assert (end.status, doings.said) == (RunStatus.SUCCESS, ["after"])


async def test_an_item_that_fails_ends_the_loop(walk: Walk, doings: Doings) -> None:
    doings.acts["eat"] = rotten
    end = await walk(*each(FRUIT, do("eat", name="eat", text="{{ item }}")), say("after"))
    assert (end.summary, doings.said) == ("Failed at “loop”.", [])
    assert end.error == "“loop”: 1 of 2 items failed; item 2: “eat”: It is rotten."


async def test_the_loop_goes_on_behind_an_item_that_failed_where_that_is_wanted(walk: Walk, doings: Doings) -> None:
    doings.acts["eat"] = rotten
    eat = do("eat", name="eat", text="{{ item }}")
    end = await walk(*each(FRUIT, eat, say("ate {{ item }}"), on_failure="continue"), say("after"))
    assert doings.said == ["ate fig", "ate pear"]
    assert end.status is RunStatus.FAILURE
    output = last(walk, "loop").output
    assert (output["count"], output["succeeded"], output["failed"]) == (3, 2, 1)


async def test_after_a_failure_the_automations_policy_counts_inside_too(walk: Walk, doings: Doings) -> None:
    doings.acts["eat"] = rotten
    eat = do("eat", text="{{ item }}")
    await walk(*each("plum", eat, say("next inside")), say("after"), on_failure=OnFailure.CONTINUE)
    assert doings.said == ["next inside", "after"]


async def test_steps_for_a_failure_run_instead_of_the_rest(walk: Walk, doings: Doings) -> None:
    doings.acts["eat"] = rotten
    rescue = [replace(step, instead=True) for step in each("a\nb", say("rescue {{ item }}"), name="rescue")]
    end = await walk(*each(FRUIT, do("eat", text="{{ item }}")), say("after"), *rescue, on_failure=OnFailure.INSTEAD)
    assert doings.said == ["rescue a", "rescue b"]
    assert end.status is RunStatus.SUCCESS


async def test_too_many_items_are_a_sentence_and_none_is_done(walk: Walk, doings: Doings) -> None:
    end = await walk(*each(FRUIT, say("{{ item }}"), most=2))
    assert end.error == "“loop”: The list has 3 items, more than 2. Shorten it first, or raise the limit."
    assert doings.said == []


async def test_loops_inside_loops_end_before_they_go_through_a_million_items(walk: Walk, doings: Doings) -> None:
    lines = "\n".join(map(str, range(900)))
    end = await walk(*each(lines, *each(lines, say("{{ item }}"), name="inner")))
    assert end.error.endswith("“inner”: The run would go through more than 10,000 items in all.")
    assert len(doings.said) == 900 * 10


async def test_a_loop_inside_a_loop_sees_the_outer_item(walk: Walk, doings: Doings) -> None:
    await walk(*each("a\nb", *each("1\n2", say("{{ outer.item }}{{ item }}"), name="inner")))
    assert doings.said == ["a1", "a2", "b1", "b2"]
    assert [one for one in places(walk) if one.startswith("2")] == ["2[1.1]", "2[1.2]", "2[2.1]", "2[2.2]"]


@pytest.mark.parametrize(
    ("test", "said"), [("event.name == 'Ada'", ["yes", "end"]), ("event.name == 5", ["no", "end"])]
)
async def test_a_branch_takes_one_of_its_lists(walk: Walk, doings: Doings, test: str, said: list[str]) -> None:
    await walk(*holding("branch", {"test": test}, say("yes"), other=(say("no"),)), say("end"))
    assert doings.said == said


async def test_a_branch_asks_conditions_and_says_why(walk: Walk, doings: Doings) -> None:
    walk.registry = load_registry()
    compare = {"block": "compare", "config": {"left": "{{ event.name }}", "operator": "is", "right": "Bob"}}
    tell = Step(StepType.ACTION, "make_text", {"text": "other"}, name="tell")
    end = await walk(*holding("branch", {"conditions": [compare]}, other=(tell,)))
    assert end.output == {"otherwise": True, "output": {"text": "other", "length": 5}}
    assert "not all of them hold" in last(walk, "branch").reason


async def test_what_a_list_that_is_not_taken_would_give_is_null_and_a_warning_says_so(
    walk: Walk, doings: Doings
) -> None:
    deeper = holding("branch", {"test": "true"}, say("x", name="deep"), name="nested")
    other = (say("x", name="inner"), *deeper)
    ask = "got {{ steps.inner.said }}{{ steps.deep.said | default: 'nothing' }}{{ steps.inner.a.b | json }}"
    end = await walk(*holding("branch", {"test": "true"}, say("yes"), other=other), say(ask))
    assert (end.status, doings.said) == (RunStatus.SUCCESS, ["yes", "got nothingnull"])
    assert {text.partition("”")[0] for text, level in walk.logged if level is Level.WARNING} == {"“inner", "“deep"}


async def test_of_two_steps_of_one_name_the_one_that_was_carried_out_gives_its_value(
    walk: Walk, doings: Doings
) -> None:
    first, second = say("yes", name="same"), say("no", name="same")
    await walk(*holding("branch", {"test": "true"}, first, other=(second,)), say("got {{ steps.same.said }}"))
    await walk(say("a", name="same"), *holding("branch", {"test": "false"}, first), say("got {{ steps.same.said }}"))
    assert doings.said == ["yes", "got yes", "a", "got a"]
    assert walk.logged == []


async def test_later_steps_see_what_a_branch_gave(walk: Walk, doings: Doings) -> None:
    await walk(*holding("branch", {"test": "true"}, say("x", name="inner")), say("got {{ steps.inner.said }}"))
    assert doings.said == ["x", "got x"]


async def test_a_step_that_ends_the_run_ends_all_loops_around_it(walk: Walk, doings: Doings) -> None:
    walk.registry = Registry([*walk.registry, load_registry().get(StepType.ACTION, "stop")])
    stop = Step(StepType.ACTION, "stop", {"outcome": "failure", "message": "enough"}, name="stop")
    steps = each(FRUIT, say("{{ item }}"), stop, on_failure="continue")
    end = await walk(*steps, say("after"), on_failure=OnFailure.CONTINUE)
    assert doings.said == ["fig"]
    assert end.error == "“loop”: item 1: “Stop”: enough"


async def test_each_item_has_a_key_of_its_own(walk: Walk, doings: Doings) -> None:
    keys: list[str] = []

    async def keep(config: Do, ctx: ActionContext) -> None:
        keys.append(ctx.idempotency_key)

    doings.acts["keep"] = keep
    await walk(*each("a\nb", do("keep")))
    assert keys == ["nomologi-0-7-1[1]", "nomologi-0-7-1[2]"]


async def test_a_disabled_step_takes_what_it_holds_along(walk: Walk, doings: Doings) -> None:
    loop, inner = each("a", say("never"))
    await walk(replace(loop, enabled=False), inner, say("after"))
    assert doings.said == ["after"]


async def test_a_rehearsal_goes_through_the_first_items_without_an_effect(walk: Walk, doings: Doings) -> None:
    await walk(*each("1\n2\n3\n4\n5", say("{{ item }}")), *each("{{ steps.x.list }}", say("{{ item }}")), dry=True)
    assert doings.said == []
    shown = [(one.number, one.reason) for one in walk.records if one.block == "say"]
    assert shown == [
        ("2[1]", "would say 1"),
        ("2[2]", "would say 2"),
        ("2[3]", "would say 3"),
        ("4[1]", "would say ‹steps.x›"),
    ]


async def test_a_rehearsal_shows_what_a_digest_would_do_later(walk: Walk, doings: Doings) -> None:
    config = {"value": "{{ event.name }}", "at": "08:00"}
    await walk(*holding("digest", config, say("{{ count }}: {{ items | join: ',' }}")), dry=True)
    assert [one.reason for one in walk.records if one.block == "say"] == ["would say 1: Ada"]


async def carried_on(walk: Walk, past: Past, *steps: Step) -> list[Any]:
    wanted = automation(*steps)
    walk.progress = [one async for one in execute(wanted, a_run(wanted), EVENT, walk.around(dry=False), past)]
    return walk.progress


def done(place: tuple[int, str], status: StepStatus = StepStatus.SUCCESS, **more: Any) -> tuple[str, StepRecord]:
    record = StepRecord(7, place[0], StepType.ACTION, "say", "", status, lap=place[1], **more)
    return record.place, record


async def test_what_ended_in_an_earlier_attempt_is_not_done_again(walk: Walk, doings: Doings) -> None:
    ended = dict([done((1, "1")), done((2, "1")), done((1, "2"))])
    await carried_on(walk, Past(ended), *each("a\nb", say("one {{ item }}"), say("two {{ item }}")))
    assert doings.said == ["two b"]


async def test_after_a_wait_later_steps_still_see_what_a_branch_gave_and_what_it_passed_over(
    walk: Walk, doings: Doings
) -> None:
    nested = holding("branch", {"test": "true"}, say("deep", name="deep"), name="nested")
    steps = [*holding("branch", {"test": "true"}, say("x", name="inner"), *nested, other=(say("y", name="other"),))]
    await walk(*steps)
    ended = {record.place: record for record in walk.records if record.status is StepStatus.SUCCESS}
    later = say("got {{ steps.inner.said }} {{ steps.deep.said }}{{ steps.other.said }}")
    end = (await carried_on(walk, Past(ended), *steps, later))[-1]
    assert (end.status, doings.said) == (RunStatus.SUCCESS, ["x", "deep", "got x deep"])


@pytest.mark.parametrize("holder", [("branch", {"test": "true"}), ("for_each", {"items": "a"})])
async def test_a_run_that_a_step_inside_had_ended_does_not_go_on_after_a_crash(
    walk: Walk, doings: Doings, holder: tuple[str, dict[str, Any]]
) -> None:
    walk.registry = Registry([*walk.registry, *(one for one in load_registry() if one.name == "stop")])
    stop = Step(StepType.ACTION, "stop", {"message": "Enough."})
    steps = [*holding(*holder, stop), say("more")]
    await walk(*steps)
    ended = {record.place: record for record in walk.records if record.status is StepStatus.SUCCESS}
    assert len(ended) == 2
    await carried_on(walk, Past(ended), *steps)
    assert doings.said == []


async def test_a_branch_keeps_to_what_it_had_decided(walk: Walk, doings: Doings) -> None:
    opened = dict([done((0, ""), StepStatus.OPEN, output={"items": None, "otherwise": True, "goes_on": False})])
    await carried_on(walk, Past(opened=opened), *holding("branch", {"test": "true"}, say("yes"), other=(say("no"),)))
    assert doings.said == ["no"]
    assert places(walk) == ["2[-]"]


async def test_a_list_keeps_to_its_items(walk: Walk, doings: Doings) -> None:
    opened = dict([done((0, ""), StepStatus.OPEN, output={"items": ["old"], "otherwise": False, "goes_on": False})])
    await carried_on(walk, Past(opened=opened), *each("new", say("{{ item }}")))
    assert doings.said == ["old"]


@pytest.mark.parametrize("cut", [True, False])
async def test_a_list_that_was_not_kept_whole_is_asked_for_anew(walk: Walk, doings: Doings, cut: bool) -> None:
    whole = {"cut": True, "note": "long", "text": "x" * MAX_OUTPUT}
    output: Any = whole if cut else {"items": [HIDDEN, "b"], "otherwise": False, "goes_on": False}
    ended = dict([done((1, "1"))])
    opened = dict([done((0, ""), StepStatus.OPEN, output=output, attempt=3)])
    await carried_on(walk, Past(ended, opened=opened), *each("new\nlist", say("{{ item }}")))
    assert doings.said == ["list"]
    assert {one.attempt for one in walk.records if one.position == 0} == {3}


async def test_the_word_of_a_person_counts_for_one_item(walk: Walk, doings: Doings) -> None:
    walk.registry = Registry([*walk.registry, load_registry().get(StepType.ACTION, "ask_for_approval")])
    ask = Step(StepType.ACTION, "ask_for_approval", {"question": "{{ item }}?"})
    progress = await carried_on(walk, Past(approved="1[1]"), *each("a\nb", ask, say("{{ item }}")))
    assert doings.said == ["a"]
    assert isinstance(progress[-1], RunHeld)
    assert progress[-1].reason == "Asks: b?"

from typing import Any

import pytest

from nomologi_tui.blocks.conditions.held import Held, held
from nomologi_tui.errors import BlockError
from nomologi_tui.model import Verdict
from nomologi_tui.testing import FakeClock, FakeContext

MINUTE = 60.0


async def asked(context: FakeContext, value: str, **fields: Any) -> Verdict:
    config = Held.model_validate({"left": value, "right": "90", "duration": "10 min", **fields})
    verdict: Verdict = await held.run(config, context)
    context.step_ends(met=verdict.met)
    return verdict


async def over_time(values: list[str], **fields: Any) -> list[bool]:
    """The verdicts of runs that are five minutes apart."""
    clock = FakeClock()
    context, met = FakeContext(clock=clock), []
    for value in values:
        met.append((await asked(context, value, **fields)).met)
        clock.tick(5 * MINUTE)
    return met


async def test_it_holds_once_when_it_has_lasted() -> None:
    assert await over_time(["91", "95", "99", "99", "99"]) == [False, False, True, False, False]


async def test_without_a_length_it_holds_when_it_becomes_so() -> None:
    assert await over_time(["80", "95", "95", "80", "95"], duration="0s") == [False, True, False, False, True]
    words = held.in_words(Held(left="{{ event.value }}", right="90", duration=0))
    assert words == "{{ event.value }} is greater than 90 now, and was not before"


async def test_it_holds_in_each_run_where_that_is_wanted() -> None:
    assert await over_time(["91", "95", "99", "99"], again=True) == [False, False, True, True]


async def test_a_value_in_between_begins_it_anew() -> None:
    assert await over_time(["91", "95", "80", "95", "95", "95", "80", "95"]) == [False] * 5 + [True, False, False]


async def test_a_run_that_did_not_go_on_does_not_use_it_up() -> None:
    clock = FakeClock()
    context = FakeContext(clock=clock)
    await asked(context, "91")
    clock.tick(10 * MINUTE)
    config = Held(left="91", right="90", duration=600)
    assert (await held.run(config, context)).met
    context.step_ends(met=False)  # another condition of its group stopped the run
    assert (await asked(context, "91")).reason == '"91" is greater than 90, for 10 min'
    assert (await asked(context, "91")).reason.endswith(", for 10 min and a run went on before")


async def test_a_value_that_is_no_number_is_a_sentence() -> None:
    with pytest.raises(BlockError, match='"full" is not a number'):
        await asked(FakeContext(), "full")


def test_its_words_name_the_time() -> None:
    assert held.in_words(Held.model_validate(held.example)) == "{{ event.value }} is greater than 90 for 10 min"

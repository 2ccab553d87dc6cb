from nomologi_tui.blocks.conditions.only_changed import OnlyChanged, only_changed
from nomologi_tui.model import Verdict
from nomologi_tui.testing import FakeContext


async def asked(context: FakeContext, value: str, first: str = "is no change") -> Verdict:
    config = OnlyChanged.model_validate({"value": value, "first": first})
    verdict: Verdict = await only_changed.run(config, context)
    context.step_ends(met=verdict.met)
    return verdict


async def test_only_another_value_than_last_time_counts() -> None:
    context = FakeContext()
    assert await asked(context, "up") == Verdict(False, '"up" is the first value', "up")
    assert await asked(context, "up\n") == Verdict(False, '"up" is the same as last time', "up\n")
    assert await asked(context, "down") == Verdict(True, '"down" was "up" last time', "down")
    assert (await asked(context, "up")).met


async def test_an_empty_value_is_a_value() -> None:
    context = FakeContext()
    await asked(context, "up")
    assert (await asked(context, "")).reason == '"" was "up" last time'
    assert not (await asked(context, " ")).met


async def test_the_first_value_may_count_too() -> None:
    context = FakeContext()
    assert (await asked(context, "up", "is a change")).met
    assert not (await asked(context, "up", "is a change")).met


async def test_a_change_stays_one_until_a_run_went_on_with_it() -> None:
    context = FakeContext()
    await asked(context, "up")
    assert (await only_changed.run(OnlyChanged(value="down"), context)).met
    context.step_ends(met=False)
    assert (await asked(context, "down")).met
    assert not (await asked(context, "down")).met

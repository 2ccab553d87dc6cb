from nomologi_tui.blocks.conditions.only_new import OnlyNew, only_new
from nomologi_tui.model import Verdict
from nomologi_tui.testing import FakeContext


async def asked(context: FakeContext, value: str) -> Verdict:
    verdict: Verdict = await only_new.run(OnlyNew(value=value), context)
    return verdict


async def test_a_value_is_new_until_a_run_went_on_with_it() -> None:
    context = FakeContext()
    assert await asked(context, "a") == Verdict(True, '"a" was not seen before', "a")
    context.step_ends(met=False)  # another condition of its group stopped the run
    assert (await asked(context, "a")).met
    context.step_ends(met=True)
    assert await asked(context, "a") == Verdict(False, '"a" was seen before', "a")
    assert (await asked(context, "b")).met


async def test_what_is_kept_of_a_value_is_short_and_not_the_value() -> None:
    context = FakeContext()
    long = "secret-" * 100_000
    assert (await asked(context, long)).met
    context.step_ends(met=True)
    ((name, value),) = context.memory.items()
    assert (len(name), value) == (32, True)
    assert not (await asked(context, long)).met

from dataclasses import replace
from datetime import timedelta

import pytest

from nomologi_tui.blocks.actions.run_automation import RunAutomation, run_automation
from nomologi_tui.errors import BlockError, HoldError
from nomologi_tui.model import RunStatus
from nomologi_tui.testing import FakeClock, FakeContext


async def test_it_starts_and_goes_on_at_once() -> None:
    context = FakeContext()
    told = await run_automation.run(RunAutomation(automation="backup", inputs={"title": "x"}), context)
    assert (told["run"], told["status"], context.started) == (7, "pending", [("backup", {"title": "x"})])


async def test_waiting_looks_again_later_and_less_and_less_often() -> None:
    clock = FakeClock()
    context, config = FakeContext(clock=clock), RunAutomation(automation="backup", wait=True)
    for passed, pause in ((0, 2), (60, 30), (3600, 300)):
        clock.set_wall(context.began + timedelta(seconds=passed))
        with pytest.raises(HoldError, match="run 7 of backup") as held:
            await run_automation.run(config, context)
        assert held.value.until == clock.now() + timedelta(seconds=pause)


async def test_its_end_is_the_step_s() -> None:
    context, config = FakeContext(), RunAutomation(automation="backup", wait=True)
    context.run = replace(context.run, status=RunStatus.SUCCESS, output={"said": "x"})
    assert (await run_automation.run(config, context))["output"] == {"said": "x"}
    context.run = replace(context.run, status=RunStatus.FAILURE, summary="Failed at “tell”.")
    with pytest.raises(BlockError, match="ended as failure: Failed at “tell”"):
        await run_automation.run(config, context)

"""Run now, rehearse, wait."""

import asyncio
from pathlib import Path

from nomologi_tui.clock import SystemClock
from nomologi_tui.model import RunStatus
from nomologi_tui.runner.engine.ending import RunEnded
from nomologi_tui.runner.lock import RunnerLock, is_held
from nomologi_tui.runner.single import carry_out
from nomologi_tui.usecases.automations import automations
from nomologi_tui.usecases.flow import drafting
from nomologi_tui.usecases.runs import running
from nomologi_tui.usecases.workspace import Workspace
from tests.support import DEADLINE


def queued(ws: Workspace, command: str) -> int:
    flow, _ = drafting.flow_from_goal(ws, f"every day at 10:00 run '{command}'")
    return running.run_now(ws, automations.save(ws, flow, turn_on=False))


async def test_rehearsing_does_nothing(ws: Workspace, tmp_path: Path) -> None:
    flow, _ = drafting.flow_from_goal(ws, f"every day at 10:00 run 'touch {tmp_path / 'made'}'")
    automation = automations.save(ws, flow, turn_on=False)
    progress = [one async for one in running.rehearse(ws, automation)]
    assert isinstance(progress[-1], RunEnded)
    assert not (tmp_path / "made").exists()


async def test_without_a_runner_waiting_carries_out_the_run_itself(ws: Workspace) -> None:
    ws.clock = SystemClock()
    other, mine = queued(ws, "true"), queued(ws, "true")
    assert (await running.wait_for(ws, mine)).status is RunStatus.SUCCESS
    assert ws.reader.run(ws.user_id, other).status is RunStatus.PENDING
    assert not is_held(ws.settings.places.runner_lock)
    assert ws.who_runs() is None


async def test_while_another_runner_has_the_lock_nothing_is_carried_out_here(ws: Workspace) -> None:
    run_id = queued(ws, "true")
    lock = RunnerLock(ws.settings.places.runner_lock)
    assert lock.acquire()
    assert not await carry_out(ws.settings, ws.store, ws.registry, ws.clock, run_id, ws.secrets)
    lock.release()
    assert ws.reader.run(ws.user_id, run_id).status is RunStatus.PENDING


async def test_a_run_whose_runner_goes_before_it_begins_is_carried_out_here(ws: Workspace) -> None:
    ws.clock = SystemClock()
    run_id = queued(ws, "true")
    lock = RunnerLock(ws.settings.places.runner_lock)
    assert lock.acquire()
    waiting = asyncio.create_task(running.wait_for(ws, run_id))
    await asyncio.sleep(0)
    lock.release()
    async with asyncio.timeout(DEADLINE):
        assert (await waiting).status is RunStatus.SUCCESS


async def test_a_run_that_has_ended_is_not_carried_out_again(ws: Workspace) -> None:
    ws.clock = SystemClock()
    run_id = queued(ws, "true")
    running.cancel(ws, run_id)
    assert (await running.wait_for(ws, run_id)).status is RunStatus.CANCELLED

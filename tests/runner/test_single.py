import asyncio

from nomologi_tui.blocks import ActionContext
from nomologi_tui.errors import BlockError
from nomologi_tui.model import RunStatus
from nomologi_tui.runner.lock import RunnerLock, Turn, is_held
from nomologi_tui.runner.single import carry_out
from nomologi_tui.store import runners, runs
from tests.runner.bench import Bench
from tests.runner.made import Do, Doings, automation, do, say
from tests.support import eventually


async def run_one(bench: Bench, run_id: int) -> bool:
    return await carry_out(
        bench.settings, bench.store, bench.tools.registry, bench.tools.clock, run_id, bench.tools.secrets
    )


async def test_it_carries_out_that_run_and_no_other(bench: Bench, doings: Doings) -> None:
    other, wanted = (bench.queue(bench.add(automation(say(word)))) for word in ("other", "wanted"))
    assert await run_one(bench, wanted)
    assert (bench.run(wanted).status, bench.run(other).status) == (RunStatus.SUCCESS, RunStatus.PENDING)
    assert doings.said == ["wanted"]


async def test_it_takes_up_a_run_that_a_dead_runner_left_and_no_other(bench: Bench, doings: Doings) -> None:
    other, wanted = (bench.queue(bench.add(automation(say(word)))) for word in ("other", "wanted"))
    bench.store.write(runs.claim, "a dead runner", bench.tools.clock.now(), 2)
    assert await run_one(bench, wanted)
    assert (bench.run(wanted).status, bench.run(other).status) == (RunStatus.SUCCESS, RunStatus.RUNNING)
    assert doings.said == ["wanted"]


async def test_it_leaves_neither_lock_nor_runner_behind(bench: Bench) -> None:
    await run_one(bench, bench.queue(bench.add(automation(say("x")))))
    assert not is_held(bench.settings.places.runner_lock)
    assert bench.store.read(runners.current) is None


async def test_it_leaves_the_run_to_a_runner_that_is_on(bench: Bench) -> None:
    run_id, lock = bench.queue(bench.add(automation(say("x")))), RunnerLock(bench.settings.places.runner_lock)
    assert lock.acquire()
    assert not await run_one(bench, run_id)
    assert bench.run(run_id).status is RunStatus.PENDING
    lock.release()


def hold(doings: Doings) -> asyncio.Event:
    begun = asyncio.Event()

    async def act(config: Do, ctx: ActionContext) -> None:
        begun.set()
        await asyncio.Event().wait()

    doings.acts["hold"] = act
    return begun


async def test_it_can_be_stopped_from_elsewhere(bench: Bench, doings: Doings) -> None:
    begun, run_id = hold(doings), bench.queue(bench.add(automation(do("hold"))))
    working = asyncio.create_task(run_one(bench, run_id))
    await begun.wait()
    bench.store.write(runs.cancel, run_id, bench.tools.clock.now())
    assert await working
    assert bench.run(run_id).status is RunStatus.CANCELLED


async def test_an_interrupt_here_cancels_the_run(bench: Bench, doings: Doings) -> None:
    begun, run_id = hold(doings), bench.queue(bench.add(automation(do("hold"))))
    working = asyncio.create_task(run_one(bench, run_id))
    await begun.wait()
    working.cancel()
    await asyncio.wait([working])
    assert bench.run(run_id).status is RunStatus.CANCELLED
    assert not is_held(bench.settings.places.runner_lock)


async def test_while_its_run_waits_to_be_tried_again_a_service_that_comes_takes_over(
    bench: Bench, doings: Doings
) -> None:
    async def act(config: Do, ctx: ActionContext) -> None:
        raise BlockError("The line is busy.", "Later.", passing=True)

    doings.acts["fail"] = act
    run_id, service = bench.queue(bench.add(automation(do("fail")))), Turn(bench.settings.places, "service")
    working = asyncio.create_task(run_one(bench, run_id))
    await eventually(lambda: bench.run(run_id).status is RunStatus.WAITING)
    assert not service.take("service")
    assert await asyncio.wait_for(working, 20)
    assert (bench.run(run_id).status, service.take("service")) == (RunStatus.WAITING, True)
    service.end()

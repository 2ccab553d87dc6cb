"""The machine's clock, and the fake that the other tests use."""

import asyncio
from datetime import UTC, datetime, timedelta

from nomologi_tui.clock import SystemClock
from nomologi_tui.testing import START, FakeClock


async def test_the_machines_clock_is_aware_and_goes_forward() -> None:
    clock = SystemClock()
    before = clock.monotonic()
    await clock.sleep(0)
    assert clock.now().utcoffset() == timedelta(0)
    assert clock.monotonic() >= before


async def test_the_fake_wakes_sleepers_in_order_when_told() -> None:
    clock, woken = FakeClock(), []

    async def sleeper(seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append(seconds)

    tasks = [asyncio.create_task(sleeper(seconds)) for seconds in (3, 1, 2)]
    await asyncio.sleep(0)
    clock.tick(2)
    await asyncio.gather(tasks[1], tasks[2])
    assert (woken, clock.now()) == ([1, 2], START + timedelta(seconds=2))
    clock.tick(1)
    await tasks[0]


async def test_who_stopped_sleeping_is_no_sleeper_any_more() -> None:
    clock = FakeClock()
    stopped, kept = (asyncio.create_task(clock.sleep(seconds)) for seconds in (1, 2))
    await asyncio.sleep(0)
    stopped.cancel()  # it has not come to its end yet
    assert [due for due, _, _ in clock._sleepers] == [2]
    clock.tick(2)
    await kept


def test_setting_the_wall_leaves_the_monotonic_clock() -> None:
    clock = FakeClock()
    clock.set_wall(datetime(2030, 1, 1, tzinfo=UTC))
    assert (clock.now().year, clock.monotonic()) == (2030, 0.0)

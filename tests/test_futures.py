import asyncio

import pytest

from nomologi_tui.futures import settled


async def test_it_returns_when_the_future_has_ended_whichever_way() -> None:
    loop = asyncio.get_running_loop()
    good, bad, gone = loop.create_future(), loop.create_future(), loop.create_future()
    waiting = [asyncio.create_task(settled(one)) for one in (good, bad, gone)]
    await asyncio.wait(waiting, timeout=0)
    assert not any(one.done() for one in waiting)
    good.set_result(7)
    bad.set_exception(ValueError("x"))
    gone.cancel()
    await asyncio.gather(*waiting)
    assert str(bad.exception()) == "x"
    await settled(good)


async def test_cancelled_meanwhile_the_future_goes_on() -> None:
    future = asyncio.get_running_loop().create_future()
    waiting = asyncio.create_task(settled(future))
    await asyncio.wait([waiting], timeout=0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert not future.done()
    future.set_result(1)
    assert await future == 1

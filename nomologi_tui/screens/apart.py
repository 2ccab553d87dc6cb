"""Slow work in a thread with a loop of its own, which ends when nobody waits for it any more."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")


async def apart(make: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """What the coroutine gives; cancelled where the caller is. Its errors are raised here."""
    done: Future[T] = Future()
    threading.Thread(target=lambda: asyncio.run(_carry_out(make, done)), name="nomologi apart", daemon=True).start()
    return await asyncio.wrap_future(done)


async def _carry_out(make: Callable[[], Coroutine[Any, Any, T]], done: Future[T]) -> None:
    loop, task = asyncio.get_running_loop(), asyncio.ensure_future(make())

    def end(future: Future[T]) -> None:
        if future.cancelled():
            loop.call_soon_threadsafe(task.cancel)

    done.add_done_callback(end)
    await asyncio.wait({task})
    with suppress(InvalidStateError):  # nobody waits any more
        if task.cancelled():
            done.cancel()
        elif (error := task.exception()) is not None:
            done.set_exception(error)
        else:
            done.set_result(task.result())

"""Work that takes long and can't be awaited, in a thread that stops when its step is stopped."""

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
GoOn = Callable[[], None]


class StoppedError(Exception):
    """The step was stopped; raised inside the thread, seen by nobody else."""


async def aside(work: Callable[[GoOn], T]) -> T:
    """What `work` returns, from a thread. It calls its argument now and then, which raises once the step is stopped.

    A cancellation waits for the thread: nothing may go on acting after the step has ended.
    """
    import asyncio  # a goal that is only read needs none of it

    stopped = threading.Event()

    def go_on() -> None:
        if stopped.is_set():
            raise StoppedError

    task = asyncio.ensure_future(asyncio.to_thread(work, go_on))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        stopped.set()
        await asyncio.wait({task})
        task.exception()  # is StoppedError; read, so that nobody warns of it
        raise

"""What tests of several rooms use."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def eventually(look: Callable[[], T], seconds: float = 30.0) -> T:
    """What `look()` returns as soon as it is true. Raises TimeoutError when that takes too long."""
    async with asyncio.timeout(seconds):
        while not (found := look()):
            await asyncio.sleep(0.01)
    return found

"""Waiting for a moment on the wall clock, which somebody may set and which goes on while the machine sleeps."""

import asyncio
from datetime import datetime

from nomologi_tui.clock import Clock

LOOK = 15.0  # seconds between looks at the wall clock


async def wait(clock: Clock, moment: datetime | None, sooner: asyncio.Event) -> None:
    """Until `moment`, `sooner` is set, or it is time for a look."""
    left = LOOK if moment is None else (moment - clock.now()).total_seconds()
    sleeping = asyncio.ensure_future(clock.sleep(max(min(left, LOOK), 0)))
    called = asyncio.ensure_future(sooner.wait())
    try:
        await asyncio.wait({sleeping, called}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        sleeping.cancel()
        called.cancel()

"""A person who logs a connection in at the real provider."""

import asyncio
from contextlib import aclosing

from nomologi_tui.model import Connection
from nomologi_tui.testing import FakeClock
from nomologi_tui.usecases.connections.logging_in import EnterCode, LoggedIn, login
from nomologi_tui.usecases.workspace import Workspace
from tests.oidc import Browser
from tests.support import eventually

SCOPES = ["openid", "offline_access", "email"]


async def log_in(ws: Workspace, made: Connection, clock: FakeClock, browser: Browser | None = None) -> LoggedIn:
    """By a code that a person types at once."""
    async with aclosing(login(ws, made)) as steps:
        shown = await anext(steps)
        assert isinstance(shown, EnterCode)
        await asyncio.to_thread((browser or Browser()).visit, shown.whole)
        done = asyncio.ensure_future(anext(steps))
        await eventually(lambda: clock._sleepers or done.done())
        clock.tick(5)
        found = await done
    assert isinstance(found, LoggedIn)
    return found

"""Whether a host takes a connection: whoever stops asking leaves no socket behind."""

import asyncio
import socket

from nomologi_tui.blocks.tools.network.reaching import reach
from nomologi_tui.clock import SystemClock


async def test_asking_that_is_stopped_at_any_moment_leaves_no_socket_open() -> None:
    """One that is left open is warned of, which fails this test."""
    with socket.create_server(("127.0.0.1", 0), backlog=200) as server:
        port = server.getsockname()[1]
        for turns in range(60):
            asking = asyncio.create_task(reach("localhost", port, 20, SystemClock()))
            for _ in range(turns):
                await asyncio.sleep(0)
            asking.cancel()
            await asyncio.wait([asking])
        assert await reach("127.0.0.1", port, 20, SystemClock()) == ""
    assert await reach("127.0.0.1", port, 20, SystemClock()) == "the connection was refused"

"""Whether a host takes a TCP connection or answers a ping, or why not in words."""

import asyncio
import contextlib
import re
import socket
from typing import Any

from nomologi_tui.blocks.tools.network.pinging import ping
from nomologi_tui.blocks.tools.web.addresses import PrivateAddressError, public_address
from nomologi_tui.clock import Clock
from nomologi_tui.errors import BlockError
from nomologi_tui.text import clean_line, span

_HEAD_START = 0.25  # seconds of an address before the next one is tried too
_HOST = re.compile(r"[\w:][\w.:%-]{0,252}")  # what begins with - would be an option of ping


async def reach(
    host: str, port: int | None, seconds: float, clock: Clock, *, typed: bool = True, name: str = ""
) -> str:
    """Connect and hang up, or ping where there is no port; empty when that went well, else what went wrong.

    `typed`: it may be a private address; `name`: of the process that pings.

    Raises BlockError for what is no host, and for a private address that nobody typed.
    """
    if not _HOST.fullmatch(host):
        raise BlockError(f"“{clean_line(host)[:80]}” is not a host.", "Write a name or an address, without a port.")
    try:
        async with asyncio.timeout(seconds):
            target = host if typed else await public_address(host, port or 0)
            if port is not None:
                await _connect_and_leave(target, port)
                return ""
        return await ping(target, seconds, clock=clock, name=name)
    except PrivateAddressError as error:
        hint = "Type the host if it is meant."
        raise BlockError(f"{host} lies in your own network, and it came from a value.", hint) from error
    except TimeoutError:
        return f"no answer within {span(seconds)}"
    except ConnectionRefusedError:
        return "the connection was refused"
    except (socket.gaierror, UnicodeError):
        return "the name was not found"
    except OSError as error:
        return (error.strerror or str(error)).lower()


async def _connect_and_leave(host: str, port: int) -> None:
    """By the first of its addresses that answers. asyncio's own way to try several loses a socket when stopped."""
    left = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    problem, started, trying = OSError("no address"), set[asyncio.Task[None]](), set[asyncio.Task[None]]()
    with contextlib.ExitStack() as sockets:
        try:
            while left or trying:
                if left:
                    trying.add(_trying(sockets, *left.pop(0)))
                    started |= trying
                pause = _HEAD_START if left else None
                done, trying = await asyncio.wait(trying, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
                for one in done:
                    if (error := one.exception()) is None:
                        return
                    problem = error if isinstance(error, OSError) else OSError(str(error))
        finally:
            await _stopped(started)
    raise problem


def _trying(
    sockets: contextlib.ExitStack, family: int, kind: int, protocol: int, _: str, address: Any
) -> "asyncio.Task[None]":
    sock = sockets.enter_context(socket.socket(family, kind, protocol))
    sock.setblocking(False)
    return asyncio.create_task(asyncio.get_running_loop().sock_connect(sock, address))


async def _stopped(tasks: "set[asyncio.Task[None]]") -> None:
    for one in tasks:
        one.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

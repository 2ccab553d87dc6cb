"""Whether a host takes a TCP connection, or why not in words."""

import asyncio
import contextlib
import re
import socket

from nomologi_tui.blocks.tools.web.addresses import PrivateAddressError, public_address
from nomologi_tui.errors import BlockError
from nomologi_tui.text import clean_line, span

_HOST = re.compile(r"[\w.:%-]{1,253}")


async def reach(host: str, port: int, seconds: float, *, typed: bool) -> str:
    """Connect and hang up; empty when that went well, else what went wrong. `typed`: it may be a private address.

    Raises BlockError for what is no host, and for a private address that nobody typed.
    """
    if not _HOST.fullmatch(host):
        raise BlockError(f"“{clean_line(host)[:80]}” is not a host.", "Write a name or an address, without a port.")
    try:
        async with asyncio.timeout(seconds):
            target = host if typed else await public_address(host, port)
            await _connect_and_leave(target, port)
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
    return ""


async def _connect_and_leave(host: str, port: int) -> None:
    _, writer = await asyncio.open_connection(host, port, happy_eyeballs_delay=0.25)
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()

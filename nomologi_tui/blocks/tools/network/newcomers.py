"""From looks at the devices of the own network to one event for each that was never there before."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any, Literal

from pydantic import BaseModel, Field

from nomologi_tui.blocks.contexts import TriggerContext
from nomologi_tui.blocks.fields import Duration
from nomologi_tui.blocks.tools.looking import Memory, looks
from nomologi_tui.blocks.tools.network.neighbours import ask_around, neighbours, networks
from nomologi_tui.clock import Clock
from nomologi_tui.errors import BlockError
from nomologi_tui.model import Event

MOST = 5000  # devices that are remembered
_ANSWERING = 1.0  # seconds in which devices answer
_NAMING = 3.0  # seconds for a name
_SHOWN = 10


class NewDevices(BaseModel, extra="forbid"):
    card: str = Field(
        "", title="Network card", examples=["eth0"], max_length=50,
        description="The card of that network; empty: all but containers'.",
    )  # fmt: skip
    ask: bool = Field(
        True, title="Ask around", examples=["no"], description="Yes: ask every address; no: hear only who speaks to us."
    )
    every: Duration = Field(300.0, title="Every", description="How often it looks.", examples=["1 min"], ge=1, le=7e5)
    first: Literal["from now", "at once"] = Field(
        "from now", title="Devices that are there already",
        description="Do devices that are there already count as new?", examples=["at once"],
    )  # fmt: skip


async def devices_of(config: NewDevices, ctx: TriggerContext) -> AsyncIterator[Event]:
    """An event for each device that was not seen before. Raises BlockError where the system says of none."""
    memory = Memory(ctx, config.card)
    async for _ in looks(ctx, config.every):
        there = await _look(config, ctx.clock)
        if memory.seen is None:
            await memory.keep(list(there) if config.first == "from now" else [])
        for mac in [mac for mac in there if mac not in memory.seen]:
            data = {**there[mac], "name": await _name(there[mac]["address"])}
            yield memory.event([*memory.seen, mac][-MOST:], {**data, "text": _said(data)})


async def _look(config: NewDevices, clock: Clock) -> dict[str, dict[str, Any]]:
    if config.ask:
        await asyncio.to_thread(ask_around, config.card)
        await clock.sleep(_ANSWERING)
    return await asyncio.to_thread(neighbours, config.card)


async def _name(address: str) -> str:
    """What the network calls it; empty where it has no name."""
    with suppress(OSError, TimeoutError):
        loop = asyncio.get_running_loop()
        name, _ = await asyncio.wait_for(loop.getnameinfo((address, 0), socket.NI_NAMEREQD), _NAMING)
        return name
    return ""


def _said(data: dict[str, Any]) -> str:
    return f"new in the network: {data['name'] or data['address']} ({data['mac']})"


def shown_devices(config: NewDevices) -> str:
    """Which devices are known now and whom a look would ask, in words; asks nobody."""
    try:
        there = neighbours(config.card)
    except BlockError as error:
        return f"{error.message} {error.hint}"
    lines = [f"  {one['address']} {mac} {one['card']}" for mac, one in sorted(there.items())[:_SHOWN]]
    of = ", ".join(f"{own.network} ({card})" for card, own in networks(config.card)) or "no network of a fitting size"
    count = "1 device is" if len(there) == 1 else f"{len(there) or 'No'} devices are"
    return "\n".join([f"{count} known now", *lines, *([f"asks around in {of}"] if config.ask else [])])

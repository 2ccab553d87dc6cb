"""From the engine's stream of events to one event of ours for each that counts, also of those while nobody listened."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

from nomologi_tui.blocks.contexts import TriggerContext
from nomologi_tui.blocks.tools.engine import EngineLine, line_to
from nomologi_tui.blocks.tools.engine_form import (
    Containers,
    attributes,
    container_data,
    container_id,
    happened,
    tells_to_end,
)
from nomologi_tui.blocks.tools.looking import BEAT, came
from nomologi_tui.model import Event

_BACK = 3600 * 10**9  # nanoseconds: what happened earlier than that is told no more
_SHOWN = 10


async def events_of_containers(config: Containers, ctx: TriggerContext) -> AsyncIterator[Event]:
    """An event for each that counts. Raises BlockError when the engine can't be heard."""
    async with line_to(config.engine) as line:
        now = await line.now()
        known = ctx.cursor if ctx.cursor and ctx.cursor.get("about") == config.about else None
        if known is None:
            known = {"about": config.about, "time": now, "last": ""}
            await ctx.remember(known)
        asked: set[str] = set()  # containers that somebody told to end
        async for said in _as_they_come(line, max(known["time"], now - _BACK), ctx):
            cursor = {"about": config.about, "time": said["timeNano"], "last": container_id(said)}
            if _is_old(cursor, known):
                continue
            one = cursor["last"]
            if config.wants(str(attributes(said).get("name", ""))) and happened(config, said, was_asked=one in asked):
                name = f"container:{one[:24]}:{said['timeNano']}"
                yield Event(name, container_data(config, said, said["timeNano"]), cursor=cursor)
            if tells_to_end(said):
                asked.add(one)
            elif said["Action"] in ("die", "start"):
                asked.discard(one)


def _is_old(cursor: dict[str, Any], known: dict[str, Any]) -> bool:
    """Whether it was told before the line broke: the engine begins with the very moment that it is asked for."""
    return cursor["time"] < known["time"] or (cursor["time"], cursor["last"]) == (known["time"], known["last"])


async def _as_they_come(line: EngineLine, since: int, ctx: TriggerContext) -> AsyncIterator[dict[str, Any]]:
    """The engine's events; in between it is asked whether it still is there."""
    async with aclosing(line.events(since)) as events:
        coming = asyncio.ensure_future(anext(events))
        ctx.alive()
        try:
            while True:
                while not await came(coming, ctx.clock, BEAT):
                    await line.ask("/version")
                    ctx.alive()
                yield coming.result()
                coming = asyncio.ensure_future(anext(events))
        finally:
            coming.cancel()
            await asyncio.wait({coming})


async def shown_containers(config: Containers) -> str:
    """Which containers there are that count, in words. Raises BlockError."""
    async with line_to(config.engine) as line:
        found = await line.ask("/containers/json", all="1")
    names = {str(name).lstrip("/"): str(one.get("Status", "")) for one in found for name in one.get("Names", [])[:1]}
    wanted = {name: state for name, state in names.items() if config.wants(name)}
    lines = [f"  {name}: {state.lower()}" for name, state in list(wanted.items())[:_SHOWN]]
    count = "1 container is" if len(wanted) == 1 else f"{len(wanted) or 'No'} containers are"
    return "\n".join([f"{count} meant now", *lines])

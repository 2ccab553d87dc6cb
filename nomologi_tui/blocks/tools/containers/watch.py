"""From the engine's stream of events to one event of ours for each that counts, also of those while nobody listened."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

from nomologi_tui.blocks.contexts import TriggerContext
from nomologi_tui.blocks.tools.containers.engine import EngineLine, line_to
from nomologi_tui.blocks.tools.containers.form import (
    Containers,
    attributes,
    container_data,
    container_id,
    happened,
    tells_to_end,
)
from nomologi_tui.blocks.tools.containers.states import standing
from nomologi_tui.blocks.tools.looking import BEAT, came
from nomologi_tui.model import Event, Level
from nomologi_tui.text import counted

_BACK = 3600 * 10**9  # nanoseconds: what happened earlier than that is told no more
_SHOWN = 10


async def events_of_containers(config: Containers, ctx: TriggerContext) -> AsyncIterator[Event]:
    """An event for each that counts. Raises BlockError when the engine can't be heard."""
    async with line_to(config.engine) as line:
        now = await line.now()
        known = await _known(config, now, ctx)
        async for event in _at_first(config, line, known, ctx):
            yield event
        since = max(known["time"], now - _BACK)
        for said in await _forgotten(config, line, (since, now), ctx):
            yield _event(config, said, known)
        asked: set[str] = set()  # containers that somebody told to end
        async for said in _as_they_come(line, since, ctx):
            cursor = {"about": config.about, "time": said["timeNano"], "last": container_id(said)}
            if _is_old(cursor, known):
                continue
            one = cursor["last"]
            if config.wants(str(attributes(said).get("name", ""))) and happened(config, said, was_asked=one in asked):
                yield _event(config, said, cursor)
            if tells_to_end(said):
                asked.add(one)
            elif said["Action"] in ("die", "start"):
                asked.discard(one)


def _event(config: Containers, said: dict[str, Any], cursor: dict[str, Any]) -> Event:
    name = f"container:{container_id(said)[:24]}:{said['timeNano']}"
    return Event(name, container_data(config, said, said["timeNano"]), cursor=cursor)


async def _known(config: Containers, now: int, ctx: TriggerContext) -> dict[str, Any]:
    """How far it has been told; at the very first start from now on, with nothing yet told of what is so already."""
    if ctx.cursor and ctx.cursor.get("about") == config.about:
        return ctx.cursor
    known: dict[str, Any] = {"about": config.about, "time": now, "last": ""}
    if config.first == "at once":
        known["first"] = []
    await ctx.remember(known)
    return known


async def _at_first(
    config: Containers, line: EngineLine, known: dict[str, Any], ctx: TriggerContext
) -> AsyncIterator[Event]:
    """An event for each container that is so already, where that is wanted; each once, also after a crash between."""
    if "first" not in known:
        return
    told = list(known["first"])
    for said in await standing(config, line):
        if (one := container_id(said)) not in told:
            told.append(one)
            yield _event(config, said, {**known, "first": list(told)})
    del known["first"]
    await ctx.remember(dict(known))


async def _forgotten(
    config: Containers, line: EngineLine, span: tuple[int, int], ctx: TriggerContext
) -> list[dict[str, Any]]:
    """What can be seen of the containers, but no longer is among the engine's events: it was started anew meanwhile.

    docker knows its last 256 events, and none from before its own start.
    """
    so = [said for said in await standing(config, line) if span[0] < said["timeNano"] <= span[1]]
    told = {(container_id(said), said["Action"]) for said in await line.past(*span)} if so else set()
    lost = [said for said in so if (container_id(said), said["Action"]) not in told]
    if lost:
        ctx.log(
            f"{config.engine} forgot what happened while nobody listened: {counted(len(lost), 'container')} told by how"
            " they are now; what came and went in between is lost.", Level.WARNING,
        )  # fmt: skip
    return lost


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

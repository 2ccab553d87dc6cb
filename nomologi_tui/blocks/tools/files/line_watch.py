"""From what is added to a file to one event for each line that counts."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from nomologi_tui.blocks.contexts import TriggerContext
from nomologi_tui.blocks.tools.files.line_form import Lines
from nomologi_tui.blocks.tools.files.lines import Place, end_of, last_of, lines_behind
from nomologi_tui.blocks.tools.looking import Memory, looks
from nomologi_tui.blocks.tools.paths import folder_of
from nomologi_tui.errors import BlockError
from nomologi_tui.model import Event, Level
from nomologi_tui.text import clean_line, shorten

_FAR = 2**20  # bytes without a line that counts, which a restart reads once more


async def line_events(config: Lines, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Raises BlockError while the file can't be read."""
    path, memory = folder_of(config.path), Memory(ctx, config.about)
    if memory.seen is None:
        first = await asyncio.to_thread(end_of, path) if config.first == "from now" else Place()
        await memory.keep(first.as_json())
    place = Place(**memory.seen)
    async for _ in looks(ctx, config.every):
        while (added := await asyncio.to_thread(lines_behind, path, place)).place != place:
            if added.lost:
                ctx.log(f"{path} was emptied or replaced: lines right before that may be lost.", Level.WARNING)
            for text, behind in added.lines:
                if config.wants(text):
                    yield memory.event(behind.as_json(), {"line": text, "path": str(path), "name": path.name})
            place, kept = added.place, Place(**memory.seen)
            if place.file != kept.file or place.at - kept.at > _FAR:
                await memory.keep(place.as_json())
            ctx.alive()


async def last_line(config: Lines) -> str:
    """What the preview says: the newest line that counts."""
    path = folder_of(config.path)
    try:
        lines = await asyncio.to_thread(last_of, path)
    except BlockError as error:
        return f"{error.message} {error.hint}".strip()
    found = next((text for text in reversed(lines) if config.wants(text)), "")
    return f"The last one: {shorten(clean_line(found), 200)}" if found else f"No such line is in {Path(path).name} yet."

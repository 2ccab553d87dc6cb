"""Puts the log's words into their index, some time after they were written: no run waits for it."""

from nomologi_tui.runner.tools import Tools, until_it_works
from nomologi_tui.store import logs

EVERY = 30.0  # seconds
LEAST = 1_000  # entries; a look through fewer costs less than a write
PIECE = 1_000  # entries a write: others wait some milliseconds


async def keep_indexed(tools: Tools) -> None:
    """Index what was written, now and then, until cancelled."""
    while True:
        await tools.clock.sleep(EVERY)
        await until_it_works(tools, index_log, tools)


async def index_log(tools: Tools) -> int:
    """Index all that is there, piece by piece: other writes come in between. How many entries there were."""
    if await tools.store.aread(logs.unindexed, LEAST) < LEAST:
        return 0
    number = 0
    while piece := await tools.store.awrite(logs.index, PIECE):
        number += piece
        if piece < PIECE:
            break
    return number

"""A program starts or ends, or uses too much of this machine."""

import asyncio
from collections.abc import AsyncIterator

from nomologi_tui.blocks import Event, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.crossing import Crossing
from nomologi_tui.blocks.tools.looking import looks
from nomologi_tui.blocks.tools.process_form import Processes, process_data, process_shown, process_words
from nomologi_tui.blocks.tools.processes import ProcessLook


@trigger(
    "process",
    title="When a program starts or ends",
    says=("program starts", "program ends", "process dies", "process ends", "process starts",
          "process stops", "process is running", "process uses more"),
    example={"name": "postgres", "when": "ends"},
    gives=("name", "what", "count", "pids", "user", "percent", "megabytes", "text"),
)  # fmt: skip
async def process(config: Processes, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start once when a program starts, ends, or uses more than so much; again only after it was not so in between.

    It looks every few seconds: what starts and ends between two looks is not seen.
    """
    crossing, processes = Crossing(config, ctx, config.about), ProcessLook(config.name, config.line)
    async for _ in looks(ctx, config.every):
        seen = await asyncio.to_thread(processes.look, ctx.clock.monotonic())
        if await crossing.happened(config.value_of(seen)):
            yield crossing.memory.event(True, process_data(config, seen))


@process.words
def _words(config: Processes) -> str:
    return process_words(config)


@process.preview
async def _preview(config: Processes, ctx: PreviewContext) -> str:
    look = ProcessLook(config.name, config.line).look
    return process_shown(config, await asyncio.to_thread(look, ctx.clock.monotonic()))


@process.touches
def _touches(config: Processes) -> list[Touch]:
    return [Touch("read", f"which processes are called {config.name}, and what they use")]

"""Disk, memory, processor, load, temperature or battery of this machine crosses a threshold."""

import asyncio
from collections.abc import AsyncIterator

from nomologi_tui.blocks import BlockError, Event, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.crossing import Crossing
from nomologi_tui.blocks.tools.looking import looks
from nomologi_tui.blocks.tools.measuring import Meter, in_unit, measure
from nomologi_tui.blocks.tools.metric_form import Metric, metric_data, metric_words


@trigger(
    "metric",
    title="When disk or memory runs short",
    says=("disk is nearly full", "disk is full", "disk fills up", "memory is full", "memory runs out", "load is high",
          "cpu is above", "cpu usage is", "cpu is high", "processor used goes",
          "battery is low", "gets too hot", "disk usage is", "memory usage is", "disk used goes", "disk free goes",
          "memory used goes", "swap used goes", "load average goes", "temperature goes"),
    example={"what": "disk used", "crosses": "goes above", "threshold": 90, "folder": "/"},
    gives=("what", "value", "unit", "threshold", "text", "path"),
)  # fmt: skip
async def metric(config: Metric, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start once when a value of this machine crosses the threshold; again only after it was back by the margin."""
    crossing, meter = Crossing(config, ctx, config.about), Meter(config.what, config.folder, config.sensor)
    async for _ in looks(ctx, config.every):
        value = await asyncio.to_thread(meter.read)
        if await crossing.happened(value):
            yield crossing.memory.event(True, metric_data(config, value))


@metric.words
def _words(config: Metric) -> str:
    return metric_words(config)


@metric.preview
async def _preview(config: Metric, ctx: PreviewContext) -> str:
    try:
        value = await asyncio.to_thread(measure, config.what, config.folder, config.sensor)
    except BlockError as error:
        return f"{error.message} {error.hint}".strip()
    beyond = "beyond" if config.is_beyond(value) else "not beyond"
    return f"{config.what} is {in_unit(value, config.what)} now: {beyond} the threshold"


@metric.touches
def _touches(config: Metric) -> list[Touch]:
    return [Touch("read", f"{config.what} of this machine")]

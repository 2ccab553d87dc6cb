"""What an MQTT trigger would hear now: what the broker retained, or the first message that comes meanwhile."""

import asyncio

from nomologi_tui.blocks.contexts import LookContext
from nomologi_tui.blocks.tools.mqtt.client import Delivery, session
from nomologi_tui.blocks.tools.mqtt.watch import Messages, message_data
from nomologi_tui.text import clean_line, shorten, span

PATIENCE = 3.0  # seconds for a message to come


async def one_message(config: Messages, ctx: LookContext) -> str:
    """A message in words, or that none came. Raises BlockError, CredentialError."""
    async with session(ctx.connection(config.connection).config.broker()) as opened:
        await opened.listen(config.topic, retained=True)
        coming, late = asyncio.ensure_future(opened.next()), asyncio.ensure_future(ctx.clock.sleep(PATIENCE))
        await asyncio.wait({coming, late}, return_when=asyncio.FIRST_COMPLETED)
        for one in (coming, late):
            one.cancel()
        await asyncio.wait({coming, late})
        if coming.cancelled():
            return f"There now: nothing is retained under {config.topic}, and nothing came in {span(PATIENCE)}."
        return _said(config, coming.result())


def _said(config: Messages, delivery: Delivery) -> str:
    data = message_data(config, delivery)
    how = "retained" if delivery.retained else "just came"
    topic = shorten(clean_line(delivery.topic), 60)
    if data is None:
        return f"There now: {topic} ({how}) has no {clean_line(config.json_value)}, so it does not count."
    value = f"\n{clean_line(config.json_value)} is {shorten(clean_line(str(data['value'])), 60)}"
    picked = value if config.json_value else ""
    return f"There now: {topic} ({how})\n{shorten(clean_line(data['payload']), 200)}{picked}"

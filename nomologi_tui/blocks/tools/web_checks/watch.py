"""From looks at a web address to one event for each thing that became so."""

import asyncio
from collections.abc import AsyncIterator

from nomologi_tui.blocks.contexts import TriggerContext
from nomologi_tui.blocks.tools.web.polling import gate, login_of, rest
from nomologi_tui.blocks.tools.web_checks.form import WebCheck
from nomologi_tui.blocks.tools.web_checks.judge import event_id, judge
from nomologi_tui.blocks.tools.web_checks.look import Looker
from nomologi_tui.model import Event, Level


async def watch_web(config: WebCheck, ctx: TriggerContext) -> AsyncIterator[Event]:
    """An event for each thing that became so, with the state after it as its cursor."""
    looker, state = Looker(config, ctx.clock, login_of(config, ctx)), ctx.cursor
    ctx.alive()
    while True:
        async with gate():
            look = await looker.look()
        judged = await asyncio.to_thread(judge, config, state, look, ctx.timezone)  # a diff can take its time
        if judged.remark:
            ctx.log(judged.remark, Level.WARNING)
        for told in judged.told:
            yield Event(event_id(told.data, look.at), told.data, cursor=told.state)
            state = told.state
        if judged.state != state:
            await ctx.remember(judged.state)
            state = judged.state
        await rest(config.every, ctx)

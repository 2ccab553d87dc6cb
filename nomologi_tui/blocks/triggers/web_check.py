"""A web address that goes down, comes back, slows, or shows something else."""

from collections.abc import AsyncIterator

from nomologi_tui.blocks import Event, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.request_form import touches_of
from nomologi_tui.blocks.tools.web_form import WebCheck
from nomologi_tui.blocks.tools.web_look import shown_look
from nomologi_tui.blocks.tools.web_watch import watch_web


@trigger(
    "web_check",
    title="When a website goes down or changes",
    says=("website", "website goes down", "website comes back", "site is", "certificate of", "certificate ends"),
    example={"url": "http://localhost:8096/health", "every": "1 min"},
    gives=("kind", "reason", "url", "host", "status", "seconds", "days_left", "value", "before", "diff", "since"),
)
async def web_check(config: WebCheck, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Look again and again; start when it becomes so, once, and again only after it was not so in between.

    Later steps get kind (what it is), reason (in words), url, host, status, seconds, days_left of the certificate,
    value and the one before, diff of a text (up to 4,000 characters), and since when it is or was so. What was not
    seen is empty. A certificate is checked against the authorities that browsers trust, and your own in Trust also.
    """
    async for event in watch_web(config, ctx):
        yield event


@web_check.words
def _words(config: WebCheck) -> str:
    return f"when {config.shown_url} {config.said()}"


@web_check.preview
async def _preview(config: WebCheck, ctx: PreviewContext) -> str:
    return await shown_look(config, ctx.clock)


@web_check.touches
def _touches(config: WebCheck) -> list[Touch]:
    return touches_of(config.url, config.connection)

"""A machine goes down or comes up."""

from collections.abc import AsyncIterator

from nomologi_tui.blocks import BlockError, Event, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.looking import Memory, has_begun, looks
from nomologi_tui.blocks.tools.network.host_form import DOWN, Host, host_data, host_words
from nomologi_tui.blocks.tools.web.polling import still_typing


@trigger(
    "host",
    title="When a machine goes down or comes up",
    says=(
        (
            (
                "<machine>|nas|router|gateway|printer|drucker|imprimante|impresora|camera|kamera|switch|access_point|"
                "modem|internet_connection & <down>|offline|ping"
            ),
            {"when": "goes down"},
        ),
        (
            (
                "<machine>|nas|router|printer|drucker|camera|phone|tv & online|comes_up|comes_online|back_online|"
                "reachable_again|wieder_erreichbar|appears_on_network|connects_to_my_network"
            ),
            {"when": "comes up"},
        ),
        ("<host> & ping|offline|goes_down|stops_answering", {"when": "goes down"}),
        ("<host>|<machine>|nas|router & ping|pings|pinged & <down>|<fails>|answer|respond", {"when": "goes down"}),
        ("host|machine|server|rechner & <down>|unreachable & <machine>|nas|router", {"when": "goes down"}),
        ("device|scanner|gerat|appareil|dispositivo|box|tv|console|speaker|lamp & <down>", {"when": "goes down"}),
    ),
    example={"host": "nas.local", "when": "goes down"},
    gives=("host", "port", "what", "reason", "text"),
)
async def host(config: Host, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start once when a machine answers no more, or again. It is down after some looks in a row without an answer."""
    memory, misses = Memory(ctx, config.about), 0
    async for _ in looks(ctx, config.every):
        wrong = await _look(config, ctx, ctx.process_name)
        misses = misses + 1 if wrong else 0
        down, up = misses >= config.misses, not wrong
        is_so, is_over = (down, up) if config.when == DOWN else (up, down)
        if (down or up) and await has_begun(memory, is_so=is_so, is_over=is_over, at_once=config.first == "at once"):
            yield memory.event(True, host_data(config, wrong))


async def _look(config: Host, ctx: PreviewContext, name: str = "") -> str:
    """Empty when it answers, else why not."""
    from nomologi_tui.blocks.tools.network.reaching import reach  # httpcore costs 40 ms

    return await reach(config.host, config.port, config.timeout, ctx.clock, name=name)


@host.words
def _words(config: Host) -> str:
    return host_words(config)


@host.preview
async def _preview(config: Host, ctx: PreviewContext) -> str:
    if await still_typing():
        return ""
    try:
        wrong = await _look(config.model_copy(update={"timeout": min(config.timeout, 2.0)}), ctx)
    except BlockError as error:
        return f"{error.message} {error.hint}".strip()
    return f"{config.host} does not answer now: {wrong}" if wrong else f"{config.host} answers now"


@host.touches
def _touches(config: Host) -> list[Touch]:
    return [Touch("reach", f"{config.host}, port {config.port}" if config.port else f"{config.host}, by ping")]

"""A unit of systemd fails or stops, or writes a line into the journal."""

from collections.abc import AsyncIterator

from nomologi_tui.blocks import BlockError, Event, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.looking import Memory, has_begun, looks
from nomologi_tui.blocks.tools.machine.systemd import line_data, lines_after, newest_line, tell_of_dropped, unit_state
from nomologi_tui.blocks.tools.machine.unit_watch import LINE, Unit, is_over, is_so, state_data, unit_words


@trigger(
    "service",
    title="When a system service fails",
    says=(
        (
            (
                "<dies>|<down> & service|services|daemon|unit|systemd|timer|dienst|dienste|service_systemd|servicio|"
                "servizio|server_process|systemctl"
            ),
            {"when": "unit fails"},
        ),
        ("unit|service|systemd|timer & failed_state|fails|failed|inactive", {"when": "unit fails"}),
        ("systemd & timer|unit|service & not|<fails>|<dies>", {"when": "unit fails"}),
        ("<unit> & <dies>", {"when": "unit fails"}),
        (
            "<path> & failed_state|enters_failed|enters & failed|inactive|is_down|goes_down|not_active",
            {"when": "unit fails"},
        ),
        (
            (
                "journal|journald|syslog|log|logs|log_file|logfile|dmesg|auth.log & line|matches|says|contains|entry|"
                "error|errors|shows|mentions|zeile|pattern|failed|oom"
            ),
            {"when": "line matches"},
        ),
        ("<quoted> & journal|journald|syslog|dmesg", {"when": "line matches"}),
        (
            (
                "failed_logins|failed_login|login_attempts|login_attempt|failed_ssh|brute_force|segfault|bans|banned|"
                "banned_ip"
            ),
            {"unit": "ssh", "when": "line matches"},
        ),
        (
            (
                "failed|invalid|wrong|unsuccessful|fehlgeschlagen~|echouees|fallidos & ssh & login|logins|attempts|"
                "anmeldung|anmeldungen|anmeldeversuche|connexions|accesos"
            ),
            {"unit": "ssh", "when": "line matches"},
        ),
        ("login|logins|anmeldung|anmeldungen <fails>", {"unit": "ssh", "when": "line matches"}),
        ("service|services|systemd|daemon & status|monitoring|monitor|watch|watchdog|health", {"when": "unit fails"}),
        ("thing service|services|systemd|daemon|units", {"when": "unit fails"}),
    ),
    example={"unit": "nginx.service", "when": "unit fails"},
    gives=("unit", "description", "state", "sub_state", "result", "exit_code", "message", "priority", "time"),
)
async def service(config: Unit, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start once when a unit of systemd fails or stops, or for each line of its journal that matches."""
    memory = Memory(ctx, f"{config.when} {config.unit} {config.pattern}")
    await tell_of_dropped(config.unit, config.user, memory.seen if config.when == LINE else None, ctx)
    async for _ in looks(ctx, config.every):
        state = await unit_state(config.unit, user=config.user, clock=ctx.clock, name=ctx.process_name)
        if config.when != LINE:
            begun = {"is_so": is_so(config, state), "is_over": is_over(config, state)}
            if await has_begun(memory, **begun, at_once=config.first == "at once"):
                yield memory.event(True, state_data(config, state))
        elif memory.seen is None:
            newest = await newest_line(config.unit, config.user, ctx)
            await memory.keep({"cursor": newest, "since": int(ctx.clock.now().timestamp())})
        else:
            for line in await lines_after(config.unit, config.pattern, config.user, memory.seen, ctx):
                yield memory.event({**memory.seen, "cursor": line["__CURSOR"]}, line_data(line, config.unit))


@service.words
def _words(config: Unit) -> str:
    return unit_words(config)


@service.preview
async def _preview(config: Unit, ctx: PreviewContext) -> str:
    try:
        state = await unit_state(config.unit, user=config.user, clock=ctx.clock)
    except BlockError as error:
        return f"{error.message} {error.hint}".strip()
    return f"{config.unit} is {state['ActiveState']} ({state.get('SubState', '')}) now."


@service.touches
def _touches(config: Unit) -> list[Touch]:
    return [Touch("read", f"the state of {config.unit}" if config.when != LINE else f"the journal of {config.unit}")]

"""A command that is run again and again: its output or its exit code changed."""

from collections.abc import AsyncIterator

from nomologi_tui.blocks import Event, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.commands.look import (
    CommandLook,
    change_data,
    change_words,
    counts,
    run_watched,
    seen_of,
    shown_watched,
)
from nomologi_tui.blocks.tools.looking import Memory, looks
from nomologi_tui.text import show_duration


@trigger(
    "command",
    title="When a command says otherwise",
    says=(
        (
            (
                "public_ip|external_ip|wan_ip|ip_address|my_ip|ip|offentliche_ip|ip_publique|ip_publica|ip-adresse & "
                "<changes>|<new>|different|one"
            ),
            {"when": "output changes"},
        ),
        (
            "exit_code|exit_status|return_code|exitcode|ruckgabewert|code_de_sortie|codigo_de_salida",
            {"when": "exit code changes"},
        ),
        (
            (
                "output|stdout|result|ausgabe|sortie|salida & command|script|program|<quoted>|<path>|changes|change|"
                "contains|differs|nicht"
            ),
            {"when": "output changes"},
        ),
        (
            "command|script|<quoted>|<script>|befehl|skript|commande|comando & <fails>|non-zero|nonzero|not_zero",
            {"when": "the command fails"},
        ),
        ("<script>|<quoted> & exits|exit", {"when": "exit code changes"}),
        (
            "<shell>|<script> & gives|another|different|changes|returns|anything_new|something_else|<changes>",
            {"when": "output changes"},
        ),
        ("command|<quoted>|<script>|script & <ends>|works", {"when": "the command works"}),
        (
            (
                "command|<quoted>|<path>|status|script & returns|return|prints|print|reports|says|say|shows|outputs|"
                "output|is_not|not|meldet|ausgibt|affiche|devuelve"
            ),
            {"when": "output changes"},
        ),
        (
            (
                "smartctl|zpool|mdadm|git_status|df|systemctl|ping|apt|pacman|docker_ps|raid|zfs|status & not|isn't|"
                "status|reports|changes|says|degraded|online|shows|prints|output|returns"
            ),
            {"when": "output changes"},
        ),
    ),
    example={"command": "systemctl --failed --no-legend", "every": "5 min", "when": "output changes"},
    gives=("command", "stdout", "stderr", "exit_code", "seconds", "before", "exit_code_before"),
)
async def command(config: CommandLook, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Run a command again and again, and start when it says something else. The first time it only remembers."""
    memory = Memory(ctx, f"{config.command}\n{config.folder}")
    async for _ in looks(ctx, config.every):
        ended, before = await run_watched(config, ctx), memory.seen
        if before is not None and counts(config.when, before, seen_of(ended)):
            yield memory.event(seen_of(ended), change_data(config, before, ended))
        else:
            await memory.keep(seen_of(ended))


@command.words
def _words(config: CommandLook) -> str:
    return f"when {change_words(config)}, looking every {show_duration(config.every)}"


@command.preview
async def _preview(config: CommandLook, ctx: PreviewContext) -> str:
    return shown_watched(config, ctx)


@command.touches
def _touches(config: CommandLook) -> list[Touch]:
    return [Touch("run", config.command)]

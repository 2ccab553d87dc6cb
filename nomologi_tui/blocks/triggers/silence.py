"""Nothing happened for too long."""

from collections.abc import AsyncIterator

from nomologi_tui.blocks import BlockError, Event, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.files.quiet import (
    RUN,
    Silence,
    last_sign,
    newest_file,
    seen_now,
    silence_data,
    silence_words,
)
from nomologi_tui.blocks.tools.looking import Memory, looks


@trigger(
    "silence",
    title="When something fails to come",
    says=(
        (
            (
                "no|not & new & file|files|scan|scans|photo|photos|recording|backup_file|export & <comes>|for|in|"
                "since|within|today"
            ),
            {"no": "new file"},
        ),
        (
            (
                "nothing|nothing_new|nichts|rien|nada & <new>|<comes>|<changes>|neues|nouveau|nuevo & "
                "<folder>|<path> & for|since|within|seit|depuis|desde"
            ),
            {"no": "new file"},
        ),
        ("nothing|nichts|rien|nada & <comes>|<changes> & <folder>|<path> & for|since|seit|depuis", {"no": "new file"}),
        ("no & file|files|scan|scans|photo|photos & <path>|<folder> & for|in|within", {"no": "new file"}),
        ("no|kein|keine|aucun|ningun & file|files|datei|fichier|archivo & <comes>", {"no": "new file"}),
        (
            (
                "no|not|hasn't|haven't|didn't|without|never|missing|kein|keine|pas_de|ningun|ninguna & backup|"
                "backups|<job> & for|since|within|in|today|last|seit|depuis|desde|hours|days|run|finished|completed"
            ),
            {"no": "run succeeds"},
        ),
        ("backup|backups & too_old|older|outdated|stale|overdue|missing|zu_alt|trop_vieux", {"no": "run succeeds"}),
        (
            (
                "newest|most_recent|youngest|latest|last|neueste|letzte|dernier|derniere|ultimo|ultima & "
                "snapshot|snapshots|backup|file|dump|archive|datei|sicherung|fichier|sauvegarde|archivo & <folder>"
            ),
            {"no": "new file"},
        ),
        (
            (
                "hasn't|haven't|not|nicht|pas & written|changed|updated|modified|touched|geandert|modifie & "
                "<folder>|<path> & for|since|in|seit|depuis"
            ),
            {"no": "new file"},
        ),
        ("nothing|no_one & backed_up|backup|saved & for|since|in", {"no": "run succeeds"}),
        "nothing & happens|comes|arrives|heard|new|since",
        "nothing_new|no_data|no_heartbeat|heartbeat & for|missing|received|since",
    ),
    example={"no": "new file", "after": "26h", "folder": "~/backups", "pattern": "*.tgz"},
    gives=("since", "seconds", "text", "automation", "path"),
)
async def silence(config: Silence, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start once when nothing has come for so long; again only after it has come in between."""
    memory = Memory(ctx, f"{config.no} {config.automation} {config.folder} {config.pattern} {config.after}")
    async for _ in looks(ctx, config.pace):
        before, now = memory.seen, ctx.clock.now()
        seen = seen_now(config, await last_sign(config, ctx), before, now)
        was_silent = before["silent"] if before else seen["silent"] and config.first == "from now"
        await memory.keep({**seen, "silent": seen["silent"] and was_silent})
        if seen["silent"] and not was_silent:
            yield memory.event(seen, silence_data(config, seen, now))


@silence.words
def _words(config: Silence) -> str:
    return silence_words(config)


@silence.preview
async def _preview(config: Silence, ctx: PreviewContext) -> str:
    if config.no == RUN:
        return f"Starts {silence_words(config)}; without any success yet, that long after it is switched on."
    import asyncio  # a goal that is only read needs none of it

    try:
        newest = await asyncio.to_thread(newest_file, config)
    except BlockError as error:
        return f"{error.message} {error.hint}"
    return f"The newest is of {newest:%Y-%m-%d %H:%M} UTC." if newest else "There is no such file yet."


@silence.touches
def _touches(config: Silence) -> list[Touch]:
    return [
        Touch("listen", f"to the runs of {config.automation}") if config.no == RUN else Touch("read", config.folder)
    ]

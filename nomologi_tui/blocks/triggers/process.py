"""A program starts or ends, or uses too much of this machine."""

from collections.abc import AsyncIterator

from nomologi_tui.blocks import Event, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.crossing import Crossing
from nomologi_tui.blocks.tools.looking import looks
from nomologi_tui.blocks.tools.machine.process_form import Processes, process_data, process_shown, process_words
from nomologi_tui.blocks.tools.machine.programs import ProcessLook


@trigger(
    "process",
    title="When a program starts or ends",
    says=(
        ("se_para|se_detiene|se_cuelga|s'arrete|hangt_sich_auf|deja_de_funcionar|deje_de_funcionar", {"when": "ends"}),
        (
            (
                "process|processes|program|kubernetes|k8s|vm|vms|virtual_machine|application|app|prozess|programm|"
                "processus|programme|proceso|programa|processo|instance|lxc & <dies>|<down>|<ends>"
            ),
            {"when": "ends"},
        ),
        (
            "<program> & <dies>",
            {"when": "ends"},
        ),
        (
            (
                "dies|died|crashes|crashed|crash|crashing|oom_killed|hangs|segfaults|not_running|isn't_running|"
                "no_longer_running|stops_running|absturzt|sturzt|abgesturzt|lauft_nicht|lauft & nicht|"
                "nicht_mehr_lauft|plante|s'arrete|muere|se_cae|se_detiene|killed|terminated|quits|exits_unexpectedly"
            ),
            {"when": "ends"},
        ),
        (
            (
                "program|app|application|game|browser|process|steam|vpn|firefox|chrome|zoom|spotify|obs|vlc|teams & "
                "closes|closed|quits|quit|exits|<dies>"
            ),
            {"when": "ends"},
        ),
        (
            (
                "closed|stops|stopped|quits|exits|closes|isn't_up|not_up|not_started|keeps_crashing|freezes|"
                "frozen|beendet|"
                "gestoppt"
            ),
            {"when": "ends"},
        ),
        (
            "dies|died|crashes|crashed|hangs|not_running|isn't_running|killed|quits|sturzt|plante|muere",
            {"when": "ends"},
        ),
        (
            (
                "process|program|app|application|game|browser|steam|editor|vpn|obs|zoom|teams|player|firefox|chrome|"
                "programm|programme|programa & <starts>|launched|opened|opens|open"
            ),
            {"when": "starts"},
        ),
        ("starts|launches|is_launched|startet|se_lance", {"when": "starts"}),
        (
            "process|program|app|browser|firefox|chrome|java|plex|uses|using & memory|ram|gb & <limit>",
            {"when": "uses more memory than"},
        ),
        (
            "<program>|<service> & uses|eats|consumes|hogs|verbraucht|utilise|usa & cpu|processor|prozessor & <limit>",
            {"when": "uses more processor than"},
        ),
        ("process|program|app|container|programm & memory|ram & <limit>", {"when": "uses more memory than"}),
        ("process|program|app|container|programm & cpu|processor & <limit>", {"when": "uses more processor than"}),
        (
            "process|processes|vm & status|monitoring|monitor|watch|watchdog|health|restart_loop|running",
            {"when": "ends"},
        ),
        ("thing process|processes|vm|vms", {"when": "ends"}),
        (
            (
                "program|app|application|firefox|chrome|steam|obs|zoom|vlc|programm|programme|programa & se_ferme|"
                "se_cierra|geschlossen|schliesst|geschlossen_wird"
            ),
            {"when": "ends"},
        ),
        (
            (
                "<ends>|stops encoding|rendering|converting|compiling|transcoding|exporting|copying|updating|"
                "building|downloading"
            ),
            {"when": "ends"},
        ),
        (
            "<program>|service|daemon|container|process|app|broker|server|bot & running|alive|up_and_running",
            {"when": "ends"},
        ),
        ("is_down|goes_down|went_down|gone_down", {"when": "ends"}),
        (
            "process|program|app|prozess|programm & too_much|hogs|uses|eats & cpu|processor",
            {"when": "uses more processor than"},
        ),
        (
            "process|program|app|prozess|programm & too_much|hogs|uses|eats & memory|ram",
            {"when": "uses more memory than"},
        ),
        ("ffmpeg|handbrake|blender|dd|wget|apt|gcc|yt-dlp & <ends>|through", {"when": "ends"}),
        ("uses|eats|consumes|using|hogs|verbraucht|utilise|usa & <limit>", {"when": "uses more memory than"}),
        (
            "<program> & service|dienst|servicio|daemon|unit|process & <dies>|<down>",
            {"when": "ends"},
        ),
        (
            ("servicio|service|dienst|proceso|prozess|programm|programa & <dies>|falla|stoppt|detenido|parado"),
            {"when": "ends"},
        ),
        (
            "firefox|chrome|steam|zoom|spotify|obs|vlc|thunderbird|slack|teams & <starts>|open|opens|opened",
            {"when": "starts"},
        ),
    ),
    example={"name": "postgres", "when": "ends"},
    gives=("name", "what", "count", "pids", "user", "percent", "megabytes", "text"),
)
async def process(config: Processes, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start once when a program starts, ends, or uses more than so much; again only after it was not so in between.

    It looks every few seconds: what starts and ends between two looks is not seen.
    """
    import asyncio  # a goal that is only read needs none of it

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
    import asyncio

    look = ProcessLook(config.name, config.line).look
    return process_shown(config, await asyncio.to_thread(look, ctx.clock.monotonic()))


@process.touches
def _touches(config: Processes) -> list[Touch]:
    return [Touch("read", f"which processes are called {config.name}, and what they use")]

"""Disk, memory, processor, load, temperature or battery of this machine crosses a threshold."""

from collections.abc import AsyncIterator

from nomologi_tui.blocks import BlockError, Event, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.crossing import Crossing
from nomologi_tui.blocks.tools.looking import looks
from nomologi_tui.blocks.tools.machine.measuring import Meter, in_unit, measure
from nomologi_tui.blocks.tools.machine.metric_form import Metric, metric_data, metric_words


@trigger(
    "metric",
    title="When disk or memory runs short",
    says=(
        (
            (
                "disk|disks|drive|storage|partition|filesystem|ssd|hdd|volume|root|festplatte|platte|speicherplatz|"
                "laufwerk|disque|espace_disque|disco|espacio|almacenamiento|espacio_en_disco|schijf|"
                "home_partition|disk_usage|disk_space|zpool|pool|inodes|space & <limit>|<full>|space|usage"
            ),
            {"what": "disk used"},
        ),
        ("<path> & <size>|<full>|space|usage", {"what": "disk used"}),
        ("free_space|disk_free|frei|libre & <limit>|low", {"what": "disk free"}),
        ("free|available|remaining & <limit> & <path>|disk|drive|space", {"what": "disk free"}),
        ("<limit> & free|available|remaining|left", {"what": "disk free"}),
        ("memory|ram|arbeitsspeicher|memoire & free|left|available|remaining & <limit>", {"what": "memory used"}),
        (
            (
                "disk|drive|storage|partition|volume|nas|festplatte|platte|disque|disco|<path> & "
                "full|voll|plein|lleno|rempli & <number>"
            ),
            {"what": "disk used", "crosses": "goes above"},
        ),
        ("<path> & percent|prozent|%", {"what": "disk used"}),
        (
            "memory|ram|arbeitsspeicher|speicher|memoire|memoria|geheugen|mem & <limit>|<full>|usage|leak",
            {"what": "memory used"},
        ),
        ("swap & <limit>|<full>|usage|used|in_use", {"what": "swap used"}),
        ("load|load_average & <limit>|<full>|high", {"what": "load average"}),
        (
            (
                "cpu|processor|cpu_load|cpu_usage|prozessor|processeur|procesador|cpu-last & <limit>|<full>|usage|"
                "last|load|auslastung|monitoring"
            ),
            {"what": "processor used"},
        ),
        (
            (
                "cpu|gpu|processor|core|disk|nvme|server|machine|laptop|pi|raspberry|rpi|ssd|host|system|prozessor|"
                "processeur|rechner|serveur|servidor|ordinateur|ordenador|pc|nas & "
                "temp|temps|temperature|temperatur|hot|thermal|temperatura|heiss|"
                "overheats|overheat|overheating|chaud|caliente|hotter|warmer|heisser & <limit>"
            ),
            {"what": "temperature"},
        ),
        (
            (
                "cpu|gpu|processor|core|disk|nvme|server|machine|laptop|pi|raspberry|rpi|ssd|host|system|prozessor|"
                "processeur|rechner|serveur|servidor|ordinateur|ordenador|pc|nas & "
                "temp|temps|temperature|temperatur|hot|thermal|temperatura|heiss|"
                "overheats|overheat|overheating|chaud|caliente"
            ),
            {"what": "temperature"},
        ),
        (
            ("battery|akku|batterie|bateria|accu|ups|usv|laptop_battery & <limit>|<full>|level|charge|percent|drops"),
            {"what": "battery charge", "crosses": "goes below"},
        ),
        (
            "battery|akku|batterie|bateria|ups|usv & <limit> & left|remaining|available|ubrig|reste|queda",
            {"what": "battery charge", "crosses": "goes below"},
        ),
        "health|performance|resource|resources & check|monitoring|monitor|usage|server|linux|system|vps",
        (
            (
                "system|server|host|machine|resource|resources|vm|vps|infrastructure & resources|resource|metrics|"
                "health|stats|load|usage|performance|ressourcen|ressources|recursos"
            ),
            {},
        ),
        "bandwidth|network_traffic|throughput|iowait|disk_io|io_wait|open_files & <limit>|high|exceeds|usage",
        "smart|smart_status|smart_errors|raid|zfs & <fails>|degraded|error|errors",
        ("thing disk|disk_space|storage|disk_usage", {"what": "disk used"}),
        ("thing cpu|processor", {"what": "processor used"}),
        ("thing load", {"what": "load average"}),
        ("thing memory|ram", {"what": "memory used"}),
        ("thing battery", {"what": "battery charge"}),
        "thing system|server|resources|vps|proxmox|homelab|linux_server",
        ("gpu|nvme|core|graphics_card & <limit>", {"what": "temperature"}),
        ("battery|akku|batterie|bateria & <number>|empty|charged|fully_charged|voll|leer", {"what": "battery charge"}),
        ("cpu|processor|prozessor|processeur & idle|busy|maxed|pegged", {"what": "processor used"}),
        (
            "last|systemlast|charge_systeme|carga & <limit>",
            {"what": "load average"},
        ),
        (
            "reste|quedan|queda|bleiben|ubrig|left & <limit>",
            {"what": "disk free"},
        ),
    ),
    example={"what": "disk used", "crosses": "goes above", "threshold": 90, "folder": "/"},
    gives=("what", "value", "unit", "threshold", "text", "path"),
)
async def metric(config: Metric, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start once when a value of this machine crosses the threshold; again only after it was back by the margin."""
    import asyncio  # a goal that is only read needs none of it

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
    import asyncio

    try:
        value = await asyncio.to_thread(measure, config.what, config.folder, config.sensor)
    except BlockError as error:
        return f"{error.message} {error.hint}".strip()
    beyond = "beyond" if config.is_beyond(value) else "not beyond"
    return f"{config.what} is {in_unit(value, config.what)} now: {beyond} the threshold"


@metric.touches
def _touches(config: Metric) -> list[Touch]:
    return [Touch("read", f"{config.what} of this machine")]

"""A device joins the network that was never seen in it."""

import asyncio
from collections.abc import AsyncIterator

from nomologi_tui.blocks import Event, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.network.newcomers import NewDevices, devices_of, shown_devices


@trigger(
    "new_device",
    title="When a new device joins the network",
    says=(
        (
            "new|unknown|unfamiliar|unbekannt~|neu~|nouvel|nouveau|nuevo|inconnu|desconocido & device|devices|"
            "mac_address|gerat|appareil|dispositivo|client & network|wifi|wlan|lan|netz|netzwerk|heimnetz|reseau|"
            "red|joins|connects|router"
        ),
        (
            "unknown|new|unfamiliar & device|devices|gerat|appareil|peripherique|dispositivo & <comes>|appears|"
            "joins|rejoint"
        ),
        "unknown|new … device|devices|gerat|appareil|dispositivo",
        (
            "unknown|unbekannt~|inconnu|desconocido|stranger|strange|intruder|fremd~ & "
            "lan|network|wifi|wlan|netz|netzwerk|reseau|red"
        ),
        "somebody|someone|stranger & joins|connects & network|wifi|wlan",
    ),
    example={"card": "eth0", "every": "5 min"},
    gives=("mac", "address", "name", "card", "private", "text"),
)
async def new_device(config: NewDevices, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start once for each device in the same network that was never seen there before, by its hardware address.

    Private says that it made up its address, as phones do: the same phone may come as a new one after some time. Only
    devices with IPv4 are seen, in private networks of up to 1,024 addresses.
    """
    async for event in devices_of(config, ctx):
        yield event


@new_device.words
def _words(config: NewDevices) -> str:
    return f"when a new device joins the network{f' of {config.card}' if config.card else ''}"


@new_device.preview
async def _preview(config: NewDevices, ctx: PreviewContext) -> str:
    return await asyncio.to_thread(shown_devices, config)


@new_device.touches
def _touches(config: NewDevices) -> list[Touch]:
    asked = [Touch("reach", "each address of the own network")] if config.ask else []
    return [Touch("read", "which devices are in the own network"), *asked]

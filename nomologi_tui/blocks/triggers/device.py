"""A disk, a network or a person comes to this machine, or goes."""

from collections.abc import AsyncIterator

from nomologi_tui.blocks import BlockError, Event, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.device_form import Device, device_words
from nomologi_tui.blocks.tools.devices import there_now
from nomologi_tui.blocks.tools.looking import Memory, looks
from nomologi_tui.blocks.tools.presence import changes

_SHOWN = 10


@trigger(
    "device",
    title="When a disk, a network or a person comes or goes",
    says=("is mounted", "is unmounted", "is plugged in", "is unplugged", "usb stick", "usb drive", "connects to wifi",
          "connects to a wireless network", "connects to the network", "network connects", "logs in",
          "somebody logs in", "log in", "logs out"),
    example={"when": "a disk is mounted", "name": "/mnt/backup"},
    gives=("text", "mount_point", "device", "file_system", "label", "uuid", "size", "card", "network", "address",
           "user", "terminal", "since", "from"),
)  # fmt: skip
async def device(config: Device, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start once for each disk that is mounted or plugged in, network that connects, or person who logs in; or goes.

    Later steps get text and, of a disk, mount_point, device, file_system (label, uuid and size of one that is plugged
    in); of a network card, network (the name of a Wi-Fi, where `iw` is installed), address; of a person user,
    terminal, since, from. Without a name only disks, folders of other machines and networks that are not for
    containers count. It looks every few seconds: what comes and goes in between is not seen.
    """
    memory = Memory(ctx, f"{config.when} {config.name}")
    async for _ in looks(ctx, config.every):
        there = await there_now(config, ctx.clock, ctx.process_name)
        async for event in changes(memory, there, comes=config.comes, at_once=config.first == "at once"):
            yield event


@device.words
def _words(config: Device) -> str:
    return device_words(config)


@device.preview
async def _preview(config: Device, ctx: PreviewContext) -> str:
    try:
        there = await there_now(config, ctx.clock)
    except BlockError as error:
        return f"{error.message} {error.hint}".strip()
    lines = [f"  {one['text']}" for one in list(there.values())[:_SHOWN]]
    return "\n".join(["There now:" if there else "Nothing like it is there now.", *lines])


@device.touches
def _touches(config: Device) -> list[Touch]:
    return [Touch("read", "which disks, networks and people are at this machine")]

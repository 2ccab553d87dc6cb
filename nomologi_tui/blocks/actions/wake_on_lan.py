"""Wake a machine of this network."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from nomologi_tui.blocks import ActionContext, Effect, Touch, action
from nomologi_tui.blocks.tools.network.waking import check_address, check_mac, wake


class WakeOnLan(BaseModel, extra="forbid"):
    mac: Annotated[str, AfterValidator(check_mac)] = Field(
        title="Hardware address", description="The address of the machine's network card.",
        examples=["00:11:22:aa:bb:cc"],
    )  # fmt: skip
    to: Annotated[str, AfterValidator(check_address)] = Field(
        "255.255.255.255", title="Broadcast address", description="The broadcast address of the machine's network.",
        examples=["192.168.1.255"],
    )  # fmt: skip
    port: int = Field(9, title="Port", description="The UDP port.", examples=["7"], gt=0, lt=65_536)


@action(
    "wake_on_lan",
    title="Wake a machine",
    effect=Effect.REPEATABLE,
    says=(
        (
            "wake|wake_up|wol|power_on|boot_up|turn_on|weck~|reveille|despierta|enciende|sveglia|starte … "
            "<machine>|<host>|wake-on-lan|wake_on_lan|magic_packet"
        ),
        "wake|wake_up|wake_on_lan|send_magic_packet|wol",
        "send|fire|emit … wake_on_lan|wol|magic_packet|wol_packet",
    ),
    example={"mac": "00:11:22:aa:bb:cc"},
    gives=("mac", "sent"),
)
async def wake_on_lan(config: WakeOnLan, ctx: ActionContext) -> dict[str, object]:
    """Send a magic packet: a machine that allows it in its BIOS starts. Nothing tells whether it did."""
    return {"mac": config.mac, "sent": wake(config.mac, config.to, config.port)}


@wake_on_lan.words
def _words(config: WakeOnLan) -> str:
    return f"wake the machine {config.mac}"


@wake_on_lan.preview
async def _preview(config: WakeOnLan, ctx: ActionContext) -> str:
    return f"would {_words(config)} by a magic packet to {config.to}, port {config.port}"


@wake_on_lan.touches
def _touches(config: WakeOnLan) -> list[Touch]:
    return [Touch("send", f"a magic packet to {config.to}")]

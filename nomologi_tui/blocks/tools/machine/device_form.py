"""The form of what comes to this machine and goes, and its words."""

from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import Any, Literal

from pydantic import BaseModel, Field

from nomologi_tui.blocks.fields import Duration

MOUNTED, UNMOUNTED = "a disk is mounted", "a disk is unmounted"
PLUGGED, PULLED = "a disk is plugged in", "a disk is unplugged"
CONNECTS, DISCONNECTS = "a network connects", "a network disconnects"
LOGS_IN, LOGS_OUT = "somebody logs in", "somebody logs out"
COME = (MOUNTED, PLUGGED, CONNECTS, LOGS_IN)
_NAMED = ("mount_point", "device", "label", "card", "network", "user")


class Device(BaseModel, extra="forbid"):
    when: Literal[
        "a disk is mounted",
        "a disk is unmounted",
        "a disk is plugged in",
        "a disk is unplugged",
        "a network connects",
        "a network disconnects",
        "somebody logs in",
        "somebody logs out",
    ] = Field(title="Start when", description="What must come or go.", examples=["a disk is mounted"])
    name: str = Field(
        "", title="Only", examples=["/mnt/backup"], max_length=500,
        description="Its mount point, device, label, network or user; * is any text.",
    )  # fmt: skip
    every: Duration = Field(5.0, title="Every", description="How often it looks.", examples=["10s"], ge=1, le=7e5)
    first: Literal["from now", "at once"] = Field(
        "from now", title="What is there already", description="Does what is there already count as just come?",
        examples=["at once"],
    )  # fmt: skip

    @property
    def comes(self) -> bool:
        return self.when in COME

    def wants(self, data: dict[str, Any]) -> bool:
        """Whether one of its names is the one that was asked for; upper and lower case are the same."""
        wanted = self.name.strip().casefold().rstrip("/") or "*"
        names = [str(data[name]) for name in _NAMED if data.get(name)]
        return any(fnmatchcase(one.casefold(), wanted) for name in names for one in (name, PurePath(name).name))


def device_words(config: Device) -> str:
    """`when a disk is mounted: /mnt/backup`."""
    return f"when {config.when}{f': {shown}' if (shown := ' '.join(config.name.split())) else ''}"

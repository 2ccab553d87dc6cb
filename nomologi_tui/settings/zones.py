"""Time zones: the machine's own, and whether a name is one."""

import os
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def local_zone(environ: Mapping[str, str]) -> str:
    """The machine's zone as an IANA name: TZ, else what /etc says, else UTC."""
    named = environ.get("TZ", "").lstrip(":")
    if named and is_zone(named):
        return named
    try:
        target = os.path.realpath("/etc/localtime")
        name = target.partition("zoneinfo/")[2]
        if name and is_zone(name):
            return name.removeprefix("Etc/") if name == "Etc/UTC" else name
        text = Path("/etc/timezone").read_text(encoding="utf-8").strip()
    except OSError:
        return "UTC"
    return text if is_zone(text) else "UTC"


def is_zone(name: str) -> bool:
    """Whether it is the name of a time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True

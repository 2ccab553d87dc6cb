"""What is at this machine now: mounted disks, plugged in disks, networks, people. Each by what tells it from others."""

import asyncio
import ipaddress
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nomologi_tui.blocks.tools.machine.device_form import (
    CONNECTS,
    DISCONNECTS,
    MOUNTED,
    PLUGGED,
    PULLED,
    UNMOUNTED,
    Device,
)
from nomologi_tui.blocks.tools.machine.presence import Things
from nomologi_tui.blocks.tools.network.neighbours import of_containers
from nomologi_tui.blocks.tools.processes.process import Program, run_process
from nomologi_tui.clock import Clock
from nomologi_tui.errors import BlockError
from nomologi_tui.text import clean_line, shorten

_TIME = 20.0  # seconds that a program may take
_BOOT = Path("/proc/sys/kernel/random/boot_id")
_FAR = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "webdav", "9p", "fuse.sshfs", "fuse.rclone", "davfs")
_LOGGED_IN = re.compile(r"(\S+)\s+(\S+)\s+(.*?)(?:\s+\((.*)\))?")
_INSIDE_ANOTHER = re.compile(r"tmux\(|:pts/\d+:S\.")  # a pane of tmux or screen, whose person has logged in already
_WIRELESS = re.compile(r"^\s*Interface (\S+)$|^\s*ssid (.+)$", re.MULTILINE)
_DISKS = ("lsblk", "--json", "--bytes", "--output", "NAME,PATH,LABEL,UUID,SIZE,FSTYPE,TYPE,TRAN,MODEL")


async def there_now(config: Device, clock: Clock, name: str = "") -> Things:
    """Those that are wanted. `name` marks the processes that are started. Raises BlockError."""
    if config.when in (MOUNTED, UNMOUNTED):
        found = await asyncio.to_thread(_mounts, anything=bool(config.name))
    elif config.when in (PLUGGED, PULLED):
        found = _disks(_entries(await _said(_DISKS, clock, name)), anything=bool(config.name))
    elif config.when in (CONNECTS, DISCONNECTS):
        wireless = await _said(("iw", "dev"), clock, name, needed=False)
        found = await asyncio.to_thread(_networks, wireless, anything=bool(config.name))
    else:
        found = _people(await _said(("who",), clock, name))
    return {key: data for key, data in found.items() if config.wants(data)}


def _mounts(*, anything: bool) -> dict[str, dict[str, Any]]:
    """What is mounted: disks, and folders of other machines; with `anything` also what only the kernel has."""
    import psutil

    disks = {one.mountpoint for one in psutil.disk_partitions(all=False) if one.fstype != "squashfs"}
    found = {}
    for one in psutil.disk_partitions(all=True):
        if anything or one.mountpoint in disks or one.fstype in _FAR:
            place, source = (os.fsencode(name).decode("utf-8", "replace") for name in (one.mountpoint, one.device))
            text = clean_line(f"{source} at {place}")
            data = {"mount_point": place, "device": source, "file_system": one.fstype, "text": text}
            found[f"{source} {place}"] = data
    return found


def _entries(told: str) -> list[dict[str, Any]]:
    """What lsblk lists. Raises BlockError where it is too old for that."""
    try:
        found: list[dict[str, Any]] = json.loads(told)["blockdevices"]
    except (ValueError, KeyError, TypeError):
        raise BlockError(
            "lsblk did not list the disks as it should.", "It must be of util-linux 2.33 or newer."
        ) from None
    return found


def _disks(entries: list[dict[str, Any]], *, anything: bool) -> dict[str, dict[str, Any]]:
    """The partitions, and the disks without any; with `anything` also files that are used as a disk."""
    found = {}
    for one in _without_parts(entries):
        real = one["type"] in ("disk", "part", *(("loop",) if anything else ())) and not one["name"].startswith("zram")
        if real and int(one["size"] or 0) > 0:
            size = int(one["size"])
            names = one["label"] or " ".join(filter(None, (one["model"], one["name"])))
            found[one["path"]] = {
                "device": one["path"], "label": one["label"] or "", "uuid": one["uuid"] or "", "size": size,
                "file_system": one["fstype"] or "", "text": f"{clean_line(names).strip()}, {size / 1e9:.1f} GB",
            }  # fmt: skip
    return found


def _without_parts(entries: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        parts = [one for one in entry.get("children", []) if one["type"] == "part"]
        yield from _without_parts(parts) if parts else (entry,)


def _networks(wireless: str, *, anything: bool) -> dict[str, dict[str, Any]]:
    """The network cards that are up and have an address by which others reach them. A new boot connects anew."""
    import psutil

    boot = _BOOT.read_text(encoding="ascii").strip()[:8] if _BOOT.exists() else ""
    networks, addresses = _wireless(wireless), psutil.net_if_addrs()
    found = {}
    for card, state in psutil.net_if_stats().items():
        address = next((one.address for one in addresses.get(card, []) if _reachable(one.address)), "")
        if state.isup and address and (anything or not of_containers(card)):
            network = networks.get(card, "")
            found[f"{card} {network} {boot}"] = {
                "card": card, "network": network, "address": address.partition("%")[0],
                "text": clean_line(f"{network or card} ({address.partition('%')[0]})"),
            }  # fmt: skip
    return found


def _wireless(told: str) -> dict[str, str]:
    """The name of the Wi-Fi by network card, as `iw dev` tells it."""
    found, card = {}, ""
    for match in _WIRELESS.finditer(told):
        card = match[1] or card
        if match[2]:
            found[card] = match[2].strip()
    return found


def _reachable(address: str) -> bool:
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:  # a hardware address
        return False
    return not (ip.is_loopback or ip.is_link_local)


def _people(told: str) -> dict[str, dict[str, Any]]:
    found = {}
    for line in told.splitlines():
        match = _LOGGED_IN.fullmatch(line.strip())
        if match and not _INSIDE_ANOTHER.match(match[4] or ""):
            user, terminal, since, origin = (clean_line(part or "") for part in match.groups())
            text = f"{user} on {terminal}{f' from {origin}' if origin else ''}"
            data = {"user": user, "terminal": terminal, "since": since, "from": origin, "text": text}
            found[f"{user} {terminal} {since}"] = data
    return found


async def _said(line: tuple[str, ...], clock: Clock, name: str, *, needed: bool = True) -> str:
    """What a program prints. Raises BlockError where it is not there or fails; one not `needed` says nothing."""
    program = Program(line, Path("/"), {"LC_ALL": "C"}, timeout=_TIME, name=name)
    try:
        ended = await run_process(program, clock=clock, tell=lambda _: None)
    except OSError:
        if not needed:
            return ""
        raise BlockError(f"There is no {line[0]} on this machine.", "This trigger needs it.") from None
    if ended.exit_code and needed:
        said = clean_line(ended.stderr.strip().partition("\n")[0]) or f"exit code {ended.exit_code}"
        raise BlockError(f"{line[0]} failed: {shorten(said, 200).rstrip('.')}.", passing=True)
    return "" if ended.exit_code else ended.stdout

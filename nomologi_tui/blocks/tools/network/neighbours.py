"""Which devices are in the same network: the kernel's own table, and how they get into it.

The table has only those that this machine spoke with. So each address of the network is spoken to now and then: the
kernel must ask who has it before it can send, and that question every device answers, whatever it lets through.
"""

import ipaddress
import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from nomologi_tui.errors import BlockError

LARGEST = 1024  # addresses of a network that are spoken to; the kernel's table holds as many
_TABLE = Path("/proc/net/arp")
_KNOWN = 0x2  # flag of an entry whose device has answered
_NOBODYS = 9  # the port “discard”: whatever comes there is thrown away
_OF_CONTAINERS = re.compile(r"(docker|br-|veth|virbr|lxc|lxdbr|podman|cni|flannel|cali|vnet|tap)")


def neighbours(card: str) -> dict[str, dict[str, Any]]:
    """The devices that are known now, by hardware address. `card`: of this network card only; empty: of all real ones.

    Raises BlockError where the system has no such table.
    """
    try:
        lines = _TABLE.read_text(encoding="ascii", errors="replace").splitlines()[1:]
    except FileNotFoundError:
        raise BlockError("This system does not say which devices it knows.", "This trigger needs Linux.") from None
    found = {}
    for line in lines:
        address, _, flags, mac, _, of = line.split()
        if int(flags, 16) & _KNOWN and _wanted(of, card):
            private = bool(int(mac[:2], 16) & 0x2)
            found[mac.lower()] = {"mac": mac.lower(), "address": address, "card": of, "private": private}
    return found


def _wanted(of: str, card: str) -> bool:
    return of == card if card else not of_containers(of)


def of_containers(card: str) -> bool:
    """Whether the network card is one of those that containers and virtual machines make, by its name."""
    return bool(_OF_CONTAINERS.match(card))


def ask_around(card: str) -> int:
    """Speak to each address of our private networks, and say how many that were. Nothing of it needs an answer."""
    asked = 0
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.setblocking(False)
        for address in _addresses(card):
            with suppress(OSError):  # one that can't be sent to is not asked; the next look asks it again
                sender.sendto(b"", (str(address), _NOBODYS))
                asked += 1
    return asked


def _addresses(card: str) -> Iterator[ipaddress.IPv4Address]:
    for _, own in networks(card):
        yield from (address for address in own.network.hosts() if address != own.ip)


def networks(card: str) -> list[tuple[str, ipaddress.IPv4Interface]]:
    """The private networks that this machine is in and that are small enough, with the name of the card."""
    import psutil

    found = []
    for of, addresses in psutil.net_if_addrs().items():
        for one in addresses:
            if one.family == socket.AF_INET and one.netmask and _wanted(of, card):
                own = ipaddress.IPv4Interface(f"{one.address}/{one.netmask}")
                if own.is_private and not own.is_loopback and own.network.num_addresses <= LARGEST:
                    found.append((of, own))
    return found

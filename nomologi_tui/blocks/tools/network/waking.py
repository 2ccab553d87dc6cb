"""Magic packets of wake-on-LAN."""

import ipaddress
import re
import socket

from nomologi_tui.errors import BlockError


def check_mac(text: str) -> str:
    """`text` when it is a hardware address. Raises ValueError with a sentence."""
    if not re.fullmatch(r"[0-9A-Fa-f]{2}(?:[:-]?[0-9A-Fa-f]{2}){5}", text.strip()):
        raise ValueError(f"“{text[:40]}” is not a hardware address; write for example 00:11:22:aa:bb:cc")
    return text.strip()


def check_address(text: str) -> str:
    """`text` when it is an address of IPv4. Raises ValueError with a sentence."""
    try:
        return str(ipaddress.IPv4Address(text.strip()))
    except ValueError:
        raise ValueError(f"“{text[:40]}” is not an address; write for example 192.168.1.255") from None


def wake(mac: str, to: str, port: int) -> int:
    """Send the packet; its length in bytes. Raises BlockError."""
    packet = b"\xff" * 6 + bytes.fromhex(re.sub("[:-]", "", mac)) * 16
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            return wire.sendto(packet, (to, port))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BlockError(f"Nothing could be sent to {to}: {reason}.", "Is the network up?", passing=True) from error

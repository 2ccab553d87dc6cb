"""Which network addresses a request may reach: private ones only where a person typed the host.

The check stands where the connection is made, on the address that is then connected to: a name that changes its
address between two look-ups gains nothing, and every redirect passes here again.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from typing import Any

import httpcore

_OPEN = ipaddress.ip_network("2000::/3")  # the only part of IPv6 whose addresses are given out
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_ISATAP = 0x5EFE  # in the third last and fourth last byte pairs, before an IPv4 address


def is_public(address: str) -> bool:
    """Whether `address` lies on the open internet, also when it is dressed as another kind."""
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = _inside(ip)
        if inner is None:
            return ip in _OPEN and ip.is_global
        ip = inner
    return ip.is_global and not ip.is_multicast


def _inside(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that whatever is sent to `ip` goes to."""
    last = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip in _NAT64 or (int(ip) >> 32) & 0xFDFFFFFF == _ISATAP:
        return last
    return ip.ipv4_mapped or ip.sixtofour


class PrivateAddressError(httpcore.ConnectError):
    """The host lies inside the user's own network and nobody typed it."""


class PortError(httpcore.ConnectError):
    """The address names a port that there can't be."""


class GuardedNetwork(httpcore.AsyncNetworkBackend):
    """Connects as httpcore does, but to private addresses only for `trusted`, the host that was typed."""

    def __init__(self, trusted: str) -> None:
        self._trusted = trusted
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        if not 0 < port < 65_536:
            raise PortError(f"port {port}")
        target = host if host.lower() == self._trusted else await public_address(host, port)
        return await self._inner.connect_tcp(target, port, timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)


async def public_address(host: str, port: int) -> str:
    """The first address of `host`. Raises PrivateAddressError where one of them is private, and socket.gaierror."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(one[4][0]) for one in found]
    for address in addresses:
        if not is_public(address):
            raise PrivateAddressError(f"{host} is {address}")
    return addresses[0]

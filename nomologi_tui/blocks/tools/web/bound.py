"""Which addresses a connection's secrets may be sent to: those of the origins that a person wrote into it."""

import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator

_ORIGIN = re.compile(r"(?:https?://)?(?:\[[0-9a-f:.]+\]|[^\s/@?#:\\\[\]{}]+)(?::\d{1,5})?/?", re.IGNORECASE)


def check_hosts(hosts: list[str]) -> list[str]:
    """`hosts` when each is a host, with a port or `http://` where it needs one. Raises ValueError with a sentence."""
    for host in hosts:
        if not _ORIGIN.fullmatch(host) or _origin(_whole(host)) is None:
            raise ValueError(f"“{host}” is not a host; write for example api.github.com or http://nas.local:8123")
    return hosts


Hosts = Annotated[list[str], AfterValidator(check_hosts)]


def is_bound(url: str, hosts: Iterable[str]) -> bool:
    """Whether `url` lies at one of `hosts`: same host, same port; unencrypted only where it says `http://`.

    Read by the parser that also sends the request: two readings of one address would be a way out.
    """
    origin = _origin(url)
    return origin is not None and origin in {_origin(_whole(host)) for host in hosts}


def shown_origin(url: str) -> str:
    """Scheme, host and port of `url` for a sentence; never its path or a password in it."""
    origin = _origin(url)
    if origin is None:
        return "this address"
    scheme, host, port = origin
    return f"{scheme}://{host}" + (f":{port}" if port else "")


def _whole(host: str) -> str:
    return host if "://" in host else f"https://{host}"


def _origin(url: str) -> tuple[str, str, int | None] | None:
    """Scheme, host, and the port where it is not the usual one; None for what is no web address."""
    import httpx  # 100 ms

    try:
        read = httpx.URL(url)
        host = read.raw_host.decode("ascii").lower()
    except (httpx.InvalidURL, ValueError):
        return None
    return (read.scheme, host, read.port) if read.scheme in ("http", "https") and host else None

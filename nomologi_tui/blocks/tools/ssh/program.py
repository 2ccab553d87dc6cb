"""The program `ssh` for other programs, as a connection says: its pinned machine, its key, and nothing of ~/.ssh."""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path

from nomologi_tui.blocks.tools.ssh.connection import key_of, pinned_key
from nomologi_tui.blocks.tools.ssh.login import Login
from nomologi_tui.errors import BlockError, CredentialError

_ALIAS = "pinned"  # the name under which ssh looks for the machine's key


@asynccontextmanager
async def ssh_arguments(login: Login) -> AsyncIterator[tuple[str, ...]]:
    """Its arguments, good until the `with` ends. No secret is in them, and no private key is written to a disk.

    Raises BlockError where the machine is not reached or another one, CredentialError for a login without a key.
    """
    key = await asyncio.to_thread(key_of, login)
    if key is None and login.password:
        raise CredentialError(
            f"The connection to {login.host} has a password, which can't be given to another program.",
            "Give it a key, or use an agent.",
        )
    machine = await pinned_key(login)
    with ExitStack() as opened:
        known = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="nomologi-"))) / "known_hosts"
        await asyncio.to_thread(known.write_text, f"{_ALIAS} {machine}\n", "ascii")
        identity = opened.enter_context(_in_memory(key)) if key else "none"
        options = {
            "BatchMode": "yes", "StrictHostKeyChecking": "yes", "HostKeyAlias": _ALIAS, "IdentityFile": identity,
            "UserKnownHostsFile": str(known), "GlobalKnownHostsFile": "/dev/null", "ServerAliveInterval": "15",
        }  # fmt: skip
        only = {"IdentitiesOnly": "yes"} if key else {}
        told = (part for name, value in (options | only).items() for part in ("-o", f"{name}={value}"))
        yield ("ssh", "-F", "none", *told, "-p", str(login.port), "-l", login.user)


@contextmanager
def _in_memory(key: bytes) -> Iterator[str]:
    """A path at which programs of this user can read the key while we live."""
    if not hasattr(os, "memfd_create"):
        raise BlockError(
            "This system can't lend a key to another program.", "Use an agent: leave key and key_file out."
        )
    handle = os.memfd_create("key")
    try:
        os.fchmod(handle, 0o600)  # ssh takes no key that others may read
        os.write(handle, key)
        yield f"/proc/{os.getpid()}/fd/{handle}"
    finally:
        os.close(handle)

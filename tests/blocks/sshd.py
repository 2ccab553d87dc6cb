"""The real OpenSSH server on loopback, and small SSH servers that misbehave."""

import asyncio
import getpass
import os
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncssh

from nomologi_tui.blocks.connected import Connected
from nomologi_tui.blocks.fields import check
from nomologi_tui.clock import SystemClock
from nomologi_tui.providers.ssh import Ssh
from nomologi_tui.testing import FakeContext
from tests.ports import free_port
from tests.support import require_programs, wait_until

PROGRAM = "/usr/sbin/sshd"
CONFIG = """
ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host
AuthorizedKeysFile {folder}/login.pub
StrictModes no
UsePAM no
PidFile none
PermitRootLogin prohibit-password
PasswordAuthentication no
Subsystem sftp internal-sftp
"""


@dataclass(frozen=True)
class Sshd:
    """A server that serves the user who runs the tests, by the key in `folder`/login."""

    port: int
    folder: Path
    fingerprint: str

    def values(self, **changes: Any) -> dict[str, Any]:
        known = {"host": "127.0.0.1", "port": self.port, "user": getpass.getuser(), "host_key": self.fingerprint}
        return {**known, "key_file": str(self.folder / "login"), **changes}

    def context(self, values: dict[str, str] | None = None, **changes: Any) -> FakeContext:
        """A step's context with this machine as “NAS”."""
        context = FakeContext(values, clock=SystemClock())
        context.connections["NAS"] = Connected("NAS", "ssh", ssh_of(self.values(**changes)))
        return context


def ssh_of(values: dict[str, Any]) -> Ssh:
    model, problems = check(Ssh, values)
    assert isinstance(model, Ssh), problems
    return model


def make_key(path: Path, passphrase: str = "", kind: str = "ed25519") -> str:
    """Write a new key pair; its fingerprint."""
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-f", path], check=True, capture_output=True)
    told = subprocess.run(["ssh-keygen", "-lf", path], check=True, capture_output=True, text=True).stdout
    return told.split()[1]


@contextmanager
def serving(folder: Path) -> Iterator[Sshd]:
    """The real sshd until the `with` ends; its keys and configuration are in `folder`."""
    require_programs(PROGRAM, "ssh-keygen", "ssh-agent")
    fingerprint = make_key(folder / "host")
    make_key(folder / "login")
    port = free_port()
    (folder / "sshd_config").write_text(CONFIG.format(port=port, folder=folder))
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    arguments = [PROGRAM, "-D", "-e", "-f", str(folder / "sshd_config")]
    with subprocess.Popen(arguments, stderr=subprocess.DEVNULL) as process:
        try:
            wait_until(lambda: _listens(port))
            yield Sshd(port, folder, f"ssh-ed25519 {fingerprint}")
        finally:
            process.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


class Doorman(asyncssh.SSHServer):
    """Lets in whoever knows the password “geheim”."""

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return password == "geheim"


@asynccontextmanager
async def scripted(process: Any = None, **more: Any) -> AsyncIterator[dict[str, Any]]:
    """A server of ours that does to each command what `process` says; how to log in there."""
    key = asyncssh.generate_private_key("ssh-ed25519")
    server = await asyncssh.listen(
        "127.0.0.1", 0, server_factory=Doorman, server_host_keys=[key], process_factory=process, encoding=None, **more
    )
    values = {"host": "127.0.0.1", "port": server.get_port(), "user": "ada", "password": "geheim"}
    try:
        yield {**values, "host_key": f"ssh-ed25519 {key.get_fingerprint()}"}
    finally:
        server.close()
        await server.wait_closed()


@asynccontextmanager
async def saying(banner: bytes) -> AsyncIterator[int]:
    """The port of a server that says `banner` and then waits."""
    done = asyncio.Event()

    async def talk(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(banner)
        await done.wait()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        done.set()
        server.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, limit: int) -> None:
    """Bytes of one direction; after `limit` both are cut off as by a cable."""
    sent = 0
    while data := await reader.read(65_536):
        sent += len(data)
        if sent > limit:
            break
        writer.write(data)
        await writer.drain()


@asynccontextmanager
async def cut_after(limit: int, port: int) -> AsyncIterator[int]:
    """A way to `port` that breaks once so many bytes went either way."""

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", port)
        ways = [asyncio.ensure_future(_pump(reader, back, limit)), asyncio.ensure_future(_pump(there, writer, limit))]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for one in ways:
            one.cancel()
        for end in (writer, back):
            end.transport.abort()

    async with await asyncio.start_server(carry, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]

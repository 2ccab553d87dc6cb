"""A login by SSH: the machine is known by its pinned key before anything secret goes there."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

import asyncssh

from nomologi_tui.blocks.tools.paths import in_home
from nomologi_tui.blocks.tools.small_file import bytes_of
from nomologi_tui.blocks.tools.ssh.login import Login, algorithms_for, fingerprint_in, unfolded
from nomologi_tui.errors import BadInputError, BlockError, CredentialError
from nomologi_tui.text import clean_line, shorten

PATIENCE = 15.0  # seconds for reaching it, and again for logging in
FAREWELL = 1.0  # seconds for an orderly end of the connection
_KEPT_ALIVE = {"keepalive_interval": 15, "keepalive_count_max": 4}  # a machine that is gone is noticed after a minute
_NOTHING_OF_OURS = {"config": None, "gss_host": None, "host_based_auth": False, "x509_trusted_certs": None}


class _Client(asyncssh.SSHClient):
    """Takes one host key and no other; remembers which one was shown."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        self.shown = ""

    def validate_host_public_key(self, host: str, addr: str, port: int, key: asyncssh.SSHKey) -> bool:  # noqa: ARG002
        self.shown = key.get_fingerprint()
        return self.shown == self.wanted


async def host_key_of(login: Login, *, patience: float = PATIENCE) -> str:
    """The key that the machine shows of itself: `ssh-ed25519 SHA256:…`. Nothing is sent. Raises BlockError."""
    with _as_sentences(login, _Client("")):
        async with asyncio.timeout(patience):
            key = await asyncssh.get_server_host_key(login.host, login.port, config=None)
    if key is None:
        raise BlockError(f"{_where(login)} shows no host key.", "Nomologi can't know whether it is the right machine.")
    return f"{key.get_algorithm()} {key.get_fingerprint()}"


async def pinned_key(login: Login) -> str:
    """The public key of the machine, `ssh-ed25519 AAAA…`, if it is the pinned one. Raises BlockError."""
    _need_pin(login)
    with _as_sentences(login, _Client("")):
        async with asyncio.timeout(PATIENCE):
            key = await asyncssh.get_server_host_key(
                login.host, login.port, config=None, server_host_key_algs=algorithms_for(login.host_key) or "default"
            )
    shown = key.get_fingerprint() if key else ""
    if key is None or shown != fingerprint_in(login.host_key):
        raise _another_machine(login, shown or "none", "host key")
    return key.export_public_key().decode("ascii").strip()


def key_of(login: Login) -> bytes | None:
    """The private key, without a passphrase; None where there is none. Raises CredentialError. Reads a file."""
    text = unfolded(login.key) or _key_in_file(login)
    return _read_key(login, text).export_private_key("openssh") if text else None


def _need_pin(login: Login) -> None:
    if not login.host_key:
        raise BlockError(
            f"The host key of {_where(login)} is not known, so nothing was sent.",
            "Add the connection again with --replace: its key is then asked for and kept.",
        )


@asynccontextmanager
async def logged_in(login: Login, *, patience: float = PATIENCE) -> AsyncIterator[asyncssh.SSHClientConnection]:
    """The connection, which ends with the `with`.

    Raises CredentialError where the login is refused, BlockError where the machine is another one or is not reached:
    that passes, because nothing was done yet.
    """
    _need_pin(login)
    client = _Client(fingerprint_in(login.host_key))
    credentials = await asyncio.to_thread(_credentials, login)
    with _as_sentences(login, client):
        async with asyncio.timeout(2 * patience):
            connection = await asyncssh.connect(
                login.host, login.port, username=login.user, client_factory=lambda: client,
                known_hosts=([], [], []), server_host_key_algs=algorithms_for(login.host_key) or "default",
                connect_timeout=patience, login_timeout=patience, **credentials, **_KEPT_ALIVE, **_NOTHING_OF_OURS,
            )  # fmt: skip
    try:
        yield connection
    finally:
        await _end(connection)


async def _end(connection: asyncssh.SSHClientConnection) -> None:
    connection.close()
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(FAREWELL):
                await connection.wait_closed()
    finally:
        connection.abort()


def _credentials(login: Login) -> dict[str, Any]:
    """What asyncssh tries, and nothing else: neither the keys in ~/.ssh nor an agent unless they are meant."""
    keys = [_read_key(login, text) for text in (unfolded(login.key), _key_in_file(login)) if text]
    agent = os.environ.get("SSH_AUTH_SOCK", "")
    if not keys and not login.password and not agent:
        raise CredentialError(
            f"There is no password, no key and no agent for {login.user} at {login.host}.",
            "Give the connection a key_file, a key or a password.",
        )
    asks_agent = not keys and not login.password
    return {
        "client_keys": keys or (() if asks_agent else None),
        "agent_path": agent if asks_agent else None,
        "password": login.password or None,
    }


def _key_in_file(login: Login) -> str:
    if not login.key_file:
        return ""
    path = in_home(login.key_file)
    try:
        return bytes_of(path).decode("utf-8", "replace")
    except OSError as error:
        raise CredentialError(f"The key {path} can't be read: {error.strerror}.", "Look at its path.") from None


def _read_key(login: Login, text: str) -> asyncssh.SSHKey:
    try:
        return asyncssh.import_private_key(text, login.passphrase or None)
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError) as error:
        if "assphrase" in str(error) or isinstance(error, asyncssh.KeyEncryptionError):
            words = "needs a passphrase" if not login.passphrase else "has another passphrase"
            raise CredentialError(f"The private key of {login.user} {words}.", "Give it as passphrase.") from None
        raise CredentialError(
            f"The private key of {login.user} can't be read.", "It begins with -----BEGIN OPENSSH PRIVATE KEY-----."
        ) from None


def _where(login: Login) -> str:
    return login.host if login.port == 22 else f"{login.host}:{login.port}"


@contextmanager
def _as_sentences(login: Login, client: _Client) -> Iterator[None]:
    where = _where(login)
    try:
        yield
    except (asyncssh.HostKeyNotVerifiable, asyncssh.KeyExchangeFailed) as error:
        raise _another_machine(login, client.shown, str(error)) from None
    except asyncssh.PermissionDenied:
        raise CredentialError(f"{where} refused the login of {login.user}.", "Is the key or password right?") from None
    except asyncssh.IllegalUserName:
        raise BadInputError(f"{login.user} can't be a name for SSH.") from None
    except TimeoutError:
        raise BlockError(f"{where} did not answer in time.", "Is it on, and is it SSH?", passing=True) from None
    except asyncssh.ProtocolNotSupported:
        raise BlockError(f"{where} does not speak SSH.", "Look at the host and the port.") from None
    except asyncssh.Error as error:
        words = shorten(clean_line(error.reason), 120).rstrip(".")
        raise BlockError(f"{where} ended the login: {words}.", passing=True) from None
    except UnicodeError:
        raise BlockError(f"“{shorten(where, 120)}” can't be the name of a machine.", "Correct the host.") from None
    except OSError as error:
        words = error.strerror or str(error)
        raise BlockError(f"{where} could not be reached: {words}.", "Is it on?", passing=True) from None


def _another_machine(login: Login, shown: str, said: str) -> BlockError:
    where = _where(login)
    if login.host_key and (shown or "host key" in said):
        return BlockError(
            f"{where} shows another host key than the one that is pinned: {shown or 'of another kind'}, "
            f"not {login.host_key}; nothing was sent.",
            "Somebody may stand in between. If the machine was set up anew, add the connection again with --replace.",
        )
    return BlockError(f"{where} and Nomologi have no common way to speak: {shorten(clean_line(said), 120)}.")

"""Keeps logins good: a token is renewed in time, by one process at once, and one that takes turns is never spent twice.

Under the connection's lock: read again, is it still due? Write down that a renewal begins, ask, write down the answer.
Whoever is killed after the question leaves that note; then the old token is used to its end before it is tried again.
"""

import asyncio
import shlex
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from nomologi_tui.errors import BlockError, CredentialError, NomologiError, NotFoundError, StoreError
from nomologi_tui.futures import settled
from nomologi_tui.model import NEEDS_LOGIN, Automation, Connection
from nomologi_tui.providers.login.service import Service
from nomologi_tui.providers.login.tokens import Tokens
from nomologi_tui.runner.connections.uses import borrowing, using
from nomologi_tui.runner.lock import RunnerLock
from nomologi_tui.runner.tools import Tools
from nomologi_tui.store import automations, connections, unused_secrets

PATIENCE = 30.0  # seconds that another process may take for a renewal
LOOK = 0.05  # seconds between two looks whether it has ended
TRIES = 4  # at writing new tokens down: at this moment nobody else has them
PAUSE = 5.0  # seconds between two of them: a keyring may be slow, or wait for a person


async def good_tokens(tools: Tools, connection: Connection, service: Service, *, ask_again: bool = False) -> Tokens:
    """The connection's tokens, renewed where they are due.

    Raises CredentialError where a person must log in again, BlockError or a passing StoreError where it may pass.
    `ask_again`: also where the last renewal was refused.
    """
    kept = await read_tokens(tools, connection)
    if not _due(kept, connection, tools):
        return kept
    if not kept.refresh and not kept.ended(tools.clock.now()):
        return kept
    if not kept.refresh or (connection.status == NEEDS_LOGIN and not ask_again):
        raise await needs_login(tools, connection, "it was refused" if kept.refresh else "its login has ended")
    async with alone(tools, connection):
        renewing = asyncio.ensure_future(_renew_if_due(tools, connection, service))
        try:
            return await asyncio.shield(renewing)
        except asyncio.CancelledError:  # its answer must be written down all the same
            await settled(renewing)
            raise


@asynccontextmanager
async def alone(tools: Tools, connection: Connection) -> AsyncIterator[None]:
    """Hold the connection's tokens: over all processes only one. Raises a passing StoreError where that takes long."""
    lock, until = RunnerLock(tools.settings.places.login_lock(connection.id)), tools.clock.monotonic() + PATIENCE
    while not lock.acquire():
        if tools.clock.monotonic() >= until:
            raise StoreError(
                f"The login of “{connection.label}” is being renewed by another process.", "Try again.", passing=True
            )
        await tools.clock.sleep(LOOK)
    try:
        yield
    finally:
        lock.release()


async def read_tokens(tools: Tools, connection: Connection) -> Tokens:
    """What the last login or renewal gave. Raises CredentialError where there is nothing, StoreError."""
    if connection.access_token_ref is None:
        raise CredentialError(f"The connection “{connection.label}” has not logged in yet.", login_hint(connection))
    try:
        return Tokens.from_text(await asyncio.to_thread(tools.secrets.get, connection.access_token_ref))
    except (NotFoundError, ValueError) as error:
        words = f"The connection “{connection.label}” has lost its login: the keyring does not hold it."
        raise CredentialError(words, login_hint(connection)) from error
    except StoreError as error:
        words = f"The connection “{connection.label}” can't be used now: {error.message}"
        raise StoreError(words, error.hint, passing=error.passing) from error


def login_hint(connection: Connection) -> str:
    """What to do."""
    return f"Log in: nomologi connections login {shlex.quote(connection.label)}"


def _due(kept: Tokens, connection: Connection, tools: Tools) -> bool:
    """Also where a server refused the token before its time: then the row says that it has ended."""
    now, said = tools.clock.now(), connection.expires_at
    return kept.due(now) or (said is not None and kept.granted_at < said <= now)


async def _renew_if_due(tools: Tools, connection: Connection, service: Service) -> Tokens:
    """Renew, unless somebody else just did. The caller holds the lock."""
    connection = await tools.store.aread(connections.get, connection.user_id, connection.id)
    kept = await read_tokens(tools, connection)
    if not _due(kept, connection, tools):
        return kept
    try:
        return await _renew(tools, connection, kept, service)
    except CredentialError:
        raise
    except BlockError as error:
        return _later(tools, connection, kept, error)


async def _renew(tools: Tools, connection: Connection, kept: Tokens, service: Service) -> Tokens:
    """Raises CredentialError where a person is needed, BlockError where it may pass."""
    from nomologi_tui.providers.login import asking, grants

    endpoints = await service.endpoints(tools.clock)
    await _put(tools, connection, replace(kept, asked_at=tools.clock.now()))  # so the keyring takes something now
    try:
        renewed = await grants.renew(kept, service, endpoints, tools.clock)
    except asking.NoAnswerError:
        raise
    except asking.RefusedError as error:
        return await _refused(tools, connection, kept, error)
    except BlockError:
        await _put(tools, connection, kept)
        raise
    await keep(tools, connection, renewed)
    return renewed


async def _refused(tools: Tools, connection: Connection, kept: Tokens, error: CredentialError) -> Tokens:
    """Look once more whether somebody without our lock was faster; else a person is needed. The tokens stay."""
    found = await read_tokens(tools, connection)
    if found.access != kept.access:
        return found
    await _put(tools, connection, kept)
    broken = " An earlier renewal broke off in the middle." if kept.asked_at else ""
    raise await needs_login(tools, connection, f"{error.message.rstrip('.')}.{broken}") from error


def _later(tools: Tools, connection: Connection, kept: Tokens, error: BlockError) -> Tokens:
    """It could not be renewed now: the old token while it holds. Raises a passing BlockError after that."""
    if not kept.ended(tools.clock.now()):
        return kept
    words = f"The login of “{connection.label}” could not be renewed: {error.message}"
    raise BlockError(words, error.hint, passing=True, retry_after=error.retry_after) from error


async def needs_login(tools: Tools, connection: Connection, why: str) -> CredentialError:
    """The error that names all who are hit; the connection's status says so from now on."""
    if connection.status != NEEDS_LOGIN:
        await tools.store.awrite(connections.note_status, connection.id, NEEDS_LOGIN)
    users = ", ".join(one.slug for one in (await those_hit(tools, connection))[:10])
    hit = f" It is used by {users}." if users else ""
    why = why.rstrip(".")
    return CredentialError(
        f"The connection “{connection.label}” needs a new login: {why}.{hit}", login_hint(connection)
    )


async def those_hit(tools: Tools, connection: Connection) -> list[Automation]:
    """The automations that use its login, also those that do so by another connection."""
    known = await tools.store.aread(automations.all_for, connection.user_id)
    others = await tools.store.aread(connections.all_for, connection.user_id)
    by = [connection, *borrowing(tools.providers(), others, connection)]
    return using(tools.registry, known, by)


async def keep(tools: Tools, connection: Connection, tokens: Tokens) -> None:
    """Write new tokens down; the caller holds the lock. Raises StoreError where the keyring took them at no try."""
    for left in reversed(range(TRIES)):
        try:
            await _put(tools, connection, tokens)
            break
        except StoreError:
            if not left:
                raise
            await tools.clock.sleep(PAUSE)
    try:
        await tools.store.awrite(
            connections.renewed, connection.id, str(connection.access_token_ref), tokens.expires_at, tokens.scopes,
            renews=bool(tokens.refresh),
        )  # fmt: skip
    except NotFoundError:  # it was removed meanwhile
        unused, now = str(connection.access_token_ref), tools.clock.now()
        await tools.store.awrite(unused_secrets.note, [unused], now)
        await asyncio.to_thread(unused_secrets.forget, tools.store, tools.secrets, now)
        raise


async def _put(tools: Tools, connection: Connection, tokens: Tokens) -> None:
    try:
        await asyncio.to_thread(tools.secrets.put, str(connection.access_token_ref), tokens.as_text())
    except NomologiError as error:
        words = f"The login of “{connection.label}” can't be kept: {error.message}"
        raise StoreError(words, error.hint, passing=error.passing) from error

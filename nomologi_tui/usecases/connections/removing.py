"""Removing a connection: its secrets go here, and its login is ended at the provider where that can be asked for."""

import asyncio
from dataclasses import dataclass, replace

from nomologi_tui.errors import BlockError, NomologiError
from nomologi_tui.model import Connection
from nomologi_tui.providers.login import Endpoints, Service
from nomologi_tui.providers.login.tokens import Tokens
from nomologi_tui.runner.connections.logins import alone, read_tokens
from nomologi_tui.runner.connections.resolving import config_of
from nomologi_tui.runner.tools import Tools
from nomologi_tui.usecases.connections import connections
from nomologi_tui.usecases.connections.connections import tools_of
from nomologi_tui.usecases.workspace import Workspace

PATIENCE = 5.0  # seconds for each of the provider's answers
_THERE = "End it at the provider's own page."


@dataclass(frozen=True, slots=True)
class Removed:
    """`ended`: whether its login is ended at the provider too; None for one that had none."""

    label: str
    ended: bool | None
    words: str


@dataclass(frozen=True, slots=True)
class _Login:
    service: Service
    tokens: Tokens


async def remove(ws: Workspace, connection: Connection, *, force: bool = False) -> Removed:
    """Forget it and its secrets, then end its login at the provider, which keeps nothing from being removed.

    Raises NeedsPersonError, StoreError as `connections.remove`; then nothing was ended either.
    """
    connections.check_unused(ws, connection, force=force)
    login = await _login_of(ws, connection) if connection.access_token_ref else None
    stuck = await asyncio.to_thread(connections.remove, ws, connection, force=True)
    later = f"“{connection.label}” is removed, its secrets once the keyring can be used: {stuck and stuck.message}"
    gone = later if stuck else f"“{connection.label}” and its secrets are removed."
    if login is None:
        return Removed(connection.label, None, gone)
    trouble = login if isinstance(login, str) else await _end(login, tools_of(ws))
    said = trouble or f"Its login is ended at {login.service.host}." if isinstance(login, _Login) else trouble
    return Removed(connection.label, not trouble, f"{gone} {said}")


async def _login_of(ws: Workspace, connection: Connection) -> _Login | str:
    """What ends its login, read while nobody renews it; a sentence where that is not to be had."""
    tools = tools_of(ws)
    try:
        provider = ws.providers.get(connection.provider)
        if provider.logs_in is None:
            return _not_ended("its kind has no login any more")
        service = provider.logs_in(await asyncio.to_thread(config_of, provider, connection, ws.secrets.get))
        async with alone(tools, connection):
            return _Login(replace(service, deadline=PATIENCE), await read_tokens(tools, connection))
    except NomologiError as error:
        return _not_ended(error.message)


async def _end(login: _Login, tools: Tools) -> str:
    """Empty where it is ended; else why it is not."""
    from nomologi_tui.providers.login import grants

    try:
        endpoints: Endpoints = await login.service.endpoints(tools.clock)
        if not endpoints.revoke:
            return f"Its login holds on: {login.service.host} offers no way to end it from here. {_THERE}"
        await grants.revoke(login.tokens, login.service, endpoints, tools.clock)
    except BlockError as error:
        return _not_ended(error.message)
    return ""


def _not_ended(why: str) -> str:
    return f"Its login could not be ended: {why.rstrip('.')}. {_THERE}"

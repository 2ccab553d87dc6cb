"""From a stored connection to what a block may use: the secrets fetched, each failure a sentence that names it."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from nomologi_tui.blocks import Connected
from nomologi_tui.blocks.fields import check, describe
from nomologi_tui.errors import BlockError, NotFoundError, StoreError
from nomologi_tui.model import Connection
from nomologi_tui.providers.base import Provider
from nomologi_tui.providers.registry import Providers
from nomologi_tui.runner.tools import Tools
from nomologi_tui.store import connections

Secret = Callable[[str], str]


def connected(provider: Provider, connection: Connection, secret: Secret) -> Connected:
    """The connection with its secrets in it; may wait some seconds for the keyring.

    Raises BlockError naming the connection where a secret is gone or a field is wrong, and a passing StoreError where
    the keyring can't be used now.
    """
    model, problems = check(provider.config, _with_secrets(provider, connection, secret))
    if model is None:
        name, problem = next(iter(problems.items()))
        raise BlockError(f"The connection “{connection.label}” is not right: {name}: {problem}", _anew(connection))
    return Connected(
        connection.label, provider.name, model, provider.hosts_of(model), provider.headers_of(model), connection.id
    )


def _with_secrets(provider: Provider, connection: Connection, secret: Secret) -> dict[str, Any]:
    values = dict(connection.config)
    for spec in describe(provider.config):
        if spec.secret and values.get(spec.name):
            values[spec.name] = _fetched(connection, str(values[spec.name]), secret)
    return values


def _fetched(connection: Connection, reference: str, secret: Secret) -> str:
    try:
        return secret(reference)
    except NotFoundError as error:
        raise BlockError(f"The connection “{connection.label}”: {error.message}", _anew(connection)) from error
    except StoreError as error:
        words = f"The connection “{connection.label}” can't be used now: {error.message}"
        raise StoreError(words, error.hint, passing=error.passing) from error


def _anew(connection: Connection) -> str:
    return f"Enter it anew: nomologi connections add {connection.provider} “{connection.label}” --replace"


def fitting(providers: Providers, connection: Connection, uses: Sequence[str]) -> Provider:
    """The connection's kind. Raises BlockError where a step that needs one of `uses` can't use it."""
    provider = providers.get(connection.provider)
    if not provider.fits(uses):
        raise BlockError(
            f"The connection “{connection.label}” is of the kind {provider.name}, which this step can't use.",
            f"Choose one that serves {' or '.join(uses)}.",
        )
    return provider


class Connections:
    """One user's connections, while one of their runs goes on."""

    def __init__(self, tools: Tools, user_id: int, secret: Secret) -> None:
        """`secret` tells the run's redactor each value, so that none is ever written down."""
        self._tools = tools
        self._user_id = user_id
        self._secret = secret

    async def get(self, ref: str, uses: Sequence[str]) -> Connected:
        """The connection by label or id, with its secrets. Raises BlockError naming it, StoreError for the keyring."""
        try:
            found = await self._tools.store.aread(connections.find, self._user_id, ref)
        except NotFoundError as error:
            raise BlockError(error.message, f"Add it, or choose another one in this step. {error.hint}") from error
        return await fetched(fitting(self._tools.providers(), found, uses), found, self._secret)


async def fetched(provider: Provider, connection: Connection, secret: Secret) -> Connected:
    """`connected` in a thread: a keyring may wait for a person, and nothing else shall wait with it."""
    return await asyncio.to_thread(connected, provider, connection, secret)

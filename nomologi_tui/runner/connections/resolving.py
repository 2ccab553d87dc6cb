"""From a stored connection to what a block may use: the secrets fetched, each failure a sentence that names it."""

import asyncio
import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from nomologi_tui.blocks import Connected
from nomologi_tui.blocks.fields import check, describe
from nomologi_tui.errors import BlockError, CredentialError, NotFoundError, StoreError
from nomologi_tui.model import NEEDS_LOGIN, OK, REFUSED, Connection
from nomologi_tui.providers.base import Provider
from nomologi_tui.providers.login.tokens import Tokens
from nomologi_tui.providers.registry import Providers
from nomologi_tui.runner.connections.logins import good_tokens
from nomologi_tui.runner.tools import Tools, until_it_works
from nomologi_tui.store import connections

Secret = Callable[[str], str]


def config_of(provider: Provider, connection: Connection, secret: Secret) -> Any:
    """The connection's config with its secrets in it; may wait some seconds for the keyring.

    Raises BlockError naming the connection where a secret is gone or a field is wrong, and a passing StoreError where
    the keyring can't be used now.
    """
    model, problems = check(provider.config, _with_secrets(provider, connection, secret))
    if model is None:
        name, problem = next(iter(problems.items()))
        raise BlockError(f"The connection “{connection.label}” is not right: {name}: {problem}", _anew(connection))
    return model


def _connected(provider: Provider, connection: Connection, config: BaseModel) -> Connected:
    return Connected(
        connection.label, provider.name, config, provider.hosts_of(config), provider.headers_of(config), connection.id
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
    return f"Enter it anew: nomologi connections add {connection.provider} {shlex.quote(connection.label)} --replace"


def fitting(providers: Providers, connection: Connection, uses: Sequence[str]) -> Provider:
    """The connection's kind. Raises BlockError where a step that needs one of `uses` can't use it."""
    provider = providers.get(connection.provider)
    if not provider.fits(uses):
        raise BlockError(
            f"The connection “{connection.label}” is of the kind {provider.name}, which this step can't use.",
            f"Choose one that serves {' or '.join(uses)}.",
        )
    return provider


@dataclass(frozen=True, slots=True)
class _Used:
    """A connection that was handed out; `tokens` where it logs in, `lender` where it does so by another one's."""

    connection: Connection
    tokens: Tokens | None = None
    lender: int = 0


class Connections:
    """One user's connections, while one of their runs goes on."""

    def __init__(self, tools: Tools, user_id: int, hide: Secret, *, ask_again: bool = False) -> None:
        """`hide` tells the run's redactor each secret, and gives it back, so that none is ever written down.

        `ask_again`: a login that was refused is tried once more.
        """
        self._tools = tools
        self._user_id = user_id
        self._hide = hide
        self._ask_again = ask_again
        self._used: dict[int, _Used] = {}

    async def get(self, ref: str, uses: Sequence[str]) -> Connected:
        """The connection by label or id, with its secrets.

        Raises BlockError naming it, CredentialError where it needs a login, StoreError for the keyring.
        """
        found, provider, config = await self._opened(ref, uses)
        for spec in describe(provider.config):
            if spec.kind == "connection" and (ref := str(getattr(config, spec.name) or "")):
                lender, _, lent = await self._opened(ref, spec.uses)
                config.lend(spec.name, lent)
                self._used[found.id] = replace(self._used[found.id], lender=lender.id)
        return _connected(provider, found, config)

    async def _opened(self, ref: str, uses: Sequence[str]) -> tuple[Connection, Provider, Any]:
        try:
            found = await self._tools.store.aread(connections.find, self._user_id, ref)
        except NotFoundError as error:
            raise BlockError(error.message, f"Add it, or choose another one in this step. {error.hint}") from error
        provider = fitting(self._tools.providers(), found, uses)
        config = await asyncio.to_thread(config_of, provider, found, self._secret)  # a keyring may wait for a person
        tokens = await self._logged_in(provider, found, config)
        self._used[found.id] = _Used(found, tokens)
        return found, provider, config

    def _secret(self, reference: str) -> str:
        return self._hide(self._tools.secrets.get(reference))

    async def _logged_in(self, provider: Provider, connection: Connection, config: Any) -> Tokens | None:
        if provider.logs_in is None:
            return None
        tokens = await good_tokens(self._tools, connection, provider.logs_in(config), ask_again=self._ask_again)
        self._hide(tokens.refresh)
        config.with_token(self._hide(tokens.access))
        return tokens

    async def heard(self, used: Iterable[Connected], error: BaseException | None) -> BaseException | None:
        """A step ended, or failed with `error`: remember whether its connections are taken.

        The error comes back; one that a new token may cure as one that passes, as nothing was done.
        """
        refused = isinstance(error, CredentialError) and error.wholly
        if error is not None and not refused:
            return error
        for one in used:
            known = self._used[one.id]
            login = self._used[known.lender] if known.lender else known
            if isinstance(error, CredentialError) and await self._has_ended(login):
                error = CredentialError(error.message, "Its login is renewed before the next try.", passing=True)
            else:
                status = OK if error is None else NEEDS_LOGIN if known.tokens else REFUSED
                await self._note(known, status)
                if known.lender and error is None:
                    await self._note(login, OK)
        return error

    async def _has_ended(self, known: _Used) -> bool:
        """Whether a token that was refused may have ended early; then the next one who needs it renews it."""
        now, tokens = self._tools.clock.now(), known.tokens
        if tokens is None or not tokens.refresh or tokens.is_young(now):
            return False
        await until_it_works(self._tools, self._tools.store.awrite, connections.note_end, known.connection.id, now)
        return True

    async def _note(self, known: _Used, status: str) -> None:
        if known.connection.status != status:
            note, changed = connections.note_status, replace(known.connection, status=status)
            await until_it_works(self._tools, self._tools.store.awrite, note, known.connection.id, status)
            self._used[known.connection.id] = replace(known, connection=changed)

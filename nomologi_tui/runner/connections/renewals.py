"""Keeps logins good that nobody uses: renewed in time, and told early where only a person can renew one.

One look a minute over the rows; the keyring is read again only when a login's time comes or another process renewed it.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from nomologi_tui.errors import CredentialError, NomologiError
from nomologi_tui.model import NEEDS_LOGIN, AutomationStatus, Connection, EventType, Level
from nomologi_tui.runner.connections.logins import good_tokens, needs_login, those_hit
from nomologi_tui.runner.connections.resolving import config_of
from nomologi_tui.runner.tools import Tools, until_it_works
from nomologi_tui.store import connections, logs
from nomologi_tui.store.alerts import logins

LOOK = 60.0  # seconds between two looks
AGAIN = timedelta(minutes=5)  # until the next try at what can't be done now


@dataclass(frozen=True, slots=True)
class _Plan:
    """When a login is looked at again, as long as its row says that."""

    row: tuple[str | None, datetime | None, str]
    at: datetime


class Renewals:
    """The runner's part that renews ahead of time."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._plans: dict[int, _Plan] = {}
        self._said: dict[int, str] = {}

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._tools.clock.sleep(LOOK)
            await until_it_works(self._tools, self.look)

    async def look(self) -> None:
        """Renew what is due, of all users. Raises StoreError where waiting can't help."""
        for one in await self._tools.store.aread(connections.that_end):
            plan = self._plans.get(one.id)
            if plan is None or plan.row != _row(one) or plan.at <= self._tools.clock.now():
                at = await self._kept_good(one)
                self._plans[one.id] = _Plan(_row(one), at)

    async def _kept_good(self, one: Connection) -> datetime:
        """When to look at it again."""
        later = self._tools.clock.now() + AGAIN
        try:
            if one.status == NEEDS_LOGIN:
                raise await needs_login(self._tools, one, "it was refused")
            ends = await self._renewed(one)
        except CredentialError as error:
            await self._tell(one, error)
        except NomologiError as error:  # the keyring is locked, the provider is down, the kind's package is gone
            await self._say(one, str(error))
        else:
            self._said.pop(one.id, None)
            return max(ends, later)
        return later

    async def _renewed(self, one: Connection) -> datetime:
        """When it is due the next time, once it is renewed where it was due. Raises as `good_tokens`."""
        tools = self._tools
        provider = tools.providers().get(one.provider)
        config = await asyncio.to_thread(config_of, provider, one, tools.secrets.get)
        if provider.logs_in is None:
            return datetime.max.replace(tzinfo=tools.clock.now().tzinfo)
        tokens = await good_tokens(tools, one, provider.logs_in(config))
        return tokens.due_at or tools.clock.now()

    async def _tell(self, one: Connection, error: CredentialError) -> None:
        """By the first active automation that it hits; where there is none, lists and `status` say it."""
        tools = self._tools
        on = (each for each in await those_hit(tools, one) if each.status is AutomationStatus.ACTIVE)
        hit = next((each for each in on if each.configuration.alert_on_trouble), None)
        if hit is not None:
            await tools.store.awrite(logins.lost, hit.id, one.id, error.message, error.hint, tools.clock.now())

    async def _say(self, one: Connection, words: str) -> None:
        """In the log, each trouble once."""
        if self._said.get(one.id) != words:
            self._said[one.id] = words
            note = f"A login is not renewed ahead of its time now: {words}"
            await self._tools.store.awrite(
                logs.note, EventType.ALERTED, note, self._tools.clock.now(), level=Level.WARNING
            )


def _row(one: Connection) -> tuple[str | None, datetime | None, str]:
    return one.access_token_ref, one.expires_at, one.status

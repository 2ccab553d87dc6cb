"""What the worker, the listeners and all else in a runner share."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from nomologi_tui.blocks.registry import Registry
from nomologi_tui.clock import Clock
from nomologi_tui.errors import StoreError
from nomologi_tui.providers.registry import Providers, load_providers
from nomologi_tui.runner.accounts import Accounts
from nomologi_tui.runner.redaction import Redactors
from nomologi_tui.settings import Settings
from nomologi_tui.store import Store
from nomologi_tui.store.secrets import Secrets

AGAIN = 5.0  # seconds until the store is asked again that could not do it

T = TypeVar("T")


_log = logging.getLogger(__name__)


class Trouble:
    """Says once that the store can't do it now, and once that it can again: on stderr, the log needs the store."""

    def __init__(self) -> None:
        self._told = False

    def say(self, error: StoreError) -> None:
        if not self._told:
            _log.warning("%s It is tried again each %g seconds.", error, AGAIN)
        self._told = True

    def over(self) -> None:
        if self._told:
            _log.warning("The store works again.")
        self._told = False

    def is_saved(self, saving: "asyncio.Future[Any]") -> bool:
        """Whether a write that has ended is saved; False while the disk is full. Raises where waiting can't help."""
        error = saving.exception()
        if error is None:
            self.over()
            return True
        if not (isinstance(error, StoreError) and error.passing):
            raise error
        self.say(error)
        return False


@dataclass(frozen=True, slots=True)
class Tools:
    """What the worker and the listeners share."""

    store: Store
    registry: Registry
    clock: Clock
    settings: Settings
    secrets: Secrets
    token: str  # this runner's boot token: a run under another one was left behind
    accounts: Accounts = field(default_factory=Accounts)
    trouble: Trouble = field(default_factory=Trouble)
    redactors: Redactors = field(default_factory=Redactors)
    providers: Callable[[], Providers] = load_providers  # loaded when a step first names a connection

    @property
    def timezone(self) -> ZoneInfo:
        return self.settings.schedule_zone


async def until_it_works(tools: Tools, call: Callable[..., Awaitable[T]], *args: Any, **kwargs: Any) -> T:
    """The store's answer. A full disk is waited for: nothing is lost, and nothing goes on meanwhile.

    Raises StoreError where waiting can't help.
    """
    while True:
        try:
            done = await call(*args, **kwargs)
        except StoreError as error:
            if not error.passing:
                raise
            tools.trouble.say(error)
            await tools.clock.sleep(AGAIN)
        else:
            tools.trouble.over()
            return done

"""One person's way into everything: places, clock, store, blocks. Opens the heavy parts when they are first needed."""

import os
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from nomologi_tui.clock import Clock, SystemClock
from nomologi_tui.errors import NeedsPersonError, NomologiError
from nomologi_tui.runner.lock import holder
from nomologi_tui.settings import Settings, load_settings, personal

if TYPE_CHECKING:
    from nomologi_tui.blocks.registry import Registry
    from nomologi_tui.model import User
    from nomologi_tui.providers.registry import Providers
    from nomologi_tui.store import Store
    from nomologi_tui.store.reading import Reader
    from nomologi_tui.store.records import RunnerInfo
    from nomologi_tui.store.secrets import Secrets


Ask = Callable[[str], str]


def _nobody_to_ask(login: str) -> str:
    raise NeedsPersonError(f"“{login}” signs in with a password.", "Set NOMOLOGI_PASSWORD, or use a terminal.")


class Workspace:
    """What a use case needs. `reader` and `user_id` are light; `store`, `registry` and `secrets` load libraries.

    All of them come when they are first asked for: `nomologi when` needs none.
    """

    def __init__(
        self, settings: Settings | None = None, clock: Clock | None = None, password_of: Ask = _nobody_to_ask
    ) -> None:
        """`password_of` asks the person of a login for the password, where there is one."""
        self.machine = settings or load_settings()  # what counts for all users, and for a runner
        self.clock = clock or SystemClock()
        self.ask_passphrase: Callable[[], str] | None = None  # of the vault, where a person is there to type it
        self._password_of = password_of

    @cached_property
    def settings(self) -> Settings:
        """The settings as this person has them: preferences go before config.toml, behind the environment."""
        try:
            user = self.__dict__.get("user") or self.reader.user_by_login(self.machine.user)
        except NomologiError:  # whoever needs the store says so
            return self.machine
        return personal(self.machine, user.preferences) if user and user.preferences else self.machine

    def settings_changed(self, **values: Any) -> None:
        """From now on these count for all users, and preferences as they are stored now."""
        self.machine = replace(self.machine, **values)
        self.__dict__.pop("settings", None)

    @cached_property
    def reader(self) -> "Reader":
        """The store for reading only; an absent one reads as empty."""
        from nomologi_tui.store.reading import Reader

        return Reader.open(self.machine.places, self.clock)

    @cached_property
    def store(self) -> "Store":
        """The store for writing, brought up to date; the runner hears of each write. Raises StoreError."""
        from nomologi_tui.runner.door import knock
        from nomologi_tui.store import Store

        return Store.open(self.machine.places, self.clock, partial(knock, self.machine.places.runner_socket))

    @cached_property
    def registry(self) -> "Registry":
        """The blocks."""
        from nomologi_tui.blocks.packages import allow
        from nomologi_tui.blocks.registry import load_registry

        allow(self.machine.allowed_packages)  # nobody's own, so the store is not asked
        return load_registry()

    @cached_property
    def providers(self) -> "Providers":
        """The kinds of connection."""
        from nomologi_tui.blocks.packages import allow
        from nomologi_tui.providers.registry import load_providers

        allow(self.machine.allowed_packages)  # nobody's own, so the store is not asked
        return load_providers()

    @cached_property
    def secrets(self) -> "Secrets":
        """The keyring, or the vault."""
        from nomologi_tui.store.secrets import open_secrets

        return open_secrets(self.settings, self.ask_passphrase)

    def settle_secrets(self) -> None:
        """Before a screen or a runner begins: ask for the vault's passphrase now, and never again.

        Raises StoreError for a wrong one.
        """
        if os.path.lexists(self.machine.places.vault):  # else it costs nothing
            self.secrets.settle()
        self.ask_passphrase = None

    @cached_property
    def user(self) -> "User":
        """The person this workspace belongs to, signed in; the first start makes one from the OS account."""
        user = self.ensure_user()
        if user.has_password:
            from nomologi_tui.usecases import passwords

            return passwords.sign_in(self.store, self.clock, user, self._password_of(user.email))
        return user

    @property
    def must_sign_in(self) -> bool:
        """Whether the person has a password that nobody gave yet; makes nothing."""
        known = None if "user" in self.__dict__ else self.reader.user_by_login(self.machine.user)
        return known is not None and known.has_password

    def sign_in(self, login: str, password: str) -> "User":
        """From now on this workspace belongs to the person of that login.

        Raises NeedsPersonError: also for a name that is not there, in the words for a wrong password.
        """
        from nomologi_tui.store import users
        from nomologi_tui.usecases import passwords

        known = self.store.read(users.by_email, login)
        if known is None or not known.has_password:
            raise passwords.wrong(login)
        self.__dict__["user"] = passwords.sign_in(self.store, self.clock, known, password)  # as `cached_property` does
        self.__dict__.pop("settings", None)
        return self.user

    def user_changed(self, user: "User") -> None:
        """Who is signed in is stored otherwise now: with another password, other preferences."""
        if user.id == self.user.id:
            self.__dict__["user"] = user
            self.__dict__.pop("settings", None)

    def sign_out(self) -> None:
        """Nobody is signed in any more; who comes next must say who they are, where they have a password."""
        self.__dict__.pop("user", None)
        self.__dict__.pop("settings", None)

    def ensure_user(self) -> "User":
        """The same person, who need not sign in: for a runner, which works for all."""
        from nomologi_tui.store import users

        login = self.machine.user
        known = self.store.read(users.by_email, login)  # a store that may only be read has one already
        return known or self.store.write(users.ensure_os_user, login, login, self.clock.now())

    @property
    def user_id(self) -> int:
        """The person's id for reading; 0, which owns nothing, before the first start."""
        if "user" in self.__dict__:
            return self.user.id
        known = self.reader.user_by_login(self.machine.user)
        if known is not None and known.has_password:
            return self.user.id
        return known.id if known else 0

    def who_runs(self) -> "RunnerInfo | None":
        """The runner that holds the lock now; None where nobody does, or one that begins has not said so yet."""
        token = holder(self.machine.places.runner_lock)
        if token is None:
            return None
        found = self.reader.runner()
        return found if found and token in (found.token, "") else None

    def close(self) -> None:
        """Write what is pending and let go of the files."""
        if "store" in self.__dict__:
            self.store.close()
        if "reader" in self.__dict__:
            self.reader.close()

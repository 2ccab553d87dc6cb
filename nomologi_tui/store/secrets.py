"""Secrets: in the keyring of the operating system, or in the environment; never in the database or a plain file.

A reference says where: `keyring:NAME`, or `env:NAME` for containers and the like.
"""

import os
import threading
from collections.abc import Callable, MutableMapping
from concurrent.futures import Future
from pathlib import Path
from typing import Protocol, TypeVar

from nomologi_tui.errors import BadInputError, NotFoundError, StoreError

SERVICE = "nomologi"
DEADLINE = 5.0  # seconds; a locked keyring with a prompt that nobody answers would block for ever
BUS = "DBUS_SESSION_BUS_ADDRESS"

# Only these. What `keyring.get_keyring()` finds may be a file in plain text (keyrings.alt) or ask on the terminal.
BACKENDS = (
    "keyring.backends.macOS.Keyring",
    "keyring.backends.Windows.WinVaultKeyring",
    "keyring.backends.SecretService.Keyring",
    "keyring.backends.libsecret.Keyring",
    "keyring.backends.kwallet.DBusKeyring",
)
_HINT = "Unlock it, or name an environment variable instead: env:NAME."

T = TypeVar("T")


class Keyring(Protocol):
    """What we use of a keyring backend."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


class Secrets:
    """Puts, gets and removes secrets; each call ends within the deadline, whatever the keyring does.

    `find` gives the backend, or None where there is none that we trust.
    """

    def __init__(
        self,
        environ: MutableMapping[str, str] | None = None,
        find: "Callable[[], Keyring | None] | None" = None,
        deadline: float = DEADLINE,
    ) -> None:
        self._environ = os.environ if environ is None else environ
        self._find = find or self._installed
        self._deadline = deadline
        self._stuck: threading.Thread | None = None

    def put(self, ref: str, value: str) -> None:
        """Keep `value` under `keyring:NAME`. Raises StoreError, BadInputError for another kind of reference."""
        kind, name = _parts(ref)
        if kind == "env":
            raise BadInputError(f"{name} is an environment variable; it can't be set from here.", "Use keyring:NAME.")
        self._call(lambda keyring: keyring.set_password(SERVICE, name, value))

    def get(self, ref: str) -> str:
        """The secret. Raises StoreError when the keyring can't be used, NotFoundError when it is not there."""
        kind, name = _parts(ref)
        if kind == "env":
            value = self._environ.get(name)
        else:
            value = self._call(lambda keyring: keyring.get_password(SERVICE, name))
        if value is None:
            place = "The environment" if kind == "env" else "The keyring"
            raise NotFoundError(f"{place} holds no secret called {name}.", "Log the connection in again.")
        return value

    def remove(self, ref: str) -> None:
        """Forget the secret; one that is not there, or stands in the environment, is no error. Raises StoreError."""
        kind, name = _parts(ref)
        if kind == "keyring":
            self._call(lambda keyring: _delete(keyring, name))

    def state(self) -> str:
        """The keyring in words, for `doctor`: `ready (…)`, or what is the matter."""
        try:
            return self._call(_probe)
        except StoreError as error:
            return error.message

    def _call(self, work: Callable[[Keyring], T]) -> T:
        """Do `work` in a thread of its own; a call that hangs is left behind, and no other one joins it."""
        if self._stuck and self._stuck.is_alive():
            raise _slow(self._deadline)
        done: Future[T] = Future()
        thread = threading.Thread(target=self._work, args=(work, done), name="store-keyring", daemon=True)
        thread.start()
        try:
            return done.result(self._deadline)
        except TimeoutError:
            self._stuck = thread
            raise _slow(self._deadline) from None

    def _work(self, work: Callable[[Keyring], T], done: "Future[T]") -> None:
        try:
            keyring = self._find()
            if keyring is None:
                done.set_exception(StoreError("There is no keyring to keep secrets in.", _HINT))
            else:
                done.set_result(work(keyring))
        except Exception as error:  # noqa: BLE001 - backends raise errors of their own libraries; all mean: not usable
            done.set_exception(_refused(error))

    def _installed(self) -> Keyring | None:
        """The best of the allowed backends that works here."""
        bus = Path(f"/run/user/{os.getuid()}/bus")
        if BUS not in self._environ and bus.exists():  # SSH and cron sessions lack the variable, not the bus
            self._environ[BUS] = f"unix:path={bus}"
        from keyring.backend import get_all_keyring

        found = {f"{type(one).__module__}.{type(one).__name__}": one for one in get_all_keyring()}
        return next((found[name] for name in BACKENDS if name in found), None)


def _parts(ref: str) -> tuple[str, str]:
    kind, mark, name = ref.partition(":")
    if not mark or not name or kind not in ("env", "keyring"):
        raise BadInputError("A secret's reference is neither keyring:NAME nor env:NAME.", "Write one of the two.")
    return kind, name


def _delete(keyring: Keyring, name: str) -> None:
    if keyring.get_password(SERVICE, name) is not None:
        keyring.delete_password(SERVICE, name)


def _probe(keyring: Keyring) -> str:
    """Ask for what is not there: that needs an unlocked keyring, and changes nothing."""
    keyring.get_password(SERVICE, "probe")
    return f"ready ({type(keyring).__module__.rpartition('.')[2]})"


def _slow(deadline: float) -> StoreError:
    return StoreError(
        f"The keyring did not answer within {deadline:g} s; it may wait for its password.", _HINT, passing=True
    )


def _refused(error: Exception) -> StoreError:
    """Names the kind of error only: its text might quote what was to be kept."""
    if type(error).__name__ in ("KeyringLocked", "InitError"):
        return StoreError("The keyring is locked.", _HINT, passing=True)
    return StoreError(f"The keyring can't be used ({type(error).__name__}).", _HINT, passing=True)

"""Secrets: in the keyring of the operating system, in the vault, or in the environment; never in the database.

A reference says where: `env:NAME` for containers and the like, else `keyring:NAME`: in the keyring, or in the vault
where a person made one. The vault then goes first, so that a service and a desktop session see the same secrets.
"""

import os
import threading
from collections.abc import Callable, MutableMapping
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from nomologi_tui.errors import BadInputError, NomologiError, NotFoundError, StoreError
from nomologi_tui.settings import Settings
from nomologi_tui.settings.typed_path import typed_path
from nomologi_tui.store.vault import Vault
from nomologi_tui.store.vault_key import Keys, passphrase
from nomologi_tui.text import span

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
_NONE_HINT = "`nomologi doctor --make-vault` makes a sealed file for them; or name an environment variable: env:NAME."

T = TypeVar("T")


_MISSING = {"env": "Set it where the runner is started.", "keyring": "Store it again; a connection: log it in again."}


class Keyring(Protocol):
    """What we use of a keyring backend."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


@dataclass(frozen=True, slots=True)
class SecretsState:
    """Where secrets are kept, why there, and whether that works now; `hint` says what to do where it does not.

    `none`: there is nothing that could keep them, so that a vault helps.
    """

    ready: bool
    words: str
    hint: str = ""
    none: bool = False


class Secrets:
    """Puts, gets and removes secrets; each call ends within the deadline, whatever the keyring does.

    `find` gives the backend, or None where there is none that we trust. A `vault` that exists goes before it.
    """

    def __init__(
        self,
        environ: MutableMapping[str, str] | None = None,
        find: "Callable[[], Keyring | None] | None" = None,
        deadline: float = DEADLINE,
        vault: Vault | None = None,
    ) -> None:
        self._environ = os.environ if environ is None else environ
        self._find = find or self._installed
        self._deadline = deadline
        self._vault = vault
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
            if value is None and self.in_vault:  # it may be older than the vault
                value = self._call_keyring(lambda keyring: keyring.get_password(SERVICE, name))
        if value is None:
            place = "The environment" if kind == "env" else "The vault" if self.in_vault else "The keyring"
            raise NotFoundError(f"{place} holds no secret called {name}.", _MISSING[kind])
        return value

    def remove(self, ref: str) -> None:
        """Forget the secret; one that is not there, or stands in the environment, is no error. Raises StoreError."""
        kind, name = _parts(ref)
        if kind == "keyring":
            self._call(lambda keyring: _delete(keyring, name))
            if self.in_vault:
                self._call_keyring(lambda keyring: _delete(keyring, name))

    def state(self) -> SecretsState:
        """Which store of secrets is in use, why, and how it is."""
        try:
            return SecretsState(True, self._call(self._describe))
        except StoreError as error:
            return SecretsState(False, error.message, error.hint, none=not (error.passing or self.in_vault))

    def settle(self) -> None:
        """Ask for the vault's passphrase now, if at all: later nobody may be there. StoreError for a wrong one."""
        if self._vault is not None and self.in_vault and self._vault.keys.settle():
            self._call(_probe)

    def make_vault(self, passphrase: str = "") -> str:
        """Make the vault, and say in words what opens it. Raises BadInputError where a keyring makes it needless.

        `passphrase` is one that a person typed already; else it is asked for.
        """
        vault = self._vault
        if vault is None or vault.exists:
            raise BadInputError(f"There is a vault already: {vault.path}." if vault else "A vault has no place here.")
        if vault.keys.file == vault.path:
            raise BadInputError("vault_key_file names the vault itself.", "Name another file, in another folder.")
        if not vault.keys.has_file and self.state().ready:
            raise BadInputError(
                "The keyring of this session is ready: no vault is needed.",
                "If a service must read secrets without this session, name a key file first: vault_key_file.",
            )
        if passphrase:
            vault.keys.ask = lambda: passphrase
        return vault.create()

    def change_passphrase(self, new: Callable[[], str]) -> None:
        """Let the vault be opened by what `new` gives, once the old passphrase has opened it.

        Raises BadInputError where there is no vault, or no passphrase opens it; the errors of the vault.
        """
        vault = self._vault
        if vault is None or not self.in_vault:
            raise BadInputError("There is no vault.", "`nomologi doctor --make-vault` makes one.")
        if vault.keys.has_file:
            hint = "Leave it out of the settings and the unit to go over to a passphrase: its line is the old one."
            raise BadInputError(f"{vault.keys.find().words.capitalize()} opens the vault, no passphrase.", hint)
        self._call(_probe)
        vault.change_key(passphrase(new()))

    @property
    def in_vault(self) -> bool:
        """Whether somebody made a vault: then it is used."""
        return self._vault is not None and self._vault.exists

    def _call(self, work: Callable[[Keyring], T]) -> T:
        """Do `work` with the vault, where there is one, else with the keyring."""
        if self._vault is None or not self.in_vault:
            return self._in_time(work, self._find)
        vault = self._vault
        vault.keys.settle()  # here, where a person may be asked, not in the thread with the deadline
        return self._in_time(work, lambda: vault)

    def _call_keyring(self, work: Callable[[Keyring], T]) -> T | None:
        """Do `work` with the keyring beside the vault; None where there is no such keyring."""
        try:
            return self._in_time(work, self._find)
        except StoreError as error:
            if error.passing:
                raise
            return None

    def _in_time(self, work: Callable[[Keyring], T], find: "Callable[[], Keyring | None]") -> T:
        """Do `work` in a thread of its own; a call that hangs is left behind, and no other one joins it."""
        if self._stuck and self._stuck.is_alive():
            raise self._slow()
        done: Future[T] = Future()
        thread = threading.Thread(target=self._work, args=(work, find, done), name="store-keyring", daemon=True)
        thread.start()
        try:
            return done.result(self._deadline)
        except TimeoutError:
            self._stuck = thread
            raise self._slow() from None

    def _work(self, work: Callable[[Keyring], T], find: "Callable[[], Keyring | None]", done: "Future[T]") -> None:
        try:
            keyring = find()
            if keyring is None:
                done.set_exception(self._none())
            else:
                done.set_result(work(keyring))
        except NomologiError as error:
            done.set_exception(error)
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

    def _describe(self, store: Keyring) -> str:
        _probe(store)
        if isinstance(store, Vault):
            beside = store.keys.file is not None and store.keys.file.parent == store.path.parent
            note = "; its key lies beside it, so whoever copies the folder can open it" if beside else ""
            return f"ready: the vault {store.path}, opened by {store.opened_by}; one that was made is used{note}"
        return f"ready: the keyring ({type(store).__module__.rpartition('.')[2]}); no vault was made"

    def _none(self) -> StoreError:
        why = "nothing on the session bus offers one" if self._environ.get(BUS) else "there is no session bus"
        return StoreError(f"There is no keyring to keep secrets in: {why}, and no vault was made.", _NONE_HINT)

    def _slow(self) -> StoreError:
        late = f"did not answer within {span(self._deadline)}"
        if self.in_vault:
            return StoreError(f"The vault {late}; another process may hold it.", "Try again.", passing=True)
        return StoreError(f"The keyring {late}; it may wait for its password.", _HINT, passing=True)


def open_secrets(settings: Settings, ask: Callable[[], str] | None = None) -> Secrets:
    """The secrets of these places; `ask` gives the vault's passphrase, where a person is there to type it."""
    file = typed_path(settings.vault_key_file) if settings.vault_key_file else None
    return Secrets(vault=Vault(settings.places.vault, Keys(file=file, ask=ask)))


def _parts(ref: str) -> tuple[str, str]:
    kind, mark, name = ref.partition(":")
    if not mark or not name or kind not in ("env", "keyring"):
        raise BadInputError("A secret's reference is neither keyring:NAME nor env:NAME.", "Write one of the two.")
    return kind, name


def _delete(keyring: Keyring, name: str) -> None:
    if keyring.get_password(SERVICE, name) is not None:
        keyring.delete_password(SERVICE, name)


def _probe(keyring: Keyring) -> None:
    """Ask for what is not there: that needs an unlocked keyring, and changes nothing."""
    keyring.get_password(SERVICE, "probe")


def _refused(error: Exception) -> StoreError:
    """Names the kind of error only: its text might quote what was to be kept."""
    if type(error.__cause__).__name__ == "SecretServiceNotAvailableException":
        return StoreError("The keyring's service has ended.", "Log in to the desktop again, or start it.", passing=True)
    if type(error).__name__ in ("KeyringLocked", "InitError"):
        return StoreError("The keyring is locked.", _HINT, passing=True)
    return StoreError(f"The keyring can't be used ({type(error).__name__}).", _HINT, passing=True)

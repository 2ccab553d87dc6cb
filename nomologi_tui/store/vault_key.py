"""Where the vault's key comes from: a systemd credential, a key file, or a passphrase that a person types."""

import os
import secrets
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from nomologi_tui.errors import BadInputError, NeedsPersonError, StoreError

CREDENTIAL = "nomologi-vault"  # its name in the folder that systemd names in CREDENTIALS_DIRECTORY
LEAST, MOST = 8, 4096  # bytes of a passphrase or key file
_HINT = "Name its key file in the setting vault_key_file, or begin on a terminal, which asks for the passphrase."


@dataclass(frozen=True, slots=True)
class Opener:
    """What opens the vault, and where it came from in words."""

    words: str
    text: bytes


class Keys:
    """Finds what opens the vault. `ask` is called at most once, in the thread of `settle`; "" leaves it locked."""

    def __init__(
        self, environ: Mapping[str, str] | None = None, file: Path | None = None, ask: Callable[[], str] | None = None
    ) -> None:
        folder = (os.environ if environ is None else environ).get("CREDENTIALS_DIRECTORY")
        self._credential = Path(folder) / CREDENTIAL if folder else None
        self.file = file
        self.ask = ask
        self._typed = ""

    @property
    def has_file(self) -> bool:
        """Whether a credential is there or a key file is named: then nobody is asked."""
        return self.file is not None or (self._credential is not None and self._credential.exists())

    def settle(self) -> bool:
        """Ask for the passphrase where nothing else is there, and never again; whether one was typed."""
        ask, self.ask = self.ask, None
        if ask is not None and not self.has_file:
            self._typed = ask()
        return bool(self._typed)

    def find(self) -> Opener:
        """What opens the vault. Raises a passing StoreError where there is nothing, or it can't be read."""
        if self._credential is not None and self._credential.exists():
            return Opener("the systemd credential", _read(self._credential))
        if self.file is not None:
            return Opener(f"the key file {self.file}", _read(self.file, private=True))
        if self._typed:
            return passphrase(self._typed)
        raise _locked("there is no key for it here")

    def find_new(self) -> Opener:
        """What shall open a new vault; a key file that is named and not there is made. Raises the errors of `find`,
        NeedsPersonError for an empty passphrase, BadInputError for one that is too short.
        """
        if self.file is not None and not self.file.exists():
            _make(self.file)
        if not self.has_file and not self.settle():
            raise NeedsPersonError(
                "The vault needs a passphrase.", "Type it, give it on stdin, or set vault_key_file to a key file."
            )
        return long_enough(self.find())


def passphrase(words: str) -> Opener:
    """What a person typed."""
    return Opener("a passphrase", words.encode(errors="surrogateescape"))


def long_enough(opener: Opener) -> Opener:
    """`opener`, where it may open a new vault. Raises BadInputError for one that guards nothing."""
    if len(opener.text) < LEAST:
        raise BadInputError(f"The vault needs more than {opener.words} of {len(opener.text)} bytes: {LEAST} or more.")
    return opener


def _read(path: Path, *, private: bool = False) -> bytes:
    """Without the end of the line, so that a file may hold what a person types. systemd itself guards a credential."""
    try:
        with path.open("rb") as file:
            mode, text = os.fstat(file.fileno()).st_mode, file.read(MOST + 1).rstrip(b"\r\n")
    except OSError as error:
        raise _locked(f"its key file {path} can't be read ({error.strerror})") from error
    if private and stat.S_IMODE(mode) & 0o077:
        raise _locked(f"its key file {path} is open to other users", f"Run: chmod 600 '{path}'")
    if not text or len(text) > MOST:
        raise _locked(f"its key file {path} is {'too long' if text else 'empty'}")
    return text


def _make(path: Path) -> None:
    """A new key file with a key of 256 bits, on disk before anything is sealed with it."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StoreError(
            f"The key file {path} can't be made: {error.strerror}.",
            "Set vault_key_file to a file in a folder of yours.",
        ) from error


def _locked(why: str, hint: str = _HINT) -> StoreError:
    return StoreError(f"The vault is locked: {why}.", hint, passing=True)

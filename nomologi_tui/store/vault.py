"""The vault: one sealed file of secrets for machines without a keyring. Why: the decision “A vault of our own”.

    nomologi-vault 1 argon2id KIB PASSES LANES SALT CHECK     one line, in clear, covered by the seal
    NONCE (12 bytes), then the secrets as JSON, sealed with AES-256-GCM

It is made by `create` only. Each write reads, changes and replaces it under a lock of its own, so writers of several
processes lose nothing, and a reader sees the file before or after a write. CHECK tells a wrong key from a damaged file.
"""

import fcntl
import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hmac import compare_digest
from pathlib import Path

from nomologi_tui.errors import BadInputError, StoreError
from nomologi_tui.store.argon import TURN
from nomologi_tui.store.vault_key import Keys, Opener, long_enough

MOST = 16 * 2**20  # bytes of the file; it is read and written whole
MOST_KIB, MOST_PASSES, MOST_LANES = 2**20, 64, 16  # a damaged first line must not take all memory or hours
NONCE, CHECK = 12, 16  # bytes
_HEADER = re.compile(rb"nomologi-vault 1 argon2id (\d{1,7}) (\d{1,2}) (\d{1,2}) ([0-9a-f]{32}) ([0-9a-f]{32})\n")
_OTHER = "Give the one that was set last; if its first line was changed, put back a copy of the file."
_RESTORE = "Put back a copy of the file, or remove it and log the connections in again."


@dataclass(frozen=True, slots=True)
class Cost:
    """What trying one passphrase costs; the second choice of RFC 9106: 64 MiB, a third of a second."""

    kib: int = 65_536
    passes: int = 3
    lanes: int = 4


@dataclass(frozen=True, slots=True)
class _Header:
    line: bytes
    cost: Cost
    salt: bytes
    check: bytes


class Vault:
    """The file as a keyring. Every method raises StoreError: locked and wrong keys pass, a damaged file does not."""

    def __init__(self, path: Path, keys: Keys) -> None:
        self.path = path
        self.keys = keys
        self._opened: tuple[bytes, bytes, str] | None = None  # first line, key, what opened it

    @property
    def exists(self) -> bool:
        """Whether somebody made one; a link that leads nowhere counts, so that nothing else is used instead."""
        return os.path.lexists(self.path)

    @property
    def opened_by(self) -> str:
        """What opened it, in words; empty before that."""
        return self._opened[2] if self._opened else ""

    def create(self, cost: Cost = Cost()) -> str:
        """Make an empty vault, and say what opens it. Raises BadInputError where there is one already."""
        opener = self.keys.find_new()
        line, key = _new_key(opener, cost)
        with self._locked():
            if self.exists:
                raise BadInputError(f"There is a vault already: {self.path}.")
            self._replace(line, key, {})
        self._opened = line, key, opener.words
        return opener.words

    def change_key(self, opener: Opener, cost: Cost = Cost()) -> None:
        """Seal it anew, so that only `opener` opens it; whoever holds the old key finds it locked."""
        line, new = _new_key(long_enough(opener), cost)
        with self._locked():
            _, _, kept = self._read()
            self._replace(line, new, kept)
        self._opened = line, new, opener.words

    def get_password(self, service: str, username: str) -> str | None:
        return self._read()[2].get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._change(lambda kept: kept.update({f"{service}/{username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        self._change(lambda kept: kept.pop(f"{service}/{username}", None))

    def _change(self, change: Callable[[dict[str, str]], object]) -> None:
        with self._locked():
            header, key, kept = self._read()
            change(kept)
            self._replace(header.line, key, kept)

    def _read(self) -> tuple[_Header, bytes, dict[str, str]]:
        """First line, key and secrets; nothing of a file whose seal is broken is used."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        header, sealed = self._parts()
        key = self._key(header)
        try:
            clear = AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], header.line)
        except (InvalidTag, ValueError):  # ValueError: the nonce is torn
            raise self._damaged("it was changed or torn") from None
        kept: dict[str, str] = json.loads(clear)
        return header, key, kept

    def _parts(self) -> tuple[_Header, bytes]:
        try:
            with self.path.open("rb") as file:
                data = file.read(MOST + 1)
        except OSError as error:
            raise StoreError(
                f"The vault {self.path} can't be read: {error.strerror}.", f"Run: chmod 600 '{self.path}'"
            ) from error
        found = _HEADER.match(data)
        if found is None or len(data) > MOST:
            raise self._damaged("it is too long" if found else "its first line is none of a vault")
        cost = Cost(*map(int, found.groups()[:3]))
        lanes, passes = 1 <= cost.lanes <= MOST_LANES, 1 <= cost.passes <= MOST_PASSES
        if not (lanes and passes and cost.lanes * 8 <= cost.kib <= MOST_KIB):
            raise self._damaged("its first line was changed")
        header = _Header(found[0], cost, bytes.fromhex(found[4].decode()), bytes.fromhex(found[5].decode()))
        return header, data[found.end() :]

    def _key(self, header: _Header) -> bytes:
        """The key, derived once for each first line."""
        with TURN:  # who comes second finds it derived
            if self._opened and self._opened[0] == header.line:
                return self._opened[1]
            opener = self.keys.find()
            key, check = _derive(opener.text, header.salt, header.cost)
            if not compare_digest(check, header.check):
                raise StoreError(f"The vault is locked: {opener.words} does not open it.", _OTHER, passing=True)
            self._opened = header.line, key, opener.words
            return key

    def _replace(self, line: bytes, key: bytes, kept: dict[str, str]) -> None:
        """Beside it, onto the disk, then in its place: whoever is killed here leaves the old file or the new one."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(NONCE)
        data = line + nonce + AESGCM(key).encrypt(nonce, json.dumps(kept).encode(), line)
        if len(data) > MOST:
            raise BadInputError(f"The vault holds at most {MOST // 2**20} MiB.")
        part = self.path.with_name(self.path.name + ".new")  # one left behind is sealed too, and written over
        try:
            _write(part, data)
            part.replace(self.path)
            _sync_folder(self.path.parent)
        except OSError as error:
            with suppress(OSError):
                part.unlink()
            raise self._unwritten(error) from error

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One writer at a time over all processes; the kernel frees the lock when its holder dies."""
        path = self.path.with_name(self.path.name + ".lock")
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise self._unwritten(error) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _damaged(self, why: str) -> StoreError:
        return StoreError(f"The vault {self.path} is damaged: {why}. It was left as it is.", _RESTORE)

    def _unwritten(self, error: OSError) -> StoreError:
        return StoreError(
            f"The vault {self.path} can't be written: {error.strerror}. It was left as it is.",
            "Check the folder and its space.",
            passing=True,
        )


def _new_key(opener: Opener, cost: Cost) -> tuple[bytes, bytes]:
    """A first line with a salt of its own, and the key that belongs to it."""
    salt = os.urandom(16)
    key, check = _derive(opener.text, salt, cost)
    line = f"nomologi-vault 1 argon2id {cost.kib} {cost.passes} {cost.lanes} {salt.hex()} {check.hex()}\n"
    return line.encode(), key


def _derive(text: bytes, salt: bytes, cost: Cost) -> tuple[bytes, bytes]:
    """Key and check. A key file goes this way too: it may hold words of a person."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    try:
        kdf = Argon2id(salt=salt, length=32 + CHECK, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.kib)
        with TURN:
            made = kdf.derive(text)
    except (MemoryError, ValueError) as error:
        raise StoreError(
            f"The vault's key can't be derived: it takes {cost.kib // 1024} MiB of memory.", "Free some.", passing=True
        ) from error
    return made[:32], made[32:]


def _write(path: Path, data: bytes) -> None:
    path.unlink(missing_ok=True)  # one left behind keeps its mode, and may be a link
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

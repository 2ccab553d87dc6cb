"""Passwords: kept as argon2id, asked for once a process, slowed down after wrong ones."""

import os

from nomologi_tui.clock import Clock
from nomologi_tui.errors import BadInputError, NeedsPersonError
from nomologi_tui.model import User
from nomologi_tui.store import Store, users
from nomologi_tui.store.argon import TURN
from nomologi_tui.text import clean_line, shorten, span

SHORTEST = 8  # characters
FREE = 3  # wrong ones in a row before the next one has to wait
LONGEST_PAUSE = 300.0  # seconds
LONGEST_SHOWN = 60  # characters of a login
# RFC 9106, the second recommended option: 64 MiB, three passes, four lanes. A quarter of a second.
_LENGTH, _PASSES, _LANES, _KIBIBYTES = 32, 3, 4, 64 * 1024


def hashed(password: str) -> str:
    """What is stored of it, in the PHC format. Raises BadInputError when it is too short."""
    if len(password) < SHORTEST:
        raise BadInputError(f"The password is shorter than {SHORTEST} characters.", "Take a longer one.")
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # 50 ms that others need not wait for

    kept = Argon2id(salt=os.urandom(16), length=_LENGTH, iterations=_PASSES, lanes=_LANES, memory_cost=_KIBIBYTES)
    with TURN:
        return kept.derive_phc_encoded(_bytes(password))


def fits(password: str, stored: str) -> bool:
    """Whether `stored` was made of it."""
    from cryptography.exceptions import InvalidKey
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    try:
        with TURN:
            Argon2id.verify_phc_encoded(_bytes(password), stored)
    except InvalidKey:
        return False
    return True


def sign_in(store: Store, clock: Clock, user: User, password: str) -> User:
    """The user, when the password is right. Raises NeedsPersonError when it is wrong or comes too soon."""
    tried = store.write(users.begin_try, user.id, clock.now(), pause)
    if not fits(password, user.password_hash or ""):
        raise wrong(user.email, pause(tried.failures))
    store.write(users.succeed, user.id)
    return user


def wrong(login: str, seconds: float = 0.0) -> NeedsPersonError:
    """What is said of a wrong password, and how long the next try has to wait."""
    when = f"Try again in {span(seconds)}." if seconds else "Try again."
    return NeedsPersonError(f"The password for “{shorten(clean_line(login), LONGEST_SHOWN)}” is wrong.", when)


def pause(failures: int) -> float:
    """Seconds until the next try, after so many wrong ones in a row."""
    return 0.0 if failures < FREE else min(2.0 ** (failures - FREE), LONGEST_PAUSE)


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")

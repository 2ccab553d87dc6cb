"""Users."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, select

from nomologi_tui.clock import newer_record
from nomologi_tui.errors import BadInputError, NeedsPersonError
from nomologi_tui.model import User
from nomologi_tui.store import convert, orm, tables
from nomologi_tui.text import clean_line, span

Tx = Connection
_USER = tables.User.__table__


def ensure_os_user(tx: Tx, login: str, display_name: str, now: datetime) -> User:
    """The user of an OS account, made when he comes first."""
    return by_email(tx, login) or _create(tx, login, display_name, now)


def _create(tx: Tx, login: str, display_name: str, now: datetime) -> User:
    row = tables.User(email=clean_line(login), display_name=clean_line(display_name), created_at=now)
    return convert.user(orm.values(orm.save(tx, row)))


def add(tx: Tx, login: str, display_name: str, password_hash: str, now: datetime) -> User:
    """A person who signs in with a password. Raises BadInputError when there is one of that login."""
    if by_email(tx, login) is not None:
        raise BadInputError(f"There is a user “{clean_line(login)}” already.", "Take another login.")
    made = _create(tx, login, display_name, now)
    return set_password(tx, made.id, password_hash)


def set_password(tx: Tx, user_id: int, password_hash: str) -> User:
    """From now on the person signs in with it; wrong ones before are forgotten."""
    return _change(tx, user_id, password_hash=password_hash, auth="password", failures=0, failed_at=None)


def remove_password(tx: Tx, user_id: int) -> User:
    """From now on the operating system's account is enough."""
    return _change(tx, user_id, password_hash=None, auth="os", failures=0, failed_at=None)


def begin_try(tx: Tx, user_id: int, now: datetime, pause: Callable[[int], float]) -> User:
    """Count a try to sign in as failed, until `succeed` says otherwise: so also tries at once are slowed down.

    `pause` gives the seconds that must pass after so many failures. Raises NeedsPersonError while they have not.
    """
    user = get(tx, user_id)
    again = (user.failed_at or now) + timedelta(seconds=pause(user.failures))
    if (
        user.failures and now < again and newer_record(now, [user.failed_at]) is None
    ):  # or it was a clock that was ahead
        seconds = max(1, round((again - now).total_seconds()))
        raise NeedsPersonError(f"Too many wrong passwords for “{user.email}”.", f"Try again in {span(seconds)}.")
    return _change(tx, user_id, failures=user.failures + 1, failed_at=now)


def succeed(tx: Tx, user_id: int) -> None:
    """The last try was right."""
    _change(tx, user_id, failures=0, failed_at=None)


def remove(tx: Tx, user_id: int) -> None:
    """Remove the person with all that is theirs; the caller removes their secrets. Raises NotFoundError."""
    if not tx.execute(delete(_USER).where(_USER.c.id == user_id)).rowcount:
        raise orm.missing("user", user_id)


def _change(tx: Tx, user_id: int, **values: Any) -> User:
    row = orm.need(tx, tables.User, user_id, "user")
    for name, value in values.items():
        setattr(row, name, value)
    return convert.user(orm.values(orm.save(tx, row)))


def get(tx: Tx, user_id: int) -> User:
    """Raises NotFoundError."""
    return convert.user(orm.values(orm.need(tx, tables.User, user_id, "user")))


def by_email(tx: Tx, email: str) -> User | None:
    """The user who signs in as `email`."""
    row = tx.execute(select(_USER).where(_USER.c.email == clean_line(email))).mappings().first()
    return convert.user(row) if row else None


def set_preferences(tx: Tx, user_id: int, preferences: dict[str, Any]) -> User:
    """Replace all of a user's preferences."""
    return _change(tx, user_id, preferences=preferences)


def all_users(tx: Tx) -> list[User]:
    return [convert.user(row) for row in tx.execute(select(_USER).order_by(_USER.c.id)).mappings()]

"""Users."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from nomologi_tui.model import User
from nomologi_tui.store import convert, orm, tables
from nomologi_tui.text import clean_line

Tx = Connection
_USER = tables.User.__table__


def ensure_os_user(tx: Tx, login: str, display_name: str, now: datetime) -> User:
    """The user of an OS account, made when he comes first."""
    return by_email(tx, login) or _create(tx, login, display_name, now)


def _create(tx: Tx, login: str, display_name: str, now: datetime) -> User:
    row = tables.User(email=clean_line(login), display_name=clean_line(display_name), created_at=now)
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
    row = orm.need(tx, tables.User, user_id, "user")
    row.preferences = preferences
    return convert.user(orm.values(orm.save(tx, row)))


def all_users(tx: Tx) -> list[User]:
    return [convert.user(row) for row in tx.execute(select(_USER).order_by(_USER.c.id)).mappings()]

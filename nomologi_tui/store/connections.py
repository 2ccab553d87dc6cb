"""Connections. The rows hold the names of secrets; the secrets are in the keyring (`secrets`)."""

import difflib
from datetime import datetime

from sqlalchemy import delete, or_, select, update

from nomologi_tui.errors import NotFoundError
from nomologi_tui.model import NEEDS_LOGIN, OK, Connection
from nomologi_tui.store import convert, orm, tables
from nomologi_tui.store.orm import Tx
from nomologi_tui.text import clean_line, shorten

_CONNECTION = tables.Connection.__table__


def save(tx: Tx, connection: Connection, now: datetime) -> Connection:
    """Store a new connection (id 0) or a changed one."""
    before = orm.need(tx, tables.Connection, connection.id, "connection") if connection.id else None
    row = tables.Connection(
        id=connection.id or None, user_id=connection.user_id, provider=connection.provider,
        label=clean_line(connection.label), config=connection.config, access_token=connection.access_token_ref,
        refresh_token=connection.refresh_token_ref, expires_at=connection.expires_at, scopes=list(connection.scopes),
        account=clean_line(connection.account), status=connection.status, tested_at=connection.tested_at,
        created_at=before.created_at if before else now,
    )  # fmt: skip
    return convert.connection(orm.values(orm.save(tx, row)))


def get(tx: Tx, user_id: int, connection_id: int) -> Connection:
    """The user's connection. Raises NotFoundError."""
    row = orm.need(tx, tables.Connection, connection_id, "connection")
    if row.user_id != user_id:
        raise orm.missing("connection", connection_id)
    return convert.connection(orm.values(row))


def find(tx: Tx, user_id: int, ref: str) -> Connection:
    """The user's connection by label (in any case) or id. Raises NotFoundError with the nearest labels."""
    known = all_for(tx, user_id)
    for matches in (lambda one: one.label.casefold() == ref.strip().casefold(), lambda one: str(one.id) == ref):
        found = next((one for one in known if matches(one)), None)
        if found is not None:
            return found
    labels = [one.label for one in known]
    near = difflib.get_close_matches(ref, labels, n=3, cutoff=0.3) or labels[:3]
    hint = f"Perhaps {', '.join(near)}?" if near else "There is none yet; `nomologi connections add` makes one."
    raise NotFoundError(f"There is no connection called “{shorten(clean_line(ref), 60)}”.", hint)


def all_for(tx: Tx, user_id: int) -> list[Connection]:
    """The user's connections in the order they were made."""
    wanted = select(_CONNECTION).where(_CONNECTION.c.user_id == user_id).order_by(_CONNECTION.c.id)
    return [convert.connection(row) for row in tx.execute(wanted).mappings()]


def named_references(tx: Tx) -> set[str]:
    """Where the secrets are of all users' connections."""
    rows = tx.execute(select(_CONNECTION.c.config, _CONNECTION.c.access_token, _CONNECTION.c.refresh_token))
    found = [value for config, *tokens in rows for value in (*config.values(), *tokens)]
    return {one for one in found if isinstance(one, str) and one.startswith(("keyring:", "env:"))}


def that_end(tx: Tx) -> list[Connection]:
    """Those of all users whose login ends by itself, or has ended."""
    ends = or_(_CONNECTION.c.expires_at.is_not(None), _CONNECTION.c.status == NEEDS_LOGIN)
    wanted = select(_CONNECTION).where(_CONNECTION.c.access_token.is_not(None), ends).order_by(_CONNECTION.c.id)
    return [convert.connection(row) for row in tx.execute(wanted).mappings()]


def set_status(tx: Tx, connection_id: int, status: str) -> None:
    """Raises NotFoundError."""
    if not tx.execute(update(_CONNECTION).where(_CONNECTION.c.id == connection_id).values(status=status)).rowcount:
        raise orm.missing("connection", connection_id)


def note_tested(tx: Tx, connection_id: int, now: datetime) -> None:
    """When it was last tried by a person."""
    tx.execute(update(_CONNECTION).where(_CONNECTION.c.id == connection_id).values(tested_at=now))


def note_status(tx: Tx, connection_id: int, status: str) -> None:
    """How it fared in a run; it may be gone by now."""
    tx.execute(update(_CONNECTION).where(_CONNECTION.c.id == connection_id).values(status=status))


def note_end(tx: Tx, connection_id: int, moment: datetime) -> None:
    """Its token was refused before its time: it has ended at `moment`."""
    tx.execute(update(_CONNECTION).where(_CONNECTION.c.id == connection_id).values(expires_at=moment))


def note_account(tx: Tx, connection_id: int, account: str) -> None:
    """Whose it is, as its provider says; it may be gone by now."""
    tx.execute(update(_CONNECTION).where(_CONNECTION.c.id == connection_id).values(account=clean_line(account)))


def renewed(
    tx: Tx, connection_id: int, reference: str, expires_at: datetime | None, scopes: tuple[str, ...], *, renews: bool
) -> None:
    """A login or a renewal succeeded; its tokens are kept under `reference`. Raises NotFoundError."""
    new = {
        "access_token": reference, "refresh_token": reference if renews else None, "expires_at": expires_at,
        "scopes": list(scopes), "status": OK,
    }  # fmt: skip
    if not tx.execute(update(_CONNECTION).where(_CONNECTION.c.id == connection_id).values(**new)).rowcount:
        raise orm.missing("connection", connection_id)


def remove(tx: Tx, user_id: int, connection_id: int) -> None:
    """Remove the row; the caller removes its secrets. Raises NotFoundError."""
    own = (_CONNECTION.c.id == connection_id, _CONNECTION.c.user_id == user_id)
    if not tx.execute(delete(_CONNECTION).where(*own)).rowcount:
        raise orm.missing("connection", connection_id)

"""Secrets that nothing needs any more, or not yet: noted first, so that none stays in the keyring unknown.

Keyring and database share no transaction. So: note the references, put the secrets, store the row that names them.
Whoever is killed or refused in between leaves a note; what a connection names by then stays, all else goes.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from nomologi_tui.errors import StoreError
from nomologi_tui.model import Connection
from nomologi_tui.store import Store, connections, tables
from nomologi_tui.store.orm import Tx
from nomologi_tui.store.secrets import Secrets

FOR_A_ROW = timedelta(days=1)  # how long the row may take that is to name a new secret

_UNUSED = tables.UnusedSecret.__table__


def note(tx: Tx, references: Iterable[str], due_at: datetime) -> None:
    """From `due_at` on these are removed, unless a connection names them."""
    new = list(dict.fromkeys(references))
    settle(tx, new)
    if new:
        tx.execute(insert(_UNUSED), [{"reference": one, "due_at": due_at} for one in new])


def settle(tx: Tx, references: Collection[str]) -> None:
    """These are gone, or in use."""
    tx.execute(delete(_UNUSED).where(_UNUSED.c.reference.in_(references)))


def due(tx: Tx, now: datetime) -> list[str]:
    """Those to be removed now; those that a connection names are noted no more."""
    noted = list(tx.execute(select(_UNUSED.c.reference).where(_UNUSED.c.due_at <= now)).scalars())
    named = connections.named_references(tx) if noted else set()
    settle(tx, named.intersection(noted))
    return [one for one in noted if one not in named]


def forget(store: Store, secrets: Secrets, now: datetime, more: Sequence[str] = ()) -> StoreError | None:
    """Take what is due, and `more`, out of the keyring. What it does not give now stays noted: the error says why."""
    try:
        for one in dict.fromkeys([*store.write(due, now), *more]):
            secrets.remove(one)
            store.write(settle, [one])
    except StoreError as error:
        return error
    return None


def save(tx: Tx, connection: Connection, unused: Iterable[str], now: datetime) -> Connection:
    """Store a connection; `unused` is what it names no more."""
    note(tx, unused, now)
    return connections.save(tx, connection, now)


def remove(tx: Tx, connection: Connection, unused: Iterable[str], now: datetime) -> None:
    """Remove a connection; `unused` is where its secrets are. Raises NotFoundError."""
    note(tx, unused, now)
    connections.remove(tx, connection.user_id, connection.id)

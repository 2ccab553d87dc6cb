"""SQLModel sessions inside a `Tx`, for configuration: what is saved seldom and read whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, CursorResult
from sqlmodel import Session

from nomologi_tui.errors import NotFoundError
from nomologi_tui.store.tables import Row

Tx = Connection
R = TypeVar("R", bound=Row)
LARGEST_ID = 2**63 - 1  # SQLite's integers end here


@contextmanager
def session(tx: Tx) -> Iterator[Session]:
    """A session that flushes into `tx` and leaves its commit to the writer."""
    with Session(tx, join_transaction_mode="rollback_only", expire_on_commit=False) as one:
        yield one
        one.flush()


def save(tx: Tx, row: R) -> R:
    """Insert `row`, or update the one with its id; the row as stored."""
    with session(tx) as one:
        merged = one.merge(row)
        one.flush()
        return merged


def find(tx: Tx, kind: type[R], id_: int) -> R | None:
    """The row with that id."""
    if not 0 < id_ <= LARGEST_ID:
        return None
    with session(tx) as one:
        return one.get(kind, id_)


def need(tx: Tx, kind: type[R], id_: int, what: str) -> R:
    """The row with that id. Raises NotFoundError that calls it `what`."""
    row = find(tx, kind, id_)
    if row is None:
        raise missing(what, id_)
    return row


def missing(what: str, id_: int) -> NotFoundError:
    return NotFoundError(
        f"There is no {what} {id_}.", f"It may have been removed; list the {what}s to see which exist."
    )


def values(row: Row) -> dict[str, Any]:
    """The row as a mapping, for `convert`."""
    return row.model_dump()


def rows(found: CursorResult[Any]) -> Iterator[dict[str, Any]]:
    """Each row as a mapping, for `convert`. SQLAlchemy's own mappings take twice the time: for thousands of rows."""
    names = tuple(found.keys())
    return (dict(zip(names, row, strict=True)) for row in found)

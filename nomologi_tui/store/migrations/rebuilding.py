"""A table made anew with its rows: SQLite adds columns only behind the constraints, and a new database has them before.

Call it without foreign keys: dropping a parent table would delete its children otherwise.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection


def rebuild(tx: "Connection", table: str, statements: Sequence[str], **added: Any) -> None:
    """Drop `table` and make it and its indexes by `statements`.

    Its rows stay, with `added` for the new columns that can't be NULL.
    """
    last = tx.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).scalar()
    tx.exec_driver_sql(f'CREATE TEMP TABLE kept AS SELECT * FROM "{table}"')  # noqa: S608 - a name of ours
    columns = [f'"{row[1]}"' for row in tx.exec_driver_sql("SELECT * FROM pragma_table_info('kept')")]
    tx.exec_driver_sql(f'DROP TABLE "{table}"')
    for statement in statements:
        tx.exec_driver_sql(statement)
    into = ", ".join([*columns, *(f'"{name}"' for name in added)])
    values = ", ".join([*columns, *("?" for _ in added)])
    tx.exec_driver_sql(f'INSERT INTO "{table}" ({into}) SELECT {values} FROM kept', tuple(added.values()))  # noqa: S608
    tx.exec_driver_sql("DROP TABLE kept")
    if last is not None:  # ids of rows that are gone are not given again
        tx.exec_driver_sql("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (last, table))

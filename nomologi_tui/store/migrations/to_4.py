"""From version 3 to 4: secrets that are still to be taken out of the keyring."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

_UNUSED = """
CREATE TABLE unused_secret (
    reference VARCHAR NOT NULL,
    due_at DATETIME NOT NULL,
    PRIMARY KEY (reference)
)
"""


def to_4(tx: "Connection") -> None:
    tx.exec_driver_sql(_UNUSED)

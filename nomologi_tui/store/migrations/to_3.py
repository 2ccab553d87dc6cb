"""From version 2 to 3: an index of the log's words. It is empty at first; the runner fills it a piece at a time."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

_WORDS = (
    "CREATE VIRTUAL TABLE log_words USING fts5(description, content='', tokenize='trigram', detail=none, columnsize=0)"
)
_INDEXED = """
CREATE TABLE log_indexed (
    id INTEGER NOT NULL,
    up_to INTEGER NOT NULL,
    held INTEGER NOT NULL,
    PRIMARY KEY (id)
)
"""


def to_3(tx: "Connection") -> None:
    for statement in (_INDEXED, _WORDS):
        tx.exec_driver_sql(statement)

"""From version 2 to 3: an index of the log's words, which the runner fills later, and where automations came from."""

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

_ORIGIN = (
    """
CREATE TABLE automation_origin (
    automation_id INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    mark VARCHAR NOT NULL,
    aside VARCHAR NOT NULL,
    PRIMARY KEY (automation_id),
    FOREIGN KEY(automation_id) REFERENCES automation (id) ON DELETE CASCADE
)
""",
    "CREATE INDEX ix_automation_origin_source ON automation_origin (source)",
)
_ENDED = "CREATE INDEX run_ended ON execution_run (status, id) WHERE finished_at IS NOT NULL"


def to_3(tx: "Connection") -> None:
    for statement in (_INDEXED, _WORDS, *_ORIGIN, _ENDED):
        tx.exec_driver_sql(statement)

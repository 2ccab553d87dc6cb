"""An index of the log's text that says which entries may hold some words. Light: without SQLAlchemy.

It only proposes; whoever asks compares the entries themselves. So nothing has to be taken out of it when entries go,
and entries may be put in long after they were written: what is not in it yet is looked through. The runner fills it.
"""

import sqlite3

MADE = (
    "CREATE VIRTUAL TABLE log_words USING fts5(description, content='', tokenize='trigram', detail=none, columnsize=0)"
)
PIECE = 3  # letters; shorter texts are not found by the index
MOST_PIECES = 40  # asked for of a long text

UP_TO = "SELECT coalesce(max(up_to), 0) AS up_to FROM log_indexed"
_ADD = """
INSERT INTO log_words (rowid, description) SELECT id, description FROM execution_log WHERE id > ? AND id <= ?
"""
_NEXT = "SELECT count(*), max(id) FROM (SELECT id FROM execution_log WHERE id > ? ORDER BY id LIMIT ?)"
_MARK = """
INSERT INTO log_indexed (id, up_to, held) VALUES (1, ?, ?)
ON CONFLICT (id) DO UPDATE SET up_to = excluded.up_to, held = held + excluded.held
"""
_STALE = """
SELECT held > 2 * (SELECT count(*) FROM execution_log WHERE id <= up_to) FROM log_indexed WHERE held >= ?
"""


def pieces(text: str) -> str | None:
    """What the index is asked for an entry that may hold `text`; None where only a look at each entry tells."""
    found = dict.fromkeys(text[at : at + PIECE] for at in range(len(text) - PIECE + 1))
    wanted = [piece.replace('"', '""') for piece in found if "\0" not in piece][:MOST_PIECES]
    return " AND ".join(f'"{piece}"' for piece in wanted) or None


def lacks(connection: sqlite3.Connection, most: int) -> int:
    """How many entries it does not hold yet, counted up to `most`."""
    return int(connection.execute(_NEXT, (_up_to(connection), most)).fetchone()[0])


def take_in(connection: sqlite3.Connection, most: int) -> int:
    """Put the next entries in, `most` at once, inside a transaction; how many there were."""
    up_to = _up_to(connection)
    number, last = connection.execute(_NEXT, (up_to, most)).fetchone()
    if number:
        connection.execute(_ADD, (up_to, last))
        connection.execute(_MARK, (last, number))
    return int(number)


def forget_gone(connection: sqlite3.Connection, least: int) -> bool:
    """Empty it where more than half of what it holds is gone from the log, to be filled anew; whether it did.

    To take each entry out by itself would make it larger first, and hold the store for seconds when it shrinks.
    """
    stale = connection.execute(_STALE, (least,)).fetchone()
    if not stale or not stale[0]:
        return False
    connection.execute("INSERT INTO log_words (log_words) VALUES ('delete-all')")
    connection.execute("DELETE FROM log_indexed")
    return True


def _up_to(connection: sqlite3.Connection) -> int:
    return int(connection.execute(UP_TO).fetchone()[0])

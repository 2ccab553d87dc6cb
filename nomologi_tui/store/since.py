"""What is newer than a moment, in rows whose ids grow with time. Light: without SQLAlchemy.

A machine without a battery stamps 1970 until its clock is set: such a row is as old as those beside it.
"""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from nomologi_tui.store import sqlite

UNSET = datetime(2020, 1, 1, tzinfo=UTC)  # this program is younger: a clock that shows less was not set yet
_UNSET = sqlite.stamp(UNSET)

Ask = Callable[..., list[sqlite3.Row]]


class Stamped:
    """A table by the column that holds each row's moment."""

    def __init__(self, table: str, column: str) -> None:
        self._column = column
        self._newest = f"SELECT max(id) AS id FROM {table}"  # noqa: S608 - names of ours
        self._made = f"""
SELECT id, {column} AS made FROM {table} WHERE id >= ? AND {column} >= '{_UNSET}' ORDER BY id LIMIT 1
"""  # noqa: S608 - as above

    def newest(self, ask: Ask) -> int:
        """The highest id; 0 when there is none."""
        found = ask(self._newest)
        return int(found[0]["id"] or 0) if found else 0

    def last_before(self, ask: Ask, moment: datetime) -> int:
        """An id below which all rows were made before `moment`: twenty looks find it among a million."""
        low, high, wanted = 0, self.newest(ask) + 1, sqlite.stamp(max(moment, UNSET))
        while low + 1 < high:
            middle = (low + high) // 2
            made = ask(self._made, middle)
            if made and _text(made[0]["made"]) < wanted:
                low = made[0]["id"]
            else:
                high = middle
        return low

    def newer(self, ask: Ask, name: str, moment: datetime) -> str:
        """The condition, in SQL, that a row of the table, there called `name`, is newer."""
        column = f"{name}.{self._column}"
        place = self.last_before(ask, moment)
        return f"({column} >= '{sqlite.stamp(moment)}' OR {column} < '{_UNSET}' AND {name}.id > {place})"


def _text(moment: datetime | str) -> str:
    return moment if isinstance(moment, str) else sqlite.stamp(moment)


def earlier(moment: datetime, by: timedelta) -> datetime:
    """`moment` less `by`; the first moment that clocks show, where there is none."""
    return max(moment, UNSET) - by

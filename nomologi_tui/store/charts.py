"""What charts are drawn from: runs counted by hour and by day, how long they took, and what is due.

Everything about one automation walks its own runs, which history keeps few; counts over all read an index alone.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from nomologi_tui.model import RunStatus, Step
from nomologi_tui.store import convert, sqlite
from nomologi_tui.store.records import Ahead, DayCount

# the first second, user, automation, since. The + keeps planners from walking the runs of everybody since then.
HOURS = """
SELECT (strftime('%s', finished_at) - ?) / 3600 AS hour, status, count(*) AS number FROM execution_run
 WHERE automation_id = (SELECT id FROM automation WHERE user_id = ? AND id = ?) AND +finished_at >= ? GROUP BY 1, 2
"""
# since, until, user
ENDED = """
SELECT status, count(*) AS number FROM execution_run
 WHERE finished_at >= ? AND finished_at < ? AND +automation_id IN (SELECT id FROM automation WHERE user_id = ?)
 GROUP BY status
"""
# since, until, user, automation
ENDED_OF_ONE = """
SELECT status, count(*) AS number FROM execution_run
 WHERE +finished_at >= ? AND +finished_at < ?
   AND automation_id = (SELECT id FROM automation WHERE user_id = ? AND id = ?) GROUP BY status
"""
# user, automation, how many
TOOK = """
SELECT started_at, finished_at FROM execution_run
 WHERE automation_id = (SELECT id FROM automation WHERE user_id = ? AND id = ?)
   AND finished_at IS NOT NULL AND started_at IS NOT NULL AND status IN ('success', 'failure')
 ORDER BY id DESC LIMIT ?
"""
# user, until, automation or NULL, the same, how many
AHEAD = """
SELECT a.slug, a.goal, l.next_due, s.* FROM listener l
  JOIN automation a ON a.id = l.automation_id JOIN automation_step s ON s.id = l.step_id
 WHERE a.user_id = ? AND a.deleted_at IS NULL AND a.status = 'active' AND s.enabled AND l.next_due < ?
   AND (? IS NULL OR a.id = ?)
 ORDER BY l.next_due, a.id LIMIT ?
"""


# user, until, automation or NULL, the same, how many
GOES_ON = """
SELECT a.id AS automation_id, a.slug, a.goal, r.resume_at AS next_due FROM execution_run r
  JOIN automation a ON a.id = r.automation_id
 WHERE r.finished_at IS NULL AND r.status = 'waiting' AND r.waiting_for IN ('time', 'retry') AND a.user_id = ?
   AND a.deleted_at IS NULL AND r.resume_at < ? AND (? IS NULL OR a.id = ?)
 ORDER BY r.resume_at, a.id LIMIT ?
"""


class Charts:
    """`rows(sql, *values)` answers."""

    def __init__(self, rows: Callable[..., list[sqlite3.Row]]) -> None:
        self._rows = rows

    def per_hour(self, user_id: int, automation_id: int, since: datetime, hours: int) -> list[Mapping[RunStatus, int]]:
        """How an automation's runs ended, for each of the `hours` hours after `since`."""
        found: list[dict[RunStatus, int]] = [{} for _ in range(hours)]
        values = int(since.timestamp()), user_id, automation_id, sqlite.stamp(since)
        for row in self._rows(HOURS, *values):
            counts, status = found[min(row["hour"], hours - 1)], RunStatus(row["status"])  # the last second is no hour
            counts[status] = counts.get(status, 0) + row["number"]
        return list(found)

    def per_day(self, user_id: int, automation_id: int | None, begins: Sequence[datetime]) -> list[DayCount]:
        """How the runs of each day ended, of one automation or all. `begins` are the days' first moments, and the end
        of the last day."""
        found = []
        for begin, end in pairwise(begins):
            span = sqlite.stamp(begin), sqlite.stamp(end), user_id
            rows = self._rows(ENDED_OF_ONE, *span, automation_id) if automation_id else self._rows(ENDED, *span)
            found.append(DayCount(begin, {RunStatus(row["status"]): row["number"] for row in rows}))
        return found

    def took(self, user_id: int, automation_id: int, limit: int) -> list[float]:
        """How many seconds an automation's last runs took that went well or failed, the oldest first."""
        rows = self._rows(TOOK, user_id, automation_id, limit)
        return [max((row["finished_at"] - row["started_at"]).total_seconds(), 0.0) for row in reversed(rows)]

    def ahead(self, user_id: int, until: datetime, automation_id: int | None = None, limit: int = 500) -> list[Ahead]:
        """The triggers that are due next before `until`, and the runs that wait and go on by then, the next one first.

        Those of one automation or all.
        """
        values = user_id, sqlite.stamp(until), automation_id, automation_id, limit
        due = [_ahead(row, convert.step(row)) for row in self._rows(AHEAD, *values)]
        waiting = [_ahead(row, None) for row in self._rows(GOES_ON, *values)]
        return sorted([*due, *waiting], key=lambda one: one.next_due)[:limit]


def _ahead(row: sqlite3.Row, trigger: Step | None) -> Ahead:
    return Ahead(row["automation_id"], row["slug"], row["goal"], row["next_due"], trigger)

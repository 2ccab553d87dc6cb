"""Pages of a user's runs, newest first: each costs the same wherever one looks, among a hundred runs or a million."""

import json
import sqlite3
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from nomologi_tui.store import convert
from nomologi_tui.store.records import RunFilter, RunLine, RunSpan
from nomologi_tui.store.since import Stamped, earlier

SLACK = timedelta(days=1)  # by so much a clock may have been set back
# The cross join walks the runs by their ids and looks the automation up; else a user's automations would be walked.
LINES = """
SELECT r.id, r.automation_id, a.goal, a.slug, r.status, r.trigger, r.summary, r.error, r.created_at, r.started_at,
       r.finished_at, r.waiting_for, r.resume_at, r.replay_of
  FROM execution_run r CROSS JOIN automation a ON a.id = r.automation_id
 WHERE +a.user_id = ?
"""
THESE = f"{LINES} AND r.id IN (SELECT value FROM json_each(?)) ORDER BY r.id DESC"  # noqa: S608 - texts of ours
_ASKS = "r.finished_at IS NULL AND r.status = 'waiting' AND r.waiting_for IN ('decision', 'approval')"
ASKING = f"""
SELECT count(*) AS number FROM execution_run r
 WHERE {_ASKS} AND EXISTS (SELECT 1 FROM automation a WHERE a.id = +r.automation_id AND a.user_id = ?)
"""  # noqa: S608 - as above
_WORDS = "instr(lower(a.goal || char(10) || r.summary || char(10) || r.error), ?) > 0"
_MADE = Stamped("execution_run", "created_at")


class RunPages:
    """Asks about many runs at once. `rows(sql, *values)` answers."""

    def __init__(self, rows: Callable[..., list[sqlite3.Row]]) -> None:
        self._rows = rows

    def page(self, user_id: int, chosen: RunFilter, span: RunSpan) -> list[RunLine]:
        """The runs of a span that the filter lets through, newest first."""
        sql, values = LINES, [user_id]
        for condition, wanted in self._conditions(chosen, span):
            sql += f" AND {condition}"
            values += wanted
        order = "ASC" if span.oldest else "DESC"
        rows = self._rows(f"{sql} ORDER BY r.id {order} LIMIT ?", *values, span.limit)
        found = [convert.run_line(row) for row in rows]
        return found[::-1] if span.oldest else found

    def _conditions(self, chosen: RunFilter, span: RunSpan) -> Iterable[tuple[str, list[Any]]]:
        """Each condition that is wanted, and its values."""
        after = span.after
        if chosen.since is not None:
            after = max(after, _MADE.last_before(self._rows, earlier(chosen.since, SLACK)))
            yield _MADE.newer(self._rows, "r", chosen.since), []
        yield "r.id > ?", [after]
        if span.before is not None:
            yield "r.id < ?", [span.before]
        if chosen.automation_id is not None:
            yield "r.automation_id = ?", [chosen.automation_id]
        if chosen.asks:
            yield _ASKS, []
        elif chosen.status is not None:  # which index has them, only the second condition tells
            ended = "NOT " if chosen.status.finished else ""
            yield f"r.status = ? AND r.finished_at IS {ended}NULL", [chosen.status.value]
        if chosen.words:
            yield _WORDS, [chosen.words.lower()]

    def newest(self) -> int:
        """The id of the newest run of anybody; 0 when there is none."""
        return _MADE.newest(self._rows)

    def lines(self, user_id: int, ids: Iterable[int]) -> list[RunLine]:
        """These runs as they are now, newest first; those that are gone are left out."""
        return [convert.run_line(row) for row in self._rows(THESE, user_id, json.dumps(sorted(ids)))]

    def asking(self, user_id: int) -> int:
        """How many runs wait for the user's word."""
        return sum(row["number"] for row in self._rows(ASKING, user_id))

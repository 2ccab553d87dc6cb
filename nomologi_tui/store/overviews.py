"""Automations as the list shows them: all of a user's, or one, from the rows that tell about them."""

import sqlite3
from collections.abc import Callable
from datetime import datetime

from nomologi_tui.model import AutomationStatus, ListenerState, RunStatus, WaitingFor
from nomologi_tui.store import sqlite
from nomologi_tui.store.records import LastRun, Overview, Waiting

# Each takes the user and, where one automation is asked for, its id. Only what is shown is read: a column that is
# turned into a moment or a value costs more than all else, ten thousand times.
_AUTOMATIONS = """
SELECT a.id, a.slug, a.goal, a.status, a.paused_until FROM automation a
 WHERE a.user_id = ? AND a.deleted_at IS NULL{only} ORDER BY a.id
"""
_LISTENERS = """
SELECT l.automation_id, l.state, l.detail, l.next_due FROM listener l JOIN automation a ON a.id = l.automation_id
 WHERE a.user_id = ? AND a.deleted_at IS NULL{only} ORDER BY l.step_id
"""
_LAST_RUNS = """
SELECT r.id, r.automation_id, r.status, r.summary, r.error, r.finished_at
  FROM automation a JOIN execution_run r ON r.id = (
       SELECT max(x.id) FROM execution_run x WHERE x.automation_id = a.id AND x.finished_at IS NOT NULL)
 WHERE a.user_id = ? AND a.deleted_at IS NULL{only}
"""
# The rest is about anybody's: few runs are open, and what happened in a day is counted by its index.
_OPEN_RUNS = """
SELECT automation_id, status FROM execution_run
 WHERE finished_at IS NULL AND status IN ('running', 'waiting') GROUP BY automation_id, status
"""
# One run of each automation: columns beside min() come from the row that has it. What needs a person has no resume_at.
_WAITING_RUNS = """
SELECT id, automation_id, waiting_for, summary, resume_at, min(coalesce(resume_at, '') || printf('%020d', id))
  FROM execution_run WHERE finished_at IS NULL AND status = 'waiting' GROUP BY automation_id
"""
_OUTCOMES = """
SELECT automation_id, status, count(*) AS number FROM execution_run
 WHERE finished_at >= ? AND status IN ('success', 'failure') GROUP BY automation_id, status
"""

_STATUS = {one.value: one for one in AutomationStatus}  # a look-up takes a quarter of what asking the class does
_LOST = frozenset(one.value for one in ListenerState if one.is_lost)

Ask = Callable[..., list[sqlite3.Row]]


class _Known:
    """What there is beside the automations themselves, by their ids."""

    def __init__(self, of: Ask, ask: Ask, since: datetime) -> None:
        """`of` asks about those that are listed, `ask` about anybody's."""
        self.last = {row["automation_id"]: row for row in of(_LAST_RUNS)}
        self.waiting = {row["automation_id"]: row for row in ask(_WAITING_RUNS)}
        self.busy = {(row["automation_id"], row["status"]) for row in ask(_OPEN_RUNS)}
        outcomes = ask(_OUTCOMES, sqlite.stamp(since))
        self.counts = {(row["automation_id"], row["status"]): row["number"] for row in outcomes}
        self.lost: dict[int, str] = {}
        self.due: dict[int, datetime] = {}
        for id_, state, detail, due in of(_LISTENERS):
            if state in _LOST:
                self.lost.setdefault(id_, detail)
            if due and (id_ not in self.due or due < self.due[id_]):
                self.due[id_] = due

    def overview(self, row: sqlite3.Row) -> Overview:
        id_, slug, goal, stored, paused_until = row
        status, last, waiting = _STATUS[stored], self.last.get(id_), self.waiting.get(id_)
        is_on = status is AutomationStatus.ACTIVE
        lost = self.lost.get(id_) if is_on else None
        return Overview(
            id_, slug, goal, status, _health(status, last, (id_, "waiting") in self.busy, lost),
            (id_, "running") in self.busy, self.due.get(id_) if is_on else None, _last_run(last) if last else None,
            self.counts.get((id_, "success"), 0), self.counts.get((id_, "failure"), 0), paused_until,
            _waiting(waiting) if waiting else None, lost=lost or "",
        )  # fmt: skip


def overviews(ask: Ask, user_id: int, since: datetime, only: int | None = None) -> list[Overview]:
    """The user's automations in the order they were made, or the one with the id `only`; outcomes count `since`.

    `ask` must see the same moment each time.
    """

    def of(sql: str) -> list[sqlite3.Row]:
        return ask(sql.format(only="" if only is None else " AND a.id = ?"), user_id, *([] if only is None else [only]))

    known = _Known(of, ask, since)
    return [known.overview(row) for row in of(_AUTOMATIONS)]


def _last_run(row: sqlite3.Row) -> LastRun:
    return LastRun(row["id"], RunStatus(row["status"]), row["summary"], row["finished_at"], row["error"])


def _waiting(row: sqlite3.Row) -> Waiting:
    return Waiting(row["id"], WaitingFor(row["waiting_for"]), row["summary"], row["resume_at"])


def _health(status: AutomationStatus, last: sqlite3.Row | None, waits: bool, lost: str | None) -> str:
    if status is AutomationStatus.PAUSED:
        return "paused"
    if status is not AutomationStatus.ACTIVE:
        return "off"
    if waits:
        return "wait"
    if lost is not None:
        return "lost"
    return "fail" if last and last["status"] == RunStatus.FAILURE else "ok"

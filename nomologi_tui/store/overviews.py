"""One automation as the list shows it, from the rows that tell about it."""

import sqlite3

from nomologi_tui.model import AutomationStatus, Listener, RunStatus, WaitingFor
from nomologi_tui.store.records import LastRun, Overview, Waiting


def overview(
    row: sqlite3.Row,
    last: sqlite3.Row | None,
    busy: set[tuple[int, str]],
    counts: dict[tuple[int, str], int],
    listeners: list[Listener],
    waiting: sqlite3.Row | None = None,
) -> Overview:
    id_, status = row["id"], AutomationStatus(row["status"])
    due = [one.next_due for one in listeners if one.next_due]
    return Overview(
        id=id_,
        slug=row["slug"],
        goal=row["goal"],
        status=status,
        health=_health(status, last, (id_, "waiting") in busy, listeners),
        running=(id_, "running") in busy,
        next_due=min(due) if due and status is AutomationStatus.ACTIVE else None,
        last_run=_last_run(last) if last else None,
        ok_24h=counts.get((id_, "success"), 0),
        failed_24h=counts.get((id_, "failure"), 0),
        paused_until=row["paused_until"],
        waiting=_waiting(waiting) if waiting else None,
    )


def _last_run(row: sqlite3.Row) -> LastRun:
    return LastRun(row["id"], RunStatus(row["status"]), row["summary"], row["finished_at"], row["error"])


def _waiting(row: sqlite3.Row) -> Waiting:
    return Waiting(row["id"], WaitingFor(row["waiting_for"]), row["summary"], row["resume_at"])


def _health(status: AutomationStatus, last: sqlite3.Row | None, waits: bool, listeners: list[Listener]) -> str:
    if status is AutomationStatus.PAUSED:
        return "paused"
    if status is not AutomationStatus.ACTIVE:
        return "off"
    if waits:
        return "wait"
    if any(one.state.is_lost for one in listeners):
        return "lost"
    return "fail" if last and last["status"] == RunStatus.FAILURE else "ok"

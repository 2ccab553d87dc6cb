"""What the store knows about why one automation did or did not run. Light: without SQLAlchemy."""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from nomologi_tui.model import Automation, Connection, Listener, LogEntry, Missed, Run, StepRecord
from nomologi_tui.store import convert, sqlite
from nomologi_tui.store import why_queries as queries
from nomologi_tui.store.queries import COLLECTING, UNHEALTHY
from nomologi_tui.store.records import Collecting

RUNS, ENTRIES = 10, 12  # so many of each are told
NEAR = timedelta(minutes=1)  # runs and entries so close to a moment belong to it

Ask = Callable[..., list[sqlite3.Row]]


@dataclass(frozen=True, slots=True)
class Then:
    """How it stood at a moment. `since` is how far back the history goes; `whole`: to the automation's beginning."""

    at: datetime
    automation: Automation  # at its revision of then
    since: datetime | None
    whole: bool
    oldest_run: datetime | None
    before: Run | None = None
    after: Run | None = None
    switched: LogEntry | None = None  # on, off, paused: the last change until then
    heard: LogEntry | None = None  # the last listener that was lost or found
    runner: LogEntry | None = None  # the last start or stop of a runner
    runner_after: LogEntry | None = None
    later: tuple[LogEntry, ...] = ()  # oldest first


@dataclass(frozen=True, slots=True)
class Evidence:
    """Runs and entries are the newest ones, or those around `then`; newest first."""

    automation: Automation
    runs: tuple[Run, ...] = ()
    open_runs: tuple[Run, ...] = ()  # oldest first, the first 20
    pending: int = 0  # all that wait for their turn
    not_met: dict[int, StepRecord] = field(default_factory=dict)  # by run: its first condition that was not met
    listeners: tuple[Listener, ...] = ()
    missed: tuple[Missed, ...] = ()
    entries: tuple[LogEntry, ...] = ()
    unhealthy: tuple[Connection, ...] = ()  # the user's connections that were refused
    under_way: int = 0  # runs of all automations
    runner: LogEntry | None = None  # the last start or stop of a runner
    then: Then | None = None
    collecting: tuple[Collecting, ...] = ()


def gather(ask: Ask, automation: Automation, now: datetime, at: datetime | None, due: Iterable[datetime]) -> Evidence:
    """All that tells why it ran or not: lately, or at a moment, to which the due times in `due` belong."""
    found = _runs(ask(queries.NEWEST_RUNS, automation.id, RUNS)) if at is None else _near(ask, automation.id, at, due)
    skipped = [row for run in found for row in ask(queries.NOT_MET, run.id)]
    until = now if at is None else at + NEAR
    return Evidence(
        automation,
        runs=found,
        open_runs=_runs(ask(queries.OPEN_RUNS, automation.id)),
        pending=ask(queries.PENDING, automation.id)[0][0],
        not_met={row["run_id"]: convert.step_record(row) for row in skipped},
        listeners=tuple(convert.listener(row) for row in ask(queries.LISTENERS, automation.id)),
        missed=tuple(convert.missed(row) for row in ask(queries.MISSED, automation.id)),
        entries=_entries(ask(queries.ENTRIES, automation.id, sqlite.stamp(until), ENTRIES)),
        unhealthy=tuple(convert.connection(row) for row in ask(UNHEALTHY, automation.user_id)),
        under_way=ask(queries.UNDER_WAY)[0][0],
        runner=_entry(ask(queries.RUNNER_THEN, sqlite.stamp(now))),
        then=None if at is None else _then(ask, automation, at),
        collecting=tuple(
            convert.collecting(row) for row in ask(COLLECTING, automation.user_id, automation.id, automation.id)
        ),
    )


def at_moment(ask: Ask, automation: Automation, at: datetime) -> Automation:
    """The automation as it was then; as it is where that is not known."""
    rows = ask(queries.REVISION, automation.id, sqlite.stamp(at))
    if not rows:
        return automation
    row = ask("SELECT * FROM automation WHERE id = ?", automation.id)[0]
    return convert.at_revision({name: row[name] for name in row.keys()}, rows[0]["revision"], rows[0]["document"])  # noqa: SIM118


def _near(ask: Ask, automation_id: int, at: datetime, due: Iterable[datetime]) -> tuple[Run, ...]:
    moments = [at, *due]
    span = sqlite.stamp(min(moments) - NEAR), sqlite.stamp(max(moments) + NEAR)
    return _runs(ask(queries.RUNS_NEAR, automation_id, *span, *span, sqlite.stamp(at), sqlite.stamp(at)))


def _then(ask: Ask, automation: Automation, at: datetime) -> Then:
    stamp, id_ = sqlite.stamp(at), automation.id
    kept = ask(queries.OLDEST_ENTRY, id_)[0]
    return Then(
        at,
        at_moment(ask, automation, at),
        since=_moment(kept["since"]),
        whole=bool(kept["whole"]),
        oldest_run=_moment(ask(queries.OLDEST_RUN, id_)[0]["created_at"]),
        before=next(iter(_runs(ask(queries.RUN_BEFORE, id_, stamp))), None),
        after=next(iter(_runs(ask(queries.RUN_AFTER, id_, stamp))), None),
        switched=_entry(ask(queries.SWITCHED, id_, stamp)),
        heard=_entry(ask(queries.HEARD, id_, stamp)),
        runner=_entry(ask(queries.RUNNER_THEN, stamp)),
        runner_after=_entry(ask(queries.RUNNER_AFTER, stamp)),
        later=_entries(ask(queries.ENTRIES_AFTER, id_, stamp, ENTRIES)),
    )


def _runs(rows: list[sqlite3.Row]) -> tuple[Run, ...]:
    return tuple(convert.run(row) for row in rows)


def _entries(rows: list[sqlite3.Row]) -> tuple[LogEntry, ...]:
    return tuple(convert.log_entry(row) for row in rows)


def _entry(rows: list[sqlite3.Row]) -> LogEntry | None:
    return convert.log_entry(rows[0]) if rows else None


def _moment(found: Any) -> datetime | None:
    """An aggregate has lost its column's type."""
    return sqlite.unstamp(found) if isinstance(found, str) else found

"""Reading without SQLModel, SQLAlchemy or pydantic: for the CLI's quick answers and the app's log view.

A database that does not exist yet reads as empty, and nothing is created. Every user sees only their own.
"""

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from nomologi_tui.clock import Clock, SystemClock
from nomologi_tui.errors import NotFoundError
from nomologi_tui.model import (
    Alert,
    Automation,
    Draft,
    Level,
    Listener,
    LogEntry,
    Missed,
    Run,
    RunStatus,
    StepRecord,
    User,
)
from nomologi_tui.settings import Places
from nomologi_tui.store import convert, log_pages, migrations, names, queries, sqlite
from nomologi_tui.store.charts import Charts
from nomologi_tui.store.log_pages import LogFilter, Place, Query
from nomologi_tui.store.overviews import overviews
from nomologi_tui.store.recipients import Recipient, first_of
from nomologi_tui.store.records import Collecting, Counts, Due, Overview, Paused, RunnerInfo, StoreStatus
from nomologi_tui.store.run_pages import RunPages

if TYPE_CHECKING:
    from nomologi_tui.store.evidence import Evidence  # loaded when somebody asks why

DAY = timedelta(hours=24)
DUE_SHOWN = 5


class Reader:
    """Answers from a read-only connection of its own, opened at the first question. For one thread at a time."""

    def __init__(self, places: Places, clock: Clock) -> None:
        self._places = places
        self._clock = clock
        self._connection: sqlite3.Connection | None = None
        self.run_pages = RunPages(self._rows)
        self.charts = Charts(self._rows)

    @classmethod
    def open(cls, places: Places, clock: Clock | None = None) -> Self:
        """A reader of that database. Raises StoreError, also later, when it can't be read."""
        reader = cls(places, clock or SystemClock())
        reader._open()
        return reader

    def close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def user_by_login(self, login: str) -> User | None:
        row = self._one(queries.USER, login)
        return convert.user(row) if row else None

    def preferences(self) -> dict[int, dict[str, Any]]:
        """What each user prefers, by user id."""
        return {row["id"]: row["preferences"] for row in self._rows(queries.PREFERENCES)}

    def resolve(self, user_id: int, ref: str) -> Automation:
        """The user's automation by slug, id or unambiguous beginning. Raises NotFoundError or BadInputError."""
        rows = self._rows(queries.KNOWN, user_id)
        chosen = names.pick_living(ref, [(row["id"], row["slug"], bool(row["gone"])) for row in rows])
        return self._automation(self._rows(queries.AUTOMATION, chosen)[0])

    def _automation(self, row: sqlite3.Row) -> Automation:
        return convert.automation(row, tuple(convert.step(one) for one in self._rows(queries.STEPS, row["id"])))

    def names(self, user_id: int, ids: Iterable[int] | None = None) -> dict[int, str]:
        """Slugs by automation id, of all or of `ids`, also of those in the trash: what log entries are shown with."""
        some = None if ids is None else json.dumps(sorted(ids))
        rows = self._rows(queries.NAMES, user_id) if some is None else self._rows(queries.SOME_NAMES, user_id, some)
        return {row["id"]: row["slug"] for row in rows}

    def overview(self, user_id: int, only: int | None = None) -> list[Overview]:
        """The user's automations as the list shows them, in the order they were made; or the one with the id `only`."""
        with self._moment():
            return overviews(self._rows, user_id, self._clock.now() - DAY, only)

    def evidence(
        self, user_id: int, automation_id: int, at: datetime | None = None, due: Iterable[datetime] = ()
    ) -> "Evidence":
        """What tells why it ran or not: lately, or at a moment, to which the due times `due` belong."""
        from nomologi_tui.store import evidence

        with self._moment():
            return evidence.gather(
                self._rows, self.resolve(user_id, str(automation_id)), self._clock.now(), at, due
            )  # fmt: skip

    def at_moment(self, automation: Automation, at: datetime) -> Automation:
        """The automation at the revision that counted then."""
        from nomologi_tui.store import evidence

        return evidence.at_moment(self._rows, automation, at)

    def listeners(self, user_id: int) -> list[Listener]:
        return [convert.listener(row) for row in self._rows(queries.LISTENERS, user_id)]

    def runs(
        self,
        user_id: int,
        automation_id: int | None = None,
        status: RunStatus | None = None,
        since: datetime | None = None,
        limit: int = 50,
    ) -> list[Run]:
        """Newest first; page by page: `run_pages`."""
        query = Query(queries.RUNS, user_id)
        query.where("r.automation_id = ?", automation_id)
        query.where("r.status = ?", status and status.value)
        query.where("r.created_at >= ?", since and sqlite.stamp(since))
        return [convert.run(row) for row in self._rows(f"{query.sql} ORDER BY r.id DESC LIMIT ?", *query.values, limit)]

    def run(self, user_id: int, run_id: int) -> Run:
        """Raises NotFoundError, also for another user's."""
        row = self._one(queries.RUN, run_id, user_id) if 0 < run_id < 2**63 else None
        if row is None:
            raise NotFoundError(f"There is no run {run_id}.", "`nomologi runs` lists them.")
        return convert.run(row)

    def steps(self, user_id: int, run_id: int) -> list[StepRecord]:
        """A run's step results in order, each attempt by itself. Raises NotFoundError."""
        run = self.run(user_id, run_id)
        return [convert.step_record(row) for row in self._rows(queries.RUN_STEPS, run.id)]

    def logs(  # noqa: PLR0913, PLR0917 - one for each way in which `nomologi logs` chooses
        self,
        user_id: int,
        automation_id: int | None = None,
        run_id: int | None = None,
        level: Level | None = None,
        since: datetime | None = None,
        grep: str | None = None,
        before_id: int | None = None,
        after_id: int | None = None,
        limit: int = 200,
    ) -> list[LogEntry]:
        """A page of the log, oldest entry first.

        With `after_id` the first entries after it, else the last ones (before `before_id`). `level` and heavier;
        `grep` finds text without regard to case.
        """
        chosen = LogFilter(automation_id, run_id, level, since, grep or None)
        return self.log_page(user_id, chosen, Place(before_id, after_id, limit))

    def log_page(self, user_id: int, chosen: LogFilter, place: Place) -> list[LogEntry]:
        """A page of the chosen entries, oldest first."""
        with self._moment() if chosen.grep else contextlib.nullcontext():
            return log_pages.page(self._rows, user_id, chosen, place)

    def count_logs(self, user_id: int, chosen: LogFilter, after_id: int, up_to: int) -> int:
        """How many of the chosen entries stand after that position, up to another one."""
        return log_pages.count(self._rows, user_id, chosen, after_id, up_to)

    def last_log_id(self) -> int:
        """The log's newest position; 0 when it is empty."""
        row = self._one(queries.LAST_LOG)
        return int(row[0] or 0) if row else 0

    def missed(self, user_id: int) -> list[Missed]:
        """Due times that did not run and that nobody has dealt with, the latest first."""
        return [convert.missed(row) for row in self._rows(queries.MISSED_TIMES, user_id)]

    def drafts(self, user_id: int) -> list[Draft]:
        """Guided flows that can be resumed, the last touched first."""
        return [convert.draft(row) for row in self._rows(queries.DRAFTS, user_id)]

    def alerts(self, user_id: int, limit: int = 50) -> list[Alert]:
        """What the user was or will be told, the newest first."""
        return [convert.alert(row) for row in self._rows(queries.ALERTS, user_id, limit)]

    def open_alerts(self, user_id: int) -> list[Alert]:
        """What is not over, the oldest first."""
        return [convert.alert(row) for row in self._rows(queries.OPEN_ALERTS, user_id)]

    def recipient(self, user_id: int) -> Recipient:
        """Where the user said to be told things."""
        steps = [row["config"] for row in self._rows(queries.MESSAGE_STEPS, user_id)]
        return first_of(steps, self._rows(queries.MESSAGE_CONNECTIONS, user_id))

    def keeps_secrets(self, user_id: int) -> bool:
        """Whether a step or a connection of the user has a secret in the keyring."""
        row = self._one(queries.KEEPS_SECRETS, user_id, user_id)
        return bool(row and row[0])

    def runner(self) -> RunnerInfo | None:
        """Who ran last; whether that one lives, the runner lock says."""
        row = self._one(queries.RUNNER)
        return convert.runner(row) if row else None

    def status(self, user_id: int) -> StoreStatus:
        """The figures that `nomologi status` shows."""
        with self._moment():
            due = self._rows(queries.DUE_NEXT, user_id, DUE_SHOWN)
            missed = self._one(queries.MISSED, sqlite.stamp(self._clock.now() - DAY), user_id)
            return StoreStatus(
                runner=self.runner(),
                running=tuple(convert.run(row) for row in self._rows(queries.RUNNING, user_id)),
                waiting=tuple(convert.run(row) for row in self._rows(queries.NEEDS_PERSON, user_id)),
                unhealthy=tuple(convert.connection(row) for row in self._rows(queries.UNHEALTHY, user_id)),
                paused=tuple(
                    Paused(row["id"], row["slug"], row["paused_until"]) for row in self._rows(queries.PAUSED, user_id)
                ),
                listeners=tuple(self.listeners(user_id)),
                due_next=tuple(Due(row["id"], row["slug"], row["next_due"]) for row in due),
                collecting=tuple(self.collecting(user_id)),
                missed=missed[0] if missed else 0,
                open_alerts=tuple(self.open_alerts(user_id)),
                alerts={row["state"]: row["number"] for row in self._rows(queries.ALERTS_BY_STATE, user_id)},
                path=self._places.database,
                bytes=sqlite.size(self._places.database),
            )

    def counts(self) -> Counts:
        """How much there is, of all users."""
        row = self._one(queries.COUNTS)
        return Counts(*row) if row else Counts()

    def collecting(self, user_id: int, automation_id: int | None = None) -> list[Collecting]:
        """What digests hold, of one automation or all; what is sent first comes first."""
        return [
            convert.collecting(row) for row in self._rows(queries.COLLECTING, user_id, automation_id, automation_id)
        ]

    def integrity(self) -> str:
        """What is wrong with the database file, in SQLite's words; empty when it is whole or not there yet."""
        connection = self._open()
        if connection is None:
            return ""
        with sqlite.told(self._places):
            return "; ".join(sqlite.check_whole(connection)[:3])

    def _rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        connection = self._open()
        if connection is None:
            return []
        with sqlite.told(self._places):
            return connection.execute(sql, values).fetchall()

    def _one(self, sql: str, *values: Any) -> sqlite3.Row | None:
        return next(iter(self._rows(sql, *values)), None)

    @contextlib.contextmanager
    def _moment(self) -> Iterator[None]:
        """Let several questions see the same moment."""
        connection = self._open()
        if connection:
            connection.execute("BEGIN")
        try:
            yield
        finally:
            if connection:
                connection.execute("ROLLBACK")

    def _open(self) -> sqlite3.Connection | None:
        if self._connection is None:
            with sqlite.told(self._places):
                self._connection = self._connect()
        return self._connection

    def _connect(self) -> sqlite3.Connection | None:
        """A connection to a database of this program's version; None while there is none."""
        if not sqlite.is_there(self._places.database):
            return None
        connection = sqlite.connect_reader(self._places.database)
        try:
            found = migrations.check_version(connection)
        except BaseException:
            connection.close()
            raise
        if found == migrations.NEWEST:
            return connection
        connection.close()
        if not found:
            return None
        migrations.bring_up(self._places, self._clock.now())
        return sqlite.connect_reader(self._places.database)

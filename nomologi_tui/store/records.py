"""Small frozen answers of the store that the domain does not have. Light to import: a named tuple is made in a fifth of
a data class's time, and each reading command makes all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from nomologi_tui.model import Alert, AutomationStatus, Connection, Listener, Run, RunStatus, Step, WaitingFor


class Enqueued(NamedTuple):
    """`new` is False when the same cause already has its run."""

    run_id: int
    new: bool


class RunnerInfo(NamedTuple):
    """Who runs. `token` is new at each start of a runner; `kind` is `app` or `service`."""

    pid: int
    host: str
    token: str
    kind: str
    version: str
    since: datetime


class LastRun(NamedTuple):
    id: int
    status: RunStatus
    summary: str
    finished_at: datetime
    error: str = ""


class Deleted(NamedTuple):
    """An automation in the trash."""

    id: int
    slug: str
    goal: str
    at: datetime


class Waiting(NamedTuple):
    """A run that waits: `summary` says for what, `until` when that ends by itself."""

    run_id: int
    waiting_for: WaitingFor
    summary: str
    until: datetime | None

    @property
    def needs_person(self) -> bool:
        """Whether it waits for the user's word."""
        return self.waiting_for in (WaitingFor.DECISION, WaitingFor.APPROVAL)


class Overview(NamedTuple):
    """One automation as the list shows it.

    `health`: `off` (draft or switched off), `paused`, `wait` (a run needs a person, a time, a credential or the next
    runner), `lost` (a trigger does not listen), `fail` (the last run failed), else `ok`. `waiting` is the oldest run
    that needs a person, else the one whose wait ends first. `interrupted`: a runner died over its run, which the store
    alone does not know. `lost`: why the first trigger that does not listen does not.
    """

    id: int
    slug: str
    goal: str
    status: AutomationStatus
    health: str
    running: bool
    next_due: datetime | None
    last_run: LastRun | None
    ok_24h: int
    failed_24h: int
    paused_until: datetime | None
    waiting: Waiting | None = None
    interrupted: bool = False
    lost: str = ""


class RunLine(NamedTuple):
    """One run as a list shows it, with its automation's goal and without what went in and came out."""

    id: int
    automation_id: int
    goal: str
    slug: str
    status: RunStatus
    trigger: str
    summary: str
    error: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    waiting_for: WaitingFor | None
    resume_at: datetime | None
    replay_of: int | None

    @property
    def asks(self) -> bool:
        """Whether it waits for the user's word."""
        return self.waiting_for in (WaitingFor.DECISION, WaitingFor.APPROVAL) and not self.finished_at


@dataclass(frozen=True, slots=True)
class RunFilter:
    """Which runs are wanted. `asks`: those that wait for the user's word; `words` stand in goal, summary or error."""

    automation_id: int | None = None
    status: RunStatus | None = None
    asks: bool = False
    since: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class RunSpan:
    """Runs between two ids, both left out (`before` None: to the newest): the newest `limit` of them.

    `oldest`: the oldest so many instead.
    """

    after: int = 0
    before: int | None = None
    oldest: bool = False
    limit: int = 50


class DayCount(NamedTuple):
    """How the runs ended that ended on one day, by state; the day begins at `begins`."""

    begins: datetime
    counts: Mapping[RunStatus, int]


class Ahead(NamedTuple):
    """An automation, one of its triggers and when that is due next; without one, when a waiting run of it goes on."""

    automation_id: int
    slug: str
    goal: str
    next_due: datetime
    trigger: Step | None


class Due(NamedTuple):
    """An automation and when it is due next."""

    automation_id: int
    slug: str
    at: datetime


class Paused(NamedTuple):
    """An automation that is paused, until somebody switches it on where there is no time."""

    automation_id: int
    slug: str
    until: datetime | None


class Collecting(NamedTuple):
    """What one digest holds: how many values, since the first one, and when they are sent at the latest."""

    automation_id: int
    slug: str
    step: str  # its name; may be empty
    number: int
    since: datetime
    due: datetime


class StoreStatus(NamedTuple):
    """`runner` is what was last written down; only the runner lock says whether it still lives.

    `running` are the runs that a runner has taken, `waiting` those that wait for a person, `unhealthy` the connections
    that were refused. `missed` counts how often in the last 24 hours times were missed, and what of earlier is still
    in the inbox; `alerts` counts those that are held or were given up; `bytes` includes the write-ahead log.
    """

    runner: RunnerInfo | None
    running: tuple[Run, ...]
    waiting: tuple[Run, ...]
    unhealthy: tuple[Connection, ...]
    paused: tuple[Paused, ...]
    listeners: tuple[Listener, ...]
    due_next: tuple[Due, ...]
    collecting: tuple[Collecting, ...]
    missed: int
    open_alerts: tuple[Alert, ...]
    alerts: Mapping[str, int]
    path: Path
    bytes: int


class Change(NamedTuple):
    """Somebody committed. `last_log_id` is the log's newest position then."""

    last_log_id: int


class Counts(NamedTuple):
    """How much a database holds. `active` are the automations that are on."""

    users: int = 0
    connections: int = 0
    automations: int = 0
    active: int = 0
    runs: int = 0

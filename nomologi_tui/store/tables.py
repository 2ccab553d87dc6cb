"""The rows. They stay inside the store: `convert` makes frozen domain types of them.

`table=True` validates nothing; what comes in was validated in the domain. Datetimes are stored in UTC and come back
aware. History (runs, step results, log) names steps without a foreign key: a step may be gone, what it did may not.
"""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Index, Table, UniqueConstraint, text
from sqlmodel import Field, SQLModel

_NUMBERED = {"sqlite_autoincrement": True}  # an id is never given twice: the log's position and events depend on it
_OPTIONAL_JSON = JSON(none_as_null=True)


def _partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """PostgreSQL would want the same as postgresql_where; to name it loads its dialect, 4 MB in each runner."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where))


class Row(SQLModel):
    """Base of all rows."""

    __table__: ClassVar[Table]


class User(Row, table=True):
    __tablename__ = "user"
    __table_args__ = _NUMBERED
    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True)  # the login identifier
    password_hash: str | None = None
    auth: str = "os"
    display_name: str
    preferences: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime
    failures: int = 0  # wrong passwords in a row
    failed_at: datetime | None = None


class Connection(Row, table=True):
    __tablename__ = "connection"
    __table_args__ = _NUMBERED
    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE", index=True)
    provider: str
    label: str
    config: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # its kind's fields; secrets as references
    access_token: str | None = None  # never a token: the name it is kept under in the keyring
    refresh_token: str | None = None  # likewise
    expires_at: datetime | None = None
    scopes: list[str] = Field(default_factory=list, sa_type=JSON)
    account: str = ""
    status: str
    tested_at: datetime | None = None
    created_at: datetime


class UnusedSecret(Row, table=True):
    """A secret that nothing needs, or not yet: noted before the keyring is asked, so that none stays there unknown."""

    __tablename__ = "unused_secret"
    reference: str = Field(primary_key=True)
    due_at: datetime  # when it goes, unless a connection names it by then


class AutomationTemplate(Row, table=True):
    """One version of a template: of the built-in ones (no user) only those that automations were made from."""

    __tablename__ = "automation_template"
    __table_args__ = _NUMBERED
    id: int | None = Field(default=None, primary_key=True)
    user_id: int | None = Field(default=None, foreign_key="user.id", ondelete="CASCADE", index=True)
    name: str
    description: str
    category: str
    steps: list[dict[str, Any]] = Field(sa_type=JSON)
    inputs: list[dict[str, Any]] = Field(sa_type=JSON)
    version: int
    created_at: datetime
    slug: str
    goal: str
    words: list[str] = Field(sa_type=JSON)
    configuration: dict[str, Any] = Field(sa_type=JSON)


class Automation(Row, table=True):
    __tablename__ = "automation"
    __table_args__ = (
        _partial("automation_slug", "user_id", "slug", where="deleted_at IS NULL", unique=True),
        _NUMBERED,
    )
    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE", index=True)
    slug: str
    goal: str
    status: str
    created_at: datetime
    updated_at: datetime
    template_id: int | None = Field(default=None, foreign_key="automation_template.id", ondelete="SET NULL")
    configuration: dict[str, Any] = Field(sa_type=JSON)
    revision: int = 1
    paused_until: datetime | None = None
    deleted_at: datetime | None = None  # set: in the trash
    slots: int = 1  # most runs at once, from the configuration; here so that a claim is one statement


class AutomationStep(Row, table=True):
    __tablename__ = "automation_step"
    __table_args__ = (Index("step_order", "automation_id", "order"), _NUMBERED)
    id: int | None = Field(default=None, primary_key=True)
    automation_id: int = Field(foreign_key="automation.id", ondelete="CASCADE")
    type: str
    block: str
    config: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    order: int
    enabled: bool = True
    name: str = ""
    instead: bool = False
    depth: int = 0
    otherwise: bool = False


class AutomationRevision(Row, table=True):
    """The complete automation at each of its revisions: a run keeps the one that it was accepted with."""

    __tablename__ = "automation_revision"
    automation_id: int = Field(foreign_key="automation.id", ondelete="CASCADE", primary_key=True)
    revision: int = Field(primary_key=True)
    document: dict[str, Any] = Field(sa_type=JSON)
    created_at: datetime


class AutomationOrigin(Row, table=True):
    """What an automation was taken over from, so that it is recognised when it comes again."""

    __tablename__ = "automation_origin"
    automation_id: int = Field(foreign_key="automation.id", ondelete="CASCADE", primary_key=True)
    source: str = Field(index=True)  # a crontab, a timer's unit, a folder of declared automations
    mark: str  # which one of that source: the line, the unit, the file
    aside: str = ""  # what to put back there: how a unit was started before it was disabled


class GuidedFlowSession(Row, table=True):
    __tablename__ = "guided_flow_session"
    __table_args__ = (
        _partial("draft_one_per_automation", "automation_id", where="state = 'in_progress'", unique=True),
        _NUMBERED,
    )
    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE", index=True)
    automation_id: int | None = Field(default=None, foreign_key="automation.id", ondelete="CASCADE")
    current_step: int
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    state: str
    created_at: datetime
    updated_at: datetime


class ExecutionRun(Row, table=True):
    __tablename__ = "execution_run"
    __table_args__ = (
        UniqueConstraint("trigger_step_id", "due", name="run_once_per_due"),
        UniqueConstraint("automation_id", "event_id", name="run_once_per_event"),
        Index("run_of_automation", "automation_id", "id"),
        _partial("run_open", "status", "id", where="finished_at IS NULL"),  # a claim reads the first of it
        _partial("run_ended", "status", "id", where="finished_at IS NOT NULL"),  # pages of one state, newest first
        _partial("run_pending", "automation_id", "key", "id", where="status = 'pending'"),
        _partial("run_of_lane", "automation_id", "key", "status", "id", where="finished_at IS NULL"),
        _partial("run_resume", "resume_at", where="resume_at IS NOT NULL"),
        _partial("run_finished", "finished_at", "automation_id", "status", where="finished_at IS NOT NULL"),
        _NUMBERED,
    )
    id: int | None = Field(default=None, primary_key=True)
    automation_id: int = Field(foreign_key="automation.id", ondelete="CASCADE")
    step_id: int | None = None  # the step being executed, or the last one that was
    status: str
    input: dict[str, Any] = Field(sa_type=JSON)
    output: Any = Field(default=None, sa_type=_OPTIONAL_JSON, nullable=True)
    summary: str = ""
    error: str = ""
    started_at: datetime | None = None
    finished_at: datetime | None = None
    attempt: int = 1
    revision: int
    trigger: str
    trigger_step_id: int | None = None
    due: datetime | None = None
    event_id: str | None = None
    token: str | None = None  # of the runner that claimed it
    cancel_requested: bool = False
    created_at: datetime
    waiting_for: str | None = None
    resume_at: datetime | None = None
    key: str | None = None  # the lane within its automation, from the configuration's `per`
    worked: float = 0.0
    approved: str | None = None
    replay_of: int | None = None  # without a foreign key: that run may be pruned
    ignores_conditions: bool = False
    only_inside: int | None = None  # of a digest: the step whose inner steps it carries out


class ExecutionStep(Row, table=True):
    """How one step of a run went. `started` is written before the effect."""

    __tablename__ = "execution_step"
    __table_args__ = (UniqueConstraint("run_id", "position", "lap", "attempt", name="step_once_per_attempt"), _NUMBERED)
    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="execution_run.id", ondelete="CASCADE")
    position: int
    type: str
    block: str
    name: str
    status: str
    attempt: int = 1
    step_id: int | None = None
    input: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    output: Any = Field(default=None, sa_type=_OPTIONAL_JSON, nullable=True)
    reason: str = ""
    error: str = ""
    started_at: datetime | None = None
    finished_at: datetime | None = None
    lap: str = ""  # which turn of each step that holds it


class Collected(Row, table=True):
    """A value that waits for its digest. Gone in the transaction that makes the digest's run."""

    __tablename__ = "collected"
    __table_args__ = (UniqueConstraint("run_id", "place", name="collected_once"), _NUMBERED)
    id: int | None = Field(default=None, primary_key=True)
    step_id: int = Field(foreign_key="automation_step.id", ondelete="CASCADE", index=True)
    run_id: int  # without a foreign key: that run may be pruned
    place: str
    value: Any = Field(default=None, sa_type=_OPTIONAL_JSON, nullable=True)
    heading: str = ""  # what it is grouped under
    collected_at: datetime
    due: datetime = Field(index=True)  # at the latest then it is sent


class ExecutionLog(Row, table=True):
    __tablename__ = "execution_log"
    __table_args__ = (
        Index("log_of_run", "run_id", "id"),
        Index("log_of_automation", "automation_id", "id"),
        _partial("log_errors", "id", "level", where="level >= 40"),  # the planner ignores (level, id)
        _partial("log_missed", "id", where="event_type = 'missed'"),
        _NUMBERED,
    )
    id: int | None = Field(default=None, primary_key=True)
    automation_id: int | None = Field(default=None, foreign_key="automation.id", ondelete="CASCADE")
    run_id: int | None = Field(default=None, foreign_key="execution_run.id", ondelete="CASCADE")
    event_type: str
    description: str
    timestamp: datetime
    level: int


class LogIndexed(Row, table=True):
    """At most one row: how far the log stands in the index of its words, which `log_words` makes."""

    __tablename__ = "log_indexed"
    id: int = Field(default=1, primary_key=True)
    up_to: int  # position in the log
    held: int  # entries that were put in, gone ones too


class Listener(Row, table=True):
    """The health of one trigger step, and where it goes on after a restart."""

    __tablename__ = "listener"
    step_id: int = Field(foreign_key="automation_step.id", ondelete="CASCADE", primary_key=True)
    automation_id: int = Field(foreign_key="automation.id", ondelete="CASCADE", index=True)
    block: str
    state: str
    detail: str = ""
    last_alive: datetime | None = None
    last_due: datetime | None = None
    next_due: datetime | None = None
    cursor: dict[str, Any] | None = Field(default=None, sa_type=_OPTIONAL_JSON, nullable=True)


class Memory(Row, table=True):
    """What a condition's step remembers from one run to the next."""

    __tablename__ = "memory"
    __table_args__ = (UniqueConstraint("step_id", "name", name="memory_once"), _NUMBERED)
    id: int | None = Field(default=None, primary_key=True)
    step_id: int = Field(foreign_key="automation_step.id", ondelete="CASCADE")
    name: str
    value: Any = Field(default=None, sa_type=_OPTIONAL_JSON, nullable=True)
    kept_at: datetime


class Missed(Row, table=True):
    """Due times that did not run: the inbox. Gone when a person ran or dismissed them."""

    __tablename__ = "missed"
    __table_args__ = (UniqueConstraint("step_id", "last_due", name="missed_once"), _NUMBERED)
    id: int | None = Field(default=None, primary_key=True)
    automation_id: int = Field(foreign_key="automation.id", ondelete="CASCADE", index=True)
    step_id: int
    first_due: datetime
    last_due: datetime
    number: int
    noticed_at: datetime
    reason: str = ""


class Alert(Row, table=True):
    """The outbox: what a person is to be told, and was. A run may be pruned before its alert."""

    __tablename__ = "alert"
    __table_args__ = (
        UniqueConstraint("automation_id", "kind", "cause", name="alert_once"),
        _partial("alert_held", "send_after", where="state = 'held'"),
        _partial("alert_open", "automation_id", "kind", where="over_at IS NULL"),
        _NUMBERED,
    )
    id: int | None = Field(default=None, primary_key=True)
    automation_id: int = Field(foreign_key="automation.id", ondelete="CASCADE")
    step_id: int | None = None
    run_id: int | None = None
    kind: str
    cause: str  # what happened, so that it is told once
    title: str
    body: str
    state: str
    created_at: datetime
    send_after: datetime
    sent_at: datetime | None = None
    over_at: datetime | None = None
    tries: int = 0
    error: str = ""
    channel: str = ""


class Runner(Row, table=True):
    """At most one row: who runs, for people to read. Whether he lives, the runner lock says."""

    __tablename__ = "runner"
    id: int = Field(default=1, primary_key=True)
    pid: int
    host: str
    token: str
    kind: str  # app, service
    version: str
    since: datetime

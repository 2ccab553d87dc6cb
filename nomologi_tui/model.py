"""The domain: frozen types without I/O. Rows become these at the store's edge; nothing above the store sees a row.

Datetimes are aware and in UTC everywhere. `config`, `answers`, `data` and the like are plain JSON values.
Importing this module loads neither pydantic nor SQLModel: the CLI's reading paths depend on it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any


class AutomationStatus(StrEnum):
    """Whether an automation's triggers listen."""

    DRAFT = "draft"  # saved, never switched on
    ACTIVE = "active"  # listening
    INACTIVE = "inactive"  # switched off by the user
    PAUSED = "paused"  # off until `paused_until`


class StepType(StrEnum):
    """The three kinds of block, and so of step."""

    TRIGGER = "trigger"
    CONDITION = "condition"
    ACTION = "action"


class Effect(StrEnum):
    """What a step may do when it is carried out twice."""

    READ = "read"  # nothing happens outside
    REPEATABLE = "repeatable"  # twice does no harm
    ONCE = "once"  # must not happen twice without the user's word


class RunStatus(StrEnum):
    """Where a run stands."""

    PENDING = "pending"  # accepted and on disk, not started
    RUNNING = "running"  # the runner that holds the lock works on it
    WAITING = "waiting"  # needs a person, a time or a credential
    SUCCESS = "success"
    FAILURE = "failure"
    SKIPPED = "skipped"  # did not act, with the reason
    CANCELLED = "cancelled"  # stopped by a person

    @property
    def finished(self) -> bool:
        """A finished run is never re-labelled."""
        return self in FINISHED


FINISHED = frozenset({RunStatus.SUCCESS, RunStatus.FAILURE, RunStatus.SKIPPED, RunStatus.CANCELLED})


class StepStatus(StrEnum):
    """How one step of a run went."""

    STARTED = "started"  # written before the effect: after a crash nobody knows
    SUCCESS = "success"
    FAILURE = "failure"
    SKIPPED = "skipped"


class Level(IntEnum):
    """Weight of a log entry."""

    DEBUG = 10
    INFO = 20
    WARNING = 30
    ERROR = 40

    @property
    def word(self) -> str:
        """The level as people and JSON read it."""
        return self.name.lower()


class EventType(StrEnum):
    """What a log entry tells about."""

    CREATED = "created"
    UPDATED = "updated"
    SWITCHED_ON = "switched_on"
    SWITCHED_OFF = "switched_off"
    PAUSED = "paused"
    DELETED = "deleted"
    RESTORED = "restored"
    QUEUED = "queued"
    STARTED = "started"
    STEP_STARTED = "step_started"
    STEP_COMPLETED = "step_completed"
    STEP_SKIPPED = "step_skipped"
    STEP_FAILED = "step_failed"
    OUTPUT = "output"  # a line that a step wrote while it ran
    COMPLETED = "completed"
    FAILED = "failed"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"
    WAITING = "waiting"
    RECOVERED = "recovered"
    MISSED = "missed"
    LISTENER_READY = "listener_ready"
    LISTENER_LOST = "listener_lost"
    RUNNER_STARTED = "runner_started"
    RUNNER_STOPPED = "runner_stopped"


class ListenerState(StrEnum):
    """Liveness of one trigger."""

    OK = "ok"  # listening
    RETRYING = "retrying"  # lost, trying again
    STALE = "stale"  # claims to listen but gave no sign of life for too long
    OFF = "off"  # its automation is not active, or no runner


class DraftState(StrEnum):
    """Where a guided flow stands."""

    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    ABANDONED = "abandoned"


class RunMode(StrEnum):
    """What happens when an automation is due while it runs."""

    SINGLE = "single"  # one at a time; a schedule keeps only its newest waiting run
    QUEUED = "queued"
    RESTART = "restart"
    PARALLEL = "parallel"


@dataclass(frozen=True, slots=True)
class Configuration:
    """How an automation runs. The defaults are right for most; times are in seconds."""

    mode: RunMode = RunMode.SINGLE
    step_timeout: float = 600.0
    run_timeout: float = 21_600.0
    catch_up: str = "once"  # missed while off: skip, once, each
    retries: int = 3
    on_failure: str = "stop"  # stop, continue
    alert_on_failure: bool = True
    parallel: int = 1  # most runs at once in mode parallel


@dataclass(frozen=True, slots=True)
class Step:
    """One use of a block in an automation. `name` is how other steps point at it: `{{ steps.NAME.… }}`."""

    type: StepType
    block: str
    config: dict[str, Any] = field(default_factory=dict)
    name: str = ""
    enabled: bool = True
    id: int = 0  # 0: not stored yet
    order: int = 0


@dataclass(frozen=True, slots=True)
class Automation:
    """A goal with the ordered steps that make it happen."""

    goal: str
    steps: tuple[Step, ...]
    slug: str = ""
    status: AutomationStatus = AutomationStatus.DRAFT
    configuration: Configuration = Configuration()
    id: int = 0
    user_id: int = 0
    template_id: int | None = None
    revision: int = 1
    paused_until: datetime | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None

    def of_type(self, kind: StepType) -> tuple[Step, ...]:
        """The enabled steps of one type, in order."""
        return tuple(step for step in self.steps if step.type is kind and step.enabled)

    @property
    def triggers(self) -> tuple[Step, ...]:
        return self.of_type(StepType.TRIGGER)

    @property
    def conditions(self) -> tuple[Step, ...]:
        return self.of_type(StepType.CONDITION)

    @property
    def actions(self) -> tuple[Step, ...]:
        return self.of_type(StepType.ACTION)


@dataclass(frozen=True, slots=True)
class Template:
    """A goal with steps whose inputs are still open. `inputs` lists {name, title, type, default, required}."""

    name: str
    description: str
    category: str
    steps: tuple[Step, ...]
    inputs: tuple[dict[str, Any], ...] = ()
    version: int = 1
    id: int = 0
    user_id: int | None = None  # None: built in, seen by everyone
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class User:
    """A person. `auth` is `os` (the account that the program runs under) or `password`."""

    email: str
    display_name: str
    auth: str = "os"
    password_hash: str | None = None
    preferences: dict[str, Any] = field(default_factory=dict)
    id: int = 0
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Connection:
    """An account elsewhere. The tokens live in the keyring; here are only the names they are kept under."""

    user_id: int
    provider: str
    label: str
    access_token_ref: str | None = None
    refresh_token_ref: str | None = None
    expires_at: datetime | None = None
    scopes: tuple[str, ...] = ()
    account: str = ""
    status: str = "unknown"  # ok, expired, refused, unknown
    id: int = 0
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A guided flow under way (GuidedFlowSession). `answers` has the keys `goal`, `when`, `what`."""

    user_id: int
    current_step: int = 1
    answers: dict[str, Any] = field(default_factory=dict)
    state: DraftState = DraftState.IN_PROGRESS
    automation_id: int | None = None  # set when an existing automation is edited
    id: int = 0
    created_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What a trigger saw.

    `id` is stable for the same happening, so that the store can refuse a second run for it. `due` is set by
    schedules only. `cursor` is what the trigger wants to find again after a restart; it is stored in the same
    transaction as the run. None leaves the stored one as it is.
    """

    id: str
    data: dict[str, Any] = field(default_factory=dict)
    due: datetime | None = None
    cursor: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One carrying-out of an automation (ExecutionRun). `input` is the event's data."""

    id: int
    automation_id: int
    status: RunStatus
    trigger: str  # the trigger's block name, or `manual`
    revision: int
    attempt: int = 1
    input: dict[str, Any] = field(default_factory=dict)
    output: Any = None
    step_id: int | None = None  # the step being executed
    summary: str = ""
    error: str = ""
    due: datetime | None = None
    event_id: str | None = None
    created_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StepRecord:
    """How one step of a run went, as stored. `position` counts the automation's steps from 0."""

    run_id: int
    position: int
    type: StepType
    block: str
    name: str
    status: StepStatus
    attempt: int = 1
    step_id: int | None = None
    input: dict[str, Any] = field(default_factory=dict)
    output: Any = None
    reason: str = ""  # a condition's verdict in words, an action's result in words
    error: str = ""
    started_at: datetime | None = None
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of an automation's story (ExecutionLog). `id` grows densely: it is the log's position."""

    event_type: EventType
    description: str
    level: Level = Level.INFO
    automation_id: int | None = None
    run_id: int | None = None
    timestamp: datetime | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Listener:
    """The health of one trigger step."""

    step_id: int
    automation_id: int
    block: str
    state: ListenerState
    detail: str = ""
    last_alive: datetime | None = None
    next_due: datetime | None = None
    last_due: datetime | None = None
    cursor: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A condition's answer: true or false, the value it looked at and the reason in words."""

    met: bool
    reason: str
    value: Any = None

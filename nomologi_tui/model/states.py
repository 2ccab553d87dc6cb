"""The words for states and kinds: each says what it means beside it."""

from enum import IntEnum, StrEnum


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

    @property
    def told(self) -> str:
        """As it stands behind “Run 3” in a sentence."""
        return _TOLD[self]


_TOLD = {
    RunStatus.PENDING: "has not begun yet", RunStatus.RUNNING: "is running", RunStatus.WAITING: "waits",
    RunStatus.SUCCESS: "went well", RunStatus.FAILURE: "failed", RunStatus.SKIPPED: "did not act",
    RunStatus.CANCELLED: "was stopped",
}  # fmt: skip
FINISHED = frozenset({RunStatus.SUCCESS, RunStatus.FAILURE, RunStatus.SKIPPED, RunStatus.CANCELLED})


class WaitingFor(StrEnum):
    """What a waiting run waits for. The first three keep its automation's place, the others let the next run begin."""

    RETRY = "retry"  # its next try, at `resume_at`
    TIME = "time"  # a step that waits, until `resume_at`
    CREDENTIALS = "credentials"  # the keyring is locked; it is asked again at `resume_at`
    DECISION = "decision"  # nobody knows whether a *once* step happened
    APPROVAL = "approval"  # a step asks for the user's word


class Answer(StrEnum):
    """What a person says to a run that waits for a decision or an approval."""

    RUN = "run"  # it did not happen, or it may happen: carry the step out
    HAPPENED = "happened"  # it did happen: go on behind it
    STOP = "stop"  # end the run here


class StepStatus(StrEnum):
    """How one step of a run went. Only the last three are the end of it."""

    STARTED = "started"  # written before the effect: after a crash nobody knows
    OPEN = "open"  # the steps inside it are under way
    WAITING = "waiting"  # the step itself waits, for a time or for the user's word
    RETRYING = "retrying"  # this try failed, there will be another
    SUCCESS = "success"
    FAILURE = "failure"
    SKIPPED = "skipped"

    @property
    def ended(self) -> bool:
        """An ended step is never carried out again."""
        return self in (StepStatus.SUCCESS, StepStatus.FAILURE, StepStatus.SKIPPED)


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
    STEP_RETRYING = "step_retrying"
    STEP_WAITING = "step_waiting"
    OUTPUT = "output"  # a line that a step wrote while it ran
    COMPLETED = "completed"
    FAILED = "failed"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"
    WAITING = "waiting"
    RECOVERED = "recovered"
    MISSED = "missed"
    RESUMED = "resumed"
    DECIDED = "decided"
    PRUNED = "pruned"
    BACKED_UP = "backed_up"
    ALERTED = "alerted"
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

    @property
    def is_lost(self) -> bool:
        """Whether it should listen and does not."""
        return self in (ListenerState.RETRYING, ListenerState.STALE)


class AlertKind(StrEnum):
    """What a person is told without having asked."""

    FAILED = "failed"  # a run failed, after its retries: once for each streak of failures
    RECOVERED = "recovered"  # the first success after such a streak
    WAITING = "waiting"  # a run needs a decision or an approval
    LOST = "lost"  # a trigger does not listen
    LISTENING = "listening"  # it listens again
    LATE = "late"  # a run was due and has not begun
    NOT_STARTED = "not_started"  # nothing began where something should have
    SLOW = "slow"  # a run works for longer than it should
    MISSED = "missed"  # due times that did not run, in the inbox
    LOGIN = "login"  # a connection needs a new login, and nothing has failed by that yet


class AlertState(StrEnum):
    """Where an alert stands."""

    HELD = "held"  # told at `send_after` at the earliest
    TOLD = "told"
    DROPPED = "dropped"  # over before it was told, or alerts are off; its `error` says which
    FAILED = "failed"  # given up: no channel took it


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


class CatchUp(StrEnum):
    """What happens with times that were missed while no runner ran or the machine slept."""

    SKIP = "skip"  # they are listed, none runs
    ONCE = "once"  # the latest one runs
    EACH = "each"  # each one runs, at most 100


class OnFailure(StrEnum):
    """What a run does after an action that failed for good."""

    STOP = "stop"  # end
    CONTINUE = "continue"  # go on with the next action; the run still ends as a failure
    INSTEAD = "instead"  # carry out the automation's `instead` steps and end

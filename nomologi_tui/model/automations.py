"""What a person makes: automations and their steps, templates, drafts; and the person."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nomologi_tui.model.states import AutomationStatus, CatchUp, DraftState, OnFailure, RunMode, StepType


@dataclass(frozen=True, slots=True)
class Configuration:
    """How an automation runs. The defaults are right for most; times are in seconds. None: as the settings say."""

    mode: RunMode = RunMode.SINGLE
    parallel: int = 1  # most runs at once in mode parallel
    per: str = ""  # a template such as {{ event.sender }}: the mode counts for each of its values by itself
    step_timeout: float = 600.0
    run_timeout: float = 21_600.0  # of work; waiting does not count
    catch_up: CatchUp = CatchUp.ONCE
    retries: int | None = None  # more tries after a passing error
    on_failure: OnFailure | None = None
    cooldown: float = 0.0  # between the beginnings of two runs
    at_most: int = 0  # runs in each `period`; 0: any number
    period: float = 3_600.0
    alert_on_failure: bool = True  # and when it works again
    alert_after: int = 1  # failures in a row
    alert_on_trouble: bool = True  # lost triggers, runs that wait for an answer, late and missed ones
    alert_late: float = 600.0  # after its due time, for a run that has not begun; 0: never
    alert_slow: float = 0.0  # of work, for a run that goes on; 0: never
    alert_silent: float = 0.0  # without any run, for what others should start; 0: never
    keep_days: int | None = None  # of history
    keep_runs: int | None = None  # of each outcome


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
    instead: bool = False  # an action that is carried out only after another one failed, in place of the rest
    depth: int = 0  # how many steps hold it; it follows the innermost of them (see `model.nesting`)
    otherwise: bool = False  # it stands in the second list of the step that holds it


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
        """The enabled steps of one type, in order; those inside others too."""
        return tuple(step for step in self.steps if step.type is kind and step.enabled)

    @property
    def triggers(self) -> tuple[Step, ...]:
        return self.of_type(StepType.TRIGGER)

    @property
    def conditions(self) -> tuple[Step, ...]:
        return self.of_type(StepType.CONDITION)

    @property
    def actions(self) -> tuple[Step, ...]:
        """What it does; the steps for a failure are not among them."""
        return tuple(step for step in self.of_type(StepType.ACTION) if not step.instead)


@dataclass(frozen=True, slots=True)
class TemplateInput:
    """A value that a template leaves open; it must be given where it has no default.

    `kind` is one of a block's fields (`blocks.fields.Kind`).
    """

    name: str
    kind: str = "text"
    label: str = ""
    help: str = ""
    default: str | None = None  # as typed; "" leaves the field as its block has it
    example: str = ""
    choices: tuple[str, ...] = ()  # of kind choice
    uses: tuple[str, ...] = ()  # of kind connection: what it must serve

    @property
    def required(self) -> bool:
        """Whether a person must give it."""
        return self.default is None


@dataclass(frozen=True, slots=True)
class Template:
    """A goal with steps whose inputs are still open: in their configs stands `{{ inputs.NAME }}`.

    `words` are those by which it is found: each one several ways of saying one thing, by commas.
    """

    name: str
    description: str
    category: str
    steps: tuple[Step, ...]
    inputs: tuple[TemplateInput, ...] = ()
    version: int = 1
    goal: str = ""
    words: tuple[str, ...] = ()
    configuration: Configuration = Configuration()
    slug: str = ""  # how it is named on a command line
    id: int = 0  # 0: not stored
    user_id: int | None = None  # None: built in, seen by everyone
    created_at: datetime | None = None

    def input(self, name: str) -> TemplateInput | None:
        """Its input of that name."""
        return next((one for one in self.inputs if one.name == name), None)


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
    failures: int = 0  # wrong passwords in a row
    failed_at: datetime | None = None

    @property
    def has_password(self) -> bool:
        """Whether the person must sign in."""
        return self.auth == "password"


OK, REFUSED, NEEDS_LOGIN = "ok", "refused", "needs_login"  # how a connection fared when it was last used


@dataclass(frozen=True, slots=True)
class Connection:
    """An account elsewhere. Secrets live in the keyring; here are only the references that they are kept under.

    `config` holds the fields of its kind, those that are secret as `keyring:NAME` or `env:NAME`; the two token
    references are for what a login gives and renews.
    """

    user_id: int
    provider: str
    label: str
    config: dict[str, Any] = field(default_factory=dict)
    access_token_ref: str | None = None
    refresh_token_ref: str | None = None
    expires_at: datetime | None = None
    scopes: tuple[str, ...] = ()
    account: str = ""
    status: str = "unknown"  # or OK, REFUSED, NEEDS_LOGIN
    tested_at: datetime | None = None  # when a login last said ok or refused
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

"""What happens: events, runs and their steps, the log, the health of triggers."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from nomologi_tui.model.states import (
    AlertKind,
    AlertState,
    EventType,
    Level,
    ListenerState,
    RunStatus,
    StepStatus,
    StepType,
    WaitingFor,
)


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


NEEDS_DECISION = "needs your decision"  # so begins the summary of a run that waits for one
REPLACED = "Overlap: a newer run of the same automation took its place."  # of one that a newer one replaced
ASKS = "Asks: "  # and that of one that waits for an approval
BY_HAND = "manual"  # the trigger of a run that a person asked for
_NUMBER = re.compile(r"(?:_(\d+))?$")


def called(name: str, block: str) -> str:
    """What people call a step: `Copy file`, `Copy file 2`, or the name that somebody gave it."""
    number = _NUMBER.match(name.removeprefix(block)) if name.startswith(block) or not name else None
    if number is None:
        return name
    return " ".join(part for part in (block.replace("_", " ").capitalize(), number[1]) if part)


def started_by(trigger: str) -> str:
    """What started a run, behind “by”: `hand`, or its trigger's block in words."""
    return "hand" if trigger == BY_HAND else trigger.replace("_", " ")


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
    waiting_for: WaitingFor | None = None  # with status waiting
    resume_at: datetime | None = None  # when a wait for a time ends by itself
    key: str | None = None  # what `per` came to: runs of another key are not in its way
    worked: float = 0.0  # seconds of work before it last waited; they count against `run_timeout`
    approved: str | None = None  # the place of the step that has the user's word (`StepRecord.place`)
    replay_of: int | None = None  # the run that this one repeats
    ignores_conditions: bool = False
    only_inside: int | None = None  # a step's id: the run carries out just what that step holds

    @property
    def question(self) -> str:
        """What it asks, without the words which say that it does."""
        return self.summary.removeprefix(f"{NEEDS_DECISION}: ").removeprefix(ASKS)

    def took_over(self, step: "StepRecord") -> bool:
        """Whether this run has that step from the run that it repeats: it had ended before this one was made."""
        made, ended = self.created_at, step.finished_at
        return self.replay_of is not None and made is not None and ended is not None and ended < made


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of a run. `position` grows from end to end: it is that of the log."""

    position: int
    run: Run


@dataclass(frozen=True, slots=True)
class StepRecord:
    """How one step of a run went, as stored. `position` counts the automation's steps from 0, those inside others too.

    `lap` has a part for each step that holds it: which item is under way, or `-` where there is just one turn.
    """

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
    lap: str = ""

    @property
    def called(self) -> str:
        """What people call it."""
        return called(self.name, self.block)

    @property
    def place(self) -> str:
        """What tells it from the run's other steps, the same in each attempt: `3`, or `3[2]` for the second item."""
        return place_of(self.position, self.lap)

    @property
    def item(self) -> str:
        """Which item of the loops around it: `2`, in two loops `2.1`; empty where there is none."""
        return ".".join(part for part in self.lap.split(".") if part != ONE_TURN)

    @property
    def number(self) -> str:
        """Its place as people read it: steps counted from 1, items only where there are some."""
        return place_of(self.position + 1, self.item)

    @property
    def depth(self) -> int:
        """How many steps hold it."""
        return self.lap.count(".") + 1 if self.lap else 0


ONE_TURN = "-"


def place_of(position: int, lap: str) -> str:
    """`3`, or with a lap `3[2]`."""
    return f"{position}[{lap}]" if lap else str(position)


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


MOST_COUNTED = 1_000  # missed times; an outage may hold millions


def times_words(number: int) -> str:
    """`17 times`, or `1,000 or more times` where nobody counted further."""
    return "1 time" if number == 1 else f"{number:,}{' or more' * (number >= MOST_COUNTED)} times"


@dataclass(frozen=True, slots=True)
class Missed:
    """Due times of one schedule that did not run. `number` goes up to MOST_COUNTED."""

    id: int
    automation_id: int
    step_id: int
    first_due: datetime
    last_due: datetime
    number: int
    noticed_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that a person is to be told. `over_at` is when what it tells of had ended."""

    automation_id: int
    kind: AlertKind
    title: str
    body: str
    created_at: datetime
    send_after: datetime
    state: AlertState = AlertState.HELD
    run_id: int | None = None
    step_id: int | None = None
    sent_at: datetime | None = None
    over_at: datetime | None = None
    tries: int = 0
    error: str = ""
    channel: str = ""  # what took it, without its address
    id: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """A condition's answer: true or false, the value it looked at and the reason in words."""

    met: bool
    reason: str
    value: Any = None

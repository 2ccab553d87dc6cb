"""Runs, what they did, and the log."""

from datetime import datetime
from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from nomologi_tui.model import EventType, RunStatus, StepStatus, StepType


class Run(TypedDict):
    id: int
    automation: str | None
    status: RunStatus
    trigger: str
    started_at: datetime | None
    finished_at: datetime | None
    duration_s: float | None
    summary: str
    error: str
    interrupted: NotRequired[Literal[True]]


class DayOfRuns(TypedDict):
    day: str
    begins: datetime
    success: int
    failure: int
    skipped: int
    cancelled: int


class Coming(TypedDict):
    id: int
    automation: str
    goal: str
    next_due: datetime
    per_hour: list[int]


class Difference(TypedDict):
    step: str
    field: str
    before: Any
    after: Any


class Replayed(Run):
    replay_of: NotRequired[int]
    diff: NotRequired[list[Difference] | None]


class TracedStep(TypedDict):
    position: int
    item: str
    depth: int
    step: str
    type: StepType
    block: str
    status: StepStatus
    attempt: int
    input: Any
    output: Any
    reason: str
    error: str
    started_at: datetime | None
    finished_at: datetime | None
    taken_over: NotRequired[Literal[True]]


class Compared(TypedDict):
    run: int
    replay_of: int | None
    against: int | None
    diff: list[Difference] | None


class Trace(Run):
    input: dict[str, Any]
    output: Any
    steps: list[TracedStep]
    replay_of: int | None
    against: int | None
    diff: list[Difference] | None


class RehearsedStep(TypedDict):
    step: str
    block: str
    status: StepStatus
    words: str
    error: str
    item: str
    depth: int


class Rehearsed(TypedDict):
    automation: str
    steps: list[RehearsedStep]


class Queued(TypedDict):
    run: int
    automation: str
    status: Literal["pending"]


class ReplayQueued(Queued):
    replay_of: int
    revision: int
    taken_over: list[str]
    twice: list[str]


class Decided(TypedDict):
    run: int
    status: RunStatus


class RunAnyway(TypedDict):
    run: int


class RunsAnyway(TypedDict):
    runs: list[int]


class MissedTimes(TypedDict):
    id: int
    automation: str | None
    first_due: datetime
    last_due: datetime
    number: int
    reason: str


class LogLine(TypedDict):
    id: int
    automation: str | None
    run_id: int | None
    event_type: EventType
    level: Literal["debug", "info", "warning", "error"]
    description: str
    timestamp: datetime


class Skips(TypedDict):
    step: str
    number: int


class Case(TypedDict):
    at: datetime
    trigger: str
    would: str
    words: str
    step: str
    run: int | None
    really: RunStatus | None
    differs: bool


class Backtest(TypedDict):
    automation: str
    revision: int
    since: datetime
    until: datetime
    would_run: int
    would_skip: int
    would_fail: int
    skips: list[Skips]
    differ: int
    cut: list[str]
    looked_at_now: list[str]
    left_out: int
    cases: list[Case]

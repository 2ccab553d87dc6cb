"""How things stand: the runner, alerts, why, and what keeps it all going."""

from datetime import datetime
from typing import Literal

from typing_extensions import TypedDict

from nomologi_tui.cli.shapes.automations import Collecting
from nomologi_tui.model import AlertKind, AlertState, ListenerState, WaitingFor


class RunnerState(TypedDict):
    state: Literal["on"]
    kind: str
    pid: int
    host: str
    since: datetime


class Listener(TypedDict):
    automation: str | None
    block: str
    state: ListenerState
    detail: str
    last_alive: datetime | None


class RunningRun(TypedDict):
    run: int
    automation: str | None
    since: datetime | None
    interrupted: bool


class WaitingRun(TypedDict):
    run: int
    automation: str | None
    waiting_for: WaitingFor
    summary: str
    question: str


class Unhealthy(TypedDict):
    id: int
    label: str
    kind: str
    status: str


class PausedUntil(TypedDict):
    automation: str
    until: datetime | None


class DueNext(TypedDict):
    automation: str
    due: datetime


class CollectingOf(Collecting):
    automation: str


class OpenAlert(TypedDict):
    automation: str | None
    kind: AlertKind
    title: str
    since: datetime
    told: bool
    error: str


class AlertsNow(TypedDict):
    channel: str
    held: int
    failed: int
    open: list[OpenAlert]


class StoreFile(TypedDict):
    path: str
    bytes: int


class Status(TypedDict):
    runner: RunnerState | None
    listeners: list[Listener]
    running: list[RunningRun]
    waiting: list[WaitingRun]
    connections: list[Unhealthy]
    paused: list[PausedUntil]
    due_next: list[DueNext]
    digests: list[CollectingOf]
    missed: int
    store: StoreFile
    alerts: AlertsNow


class Evidence(TypedDict):
    at: datetime | None
    run: int | None
    text: str


class Remedy(TypedDict):
    words: str
    command: str | None
    key: str | None


class Why(TypedDict):
    id: int
    automation: str
    at: datetime | None
    cause: str
    answer: str
    run: int | None
    next_due: datetime | None
    evidence: list[Evidence]
    remedy: Remedy | None


class Alert(TypedDict):
    id: int
    automation: str | None
    run_id: int | None
    kind: AlertKind
    title: str
    body: str
    state: AlertState
    created_at: datetime
    send_after: datetime | None
    sent_at: datetime | None
    over_at: datetime | None
    channel: str
    tries: int
    error: str


class Channel(TypedDict):
    kind: str
    words: str


class Alerts(TypedDict):
    channel: Channel
    alerts: list[Alert]


class AlertSent(TypedDict):
    sent: Literal[True]
    channel: str


class Check(TypedDict):
    check: str
    ok: bool
    finding: str
    hint: str


class Service(TypedDict):
    file: str
    installed: bool
    starts_itself: bool
    active: bool
    words: str
    lingers: bool | None


class Inside(TypedDict):
    made_at: datetime | None
    program: str
    files: list[str]
    users: int
    automations: int
    active: int
    connections: int
    runs: int


class BackedUp(Inside):
    file: str
    bytes: int


class Restored(Inside):
    kept: list[str] | None

"""Automations: listed, shown, made, changed, taken in."""

from datetime import datetime
from typing import Any, Literal, NotRequired

from typing_extensions import TypedDict

from nomologi_tui.model import AutomationStatus, RunStatus, StepType


class LastRun(TypedDict):
    id: int
    status: RunStatus
    summary: str
    finished_at: datetime


class Listed(TypedDict):
    id: int
    slug: str
    goal: str
    status: AutomationStatus
    next_due: datetime | None
    last_run: LastRun | None
    health: Literal["ok", "fail", "wait", "lost", "paused", "off"]


class InTrash(TypedDict):
    id: int
    slug: str
    goal: str
    deleted_at: datetime
    until: datetime


class OfTemplate(TypedDict):
    slug: str
    version: int


class AutomationStep(TypedDict):
    id: int
    type: StepType
    block: str
    name: str
    enabled: bool
    depth: int
    otherwise: bool
    config: dict[str, Any]
    words: str
    url: NotRequired[str]


class Collecting(TypedDict):
    step: str
    count: int
    since: datetime
    due: datetime


class Shown(TypedDict):
    id: int
    slug: str
    goal: str
    status: AutomationStatus
    revision: int
    template: OfTemplate | None
    created_at: datetime
    updated_at: datetime
    next_due: datetime | None
    steps: list[AutomationStep]
    digests: list[Collecting]


class Made(Shown):
    plan: list[str]
    not_understood: list[str]
    suggested_by: str | None


class Paused(TypedDict):
    automation: str
    status: AutomationStatus
    paused_until: datetime | None


class Configured(TypedDict):
    automation: str
    revision: int
    configuration: dict[str, Any]


class Revision(TypedDict):
    revision: int
    made_at: datetime
    changed: list[str]


class Imported(TypedDict):
    slug: str | None
    goal: str
    known: bool
    steps: list[str]
    plan: list[str]
    lacks: list[str]
    remarks: list[str]
    taken: int
    parts: int
    refused: str | None


class Adopted(TypedDict):
    source: str
    place: str
    original: str
    slug: str | None
    goal: str | None
    known: bool
    on: bool
    words: list[str]
    plan: list[str]
    next_due: datetime | None
    refused: str | None
    remarks: list[str]


class PutBack(TypedDict):
    source: str
    lines: int
    turned_off: list[str]


class Change(TypedDict):
    change: Literal["create", "change", "delete", "nothing"]
    slug: str
    goal: str
    plan: list[str]


class Applied(TypedDict):
    done: bool
    changes: list[Change]

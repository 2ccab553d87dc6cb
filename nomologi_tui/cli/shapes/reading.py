"""What goals, schedules and blocks are read as."""

from datetime import datetime
from typing import Any, NotRequired

from typing_extensions import TypedDict

from nomologi_tui.model import Effect, StepType


class When(TypedDict):
    phrase: str
    words: str
    cron: list[str] | None
    every_seconds: int | None
    timezone: str
    next: list[datetime]
    remarks: list[str]


class ReadTrigger(TypedDict):
    trigger: str
    config: dict[str, Any]
    words: str


class ReadCondition(TypedDict):
    condition: str
    config: dict[str, Any]
    words: str


class ReadAction(TypedDict):
    action: str
    config: dict[str, Any]
    words: str
    instead: bool


class Question(TypedDict):
    key: str
    question: str


class Read(TypedDict):
    goal: str
    when: list[ReadTrigger]
    conditions: list[ReadCondition]
    what: list[ReadAction]
    slots: dict[str, Any]
    missing: list[Question]
    not_understood: list[str]
    template: str | None
    confidence: float
    how: NotRequired[dict[str, Any]]  # of the configuration, as in a document: `cooldown`, `at_most`, `period`
    remarks: NotRequired[list[str]]  # what was taken for granted


class BlockField(TypedDict):
    name: str
    label: str
    help: str
    kind: str
    item: Any
    required: bool
    default: Any
    choices: list[Any]
    example: Any
    values: bool
    secret: bool


class Block(TypedDict):
    type: StepType
    name: str
    title: str
    description: str
    effect: Effect
    says: list[str | list[Any]]  # a pattern of words; or with the fields that it fills
    values: list[str]  # what later steps can name: `event.path`, `steps.NAME.stdout`
    values_inside: list[str]  # what only steps inside it can: `item`
    fields: list[BlockField]
    example: dict[str, Any]

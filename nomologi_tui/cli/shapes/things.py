"""Connections, templates and people."""

from datetime import datetime
from typing import Any, Literal

from typing_extensions import TypedDict

from nomologi_tui.cli.shapes.runs import Difference


class Secret(TypedDict):
    kept_in: str
    fingerprint: str


class Connection(TypedDict):
    id: int
    label: str
    kind: str
    account: str
    status: str
    health: str
    expires_at: datetime | None
    renews: bool
    scopes: list[str]
    config: dict[str, Any]
    secrets: dict[str, Secret]
    used_by: list[str]
    lent_to: list[str]
    created_at: datetime


class ConnectionMade(TypedDict):
    id: int
    label: str
    kind: str
    status: str


class LoggedIn(ConnectionMade):
    expires_at: datetime | None
    renews: bool
    scopes: list[str]


class ConnectionField(TypedDict):
    name: str
    help: str
    required: bool
    secret: bool
    example: Any


class ConnectionKind(TypedDict):
    kind: str
    title: str
    fields: list[ConnectionField]


class Tested(TypedDict):
    id: int
    label: str
    status: Literal["ok"]
    words: str
    expires_at: datetime | None
    renews: bool


class ConnectionRemoved(TypedDict):
    id: int
    label: str
    removed: Literal[True]
    login_ended: bool | None
    words: str


class Template(TypedDict):
    slug: str
    name: str
    category: str
    version: int
    built_in: bool
    description: str
    goal: str


class TemplateInput(TypedDict):
    name: str
    kind: str
    label: str
    help: str
    required: bool
    default: Any
    example: Any
    choices: list[str]
    uses: list[str]


class TemplateStep(TypedDict):
    place: str
    depth: int
    words: str


class TemplateKept(Template):
    inputs: list[TemplateInput]


class TemplateShown(TemplateKept):
    steps: list[TemplateStep]
    plan: list[str]


class TemplateRemoved(TypedDict):
    slug: str
    removed: Literal[True]


Upgraded = TypedDict(
    "Upgraded",
    {
        "automation": str, "template": str, "from": int, "to": int, "changes": list[Difference],
        "kept": list[Difference], "asks": list[TemplateInput], "revision": int,
    },
)  # fmt: skip


class User(TypedDict):
    login: str
    auth: str
    owner: bool
    automations: int
    created_at: datetime


class Setting(TypedDict):
    key: str
    value: str | int
    origin: str
    where: str
    line: int | None
    default: str | int | None
    variable: str
    kind: str
    may_be: str
    personal: bool
    counts: str
    section: str
    words: str


class Key(TypedDict):
    id: str
    keys: list[str]
    default: list[str]
    origin: str
    line: int | None
    words: str
    screens: list[str]


class Theme(TypedDict):
    name: str
    origin: str
    problem: str

"""The labelled sentences of `goals.jsonl`, and the two halves that they fall into."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Half = Literal["open", "held"]
SET = Path(__file__).with_name("goals.jsonl")

TRIGGERS = frozenset(
    [
        "schedule",
        "interval",
        "once",
        "file",
        "system",
        "email",
        "web_page",
        "http_check",
        "mqtt",
        "webhook",
        "feed",
        "run_finished",
        "process",
        "startup",
        "calendar",
        "command",
        "manual",
        "other",
    ]
)
ACTIONS = frozenset(
    [
        "notify",
        "email",
        "command",
        "backup",
        "copy_file",
        "move_file",
        "write_file",
        "http_request",
        "git",
        "ssh",
        "summarise",
        "mqtt_publish",
        "wait",
        "other",
    ]
)
_SALT = b"183 "  # with it both halves hold about as many of each trigger, language and difficulty
SLOTS = ("paths", "urls", "times", "hosts", "recipients")  # scored; topics are labelled, not scored


@dataclass(frozen=True, slots=True)
class Goal:
    """One sentence with its label. The first trigger and the first set of actions are the label, others as good.

    `timing` is None where the sentence says no time, else the label of the schedule (see `timing.matches`).
    `optional`: values that a reading may give or leave out.
    """

    id: str
    text: str
    language: str
    difficulty: str
    triggers: tuple[str, ...]
    actions: tuple[frozenset[str], ...]
    timing: dict[str, Any] | None
    slots: dict[str, list[str]]
    optional: dict[str, list[str]] = field(default_factory=dict)

    @property
    def half(self) -> Half:
        """By a hash of the id: a new sentence moves no other one to the other half."""
        return "held" if hashlib.sha256(_SALT + self.id.encode()).digest()[0] % 2 else "open"


def goals(path: Path = SET) -> Iterator[Goal]:
    """All sentences, in the order of the file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield _goal(json.loads(line))


def _goal(row: dict[str, Any]) -> Goal:
    when, as_good = row["when"], row["also_ok"]
    return Goal(
        id=row["id"],
        text=row["goal"],
        language=row["lang"],
        difficulty=row["difficulty"],
        triggers=(when["trigger"], *as_good.get("trigger", ())),
        actions=tuple(frozenset(one) for one in (row["what"], *as_good.get("what", ()))),
        timing=when["schedule_label"],
        slots=row["slots"],
        optional=row.get("slots_optional", {}),
    )

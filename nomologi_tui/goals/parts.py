"""What a goal says, as a value: steps, open questions, what was not understood."""

from dataclasses import dataclass, field
from typing import Any

from nomologi_tui.blocks.fields import FieldSpec
from nomologi_tui.model import Step, StepType
from nomologi_tui.schedules import Schedule

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """One step as read: the block's name, its config, its words and the place in the sentence.

    `instead`: only after an action before it has failed. `looks`: it only looks, for the steps after it.
    `depth`: how many steps hold it; `otherwise`: in the second list of the one that does.
    """

    block: str
    config: dict[str, Any]
    words: str
    span: Span
    instead: bool = False
    looks: bool = False
    depth: int = 0
    otherwise: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """An answer that the sentence does not give. `key`: where it goes: `what.1.command`, `when.1` for a whole step.

    `of_step`: its block is known, so that its fields can say what is missing. `of_time`: a time is said, but not read:
    `schedule`, or `interval` where it is only how often.
    """

    key: str
    question: str
    field: FieldSpec | None = None
    of_step: bool = False
    of_time: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a goal says. `spans` are the understood places; `remarks` say what was taken though nobody said it.

    `schedule`: when it is looked or started, as far as a time says so, also where a trigger that watches holds it.
    `how`: the values of its configuration that are said, such as `cooldown`.
    """

    goal: str
    when: tuple[Part, ...] = ()
    conditions: tuple[Part, ...] = ()
    what: tuple[Part, ...] = ()
    slots: dict[str, list[str]] = field(default_factory=dict)
    missing: tuple[Missing, ...] = ()
    not_understood: tuple[str, ...] = ()
    template: str | None = None
    confidence: float = 0.0
    spans: tuple[Span, ...] = ()
    remarks: tuple[str, ...] = ()
    schedule: Schedule | None = None
    how: dict[str, Any] = field(default_factory=dict)


def steps(reading: Reading) -> tuple[Step, ...]:
    """The steps in order: triggers, conditions, actions; those with something missing as far as they are known."""
    kinds = (
        (StepType.TRIGGER, reading.when),
        (StepType.CONDITION, reading.conditions),
        (StepType.ACTION, reading.what),
    )
    return tuple(_step(kind, part) for kind, parts in kinds for part in parts)


def _step(kind: StepType, part: Part) -> Step:
    return Step(kind, part.block, part.config, instead=part.instead, depth=part.depth, otherwise=part.otherwise)

"""The conditions inside a group or a branch: whether they are right, their words, what their verdicts say together."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, Field, model_validator

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.errors import NomologiError
from nomologi_tui.model import StepType, Verdict

MAX_DEPTH = 4
MAX_MEMBERS = 50


class Member(BaseModel, extra="forbid"):
    block: str = Field(title="Condition", description="The condition's name.", examples=["compare"])
    config: dict[str, Any] = Field({}, title="Its fields", description="The condition's fields.", examples=["left: a"])

    @model_validator(mode="after")
    def _right(self) -> "Member":
        check_member(self.block, self.config)
        return self


def check_member(block: str, config: dict[str, Any]) -> None:
    """Raises ValueError with a sentence when there is no such condition or its config is wrong."""
    if _depth(config) >= MAX_DEPTH:
        raise ValueError(f"groups may stand inside each other at most {MAX_DEPTH} deep")
    _, problems = check(_block(block).config, config)
    for name, problem in problems.items():
        raise ValueError(f"{block}{f', {name}' if name else ''}: {problem}")


def member_words(block: str, config: dict[str, Any]) -> str:
    """The member in its own block's words."""
    found = _block(block)
    return found.in_words(found.config.model_validate(config))


def together(mode: str, verdicts: Sequence[Verdict]) -> Verdict:
    """The group's verdict: its reason lists the members' reasons that decided."""
    holding = [verdict for verdict in verdicts if verdict.met]
    failing = [verdict for verdict in verdicts if not verdict.met]
    met = {"all": not failing, "any": bool(holding), "none": not holding}[mode]
    deciding, words = {
        ("all", True): (holding, "all of them hold"),
        ("all", False): (failing, "not all of them hold"),
        ("any", True): (holding, "at least one of them holds"),
        ("any", False): (failing, "none of them holds"),
        ("none", True): (failing, "none of them holds"),
        ("none", False): (holding, "one of them holds, though none should"),
    }[mode, met]
    reasons = "; ".join(verdict.reason for verdict in deciding)
    return Verdict(met, f"{words}: {reasons}", [verdict.value for verdict in verdicts])


def _block(name: str) -> Block:
    try:
        return load_registry().get(StepType.CONDITION, name)
    except NomologiError as error:
        raise ValueError(str(error)) from None


def _depth(config: object) -> int:
    """How many lists of members stand inside each other in `config`; stops counting at the limit."""
    depth, level = 0, [config]
    while depth < MAX_DEPTH:
        members = [one for part in level if isinstance(part, dict) for one in _listed(part.get("conditions"))]
        if not members:
            break
        level = [one.get("config") for one in members if isinstance(one, dict)]
        depth += 1
    return depth


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []

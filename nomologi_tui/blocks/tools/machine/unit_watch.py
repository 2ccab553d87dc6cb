"""A unit of systemd that is watched: the form, and what counts."""

import re
from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationInfo, field_validator

from nomologi_tui.blocks.fields import Duration

FAILS, STOPS, LINE = "unit fails", "unit stops", "line matches"
_UNIT = re.compile(r"[A-Za-z0-9:_.\\@][A-Za-z0-9:_.\\@-]{0,250}")
_KINDS = ("service", "timer", "socket", "mount", "path", "target", "swap", "slice", "scope", "device", "automount")


class Unit(BaseModel, extra="forbid"):
    unit: str = Field(
        title="Unit", description="The unit's name; a service, unless it has an ending.", examples=["nginx"]
    )
    when: Literal["unit fails", "unit stops", "line matches"] = Field(
        title="When", description="What must happen to start.", examples=["unit fails"]
    )
    pattern: str = Field(
        "", title="Pattern", examples=["error|timed out"], max_length=500, validate_default=True,
        description="A regular expression; in lower case, capitals match too.",
    )  # fmt: skip
    user: bool = Field(
        False, title="Of my session", description="A unit of your own, not one of the system.", examples=["yes"]
    )
    every: Duration = Field(15.0, title="Every", description="How often it looks.", examples=["1 min"], ge=1, le=7e5)
    first: Literal["from now", "at once"] = Field(
        "from now", title="If it is so already", description="Start at once, or wait until it is so anew.",
        examples=["at once"],
    )  # fmt: skip

    @field_validator("unit")
    @classmethod
    def _named(cls, unit: str) -> str:
        if not _UNIT.fullmatch(unit.strip()):
            raise ValueError(f"“{unit[:60]}” is no unit; write for example nginx or backup.timer")
        return (
            unit.strip() if unit.strip().endswith(tuple(f".{kind}" for kind in _KINDS)) else f"{unit.strip()}.service"
        )

    @field_validator("pattern")
    @classmethod
    def _said(cls, pattern: str, info: ValidationInfo) -> str:
        if info.data.get("when") == LINE and not pattern:
            raise ValueError("what to look for in its lines is needed")
        if "\0" in pattern:
            raise ValueError("a pattern can't hold a zero character")
        return pattern


def is_so(config: Unit, state: dict[str, str]) -> bool:
    """Whether the unit is as asked for."""
    return state["ActiveState"] in (("failed",) if config.when == FAILS else ("failed", "inactive"))


def is_over(config: Unit, state: dict[str, str]) -> bool:
    """Whether it is well again; a unit that stops counts as running only once it is active."""
    return not is_so(config, state) if config.when == FAILS else state["ActiveState"] in ("active", "reloading")


def state_data(config: Unit, state: dict[str, str]) -> dict[str, Any]:
    """The event's data."""
    return {
        "unit": config.unit,
        "description": state.get("Description", ""),
        "state": state["ActiveState"],
        "sub_state": state.get("SubState", ""),
        "result": state.get("Result", ""),
        "exit_code": state.get("ExecMainStatus"),
    }


def unit_words(config: Unit) -> str:
    """`when nginx.service fails`."""
    said = {FAILS: "fails", STOPS: "stops", LINE: f"writes a line like “{' '.join(config.pattern.split())}”"}
    return f"when {config.unit} {said[config.when]}"

"""The form of processes that are watched: what counts, its words and its event."""

from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationInfo, field_validator

from nomologi_tui.blocks.fields import Duration
from nomologi_tui.blocks.tools.machine.programs import Seen
from nomologi_tui.text import show_duration

STARTS, ENDS, PROCESSOR, MEMORY = "starts", "ends", "uses more processor than", "uses more memory than"
_UNITS = {PROCESSOR: "%", MEMORY: "MB"}


class Processes(BaseModel, extra="forbid"):
    name: str = Field(
        title="Process", examples=["postgres"], min_length=1, max_length=200,
        description="Its name as top shows it; * is any text.",
    )  # fmt: skip
    when: Literal["starts", "ends", "uses more processor than", "uses more memory than"] = Field(
        title="Start when it", description="All of that name count as one: first start, last end.", examples=["ends"]
    )
    limit: float | None = Field(
        None, title="Limit", examples=["80"], gt=0, allow_inf_nan=False, validate_default=True,
        description="% of one core, or MB; all of that name together.",
    )  # fmt: skip
    held: Duration = Field(
        0.0, title="And stays so for", description="Only if it stays so for this long; 0s: at once.",
        examples=["5 min"], ge=0, le=7e5,
    )  # fmt: skip
    line: str = Field(
        "", title="Command line has", description="Only processes with this in their command line.",
        examples=["backup.py"], max_length=500,
    )  # fmt: skip
    every: Duration = Field(10.0, title="Every", description="How often it looks.", examples=["5s"], ge=1, le=7e5)
    first: Literal["from now", "at once"] = Field(
        "from now", title="If it is so already", description="Start at once, or wait until it is so anew.",
        examples=["at once"],
    )  # fmt: skip

    @field_validator("limit")
    @classmethod
    def _said(cls, limit: float | None, info: ValidationInfo) -> float | None:
        if info.data.get("when") in _UNITS and limit is None:
            raise ValueError("how much it may use is needed")
        return limit

    @property
    def about(self) -> str:
        """What is watched; an edit of it begins anew."""
        return f"{self.name} {self.when} {self.limit} {self.line}"

    @property
    def gap(self) -> float:
        return (self.limit or 0) / 20 if self.when in _UNITS else 0

    def is_beyond(self, value: float, by: float = 0.0) -> bool:
        """Whether it is so; `value` is what `value_of` says."""
        if self.when in _UNITS:
            return value > (self.limit or 0) - by
        return value > 0 if self.when == STARTS else value == 0

    def value_of(self, seen: Seen) -> float:
        """What counts of it: how many there are, or what they use."""
        return {PROCESSOR: seen.percent, MEMORY: seen.megabytes}.get(self.when, len(seen.pids))


def process_data(config: Processes, seen: Seen) -> dict[str, Any]:
    """The event's data."""
    return {
        "name": config.name,
        "what": config.when,
        "count": len(seen.pids),
        "pids": list(seen.pids[:100]),
        "user": seen.user,
        "percent": round(seen.percent, 1),
        "megabytes": round(seen.megabytes, 1),
        "text": f"{config.name} {_said(config)}",
    }


def process_words(config: Processes) -> str:
    """`when postgres ends` or `when chrome uses more memory than 4000 MB for 5 min`."""
    having = f" with “{' '.join(config.line.split())}”" if config.line else ""
    held = f" for {show_duration(config.held)}" if config.held else ""
    return f"when {' '.join(config.name.split())}{having} {_said(config)}{held}"


def _said(config: Processes) -> str:
    return f"{config.when} {config.limit:g} {_UNITS[config.when]}" if config.when in _UNITS else config.when


def process_shown(config: Processes, seen: Seen) -> str:
    """What runs now, in words."""
    if not seen.pids:
        return f"No process called {config.name} runs now."
    count = "1 process" if len(seen.pids) == 1 else f"{len(seen.pids)} processes"
    return f"{count} called {config.name} now, with {seen.megabytes:.0f} MB of memory."

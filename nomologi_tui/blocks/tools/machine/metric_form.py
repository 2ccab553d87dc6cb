"""The form of a value of this machine that crosses a threshold, its words and its event."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from nomologi_tui.blocks.fields import Duration, Folder
from nomologi_tui.blocks.tools.machine.measuring import UNITS, in_unit
from nomologi_tui.text import show_duration


class Metric(BaseModel, extra="forbid"):
    what: Literal[
        "disk used",
        "disk free",
        "memory used",
        "swap used",
        "processor used",
        "load average",
        "temperature",
        "battery charge",
    ] = Field(title="What", description="Measured in %; disk free in GB, temperature in °C.", examples=["disk used"])
    crosses: Literal["goes above", "goes below"] = Field(
        title="Start when it", description="In which direction it crosses the threshold.", examples=["goes below"]
    )
    threshold: float = Field(
        title="Threshold", description="In the unit of what is measured.", examples=["90"], allow_inf_nan=False
    )
    held: Duration = Field(
        0.0, title="And stays so for", description="Only if it stays so for this long; 0s: at once.",
        examples=["5 min"], ge=0, le=7e5,
    )  # fmt: skip
    margin: float | None = Field(
        None, title="Margin", examples=["5"], ge=0, allow_inf_nan=False,
        description="How far back before it counts again; empty: 1/20.",
    )  # fmt: skip
    folder: Folder = Field(
        "/", title="Disk of", description="Any folder on the disk that is measured.", examples=["/home"], min_length=1
    )
    sensor: str = Field("", title="Sensor", description="For temperature; empty: the hottest.", examples=["coretemp"])
    every: Duration = Field(30.0, title="Every", description="How often it looks.", examples=["1 min"], ge=1, le=7e5)
    first: Literal["from now", "at once"] = Field(
        "from now", title="If it is so already", description="Start at once, or wait until it is so anew.",
        examples=["at once"],
    )  # fmt: skip

    @property
    def about(self) -> str:
        """What is measured; an edit of it begins anew."""
        return " ".join(map(str, (self.what, self.crosses, self.threshold, self.folder, self.sensor)))

    @property
    def gap(self) -> float:
        return abs(self.threshold) / 20 if self.margin is None else self.margin

    def is_beyond(self, value: float, by: float = 0.0) -> bool:
        """Whether `value` is on the far side of the threshold, moved nearer by `by`."""
        if self.crosses == "goes above":
            return value > self.threshold - by
        return value < self.threshold + by


def metric_data(config: Metric, value: float) -> dict[str, Any]:
    """The event's data."""
    return {
        "what": config.what,
        "value": round(value, 3),
        "unit": UNITS[config.what],
        "threshold": config.threshold,
        "text": f"{config.what} is {in_unit(value, config.what)}",
        "path": config.folder,
    }


def metric_words(config: Metric) -> str:
    """`when disk used of / goes above 90 % for 5 min`."""
    of = f" of {config.folder}" if config.what.startswith("disk") else ""
    held = f" for {show_duration(config.held)}" if config.held else ""
    return f"when {config.what}{of} {config.crosses} {in_unit(config.threshold, config.what)}{held}"

"""The form of a machine that is watched: whether it answers, its words and its event."""

import re
from typing import Any, Literal

from pydantic import BaseModel, Field, field_validator

from nomologi_tui.blocks.fields import Duration

DOWN, UP = "goes down", "comes up"
_HOST = re.compile(r"[\w:][\w.:%-]{0,252}")


class Host(BaseModel, extra="forbid"):
    host: str = Field(title="Host", description="A name or an address.", examples=["nas.local"])
    when: Literal["goes down", "comes up"] = Field(
        title="Start when it", description="What must happen to start.", examples=["comes up"]
    )
    port: int | None = Field(
        None, title="Port", examples=["22"], ge=1, le=65_535,
        description="Up means: takes a connection there. Empty: answers a ping.",
    )  # fmt: skip
    misses: int = Field(
        3, title="Down after", description="So many looks in a row without an answer.", examples=["2"], ge=1, le=1000
    )
    every: Duration = Field(30.0, title="Every", description="How often it looks.", examples=["1 min"], ge=1, le=7e5)
    timeout: Duration = Field(
        3.0, title="Time limit", description="How long one look may take.", examples=["5s"], ge=1, le=60
    )
    first: Literal["from now", "at once"] = Field(
        "from now", title="If it is so already", description="Start at once, or wait until it is so anew.",
        examples=["at once"],
    )  # fmt: skip

    @field_validator("host")
    @classmethod
    def _named(cls, host: str) -> str:
        bare = host.strip().strip("[]")
        if not _HOST.fullmatch(bare):
            raise ValueError(f"“{host[:60]}” is not a host; write a name or an address, without a port")
        return bare

    @property
    def about(self) -> str:
        """What is watched; an edit of it begins anew."""
        return f"{self.host} {self.port} {self.when}"


def host_data(config: Host, wrong: str) -> dict[str, Any]:
    """The event's data."""
    said = f"{config.host} {'is down: ' + wrong if wrong else 'is up'}"
    return {"host": config.host, "port": config.port, "what": config.when, "reason": wrong, "text": said}


def host_words(config: Host) -> str:
    """`when nas.local, port 22, goes down`."""
    return f"when {config.host}{f', port {config.port},' if config.port else ''} {config.when}"

"""The fields that the blocks for commands share: what goes in, how long it may take, and how its end is read."""

from typing import Annotated, Literal

from pydantic import Field

from nomologi_tui.blocks.fields import Duration, Template

Stdin = Annotated[
    Template,
    Field(title="Input", description="What it reads on its standard input.", examples=["{{ event.body }}"]),
]
TimeLimit = Annotated[
    Duration | None, Field(title="Time limit", description="It is stopped after this long.", examples=["10 min"], gt=0)
]
GoodExitCodes = Annotated[
    list[int],
    Field(title="Good exit codes", description="Any other exit code is a failure.", examples=["0, 24"]),
]
Output = Annotated[
    Literal["text", "lines", "json"],
    Field(title="Output", description="How later steps get what it wrote.", examples=["lines"]),
]

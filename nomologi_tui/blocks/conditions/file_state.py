"""Whether a file is there, how old it is, how large."""

import asyncio
from typing import Literal

from pydantic import BaseModel, Field, model_validator

from nomologi_tui.blocks import ConditionContext, Duration, PathText, Touch, Verdict, condition
from nomologi_tui.blocks.tools.files.facts import Limits, look_at, state_words, verdict_of
from nomologi_tui.blocks.tools.paths import fill_path

State = Literal["exists", "does not exist", "older than", "newer than", "larger than", "smaller than"]


class FileState(BaseModel, extra="forbid"):
    path: PathText = Field(
        title="File", description="A file or folder.", examples=["~/in/{{ event.name }}"], min_length=1
    )
    pattern: str = Field(
        "", title="Newest like", description="Look at the newest such file in that folder.", examples=["*.tar.gz"]
    )
    state: State = Field("exists", title="What is asked", description="What must be so.", examples=["older than"])
    age: Duration | None = Field(None, title="Age", description="How long ago it changed last.", examples=["1d"], gt=0)
    size: str = Field("", title="Size", description="In bytes, or with a unit.", examples=["10 MB"])

    @model_validator(mode="after")
    def _complete(self) -> "FileState":
        self.limits()
        return self

    def limits(self) -> Limits:
        return Limits.made(self.state, self.age, self.size.strip())


@condition(
    "file_state",
    title="A file exists, is old, is large",
    says=(
        "exists",
        "exist",
        "does not exist",
        "is there",
        "are there",
        "older than",
        "newer than",
        "larger than",
        "smaller than",
        ("existiert", {"state": "exists"}),
        ("existe", {"state": "exists"}),
        ("vorhanden ist", {"state": "exists"}),
        ("is missing", {"state": "does not exist"}),
        ("is not there", {"state": "does not exist"}),
        ("doesn't exist", {"state": "does not exist"}),
        ("is gone", {"state": "does not exist"}),
        ("bigger than", {"state": "larger than"}),
        ("younger than", {"state": "newer than"}),
        ("nicht existiert", {"state": "does not exist"}),
        ("fehlt", {"state": "does not exist"}),
        ("n'existe pas", {"state": "does not exist"}),
        ("manque", {"state": "does not exist"}),
        ("no existe", {"state": "does not exist"}),
        ("falta", {"state": "does not exist"}),
    ),
    example={"path": "~/backup", "pattern": "*.tar.gz", "state": "newer than", "age": "1d"},
)
async def file_state(config: FileState, ctx: ConditionContext) -> Verdict:
    """True when the file is as asked. One that is not there is neither old nor new, neither large nor small."""
    path = await asyncio.to_thread(fill_path, config.path, ctx.render)  # both ask the disk, which may be far away
    return verdict_of(await asyncio.to_thread(look_at, path, config.pattern), config.limits(), ctx.clock.now())


@file_state.words
def _words(config: FileState) -> str:
    subject = f"the newest {config.pattern} in {config.path}" if config.pattern else config.path
    return f"{subject} {state_words(config.limits())}"


@file_state.touches
def _touches(config: FileState) -> list[Touch]:
    return [Touch("read", config.path)]

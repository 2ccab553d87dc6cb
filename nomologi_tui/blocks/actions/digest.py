"""Collect a value of each run, and do steps once for all of them."""

from datetime import datetime

from pydantic import BaseModel, Field, model_validator

from nomologi_tui.blocks import ActionContext, BlockError, Duration, Items, Later, Template, TimeOfDay, holder
from nomologi_tui.blocks.tools.values.data import shown
from nomologi_tui.blocks.tools.values.items import value_in
from nomologi_tui.blocks.tools.waiting import end_of_wait
from nomologi_tui.text import span

LARGEST = 16_000  # characters of a value: a thousand of them are the input of one run
LONGEST = 31 * 86_400.0  # seconds that a value waits where nothing else is said


class Digest(BaseModel, extra="forbid"):
    value: Items = Field(
        title="Collect", description="What is kept from each run.", examples=["{{ event.title }}"], min_length=1
    )
    group: Template = Field(
        "", title="Grouped by", description="One heading for each different value.", examples=["{{ event.host }}"]
    )
    at: TimeOfDay | None = Field(None, title="Sent at", description="At the next such time of day.", examples=["08:00"])
    after: Duration | None = Field(
        None, title="Sent after", description="So long after the first value was kept.", examples=["1 h"], gt=0
    )
    most: int = Field(
        100, title="Sent when", description="As soon as so many values are kept.", examples=["20"], ge=1, le=1_000
    )

    @model_validator(mode="after")
    def _not_for_ever(self) -> "Digest":
        if self.at is None and self.after is None:
            raise ValueError("say when it is sent at the latest: a time of day, or how long after the first one")
        return self


@holder(
    "digest",
    title="Collect for a digest",
    lends=("items", "groups", "count"),
    says=("as_digest|in_digest|daily_digest|digest_of",),
    example={"value": "{{ event.title }}", "at": "08:00"},
    gives=("collected", "due"),
)
async def digest(config: Digest, ctx: ActionContext) -> Later:
    """Keep the value. The steps inside are carried out once for all that were kept, in a run of their own."""
    value = value_in(config.value, ctx.render)
    if len(shown(value)) > LARGEST:
        raise BlockError(f"The value has more than {LARGEST:,} characters.", "Collect less of it, say with truncate.")
    return Later(value, _due(config, ctx), config.most, config.group)


def _due(config: Digest, ctx: ActionContext) -> datetime:
    now, zone = ctx.clock.now(), ctx.timezone
    ends = [end_of_wait(now, config.after or LONGEST, None, zone)]
    return min([*ends, end_of_wait(now, None, config.at, zone)] if config.at else ends)


@digest.words
def _words(config: Digest) -> str:
    when = [f"at {config.at}"] if config.at else []
    when += [f"{span(config.after)} after the first one"] if config.after else []
    return f"collect {' '.join(config.value.split())}, sent {' or '.join(when)}, at {config.most} at once"

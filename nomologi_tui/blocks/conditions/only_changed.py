"""Only when a value is another one than last time."""

from typing import Literal

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ConditionContext, Template, Touch, Verdict, condition
from nomologi_tui.blocks.tools.values.fingerprint import fingerprint, quoted


class OnlyChanged(BaseModel, extra="forbid"):
    value: Template = Field(
        title="Value", description="The value that must have changed.", examples=["{{ event.status }}"]
    )
    first: Literal["is no change", "is a change"] = Field(
        "is no change", title="The first value", description="Whether the very first value counts.",
        examples=["is a change"],
    )  # fmt: skip


@condition(
    "only_changed",
    title="Only when a value changes",
    says=("has changed", "changed since last time", "is different from last time"),
    example={"value": "{{ event.status }}"},
)
async def only_changed(config: OnlyChanged, ctx: ConditionContext) -> Verdict:
    """True when the value is another one than in the last run that went on from here. Blanks around it do not count.

    An edit of the step begins anew.
    """
    value = config.value.strip()
    now = {"print": fingerprint(value), "shown": quoted(value)}
    before = await ctx.recall()
    if before is None:
        ctx.keep(now, always=True)
        return Verdict(config.first == "is a change", f"{now['shown']} is the first value", config.value)
    if before["print"] == now["print"]:
        return Verdict(False, f"{now['shown']} is the same as last time", config.value)
    ctx.keep(now)
    return Verdict(True, f"{now['shown']} was {before['shown']} last time", config.value)


@only_changed.words
def _words(config: OnlyChanged) -> str:
    return f"{config.value} has changed"


@only_changed.touches
def _touches(_config: OnlyChanged) -> list[Touch]:
    return [Touch("read", "what it saw in earlier runs")]

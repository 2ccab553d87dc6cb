"""Only what was not there before."""

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ConditionContext, Template, Touch, Verdict, condition
from nomologi_tui.blocks.tools.values.fingerprint import fingerprint, quoted


class OnlyNew(BaseModel, extra="forbid"):
    value: Template = Field(
        title="Value", description="The value that must be new.", examples=["{{ event.id }}"], min_length=1
    )


@condition(
    "only_new",
    title="Only new values",
    says=("is new", "was not seen before"),
    example={"value": "{{ event.id }}"},
)
async def only_new(config: OnlyNew, ctx: ConditionContext) -> Verdict:
    """True when no run went on with this value before. The newest 10,000 values are remembered.

    A value counts as seen once its run goes on. Runs side by side may both find it new; an edit of the step begins
    anew.
    """
    name = fingerprint(config.value)
    seen = await ctx.recall(name) is not None
    if not seen:
        ctx.keep(True, name)
    return Verdict(not seen, f"{quoted(config.value)} was {'' if seen else 'not '}seen before", config.value)


@only_new.words
def _words(config: OnlyNew) -> str:
    return f"{config.value} is new"


@only_new.touches
def _touches(_config: OnlyNew) -> list[Touch]:
    return [Touch("read", "what it saw in earlier runs")]

"""Whether something has been so for a while."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ConditionContext, Duration, Template, Touch, Verdict, condition
from nomologi_tui.blocks.tools.values.comparing import compare, operator_words
from nomologi_tui.text import span

Operator = Literal["greater than", "at least", "less than", "at most", "is", "is not"]


class Held(BaseModel, extra="forbid"):
    left: Template = Field(title="Value", description="The value that is looked at.", examples=["{{ event.value }}"])
    operator: Operator = Field("greater than", title="Comparison", description="What must be so.", examples=["is"])
    right: Template = Field(title="With", description="The value it is compared with.", examples=["90"])
    duration: Duration = Field(
        title="For", description="How long it must have been so; 0s: at once.", examples=["10 min"], ge=0
    )
    again: bool = Field(
        False, title="Again", description="Yes: in each run while it lasts; no: once.", examples=["yes"]
    )


@condition(
    "held",
    title="Held for a while",
    says=("held for", "has been so for", "for longer than"),
    example={"left": "{{ event.value }}", "operator": "greater than", "right": "90", "duration": "10 min"},
)
async def held(config: Held, ctx: ConditionContext) -> Verdict:
    """True when the comparison held in each run that asked, the first of them so long ago. Then once, until it ends.

    What was between two runs nobody saw. An edit of the step begins anew.
    """
    holds, words = compare(config.left, config.operator, config.right, "auto", ctx.timezone)
    if not holds:
        ctx.keep(None, "since", always=True)
        ctx.keep(None, "told", always=True)
        return Verdict(False, words, config.left)
    now = ctx.clock.now()
    since = datetime.fromisoformat(await ctx.recall("since") or now.isoformat())
    ctx.keep(since.isoformat(), "since", always=True)
    lasts, told = (now - since).total_seconds(), await ctx.recall("told") and not config.again
    ctx.keep(True, "told")
    met = lasts >= config.duration and not told
    return Verdict(met, f"{words}, for {span(lasts)}{' and a run went on before' if told else ''}", config.left)


@held.words
def _words(config: Held) -> str:
    lasting = f"for {span(config.duration)}" if config.duration else "now, and was not before"
    return f"{config.left} {operator_words(config.operator)} {config.right} {lasting}"


@held.touches
def _touches(_config: Held) -> list[Touch]:
    return [Touch("read", "what it saw in earlier runs")]

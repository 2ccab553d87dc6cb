"""Several conditions as one: all, any or none of them."""

from typing import Literal

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ConditionContext, Verdict, condition
from nomologi_tui.blocks.tools.members import MAX_MEMBERS, Member, member_words, together


class Group(BaseModel, extra="forbid"):
    mode: Literal["all", "any", "none"] = Field(
        "all", title="How many", description="How many of the conditions must hold.", examples=["any"]
    )
    conditions: list[Member] = Field(
        title="Conditions", description="Conditions, or groups of them.", examples=["compare"], min_length=1,
        max_length=MAX_MEMBERS,
    )  # fmt: skip


@condition(
    "group",
    title="All, any or none of several",
    says=("all of", "any of", "either", "neither", "none of"),
    example={
        "mode": "any",
        "conditions": [
            {"block": "compare", "config": {"left": "{{ event.name }}", "operator": "ends with", "right": ".pdf"}},
            {"block": "time_window", "config": {"weekdays": ["sat", "sun"]}},
        ],
    },
)
async def group(config: Group, ctx: ConditionContext) -> Verdict:
    """True when all, any or none of its conditions hold. Each is asked, so that the reason can name each."""
    return together(config.mode, [await ctx.evaluate(one.block, one.config) for one in config.conditions])


@group.words
def _words(config: Group) -> str:
    words = "; ".join(member_words(one.block, one.config) for one in config.conditions)
    if len(config.conditions) > 1:
        return f"{config.mode} of: {words}"
    return f"not so: {words}" if config.mode == "none" else words

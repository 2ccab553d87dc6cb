"""Do some steps where conditions hold, and others where they do not."""

from typing import Literal

from pydantic import BaseModel, Field, model_validator

from nomologi_tui.blocks import ActionContext, Expression, Inside, as_template, holder
from nomologi_tui.blocks.tools.members import MAX_MEMBERS, Member, member_words, together


class Branch(BaseModel, extra="forbid"):
    test: Expression | None = Field(
        None, title="If", description="A comparison in Liquid.", examples=["event.size > 1000"]
    )
    mode: Literal["all", "any", "none"] = Field(
        "all", title="How many", description="How many of the conditions must hold.", examples=["any"]
    )
    conditions: list[Member] = Field(
        [], title="Conditions", description="Conditions, beside If or in its place.", examples=["compare"],
        max_length=MAX_MEMBERS,
    )  # fmt: skip

    @model_validator(mode="after")
    def _something_to_ask(self) -> "Branch":
        if not self.test and not self.conditions:
            raise ValueError("say what is asked: a comparison, or conditions")
        return self


@holder(
    "branch",
    title="If, and otherwise",
    holds=("steps", "otherwise"),
    says=("otherwise|or_else",),
    example={"test": "event.size > 1000"},
    gives=("otherwise", "output"),
)
async def branch(config: Branch, ctx: ActionContext) -> Inside:
    """Carry out the steps inside where the comparison and the conditions hold, else those under otherwise."""
    if config.test and ctx.render(as_template(config.test)) != "true":
        return Inside(otherwise=True, reason="it does not hold")
    if not config.conditions:
        return Inside(reason="it holds")
    found = together(config.mode, [await ctx.evaluate(one.block, one.config) for one in config.conditions])
    return Inside(otherwise=not found.met, reason=found.reason)


@branch.words
def _words(config: Branch) -> str:
    asked = [config.test] if config.test else []
    if config.conditions:
        members = "; ".join(member_words(one.block, one.config) for one in config.conditions)
        asked.append(f"{config.mode} of: {members}")
    return f"if {' and '.join(asked)}"

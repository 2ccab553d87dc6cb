"""One value against another one."""

from typing import Literal

from pydantic import BaseModel, Field, model_validator

from nomologi_tui.blocks import ConditionContext, Template, Verdict, condition, has_template
from nomologi_tui.blocks.tools.values.comparing import UNARY, compare, operator_words, phrase
from nomologi_tui.blocks.tools.values.pattern import check_pattern, found

Operator = Literal[
    "is", "is not", "contains", "does not contain", "starts with", "ends with", "matches", "is empty", "is not empty",
    "greater than", "at least", "less than", "at most", "before", "after",
]  # fmt: skip


class Compare(BaseModel, extra="forbid"):
    left: Template = Field(
        title="Value", description="The value that is looked at.", examples=["{{ steps.fetch.status }}"]
    )
    operator: Operator = Field(
        "is", title="Comparison", description="How the two are compared.", examples=["greater than"]
    )
    right: Template = Field("", title="With", description="The value it is compared with.", examples=["200"])
    type: Literal["auto", "text", "number", "date"] = Field(
        "auto", title="Compare as", description="auto: as numbers or dates where both are.", examples=["number"]
    )

    @model_validator(mode="after")
    def _complete(self) -> "Compare":
        if self.operator not in UNARY and self.operator not in ("is", "is not") and not self.right:
            raise ValueError(f"“{self.operator}” needs a value to compare with")
        if self.operator == "matches" and not has_template(self.right):
            check_pattern(self.right)
        return self


@condition(
    "compare",
    title="Compare values",
    says=("if", "only if", "is greater than", "is more than", "is below", "contains", "equals", "matches"),
    example={"left": "{{ steps.fetch.status }}", "operator": "is not", "right": "200"},
)
async def compare_values(config: Compare, ctx: ConditionContext) -> Verdict:
    """True when the two values compare as said. `matches` looks for a regular expression anywhere in the value."""
    if config.operator == "matches":
        met = await found(config.right, config.left, ctx.clock)
        reason = phrase(config.left, "matches" if met else "does not match", config.right)
    else:
        met, reason = compare(config.left, config.operator, config.right, config.type, ctx.timezone)
    return Verdict(met, reason, config.left)


@compare_values.words
def _words(config: Compare) -> str:
    right = "" if config.operator in UNARY else config.right
    return " ".join(f"{config.left} {operator_words(config.operator)} {right}".split())

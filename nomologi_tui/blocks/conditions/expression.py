"""Whether an expression holds."""

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ConditionContext, Expression, Verdict, as_template, condition
from nomologi_tui.blocks.tools.values.named_values import values_in_words


class Holds(BaseModel, extra="forbid"):
    expression: Expression = Field(
        title="Expression", description="A Liquid expression, without {{ }} around it.",
        examples=["event.size > 1000 and event.name contains 'scan'"], min_length=1,
    )  # fmt: skip


@condition(
    "expression",
    title="An expression holds",
    says=("holds", "is true"),
    example={"expression": "event.size > 1000 or event.name contains 'scan'"},
)
async def expression(config: Holds, ctx: ConditionContext) -> Verdict:
    """True when the Liquid expression holds: and, or, contains, ==, !=, <, >, <=, >=. Read from the right.

    Only false and nothing do not hold; 0 and an empty text do. A value that is not there fails the run.
    """
    met = ctx.render(as_template(config.expression)) == "true"
    values = values_in_words(config.expression, ctx.render)
    return Verdict(met, f"{config.expression} {'holds' if met else 'does not hold'}{values}", met)


@expression.words
def _words(config: Holds) -> str:
    return " ".join(config.expression.split())

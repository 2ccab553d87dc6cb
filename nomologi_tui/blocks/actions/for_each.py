"""Do steps for each item of a list."""

from typing import Literal

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ActionContext, BlockError, Inside, Items, holder
from nomologi_tui.blocks.tools.values.items import items_in


class ForEach(BaseModel, extra="forbid"):
    items: Items = Field(
        title="Items", description="A list, or text with one item per line.", examples=["{{ event.files }}"],
        min_length=1,
    )  # fmt: skip
    most: int = Field(
        1_000, title="At most", description="A list with more items is refused.", examples=["50"], ge=1, le=10_000
    )
    on_failure: Literal["stop", "continue"] = Field(
        "stop", title="Item fails", description="Stop there, or continue with the next item.", examples=["continue"]
    )


@holder(
    "for_each",
    title="For each item of a list",
    lends=("item", "index"),
    says=("for_each|for_every_one_of",),
    example={"items": "{{ event.files }}"},
    gives=("results", "count", "succeeded", "failed"),
)
async def for_each(config: ForEach, ctx: ActionContext) -> Inside:
    """Carry out the steps inside for one item after the other: it is `item` there, its number `index`.

    The step fails where an item did, also when it went on with the others.
    """
    items = items_in(config.items, ctx.render)
    if len(items) > config.most:
        raise BlockError(
            f"The list has {len(items):,} items, more than {config.most:,}.", "Shorten it first, or raise the limit."
        )
    return Inside(items, goes_on=config.on_failure == "continue")


@for_each.words
def _words(config: ForEach) -> str:
    return f"for each of {' '.join(config.items.split())}"

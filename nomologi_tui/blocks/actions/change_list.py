"""Filter, sort, cut and join a list."""

from typing import Literal

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ActionContext, Effect, Multiline, Template, action
from nomologi_tui.blocks.tools.aside import aside
from nomologi_tui.blocks.tools.values import listing
from nomologi_tui.blocks.tools.values.data import list_of, shown


class ChangeList(BaseModel, extra="forbid"):
    data: Multiline = Field(
        title="List", description="The list: JSON, or one item per line.", examples=["{{ steps.pick.value | json }}"]
    )
    keep: Literal["all", *listing.OPERATORS] = Field(  # type: ignore[valid-type]  # mypy reads no constants here
        "all", title="Keep", description="Which items stay in the list.", examples=["greater than"]
    )
    value: Template = Field(
        "", title="Compared with", description="What the items are compared with.", examples=["100"]
    )
    field: str = Field(
        "", title="By field", description="Compare and sort by this field of each item.", examples=["size"]
    )
    order: Literal["as it is", "ascending", "descending"] = Field(
        "as it is", title="Order", description="How the items are sorted; by number if all are.",
        examples=["descending"],
    )  # fmt: skip
    once: bool = Field(False, title="Each only once", description="Leave out items that came before.", examples=["yes"])
    most: int | None = Field(
        None, title="At most", description="Keep only so many, from the start.", examples=["10"], ge=1
    )
    glue: str = Field(
        "", title="Join with", description=r"Put between the items; empty: “, ”. \n is a new line.", examples=[r"\n"]
    )


@action(
    "change_list",
    title="Filter, sort or join a list",
    effect=Effect.READ,
    says=("filter_list|join_list|sort_list|deduplicate",),
    example={"data": "[3, 1, 2]", "order": "ascending"},
    gives=("items", "count", "first", "last", "text"),
)
async def change_list(config: ChangeList, ctx: ActionContext) -> dict[str, object]:
    """Keep some items of a list, in order, each once, only the first; `text` is all of them joined."""
    wanted = listing.Wanted(
        config.keep, config.value, config.field, config.order, config.once, config.most, ctx.timezone
    )
    items = await aside(lambda go_on: listing.changed(list_of(config.data), wanted, go_on))
    text = (config.glue.replace("\\n", "\n") or ", ").join(shown(item) for item in items)
    ends = {"first": items[0], "last": items[-1]} if items else {"first": None, "last": None}
    return {"items": items, "count": len(items), **ends, "text": text}


@change_list.words
def _words(config: ChangeList) -> str:
    return listing.in_words(
        " ".join(config.data.split()), config.keep, config.value, config.field, config.order, config.most
    )

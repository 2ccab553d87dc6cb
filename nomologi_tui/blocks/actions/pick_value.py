"""Pick one value out of data, by a JMESPath."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from nomologi_tui.blocks import ActionContext, BlockError, Effect, Multiline, action
from nomologi_tui.blocks.tools.aside import aside
from nomologi_tui.blocks.tools.values.data import value_of
from nomologi_tui.blocks.tools.values.picking import check_path, pick


class PickValue(BaseModel, extra="forbid"):
    data: Multiline = Field(
        title="Data", description="The data, as JSON.", examples=["{{ steps.http_request.json | json }}"]
    )
    path: Annotated[str, AfterValidator(check_path)] = Field(
        title="Path", description="A JMESPath: names, [0] for the first, [*] for all.", examples=["items[0].name"],
        min_length=1,
    )  # fmt: skip
    missing: Literal["fail", "go on"] = Field(
        "fail", title="If nothing is there", description="What to do when nothing is there.", examples=["go on"]
    )


@action(
    "pick_value",
    title="Pick a value out of data",
    effect=Effect.READ,
    says=("pick|take_field|pick_out",),
    example={"data": '{"items": [{"name": "a"}]}', "path": "items[0].name"},
    gives=("value", "found"),
)
async def pick_value(config: PickValue, ctx: ActionContext) -> dict[str, object]:
    """Pick a value, or a list of them, out of JSON data of up to 1 MB."""
    value = await aside(lambda _: pick(value_of(config.data), config.path))
    if value is None and config.missing == "fail":
        raise BlockError(f"There is nothing at {config.path}.", "Look at the data in the trace.")
    return {"value": value, "found": value is not None}


@pick_value.words
def _words(config: PickValue) -> str:
    return f"pick {' '.join(config.path.split())} out of {' '.join(config.data.split())}"

"""Make a text that later steps use by its name."""

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ActionContext, Effect, Multiline, action


class MakeText(BaseModel, extra="forbid"):
    text: Multiline = Field(
        title="Text", description="The text, with values of earlier steps in it.", examples=["{{ event.name }} came"],
        min_length=1,
    )  # fmt: skip


@action(
    "make_text",
    title="Make a text",
    effect=Effect.READ,
    says=("make_text|compose_text|fill_in_template",),
    example={"text": "Hello {{ event.name }}"},
    gives=("text", "length"),
)
async def make_text(config: MakeText, ctx: ActionContext) -> dict[str, object]:
    """Fill in a template once; later steps name the result."""
    return {"text": config.text, "length": len(config.text)}


@make_text.words
def _words(config: MakeText) -> str:
    return f"make the text “{' '.join(config.text.split())}”"


@make_text.preview
async def _preview(config: MakeText, ctx: ActionContext) -> str:
    return f"would give: {config.text}"

"""Read data out of a text: JSON, YAML, CSV, lines, parts."""

from typing import Literal

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ActionContext, Effect, Multiline, action
from nomologi_tui.blocks.tools.aside import aside
from nomologi_tui.blocks.tools.values.data import parse


class ParseText(BaseModel, extra="forbid"):
    text: Multiline = Field(
        title="Text", description="The text that is read.", examples=["{{ steps.run_command.stdout }}"]
    )
    form: Literal["json", "yaml", "csv", "lines", "parts"] = Field(
        "json", title="As", description="What the text is; parts: split at the separator.", examples=["csv"]
    )
    by: str = Field(
        "", title="Separator", description=r"Empty: a comma for csv, spaces for parts. \t is a tab.", examples=[";"]
    )
    header: bool = Field(
        True, title="Names in the first row", description="The first row of csv names the columns.", examples=["no"]
    )


@action(
    "parse_text",
    title="Read data from a text",
    effect=Effect.READ,
    says=("parse|split_text|read_as_json|read_as_csv",),
    example={"text": "name;size\na;1", "form": "csv", "by": ";"},
    gives=("value", "count"),
)
async def parse_text(config: ParseText, ctx: ActionContext) -> dict[str, object]:
    """Read a text of up to 1 MB (YAML: 64 KB) as data for later steps; rows of CSV are objects by their first row."""
    value = await aside(lambda _: parse(config.text, config.form, config.by, header=config.header))
    return {"value": value, "count": len(value) if isinstance(value, list | dict) else 1}


@parse_text.words
def _words(config: ParseText) -> str:
    text = " ".join(config.text.split())
    return f"split {text} into {config.form}" if config.form in ("lines", "parts") else f"read {text} as {config.form}"

"""Append a row to a table: SQLite, CSV, Markdown."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field

from nomologi_tui.blocks import ActionContext, Effect, PathText, Template, Touch, action
from nomologi_tui.blocks.tools import table_form as form
from nomologi_tui.blocks.tools.aside import aside
from nomologi_tui.blocks.tools.paths import fill_path, is_sample
from nomologi_tui.blocks.tools.transfer_form import pointed


class AppendRow(BaseModel, extra="forbid"):
    path: Annotated[PathText, AfterValidator(form.check_ending)] = Field(
        title="File", description="Its ending says the kind: .db, .csv or .md.", examples=["~/log.csv"], min_length=1
    )
    row: Annotated[dict[str, Template], AfterValidator(form.check_row)] = Field(
        title="Row", description="A line for each column.", examples=["name: {{ event.name }}"], min_length=1
    )
    table: str = Field("log", title="Table", description="Of SQLite.", examples=["visits"], min_length=1)


def _effect(config: Mapping[str, Any]) -> Effect:
    return Effect.REPEATABLE if form.kind_of(str(config.get("path"))) == "SQLite" else Effect.ONCE


@action(
    "append_row",
    title="Add a row to a table",
    effect=Effect.ONCE,
    effect_of=_effect,
    says=("add a row to", "append a row to", "add a row", "record in"),
    example={"path": "~/log.csv", "row": {"due": "{{ event.due }}"}},
    gives=("path", "row", "added"),
)
async def append_row(config: AppendRow, ctx: ActionContext) -> dict[str, object]:
    """Add a row; file, table and header are made for the first one. A cell is text: no formula, no markup, no SQL."""
    path = fill_path(config.path, ctx.render)
    added = await aside(lambda _: form.add(path, config.table, config.row, ctx.idempotency_key))
    return {"path": str(path), "row": config.row, "added": added}


@append_row.words
def _words(config: AppendRow) -> str:
    return f"add a row ({' '.join(', '.join(config.row).split())}) to {config.path}"


@append_row.preview
async def _preview(config: AppendRow, ctx: ActionContext) -> str:
    path = config.path if is_sample(config.path, ctx.render) else fill_path(config.path, ctx.render)
    return f"would add to {path}: {', '.join(f'{name}: {value}' for name, value in config.row.items())}"


@append_row.touches
def _touches(config: AppendRow) -> list[Touch]:
    return [Touch("write", pointed(config.path))]

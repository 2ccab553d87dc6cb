"""Append a row to a table: SQLite, CSV, Markdown, or a connection's database."""

from nomologi_tui.blocks import ActionContext, Effect, Touch, action
from nomologi_tui.blocks.tools.databases import table_form as form
from nomologi_tui.blocks.tools.files.transfer_form import pointed
from nomologi_tui.blocks.tools.paths import fill_path, is_sample


class AppendRow(form.Row):
    pass


@action(
    "append_row",
    title="Add a row to a table",
    effect=Effect.ONCE,
    effect_of=form.effect_of_place,
    says=(
        "add|append|insert … row",
        "record_in",
        "noun row & sheet|table|csv|spreadsheet",
        "fuge … zeile",
        "noun row|rows|entry … <path>|table|sheet|spreadsheet|csv",
    ),
    example={"path": "~/log.csv", "row": {"due": "{{ event.due }}"}},
    gives=("path", "row", "added"),
)
async def append_row(config: AppendRow, ctx: ActionContext) -> dict[str, object]:
    """Add a row; a file, its table and header are made for the first one. A cell is text: no formula, markup or SQL."""
    return await form.add_row(config, ctx)


@append_row.words
def _words(config: AppendRow) -> str:
    return f"add a row ({' '.join(', '.join(config.row).split())}) to {form.place_of(config)}"


@append_row.preview
async def _preview(config: AppendRow, ctx: ActionContext) -> str:
    open_path = config.connection or is_sample(config.path, ctx.render)
    where = form.place_of(config) if open_path else fill_path(config.path, ctx.render)
    return f"would add to {where}: {', '.join(f'{name}: {value}' for name, value in config.row.items())}"


@append_row.touches
def _touches(config: AppendRow) -> list[Touch]:
    return [Touch("write", form.place_of(config) if config.connection else pointed(config.path))]

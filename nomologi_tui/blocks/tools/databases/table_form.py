"""The form for a row: in a file, whose ending says what kind of table it holds, or in a database."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, Field, model_validator

from nomologi_tui.blocks.contexts import ActionContext
from nomologi_tui.blocks.fields import PathText, Template
from nomologi_tui.blocks.tools.aside import aside
from nomologi_tui.blocks.tools.databases.form import DatabaseRef
from nomologi_tui.blocks.tools.files.held import held
from nomologi_tui.blocks.tools.files.placing import check_regular, file_errors
from nomologi_tui.blocks.tools.paths import check_folder, fill_path
from nomologi_tui.errors import BlockError
from nomologi_tui.model import Effect

KINDS = {".db": "SQLite", ".sqlite": "SQLite", ".sqlite3": "SQLite", ".csv": "CSV", ".md": "Markdown"}
_TOLD = "it ends with .db, .sqlite, .csv or .md"
_PATIENCE = 60.0  # seconds for a database


def kind_of(path: str) -> str:
    """SQLite, CSV, Markdown, or nothing."""
    return next((kind for ending, kind in KINDS.items() if path.lower().endswith(ending)), "")


def check_ending(path: str) -> str:
    """`path`, if it says what kind of table it is, or a value may say it. Raises ValueError."""
    if path and not kind_of(path) and not path.endswith("}}"):
        raise ValueError(f"the file's name does not say what kind of table it is; {_TOLD}")
    return path


def check_row(row: dict[str, str]) -> dict[str, str]:
    """`row`, if its columns have names of their own. Raises ValueError."""
    names = [name.strip().lower() for name in row]
    if not all(names) or any("\0" in name or "\n" in name for name in names):
        raise ValueError("each column needs a name of one line")
    if len(set(names)) < len(names):
        raise ValueError("two columns have the same name")
    return row


class Row(BaseModel, extra="forbid"):
    path: Annotated[PathText, AfterValidator(check_ending)] = Field(
        "", title="File", description="Its ending says the kind: .db, .csv or .md.", examples=["~/log.csv"]
    )
    row: Annotated[dict[str, Template], AfterValidator(check_row)] = Field(
        title="Row", description="What goes into each column.", examples=["name: {{ event.name }}"], min_length=1
    )
    table: str = Field(
        "log", title="Table", description="The table's name, in a database.", examples=["visits"], min_length=1
    )
    connection: DatabaseRef = Field(
        "", title="Connection", description="In place of File: a connection to a database.", examples=["Shop"]
    )

    @model_validator(mode="after")
    def _has_one_place(self) -> Self:
        if bool(self.path) == bool(self.connection):
            raise ValueError("the row goes into a file or into a connection's database: give one of them")
        return self


def effect_of_place(config: Mapping[str, Any]) -> Effect:
    """A file of SQLite knows which rows came; nothing else does."""
    return Effect.REPEATABLE if kind_of(str(config.get("path"))) == "SQLite" else Effect.ONCE


async def add_row(wanted: Row, ctx: ActionContext) -> dict[str, object]:
    """Add it. Raises BlockError."""
    if wanted.connection:
        from nomologi_tui.blocks.tools.databases.database import insert  # SQLAlchemy costs 200 ms

        where = ctx.connection(wanted.connection).config.database()
        await insert(where, wanted.table, wanted.row, seconds=_PATIENCE)
        return {"path": "", "row": wanted.row, "added": True}
    path = fill_path(wanted.path, ctx.render)
    added = await aside(lambda _: add(path, wanted.table, wanted.row, ctx.idempotency_key))
    return {"path": str(path), "row": wanted.row, "added": added}


def place_of(wanted: Row) -> str:
    """Where the row goes, in words."""
    return f"the table {wanted.table} of “{wanted.connection}”" if wanted.connection else wanted.path


def add(path: Path, table: str, row: Mapping[str, str], key: str) -> bool:
    """Add `row`; False where SQLite knows `key` already. Raises BlockError."""
    check_folder(path.parent, "Create it first.")
    with file_errors(f"No row can be added to {path}"), held(path.parent) as folder:
        return _add(folder / path.name, table, row, key)


def _add(path: Path, table: str, row: Mapping[str, str], key: str) -> bool:
    from nomologi_tui.blocks.tools.databases import table_sqlite, table_text

    if os.path.lexists(path):
        check_regular(path, path.lstat().st_mode)
    match kind_of(path.name):
        case "SQLite":
            return table_sqlite.add_row(path, table, row, key)
        case "CSV":
            table_text.add_csv(path, row)
        case "Markdown":
            table_text.add_markdown(path, row)
        case _:
            raise BlockError(f"{path.name} does not say what kind of table it is.", f"Let its name be so that {_TOLD}.")
    return True

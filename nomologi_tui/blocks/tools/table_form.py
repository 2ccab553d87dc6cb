"""What kind of table a file holds, by its ending, and who adds the row."""

import os
from collections.abc import Mapping
from pathlib import Path

from nomologi_tui.blocks.tools.placing import check_regular
from nomologi_tui.errors import BlockError

KINDS = {".db": "SQLite", ".sqlite": "SQLite", ".sqlite3": "SQLite", ".csv": "CSV", ".md": "Markdown"}
_TOLD = "it ends with .db, .sqlite, .csv or .md"


def kind_of(path: str) -> str:
    """SQLite, CSV, Markdown, or nothing."""
    return next((kind for ending, kind in KINDS.items() if path.lower().endswith(ending)), "")


def check_ending(path: str) -> str:
    """`path`, if it says what kind of table it is, or a value may say it. Raises ValueError."""
    if not kind_of(path) and not path.endswith("}}"):
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


def add(path: Path, table: str, row: Mapping[str, str], key: str) -> bool:
    """Add `row`; False where SQLite knows `key` already. Raises BlockError."""
    from nomologi_tui.blocks.tools import table_sqlite, table_text

    if not path.parent.is_dir():
        raise BlockError(f"The folder {path.parent} does not exist.", "Create it first.")
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

"""What a statement gave, as JSON: rows of named cells, within limits."""

import datetime as dt
import math
from collections.abc import Sequence
from typing import Any

MOST_TEXT = 4_000_000  # characters of all cells together


def rows_of(result: Any, most: int) -> dict[str, Any]:
    """Columns, rows (at most `most`), how many there are, whether more were left out; or how many were changed."""
    if not result.returns_rows:
        return {"columns": [], "rows": [], "count": 0, "cut": False, "changed": max(result.rowcount, 0)}
    columns = _names(list(result.keys()))
    rows: list[dict[str, Any]] = []
    size, cut = 0, False
    for row in result:
        cells = [_cell(value) for value in row]
        size += sum(len(str(one)) for one in cells)
        if cut := len(rows) == most or size > MOST_TEXT:
            break
        rows.append(dict(zip(columns, cells, strict=True)))
    result.close()
    return {"columns": columns, "rows": rows, "count": len(rows), "cut": cut, "changed": 0}


def _names(given: Sequence[str]) -> list[str]:
    """Each with a name of its own: `id`, `id_2`."""
    names: list[str] = []
    for one in given:
        number = sum(1 for name in given[: len(names)] if name == one)
        names.append(f"{one}_{number + 1}" if number else str(one))
    return names


def _cell(value: Any) -> Any:
    """A JSON value: dates as ISO, bytes as hex, numbers that JSON does not know as text."""
    if value is None or isinstance(value, bool | int | str | dict | list):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    return str(value)

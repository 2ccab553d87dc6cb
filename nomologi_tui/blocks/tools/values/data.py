"""Text from anywhere becomes a JSON value, under limits: at most 1 MB, 100,000 rows, no code, no references."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

from nomologi_tui.errors import BlockError
from nomologi_tui.text import clean_line, shorten

MAX_TEXT = 1024 * 1024  # characters
MAX_ROWS = 100_000


def parse(text: str, form: str, by: str, *, header: bool) -> Any:
    """`text` read as `form`: json, yaml, csv, lines, parts. Raises BlockError with the place of a mistake."""
    _fits(text)
    try:
        return _READERS[form](text.removeprefix("\ufeff"), by, header)
    except RecursionError:
        raise BlockError(f"The text is nested too deep to be read as {form.upper()}.") from None
    except ValueError as error:
        raise BlockError(
            f"The text is not {form.upper()}: {shorten(clean_line(str(error)), 200).rstrip('.')}.",
            "Look at the value in the trace.",
        ) from error


def value_of(text: str) -> Any:
    """The JSON value in `text`; text that is no JSON stands for itself. Raises BlockError."""
    _fits(text)
    try:
        return _json(text, "", False)
    except ValueError:
        return text
    except RecursionError:
        raise BlockError("The value is nested too deep.") from None


def list_of(text: str) -> list[Any]:
    """The list in `text`: a JSON list, an object's values, else its lines. Raises BlockError."""
    value = value_of(text)
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else _lines(text, "", False)


def shown(value: Any) -> str:
    """`value` as text: a text as it is, anything else as JSON, nothing for nothing."""
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)


def _fits(text: str) -> None:
    if len(text) > MAX_TEXT:
        raise BlockError("The text is longer than 1 MB.", "Cut it down first.")


def _json(text: str, _by: str, _header: bool) -> Any:
    return json.loads(text, parse_constant=_no_number)


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is not a number of JSON")


def _lines(text: str, _by: str, _header: bool) -> list[str]:
    return _counted([line.rstrip("\r") for line in text.split("\n") if line.strip()])


def _parts(text: str, by: str, _header: bool) -> list[str]:
    parts = text.split(_separator(by)) if by else text.split()
    return _counted([part.strip() for part in parts if part.strip()])


def _csv(text: str, by: str, header: bool) -> list[Any]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_separator(by) or ",", strict=True):
            if row:
                rows.append(row)
                _counted(rows)
    except (csv.Error, TypeError) as error:
        raise ValueError(str(error)) from error
    return [_named(rows[0], row) for row in rows[1:]] if header and rows else rows


def _named(names: list[str], row: list[str]) -> dict[str, str]:
    """By the names of the first row; what has none is called by its number, what is missing is empty."""
    wide = [*names, *(str(number) for number in range(len(names) + 1, len(row) + 1))]
    return {name.strip(): row[place] if place < len(row) else "" for place, name in enumerate(wide)}


def _separator(by: str) -> str:
    return by.replace("\\t", "\t").replace("\\n", "\n")


def _counted(rows: list[Any]) -> list[Any]:
    if len(rows) > MAX_ROWS:
        raise ValueError(f"it has more than {MAX_ROWS:,} rows")
    return rows


def _yaml(text: str, _by: str, _header: bool) -> Any:
    from nomologi_tui.blocks.tools.values.data_yaml import read_yaml

    return read_yaml(text)


_READERS: dict[str, Callable[[str, str, bool], Any]] = {
    "json": _json, "yaml": _yaml, "csv": _csv, "lines": _lines, "parts": _parts,
}  # fmt: skip

"""A row for a table in a text file, CSV or Markdown: its header first, and nothing in a cell is more than text."""

import csv
import fcntl
import io
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from nomologi_tui.blocks.tools.files.placing import check_regular
from nomologi_tui.blocks.tools.files.writing import add_whole
from nomologi_tui.errors import BlockError
from nomologi_tui.text import clean_line, shorten

LONGEST_HEADER = 64 * 1024  # bytes
LONGEST_MARKDOWN = 10 * 1024 * 1024  # bytes; its table's header may stand far above
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*")
_MARKUP = re.compile(r"([\\`*_\[\]<>|~!])")

Row = Mapping[str, str]


def add_csv(path: Path, row: Row) -> None:
    """Append `row`, below a header where the file is new. Raises BlockError where the header lacks a column."""
    _append(path, lambda file: _csv_lines(file, row))


def add_markdown(path: Path, row: Row) -> None:
    """Append `row` to the table that the file ends with, or a table to the file. Raises BlockError."""
    _append(path, lambda file: _markdown_lines(file, row))


def _append(path: Path, lines: Callable[[IO[bytes]], str]) -> None:
    """What `lines` makes of the file is appended as a whole or not at all; one writer at a time."""
    with _locked(path) as file:
        add_whole(file.fileno(), lines(file).encode("utf-8", "replace"))


@contextmanager
def _locked(path: Path) -> Iterator[IO[bytes]]:
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK
    if os.path.lexists(path):
        check_regular(path, path.lstat().st_mode)
    with os.fdopen(os.open(path, flags, 0o666), "r+b", buffering=0) as file:
        check_regular(path, os.fstat(file.fileno()).st_mode)
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _csv_lines(file: IO[bytes], row: Row) -> str:
    header = _header_line(file)
    mark = ";" if ";" in header and "," not in header else ","
    end = "\r\n" if header.endswith("\r\n") else "\n"
    names = next(csv.reader([header.removeprefix("\ufeff")], delimiter=mark), [])
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark, lineterminator=end)
    if not names:
        names = [_harmless(name) for name in row]
        writer.writerow(names)
    writer.writerow(_in_order(names, row, _harmless))
    return _line_end(file, end) + out.getvalue()


def _header_line(file: IO[bytes]) -> str:
    file.seek(0)
    data = file.read(LONGEST_HEADER)
    return data[: data.find(b"\n") + 1 or len(data)].decode("utf-8", "replace")


def _harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; a number stays one."""
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def _line_end(file: IO[bytes], end: str) -> str:
    if not file.seek(0, os.SEEK_END):
        return ""
    file.seek(-1, os.SEEK_END)
    return "" if file.read(1) == b"\n" else end


def _markdown_lines(file: IO[bytes], row: Row) -> str:
    if file.seek(0, os.SEEK_END) > LONGEST_MARKDOWN:
        raise BlockError("The file is larger than 10 MB.", "Begin a new one.")
    file.seek(0)
    lines = file.read(LONGEST_MARKDOWN).decode("utf-8", "replace").splitlines()
    names = _last_header(lines)
    if names:
        return _line_end(file, "\n") + _markdown_row(_in_order(names, row, _as_text))
    names = [_as_text(name) for name in row]
    head = _markdown_row(names) + _markdown_row(["---"] * len(names))
    gap = "\n" if lines and lines[-1].strip() else ""
    return _line_end(file, "\n") + gap + head + _markdown_row(_in_order(names, row, _as_text))


def _last_header(lines: list[str]) -> list[str]:
    """The cells of the header of the table that the last line belongs to."""
    first = len(lines)
    while first and lines[first - 1].startswith("|"):
        first -= 1
    cells = re.split(r"(?<!\\)\|", lines[first].strip().strip("|")) if first < len(lines) else []
    return [cell.strip() for cell in cells]


def _markdown_row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _as_text(text: str) -> str:
    """A cell that is nothing but text: no markup, no line of its own."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()).replace("&", "&amp;"))


def _in_order(names: list[str], row: Row, shown: Callable[[str], str]) -> list[str]:
    """The cells in the order of the header, as text. Raises BlockError where it lacks one."""
    cells = {shown(name): shown(value) for name, value in row.items()}
    unknown = [name for name in cells if name not in names]
    if unknown:
        known = shorten(clean_line(", ".join(names)[:1000]), 150)
        raise BlockError(f"The table has no column {shorten(unknown[0], 60)}.", f"It has {known}; add it, or use one.")
    return [cells.get(name, "") for name in names]

"""Results to stdout, as a table for people or as one JSON document; everything else to stderr."""

import io
import json
import os
import select
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from nomologi_tui.errors import BadInputError
from nomologi_tui.text import clean, clean_line, shorten

WIDE = 200  # characters of a table's line where nobody looks at it on a terminal


def open_streams() -> None:
    """Let a stream that the caller has closed lead nowhere, before a file of ours takes its place and its output."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, os.O_RDWR)  # the lowest number that is free: its own
            setattr(sys, name, os.fdopen(handle, "r" if number == 0 else "w", encoding="utf-8"))


def write_any_text() -> None:
    """Let output in another encoding than UTF-8 show a ? for what it lacks, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def check_text(arguments: Sequence[str], environ: Mapping[str, str]) -> None:
    """Raises BadInputError for an argument or a variable of ours that is no text: bytes that are not UTF-8 can't be
    stored as they are.
    """
    for argument in arguments:
        if not _is_text(argument):
            words = shorten(clean_line(argument), 60)
            raise BadInputError(f"The argument “{words}” is not UTF-8 text.", "Write it in UTF-8.")
    for name, value in environ.items():
        if name.startswith("NOMOLOGI_") and not _is_text(value):
            raise BadInputError(f"{name} in the environment is not UTF-8 text.", "Write it in UTF-8.")


def _is_text(words: str) -> bool:
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return True


def silence() -> None:
    """Send what is left of the output nowhere: its reader or its disk is gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def need_reader() -> None:
    """Raises BrokenPipeError where nobody reads our output any more: who writes seldom would not notice it."""
    with suppress(io.UnsupportedOperation):  # output that is no file, as of a test
        polled = select.poll()
        polled.register(sys.stdout.fileno(), 0)  # what is asked for or not: an end is told
        if any(told & (select.POLLERR | select.POLLHUP) for _, told in polled.poll(0)):
            raise BrokenPipeError


def complain(message: str, hint: str = "") -> None:
    """An error or a remark, for a person, on stderr; where that can't be written nobody can be told."""
    with suppress(OSError):
        sys.stderr.write(clean(f"{message} {hint}".strip()) + "\n")


_lost: ContextVar[list[OSError] | None] = ContextVar("lost", default=None)


@contextmanager
def whoever_listens() -> Iterator[None]:
    """What is done in here is done to its end, also where its output can't be written; that is raised afterwards."""
    lost: list[OSError] = []
    before = _lost.set(lost)
    try:
        yield
    finally:
        _lost.reset(before)
    if lost:
        raise lost[0]


def _write(text: str, *, now: bool = False) -> None:
    lost = _lost.get()
    try:
        sys.stdout.write(text)
        if now:
            sys.stdout.flush()
    except OSError as error:
        if lost is None:
            raise
        silence()
        lost.append(error)


def say(text: str = "") -> None:
    """A line of the result, for a person."""
    _write(clean(text) + "\n")


def say_now(text: str) -> None:
    """A line of a stream: it is there at once, also for a pipe."""
    _write(clean(text) + "\n", now=True)


def print_json(document: Any) -> None:
    """One JSON document; times in RFC 3339 UTC."""
    _write(json.dumps(document, default=plain, indent=2) + "\n")


def print_json_line(document: Any) -> None:
    """One JSON object on one line, at once, for streams."""
    _write(json.dumps(document, default=plain) + "\n", now=True)


def plain(value: object) -> Any:
    """What JSON has no form for: moments and words. Raises TypeError."""
    if isinstance(value, datetime):
        return rfc3339(value)
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"{type(value).__name__} has no JSON form")


def rfc3339(moment: datetime | None) -> str | None:
    """The moment in UTC with a Z; sub-second digits only where there are any."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as their widest cell, two blanks between; nothing wraps, identifiers can be copied whole.

    On a terminal the last column, which is prose, takes what is left of the line.
    """
    cells = [[clean_line(cell) for cell in row] for row in (headings, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(headings) - 1)]
    room = max(_columns() - sum(widths) - 2 * len(widths), 16)
    for *row, last in cells:
        say("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=True)), shorten(last, room)]))


def _columns() -> int:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDE

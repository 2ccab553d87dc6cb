"""All of the log that is chosen, as lines of text and as a file. Light: `nomologi logs` prints by it."""

import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TextIO

from nomologi_tui.errors import BadInputError
from nomologi_tui.model import EventType, LogEntry
from nomologi_tui.store.log_pages import LogFilter, Place
from nomologi_tui.store.reading import Reader
from nomologi_tui.text import clean_line
from nomologi_tui.usecases.workspace import Workspace

PAGE = 1_000  # entries held at once


def logged(reader: Reader, user_id: int, chosen: LogFilter, after_id: int = 0) -> Iterator[LogEntry]:
    """Every chosen entry after that position that is there, oldest first."""
    while page := reader.log_page(user_id, chosen, Place(after_id=after_id, limit=PAGE)):
        yield from page
        after_id = page[-1].id


def log_text(ws: Workspace, one: LogEntry, names: Mapping[int, str]) -> str:
    """One entry as a line: when, level, whose, what."""
    name = names.get(one.automation_id or 0, "-")
    mark = "| " if one.event_type is EventType.OUTPUT else ""
    return f"{_local(ws, one.timestamp)}  {one.level.word:<7}  {name}  {mark}{clean_line(one.description)}"


def _local(ws: Workspace, at: datetime | None) -> str:
    return at.astimezone(ws.settings.zone).strftime("%Y-%m-%d %H:%M:%S") if at else "-"


def save_log(ws: Workspace, chosen: LogFilter, name: str) -> tuple[Path, int]:
    """Write every chosen entry into a new file that only its owner may read; which file, and how many there were.

    Raises BadInputError where there is such a file already or none can be made.
    """
    path = Path(name).expanduser().absolute()
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            return path, _write(ws, chosen, file)
    except FileExistsError:
        raise BadInputError(f"There is already something at {path}.", "Choose another name.") from None
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BadInputError(f"The file {path} can't be written: {reason}.", "Choose another place.") from error


def _write(ws: Workspace, chosen: LogFilter, file: TextIO) -> int:
    """By a reader of its own: the app's is busy with what is on the screen."""
    number = 0
    with Reader.open(ws.settings.places, ws.clock) as reader:
        names = reader.names(ws.user_id)
        for one in logged(reader, ws.user_id, chosen):
            file.write(log_text(ws, one, names) + "\n")
            number += 1
    return number

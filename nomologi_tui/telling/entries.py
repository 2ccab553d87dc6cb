"""An entry of the log on one line."""

from collections.abc import Mapping
from datetime import tzinfo

from nomologi_tui.model import EventType, LogEntry
from nomologi_tui.telling.times import local


def entry_line(one: LogEntry, names: Mapping[int, str], zone: tzinfo) -> str:
    """When, how grave, of which automation, and what; a command's own output has a mark."""
    name = names.get(one.automation_id or 0, "-")
    mark = "| " if one.event_type is EventType.OUTPUT else ""
    return f"{local(one.timestamp, zone)}  {one.level.word:<7}  {name}  {mark}{one.description}"

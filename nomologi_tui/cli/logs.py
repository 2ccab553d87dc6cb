"""logs: the stream that the log pane shows, from any process."""

from typing import Annotated, Any

import typer

from nomologi_tui.cli.options import Json, OptionalRef, Since, automation_id, since, workspace
from nomologi_tui.cli.output import print_json, print_json_line, say_now
from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Level, LogEntry
from nomologi_tui.telling.entries import entry_line
from nomologi_tui.usecases.workspace import Workspace


def logs(
    ref: OptionalRef = None,
    following: Annotated[bool, typer.Option("--follow", "-f", help="Go on with what comes.")] = False,
    newer: Since = None,
    level: Annotated[
        str | None, typer.Option("--level", metavar="L", help="debug, info, warning or error, and above.")
    ] = None,
    grep: Annotated[str | None, typer.Option("--grep", metavar="TEXT", help="Only lines with this text.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="The last so many.")] = 100,
    as_json: Json = False,
) -> None:
    """Print the log, oldest line first."""
    with workspace() as ws:
        query: dict[str, Any] = {"automation_id": automation_id(ws, ref), "level": _level(level), "grep": grep}
        found = ws.reader.logs(ws.user_id, **query, since=since(ws, newer), limit=limit)
        names = ws.reader.names(ws.user_id)
        if as_json and not following:
            print_json([_entry(one, names) for one in found])
            return
        for one in found:
            print_entry(ws, one, names, as_json=as_json)
        if following:
            import asyncio

            last = found[-1].id if found else ws.reader.last_log_id()
            asyncio.run(_follow(ws, query, last, as_json=as_json))


async def _follow(ws: Workspace, query: dict[str, Any], last: int, *, as_json: bool) -> None:
    from nomologi_tui.store.feed import follow

    async for _change in follow(ws.settings.places, ws.clock, after=last):
        while found := ws.reader.logs(ws.user_id, **query, after_id=last, limit=500):
            names = ws.reader.names(ws.user_id)
            for one in found:
                print_entry(ws, one, names, as_json=as_json)
            last = found[-1].id


def _level(word: str | None) -> Level | None:
    if word is None:
        return None
    try:
        return Level[word.upper()]
    except KeyError:
        raise BadInputError(f"“{word}” is no level.", "Levels are debug, info, warning and error.") from None


def _entry(one: LogEntry, names: dict[int, str]) -> dict[str, Any]:
    return {
        "id": one.id, "automation": names.get(one.automation_id or 0), "run_id": one.run_id,
        "event_type": one.event_type, "level": one.level.word, "description": one.description,
        "timestamp": one.timestamp,
    }  # fmt: skip


def print_entry(ws: Workspace, one: LogEntry, names: dict[int, str], *, as_json: bool) -> None:
    """One line of the log, at once."""
    if as_json:
        print_json_line(_entry(one, names))
        return
    say_now(entry_line(one, names, ws.settings.zone))

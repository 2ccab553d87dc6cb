"""logs: the stream that the log pane shows, from any process."""

from dataclasses import replace
from typing import Annotated, Any

import typer

from nomologi_tui.cli.options import Json, OptionalRef, Since, automation_id, since, workspace
from nomologi_tui.cli.output import need_reader, print_json, print_json_line, say_now
from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Level, LogEntry
from nomologi_tui.store.log_pages import LogFilter, Place
from nomologi_tui.usecases.logged import log_text, logged
from nomologi_tui.usecases.workspace import Workspace


def logs(  # noqa: PLR0913, PLR0917 - one for each way to choose
    ref: OptionalRef = None,
    following: Annotated[bool, typer.Option("--follow", "-f", help="Go on with what comes.")] = False,
    newer: Since = None,
    level: Annotated[
        str | None, typer.Option("--level", metavar="L", help="debug, info, warning or error, and above.")
    ] = None,
    grep: Annotated[str | None, typer.Option("--grep", metavar="TEXT", help="Only lines with this text.")] = None,
    run: Annotated[int | None, typer.Option("--run", metavar="R", help="Only of this run.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1_000_000, help="The last so many.")] = 100,
    everything: Annotated[bool, typer.Option("--all", help="Every entry, not only the last ones.")] = False,
    as_json: Json = False,
) -> None:
    """Print the log, oldest line first."""
    with workspace() as ws:
        if run is not None:
            ws.reader.run(ws.user_id, run)  # an unknown run is a mistake, not an empty log
        chosen = LogFilter(automation_id(ws, ref), run, _level(level), since(ws, newer), grep or None)
        found = (
            logged(ws.reader, ws.user_id, chosen)
            if everything
            else ws.reader.log_page(ws.user_id, chosen, Place(limit=limit))
        )
        names = ws.reader.names(ws.user_id)
        if as_json and not following:
            print_json([entry_json(one, names) for one in found])
            return
        last = 0
        for one in found:
            print_entry(ws, one, names, as_json=as_json)
            last = one.id
        if following:
            import asyncio

            last = last or ws.reader.last_log_id()
            asyncio.run(_follow(ws, replace(chosen, since=None), last, as_json=as_json))


async def _follow(ws: Workspace, chosen: LogFilter, last: int, *, as_json: bool) -> None:
    from nomologi_tui.store.feed import follow

    async def wait(seconds: float) -> None:
        need_reader()
        await ws.clock.sleep(seconds)

    async for _change in follow(ws.settings.places, ws.clock, after=last, wait=wait):
        names = ws.reader.names(ws.user_id)
        for one in logged(ws.reader, ws.user_id, chosen, last):
            print_entry(ws, one, names, as_json=as_json)
            last = one.id


def _level(word: str | None) -> Level | None:
    if word is None:
        return None
    try:
        return Level[word.upper()]
    except KeyError:
        raise BadInputError(f"“{word}” is no level.", "Levels are debug, info, warning and error.") from None


def entry_json(one: LogEntry, names: dict[int, str]) -> dict[str, Any]:
    """An entry in the contract's shape."""
    return {
        "id": one.id, "automation": names.get(one.automation_id or 0), "run_id": one.run_id,
        "event_type": one.event_type, "level": one.level.word, "description": one.description,
        "timestamp": one.timestamp,
    }  # fmt: skip


def print_entry(ws: Workspace, one: LogEntry, names: dict[int, str], *, as_json: bool) -> None:
    """One line of the log, at once."""
    if as_json:
        print_json_line(entry_json(one, names))
        return
    say_now(log_text(ws, one, names))

"""The log at full size."""

import asyncio
import sqlite3
from contextlib import closing

from nomologi_tui.model import EventType, Level, LogEntry
from nomologi_tui.screens.log_pane import LogPane
from nomologi_tui.store import logs
from nomologi_tui.testing import START
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.log_view import KEEP, LogView
from tests.screens import seed
from tests.screens.person import Person, at_terminal


async def open_log(person: Person) -> LogView:
    await person.sees("LOG all goals")
    await person.press("l")
    await person.sees("entry", "FOLLOWING")
    return person.app.screen.query_one(LogView)


def write(ws: Workspace, *texts: str, level: Level = Level.INFO) -> None:
    ws.store.write(logs.add, [LogEntry(EventType.OUTPUT, text, level) for text in texts], START)


async def test_new_entries_come_while_it_follows(ws: Workspace) -> None:
    seed.make(ws, "every 5 minutes run 'true'")
    async with at_terminal(ws) as person:
        await open_log(person)
        write(ws, "the newest")
        await person.sees("the newest")


async def test_an_entry_that_is_told_of_twice_at_once_is_shown_once(ws: Workspace) -> None:
    seed.make(ws, "every 5 minutes run 'true'")
    async with at_terminal(ws) as person:
        await person.sees("LOG all goals", "Created")
        home, newest = person.app.screen, ws.reader.last_log_id()
        assert isinstance(home, LogPane)
        write(ws, "told twice")
        await asyncio.gather(*(home._feed.changed(newest + 1) for _ in range(3)))
        await person.sees("told twice")
        assert person.text.count("told twice") == 1


async def test_it_stands_still_when_paused_and_goes_on_from_the_end(ws: Workspace) -> None:
    seed.make(ws, "every 5 minutes run 'true'")
    write(ws, *(f"old {i}" for i in range(50)))
    async with at_terminal(ws) as person:
        await open_log(person)
        await person.press("k")
        await person.sees("PAUSED")
        before = person.text.splitlines()[2:10]
        write(ws, *(f"fresh {i}" for i in range(7)))
        await person.sees("+7 new")
        assert person.text.splitlines()[2:10] == before
        await person.press("G")
        await person.sees("fresh 6", "FOLLOWING")


async def test_errors_are_found_both_ways(ws: Workspace) -> None:
    seed.make(ws, "every 5 minutes run 'true'")
    write(ws, "first trouble", level=Level.ERROR)
    write(ws, *(f"between {i}" for i in range(500)))
    write(ws, "second trouble", level=Level.ERROR)
    write(ws, *(f"after {i}" for i in range(500)))
    async with at_terminal(ws) as person:
        await open_log(person)
        await person.press("E")
        await person.sees("> ", "second trouble")
        await person.press("E")
        await person.sees("first trouble")
        await person.press("e")
        await person.sees("second trouble")
        await person.press("e")
        await person.sees("No further error")


async def test_words_and_levels_choose_entries(ws: Workspace) -> None:
    seed.make(ws, "every 5 minutes run 'true'")
    write(ws, "needle in it", "hay", level=Level.WARNING)
    async with at_terminal(ws) as person:
        await open_log(person)
        await person.press("slash")
        await person.type("needle")
        await person.press("enter")
        await person.sees("filter: needle")
        await person.sees_no("hay")
        await person.press("escape", "v", "v")
        await person.sees("WARN and up", "hay")
        await person.sees_no("Switched on")


async def test_a_million_entries_cost_no_more_than_a_few(ws: Workspace) -> None:
    seed.make(ws, "every 5 minutes run 'true'")
    million(ws)
    async with at_terminal(ws) as person:
        view = await open_log(person)
        await person.sees("of 1,000,00")
        await person.press("g")
        await person.sees("entry 1 of 1,000,00")
        for _ in range(30):
            await person.press("pagedown")
        await person.until(lambda: view.selected is not None and view.selected.id > 300)
        assert view.count <= KEEP


def million(ws: Workspace) -> None:
    """A log as long as after a busy year, written in one statement."""
    with closing(sqlite3.connect(ws.settings.places.database)) as connection, connection:
        connection.execute(
            "INSERT INTO execution_log (automation_id, event_type, description, timestamp, level)"
            " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)"
            " SELECT automation_id, 'output', 'line ' || i, timestamp, level FROM n,"
            " (SELECT * FROM execution_log ORDER BY id LIMIT 1)"
        )

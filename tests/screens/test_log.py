"""The log at full size."""

import asyncio
import sqlite3
import unicodedata
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from nomologi_tui.model import EventType, Level, LogEntry
from nomologi_tui.screens.log.pane import LogPane
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


async def test_words_are_marked_and_found_one_after_the_other(ws: Workspace) -> None:
    seed.make(ws, "every 5 minutes run 'true'")
    write(ws, "Needle one", *(f"hay {i}" for i in range(500)), "needle two")
    async with at_terminal(ws) as person:
        view = await open_log(person)
        await person.press("slash")
        await person.type("NEEDLE")
        await person.press("enter")
        await person.sees("filter: NEEDLE", "Needle one", "needle two")
        await person.press("o")
        await person.sees("marked: NEEDLE", "hay 499")
        await person.press("N", "N")
        await person.sees("Needle one", "PAUSED")
        assert view.cells(view.cursor, 60)[-2:] == [("Needle", "mark"), (" one" + " " * 19, "")]
        await person.press("n")
        await person.sees("> ", "needle two")
        await person.press("n")
        await person.sees("No further entry with these words.")


async def test_only_one_automation_or_run_is_shown(ws: Workspace) -> None:
    one = seed.make(ws, "every 5 minutes run 'true'")
    seed.ran(ws, one)
    seed.ran(ws, seed.make(ws, "every hour run 'false'"), minutes_ago=1)
    async with at_terminal(ws) as person:
        view = await open_log(person)
        await person.press("A")
        await person.sees("LOG all goals   run 2", "Queued by schedule")
        await person.sees_no("every-5-minut")
        await person.press("A", "g", "a")
        await person.sees("LOG every-5-minutes-run-true   all levels", "entry 1 of")
        await person.press("escape")
        await person.sees("LOG all goals", "every-hour")
        assert not view.following


async def test_a_time_in_words_is_gone_to_and_a_wrong_one_stays_in_the_field(ws: Workspace) -> None:
    yesterday = START - timedelta(days=1)
    for text, at in (("early", yesterday - timedelta(hours=5)), ("late", yesterday)):
        ws.store.write(logs.add, [LogEntry(EventType.OUTPUT, f"{text} {one}") for one in range(300)], at)
    seed.make(ws, "every 5 minutes run 'true'")
    async with at_terminal(ws) as person:
        await open_log(person)
        await person.press("t")
        await person.type("half past nowhen")
        await person.press("enter")
        await person.sees("“half past nowhen” is no time.", "half past nowhen")
        await person.press("ctrl+u")
        await person.type("yesterday 9:30")
        await person.press("enter")
        await person.sees("late 0", "entry 301 of 602", "PAUSED")


async def test_only_what_is_newer_is_shown(ws: Workspace) -> None:
    ws.store.write(logs.add, [LogEntry(EventType.OUTPUT, "long ago")], START - timedelta(days=3))
    seed.make(ws, "every 5 minutes run 'true'")
    async with at_terminal(ws) as person:
        await open_log(person)
        await person.press("s")
        await person.type("2 h")
        await person.press("enter")
        await person.sees("since 08:00", "Created")
        await person.sees_no("long ago")


async def test_a_long_entry_is_wrapped_or_cut(ws: Workspace) -> None:
    seed.make(ws, "every 5 minutes run 'true'")
    write(ws, "word " * 40 + "end.", "日本" * 60, "last")
    async with at_terminal(ws) as person:
        view = await open_log(person)
        await person.press("w", "k", "k")
        await person.sees("end.")
        assert view.selected is not None
        assert view.selected.text.startswith("word word")
        rows = [line[33:] for line in person.text.splitlines() if "日本" in line]
        assert "".join("".join(rows).split()) == "日本" * 60
        await person.press("w")
        await person.sees("word…")


async def test_entries_go_to_the_clipboard_of_the_terminal(ws: Workspace) -> None:
    seed.make(ws, "every 5 minutes run 'true'")
    write(ws, "[bold]one[/bold]", "two")
    async with at_terminal(ws) as person:
        await open_log(person)
        await person.press("k", "y")
        await person.sees("1 entry was sent to the terminal's clipboard.", "S saves to a file.")
        assert person.app.clipboard == "11:00:00  INFO   runner  [bold]one[/bold]".replace("11:", "10:")
        await person.press("Y")
        await person.sees("4 entries were sent")
        assert person.app.clipboard.count("\n") == 3


async def test_what_is_chosen_is_saved_to_a_new_file(ws: Workspace, tmp_path: Path) -> None:
    seed.make(ws, "every 5 minutes run 'true'")
    write(ws, *(f"needle {i}" for i in range(1_500)), "hay")
    target = tmp_path / "log.txt"
    async with at_terminal(ws) as person:
        await open_log(person)
        await person.press("slash")
        await person.type("needle")
        await person.press("enter", "S")
        await person.paste(str(target))
        await person.press("enter")
        await person.sees("1,500 entries written to")
        lines = target.read_text().splitlines()
        assert (len(lines), lines[0][19:], target.stat().st_mode & 0o777) == (1_500, "  info     -  | needle 0", 0o600)
        await person.press("S")
        await person.paste(str(target))
        await person.press("enter")
        await person.sees("There is already something at")


async def test_enter_opens_a_run_that_is_older_than_a_page_of_runs(ws: Workspace) -> None:
    one = seed.make(ws, "every 5 minutes run 'true'")
    seed.ran(ws, one, minutes_ago=230)
    with closing(sqlite3.connect(ws.settings.places.database)) as connection, connection:
        connection.execute(
            "INSERT INTO execution_run (automation_id, status, input, summary, error, attempt, revision, trigger,"
            " cancel_requested, created_at, finished_at, worked, ignores_conditions)"
            " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 250)"
            " SELECT automation_id, status, input, summary, error, attempt, revision, trigger, 0, created_at,"
            " created_at, 0, 0 FROM n, (SELECT * FROM execution_run)"
        )
    async with at_terminal(ws) as person:
        await open_log(person)
        await person.press("g", "j", "j", "j", "enter")
        await person.sees("> 06:10", "1.4 s Done")


HOSTILE = (
    "osc52 \x1b]52;c;aGk=\x07 csi \x1b[2J\x1b[31mred c1 \x9b31m bell \x07 back\x08space",
    "[/foo] [bold]x[/] [@click=app.bell]y[/]", "bidi \u202eevil\u2066", "zero\u200bwidth \ufeff",
    "wide 日本語 👩\u200d👩\u200d👧 e\u0301", "\r\nnew line\ttab", "{{ event }} %s {0}",
)  # fmt: skip


async def test_nothing_in_an_entry_is_markup_or_an_escape_code(ws: Workspace) -> None:
    seed.make(ws, "every 5 minutes run 'true'")
    write(ws, *HOSTILE)
    async with at_terminal(ws) as person:
        await open_log(person)
        for keys in ("w", "w", "k", "y", "k", "k"):
            await person.press(keys)
            await person.sees("[/foo] [bold]x[/] [@click=app.bell]y[/]")
            assert not [
                one for one in person.text if unicodedata.category(one) in {"Cc", "Cf"} and one not in "\n\u200d"
            ]


async def test_a_terminal_without_a_clipboard_is_sent_nothing_and_another_way_is_named(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed.make(ws, "every hour run 'date'")
    async with at_terminal(ws) as person:
        await person.sees("date")
        await person.press("l")
        await person.sees("FOLLOWING", "entry")
        monkeypatch.setenv("TERM", "linux")
        await person.press("y")
        await person.sees("This terminal has no clipboard. S saves to a file.")
        assert person.app.clipboard == ""

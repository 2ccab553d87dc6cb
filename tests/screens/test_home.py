"""Home: what keys do to automations, and what text from outside can't do."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from nomologi_tui.model import AutomationStatus, EventType, Level, ListenerState, LogEntry, RunStatus
from nomologi_tui.screens.modes import MODES
from nomologi_tui.store import automations as rows
from nomologi_tui.store import listeners, logs
from nomologi_tui.testing import START
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.goal_list import GoalList
from tests.screens import seed
from tests.screens.person import at_terminal

HOSTILE = [
    "[/foo] end",
    "[@click=app.quit]press me[/]",
    "\x1b]52;c;cHduZWQ=\x07copied",
    "\x1b[2J\x1b[31mred \x9b5n",
    "txt.\u202eexe\u2066 \u200b",
    "$(id) {{ x }} {% for %}",
]


async def test_o_switches_off_and_on_again(ws: Workspace) -> None:
    made = seed.make(ws, "every 5 minutes run 'true'")
    async with at_terminal(ws) as person:
        await person.sees("WAIT")
        await person.press("o")
        await person.sees("OFF", "Switched off: every 5 minutes")
        await person.press("o")
        await person.sees("Switched on:")
    assert ws.reader.resolve(1, str(made.id)).status is AutomationStatus.ACTIVE


async def test_d_deletes_and_u_brings_back(ws: Workspace) -> None:
    seed.make(ws, "every 5 minutes run 'true'")
    seed.make(ws, "every 7 minutes run 'false'")
    async with at_terminal(ws) as person:
        await person.sees("1 of 2")
        await person.press("d")
        await person.sees("u brings it back", "1 of 1")
        await person.press("u")
        await person.sees("Back, switched on", "1 of 2")  # the cursor is where it was


async def test_an_answer_goes_when_somebody_goes_on(ws: Workspace) -> None:
    seed.some_days(ws)
    async with at_terminal(ws) as person:
        await person.sees("1 of 6")
        await person.press("o")
        await person.sees("Switched off: every 15 minutes")
        await person.press("j")
        await person.sees("2 of 6")
        assert "Switched off: every 15 minutes" not in person.text


async def test_why_a_trigger_does_not_listen_stands_where_one_looks(ws: Workspace) -> None:
    made = seed.make(ws, "when a file appears in ~/Downloads run 'true'")
    step = made.triggers[0]
    ws.store.write(
        listeners.report, step.id, made.id, "file", ListenerState.RETRYING, "the folder is gone", START
    )  # fmt: skip
    async with at_terminal(ws) as person:
        await person.sees("FAIL", "Not listening: the folder is gone")
        await person.press("enter")
        await person.sees("No runs yet", "Not listening: the folder is gone", "w why")


async def test_the_log_on_home_has_what_was_written_while_another_screen_was_on_top(ws: Workspace) -> None:
    seed.some_days(ws)
    async with at_terminal(ws) as person:
        await person.sees("1 of 6", "DRAFT")
        await person.rest()
        await person.press("5")
        await person.sees("[5 Settings]")
        before = ws.reader.last_log_id()
        ws.store.write(logs.add, [LogEntry(EventType.OUTPUT, "written meanwhile")], START)
        await person.press("escape")
        await person.sees("[1 Home]", "written meanwhile")
        assert ws.reader.last_log_id() == before + 1


async def test_r_runs_now_and_the_log_shows_it_as_it_happens(ws: Workspace) -> None:
    seed.make(ws, "every monday at 7 run 'echo done'")
    async with at_terminal(ws, runner=True) as person:
        await person.sees("runner ON (app)", "WAIT")
        await person.press("r")
        await person.sees("Started by hand", "OK ", "Done:")


async def test_r_without_a_runner_says_what_is_needed(ws: Workspace) -> None:
    seed.make(ws, "every monday at 7 run 'true'")
    async with at_terminal(ws) as person:
        await person.sees("WAIT")
        await person.press("r")
        await person.sees("starts as soon as a runner is on")


async def test_slash_filters_and_escape_shows_all(ws: Workspace) -> None:
    seed.some_days(ws)
    async with at_terminal(ws) as person:
        await person.sees("1 of 6")
        await person.press("slash")
        await person.type("photos rsync")
        await person.sees("1 of 1", "filter: photos rsync")
        await person.press("escape")
        await person.sees("of 6")


async def test_f_pauses_the_log_and_counts_what_comes(ws: Workspace) -> None:
    seed.some_days(ws)
    async with at_terminal(ws) as person:
        await person.sees("FOLLOWING", "Switched off", "DRAFT")
        await person.rest()
        await person.press("f")
        await person.sees("PAUSED", "+0 new")
        ws.store.write(logs.add, [LogEntry(EventType.OUTPUT, f"line {i}") for i in range(3)], START)
        await person.sees("PAUSED  +3 new")
        assert "line 2" not in person.text
        await person.press("f")
        await person.sees("FOLLOWING", "line 2")


def ten_thousand(ws: Workspace) -> None:
    """Copies of the first automation, without steps, written in one statement."""
    with closing(sqlite3.connect(ws.settings.places.database)) as connection, connection:
        known = [
            row[1]
            for row in connection.execute("PRAGMA table_info(automation)")
            if row[1] not in ("id", "slug", "goal")
        ]
        columns = ", ".join(known)
        connection.execute(
            f"INSERT INTO automation (slug, goal, {columns})"
            " WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9998)"
            f" SELECT 'copy-' || i, 'goal ' || i, {columns} FROM n, (SELECT * FROM automation LIMIT 1)"
        )


async def test_ten_thousand_automations_do_not_freeze_it(ws: Workspace) -> None:
    seed.make(ws, "every 5 minutes run 'true'")
    ten_thousand(ws)
    async with at_terminal(ws) as person:
        await person.sees("1 of 10,000")
        await person.press("G")
        await person.sees("10,000 of 10,000", "goal 9998")
        await person.press("k")
        await person.sees("9,999 of 10,000")
        assert person.app.screen.query_one(GoalList).count == 10_000


@pytest.mark.parametrize("text", HOSTILE, ids=json.dumps)
async def test_text_from_outside_is_only_ever_text(ws: Workspace, text: str) -> None:
    made = seed.make(ws, "every 5 minutes run 'true'")
    ws.store.write(rows.update, replace(made, goal=f"goal {text}"), START)
    seed.ran(ws, made, RunStatus.FAILURE)
    entry = LogEntry(EventType.OUTPUT, f"log {text}", Level.ERROR, automation_id=made.id)
    ws.store.write(logs.add, [entry], START)
    async with at_terminal(ws) as person:
        await person.sees("goal ", "log ")
        await person.press("enter")
        await person.sees("goal ", "exit code 2")
        await person.press("enter")
        await person.sees("exit code 2")
        await person.press("escape", "l")
        await person.sees("LOG", "log ")
        await person.press("escape", "escape", "e")
        await person.sees("STEP 1", "goal ")
        await person.press("ctrl+n")
        await person.sees("STEP 2")
        assert not [letter for letter in person.text if not letter.isprintable() and letter != "\n"]


async def test_quitting_asks_first_where_that_stops_automations(ws: Workspace) -> None:
    seed.make(ws, "every 5 minutes run 'true'")
    async with at_terminal(ws, runner=True) as person:
        await person.sees("runner ON (app)", "WAIT")
        await person.press("q")
        await person.sees("Quit Nomologi?", "1 automation does not run until a", "[ Cancel ]", "[ Quit ]")
        await person.press("enter")
        await person.sees("every 5 minutes")
        await person.press("q")
        await person.sees("Quit Nomologi?")
        await person.press("tab", "enter")
        await person.until(lambda: person.app.return_code == 0 and not person.app.is_running)
    assert "nomologi runner" in person.app.farewell


async def test_a_store_that_cant_be_used_is_said_in_a_sentence(ws: Workspace) -> None:
    ws.settings.places.data.mkdir(mode=0o700)
    ws.settings.places.database.write_bytes(b"this is no database" * 100)
    async with at_terminal(ws) as person:
        await person.sees("database")
        assert "Traceback" not in person.text


@pytest.mark.parametrize("key", ["2", "3", "5"])
async def test_where_little_room_is_left_the_header_still_names_this_mode_whole(ws: Workspace, key: str) -> None:
    seed.make(ws, "every 5 minutes run 'true'")
    async with at_terminal(ws, (44, 12)) as person:
        await person.sees("every 5 minutes")
        await person.rest()
        await person.press(key)
        await person.sees(f"[{key} {MODES[int(key) - 1].name}]")

"""One automation: its runs, the chosen one's trace, and the keys."""

from datetime import timedelta

from sqlalchemy import insert

from nomologi_tui.model import Event, RunStatus, Step, StepType
from nomologi_tui.screens.automations.automation import AutomationScreen
from nomologi_tui.store import runs, tables
from nomologi_tui.testing import START
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.run_list import RunList
from tests.screens import seed
from tests.screens.person import Person, at_terminal


async def open_it(person: Person) -> None:
    await person.sees("1 of 1")
    await person.press("enter")
    await person.sees("DO   run")


async def test_enter_shows_the_trace_and_escape_goes_back_twice(ws: Workspace) -> None:
    seed.ran(ws, seed.make(ws, "every 5 minutes run 'true'"), RunStatus.FAILURE)
    async with at_terminal(ws) as person:
        await open_it(person)
        await person.press("enter")
        await person.sees("Run 1 failed", "exit code 2", "path  /home/ada/in/a b.pdf")
        await person.press("escape")
        await person.sees("exit code 2")
        await person.press("escape")
        await person.sees("1 of 1")


async def test_on_a_wide_screen_the_trace_follows_the_cursor(ws: Workspace) -> None:
    made = seed.make(ws, "every 5 minutes run 'true'")
    seed.ran(ws, made, minutes_ago=9)
    seed.ran(ws, made, RunStatus.FAILURE, minutes_ago=5)
    async with at_terminal(ws, (120, 40)) as person:
        await open_it(person)
        await person.sees("Run 2 failed")
        await person.press("j")
        await person.sees("Run 1 went well", "stdout     3 new")


async def test_new_runs_come_by_themselves_and_older_ones_when_needed(ws: Workspace) -> None:
    made = seed.make(ws, "every 5 minutes run 'true'")
    for number in range(450):
        ws.store.submit(runs.enqueue, made.id, Event(f"e{number}"), START - timedelta(hours=1), trigger="manual")
    async with at_terminal(ws) as person:
        await open_it(person)
        listing = person.app.screen.query_one(RunList)
        await person.until(lambda: listing.count >= 200)
        await person.press("G")
        await person.until(lambda: listing.selected is not None and listing.selected.id == 1)
        await person.press("g")
        await person.until(lambda: listing.selected is not None and listing.selected.id == 450)
        await person.press("r")
        await person.sees("is queued")
        await person.until(lambda: listing.selected is not None and listing.selected.id == 451)


async def test_its_log_has_only_its_own_entries(ws: Workspace) -> None:
    seed.make(ws, "every 7 minutes run 'other'")
    seed.make(ws, "every 5 minutes run 'true'")
    async with at_terminal(ws) as person:
        await person.sees("1 of 2")
        await person.press("enter")
        await person.sees("DO   run `other`")
        await person.press("l")
        await person.sees("LOG every-7-minutes-run-other", "Switched on")
        assert "every-5" not in person.text


async def test_enter_in_the_log_opens_the_run(ws: Workspace) -> None:
    made = seed.make(ws, "every 5 minutes run 'true'")
    seed.ran(ws, made, RunStatus.FAILURE)
    async with at_terminal(ws) as person:
        await person.sees("1 of 1")
        await person.press("l")
        await person.sees("entry")
        await person.press("enter")
        await person.until(lambda: isinstance(person.app.screen, AutomationScreen))
        await person.sees("exit code 2")


async def test_s_stops_a_run(ws: Workspace) -> None:
    made = seed.make(ws, "every 5 minutes run 'true'")
    ws.store.write(runs.enqueue, made.id, Event("waits"), START, trigger="manual")
    async with at_terminal(ws) as person:
        await open_it(person)
        await person.sees("by hand")
        await person.press("s")
        await person.sees("is asked to stop", "STOP")


async def test_a_deleted_automation_is_said_and_brought_back(ws: Workspace) -> None:
    seed.make(ws, "every 5 minutes run 'true'")
    async with at_terminal(ws) as person:
        await open_it(person)
        await person.press("d")
        await person.sees("was deleted")
        await person.press("u")
        await person.sees("Back, switched on")


async def test_what_waits_in_a_digest_stands_under_the_steps(ws: Workspace) -> None:
    config = {"value": "{{ event.x }}", "at": "08:00"}
    inside = Step(StepType.ACTION, "notify", {"message": "{{ count }}"}, depth=1)
    made = seed.acting(ws, "collect them", Step(StepType.ACTION, "digest", config), inside)
    row = {"step_id": made.actions[0].id, "value": "x", "heading": "", "collected_at": START}
    rows = [
        {**row, "run_id": number, "place": str(number), "due": START + timedelta(hours=number)} for number in (2, 1)
    ]
    ws.store.write(lambda tx: tx.execute(insert(tables.Collected.__table__), rows))
    async with at_terminal(ws) as person:
        await person.sees("1 of 1")
        await person.press("enter")
        await person.sees("Collected: 2 values since 10:00", "sent 11:00")


async def test_of_many_steps_it_says_how_many_more_there_are(ws: Workspace) -> None:
    texts = (Step(StepType.ACTION, "make_text", {"text": f"line {number}"}, f"t{number}") for number in range(9))
    seed.acting(ws, "when I run it write much", *texts)
    async with at_terminal(ws) as person:
        await person.sees("1 of 1")
        await person.press("enter")
        await person.sees("WHEN you run it", "+ 5 more; e shows all")
        assert "line 8" not in person.text

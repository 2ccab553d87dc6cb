"""Mode 2: the runs of all automations, by keys."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from nomologi_tui.model import Automation, Event, RunStatus, Step, StepRecord, StepStatus, StepType, WaitingFor
from nomologi_tui.screens.automations.automation import AutomationScreen
from nomologi_tui.screens.automations.why import WhyScreen
from nomologi_tui.screens.home import HomeScreen
from nomologi_tui.screens.log.log import LogScreen
from nomologi_tui.screens.runs.runs import RunsScreen
from nomologi_tui.store import runs, tables
from nomologi_tui.testing import START
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.run_list import RunList
from tests.screens import seed
from tests.screens.person import Person, at_terminal

Golden = Callable[[str, str], None]
SIZES = [(60, 20), (80, 24), (120, 40)]
WRITE = Step(StepType.ACTION, "make_text", {"text": "x"}, "write")


async def open_runs(person: Person) -> RunList:
    await person.sees("1 Home")
    await person.rest()
    await person.press("2")
    await person.until(lambda: isinstance(person.app.screen, RunsScreen))
    await person.sees("Runs: ")
    await person.rest()
    return person.app.screen.query_one(RunList)


def some_runs(ws: Workspace) -> None:
    """A run in every state."""
    made = seed.some_days(ws)
    asking = seed.acting(ws, "when I say so write the monthly letter and send it", WRITE)
    seed.waits(ws, asking, WaitingFor.APPROVAL, "Asks: Send the letter to 12 people?")
    skipped = ws.store.write(runs.enqueue, made["WAIT"].id, Event("s"), START - timedelta(hours=3), trigger="file")
    ws.store.write(runs.claim, seed.TOKEN, START - timedelta(hours=3), 1)
    ended = START - timedelta(hours=3) + timedelta(seconds=75)
    why = "Skipped: “free space” is 34 %, and less than 10 % was asked for."
    ws.store.write(runs.finish, skipped.run_id, seed.TOKEN, RunStatus.SKIPPED, ended, summary=why)


def many(ws: Workspace, one: Automation, number: int, hours_ago: float = 48) -> None:
    """So many runs that went well, made by one statement."""
    at = START - timedelta(hours=hours_ago)
    row = {
        "automation_id": one.id, "status": "success", "input": {}, "revision": 1, "trigger": "file", "created_at": at,
        "started_at": at, "finished_at": at, "summary": "Done.", "error": "", "attempt": 1, "cancel_requested": False,
        "worked": 0.0, "ignores_conditions": False,
    }  # fmt: skip
    rows = [{**row, "event_id": f"many:{place}"} for place in range(number)]
    ws.store.write(lambda tx: tx.execute(insert(tables.ExecutionRun.__table__), rows))


@pytest.mark.parametrize("size", SIZES)
async def test_runs_in_every_state(ws: Workspace, golden: Golden, size: tuple[int, int]) -> None:
    some_runs(ws)
    async with at_terminal(ws, size) as person:
        await open_runs(person)
        await person.press("g")
        await person.rest()
        golden(f"runs-{size[0]}x{size[1]}", person.text)
        await person.press("e", "enter")
        await person.sees("exit code 2")
        await person.rest()
        golden(f"runs-trace-{size[0]}x{size[1]}", person.text)


async def test_runs_say_the_same_without_colour(ws: Workspace, golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    some_runs(ws)
    async with at_terminal(ws) as person:
        await open_runs(person)
        golden("runs-80x24", person.text)


async def test_runs_say_the_same_on_a_light_screen(ws: Workspace, golden: Golden) -> None:
    some_runs(ws)
    async with at_terminal(ws) as person:
        await open_runs(person)
        person.app.theme = "textual-light"
        await person.rest()
        golden("runs-80x24", person.text)


async def test_an_empty_list_teaches(ws: Workspace, golden: Golden) -> None:
    async with at_terminal(ws) as person:
        await person.sees("Nothing runs yet")
        await person.press("escape", "escape")
        await open_runs(person)
        await person.sees("Nothing ran yet")
        golden("runs-empty", person.text)
        await person.press("f")
        await person.sees("No run is like this: is:asks", "Esc shows all runs")
        await person.press("escape", "1")
        await person.until(lambda: isinstance(person.app.screen, HomeScreen))


async def test_keys_filter_by_state_moment_and_automation(ws: Workspace) -> None:
    some_runs(ws)
    many(ws, seed.make(ws, "every day at 9 run 'old.sh'"), 3)
    async with at_terminal(ws) as person:
        listing = await open_runs(person)
        await person.until(lambda: listing.count == 9)
        await person.press("t")
        await person.sees("Runs: since:today")
        await person.until(lambda: listing.count == 6)
        await person.press("f", "f")
        await person.sees("Runs: is:fail since:today")
        await person.until(lambda: listing.count == 1)
        await person.press("escape", "i")
        await person.sees("Runs: of:")
        await person.until(lambda: listing.count == 3)
        await person.press("i")
        await person.until(lambda: listing.count == 9)


async def test_a_filter_is_typed_and_what_is_wrong_with_it_is_said(ws: Workspace) -> None:
    some_runs(ws)
    async with at_terminal(ws) as person:
        listing = await open_runs(person)
        await person.press("slash")
        await person.type("is:bad")
        await person.press("enter")
        await person.sees("“bad” is no state of a run. States are asks, fail")
        await person.press("ctrl+u")
        await person.type("of:nobody")
        await person.press("enter")
        await person.sees("There is no automation")
        await person.press("slash", "ctrl+u")
        await person.type("since:7d FREE space")
        await person.press("enter")
        await person.until(lambda: listing.count == 1)
        await person.sees("Runs: since:7d FREE space", "34 %")
        await person.press("escape")
        await person.until(lambda: listing.count == 6)


async def test_new_runs_come_on_top_and_the_cursor_stays_on_its_run(ws: Workspace) -> None:
    made = seed.make(ws, "every 5 minutes run 'true'")
    first = seed.ran(ws, made)
    seed.serves(ws)
    async with at_terminal(ws) as person:
        listing = await open_runs(person)
        new = ws.store.write(runs.enqueue, made.id, Event("new"), START, trigger="webhook").run_id
        await person.until(lambda: listing.newest == new)
        assert listing.selected is not None
        assert (listing.selected.id, listing.cursor) == (first, 1)
        await person.sees("WAIT  every 5 minutes")
        ws.store.write(runs.claim, seed.TOKEN, START, 1)
        await person.sees("RUN   every 5 minutes")
        assert (listing.selected.id, listing.cursor) == (first, 1)


async def test_what_a_runner_left_behind_when_it_died_is_not_shown_as_running(ws: Workspace) -> None:
    made = seed.make(ws, "every 5 minutes run 'true'")
    ws.store.write(runs.enqueue, made.id, Event("left"), START, trigger="schedule")
    ws.store.write(runs.claim, seed.TOKEN, START, 1)
    runner = seed.serves(ws)
    async with at_terminal(ws) as person:
        await person.sees("RUN   every 5 minutes", "runner ON (service)")
        runner.release()
        await person.sees("WAIT  every 5 minutes", "Interrupted: its runner is gone")
        await open_runs(person)
        await person.sees("WAIT  every 5 minutes")
        await person.press("enter")
        await person.sees("Run 1 was interrupted", "the next one sees to it")


async def test_a_thousand_runs_are_a_window_that_keys_move(ws: Workspace) -> None:
    many(ws, seed.make(ws, "every 5 minutes run 'true'"), 1_500)
    async with at_terminal(ws) as person:
        listing = await open_runs(person)
        await person.until(lambda: listing.count == 200)
        await person.press("G")
        await person.until(lambda: listing.selected is not None and listing.selected.id == 1)
        for _ in range(40):
            await person.press("pageup")
            await person.rest()
        assert listing.selected is not None
        assert listing.selected.id > 400
        assert listing.count <= 600
        await person.press("g")
        await person.until(lambda: listing.selected is not None and listing.selected.id == 1_500)


async def test_one_key_goes_to_the_next_run_that_failed_however_far(ws: Workspace) -> None:
    made = seed.make(ws, "every 5 minutes run 'true'")
    failed = seed.ran(ws, made, RunStatus.FAILURE, minutes_ago=5_000)
    many(ws, made, 900)
    async with at_terminal(ws) as person:
        listing = await open_runs(person)
        await person.press("e")
        await person.until(lambda: listing.selected is not None and listing.selected.id == failed)
        await person.press("e")
        await person.sees("No older run failed.")
        await person.press("d")
        await person.sees("No older run waits for your word.")


async def test_a_run_that_asks_is_found_and_answered(ws: Workspace) -> None:
    made = seed.acting(ws, "when I say so send it", WRITE)
    asking = seed.waits(ws, made, WaitingFor.APPROVAL, "Asks: Send it?")
    seed.ran(ws, seed.make(ws, "every 5 minutes run 'true'"), minutes_ago=1)
    async with at_terminal(ws) as person:
        listing = await open_runs(person)
        await person.sees("1 run asks you: d", "ASKS")
        await person.press("a")
        await person.sees("does not wait for your word")
        await person.press("d", "a")
        await person.sees("[ Approve ]")
        await person.press("down", "down", "enter")
        await person.sees(f"Run {asking} is stopped.")
        await person.until(lambda: listing.selected is not None and listing.selected.state == "STOP")


async def test_from_a_run_keys_lead_to_its_log_its_automation_and_why(ws: Workspace) -> None:
    seed.make(ws, "every 7 minutes run 'other'")
    seed.ran(ws, seed.make(ws, "every 5 minutes run 'true'"), RunStatus.FAILURE)
    async with at_terminal(ws) as person:
        await open_runs(person)
        for key, screen, words in (
            ("l", LogScreen, "run-true   run 1"), ("o", AutomationScreen, "DO   run"), ("w", WhyScreen, "WHY  every 5"),
        ):  # fmt: skip
            await person.press(key)
            await person.sees(words)
            assert isinstance(person.app.screen, screen)
            assert "7 minutes" not in person.text
            await person.press("escape")
            await person.until(lambda: isinstance(person.app.screen, RunsScreen))


async def test_a_run_is_repeated_with_other_data_and_both_are_compared(ws: Workspace) -> None:
    made = seed.make(ws, "when a file appears in /nowhere run 'file {{ event.path }}'")
    seed.ran(ws, made, RunStatus.FAILURE)
    async with at_terminal(ws, (120, 40)) as person:
        listing = await open_runs(person)
        await person.press("R")
        await person.sees("with other data")
        await person.press("j", "j", "enter")
        await person.sees("Repeat run 1 with", "/home/ada/in/a b.pdf")
        await person.press("ctrl+u")
        await person.type("/tmp/c.pdf")
        await person.press("enter", "enter")
        await person.sees("Run 2 repeats run 1")
        await person.until(lambda: listing.newest == 2)
        await person.press("g")
        await person.sees("Repeats run 1. What differs:")
        again = ws.store.read(runs.get, ws.user.id, 2)
        assert (again.input["path"], again.replay_of) == ("/tmp/c.pdf", 1)


async def test_s_stops_what_goes_on_and_says_of_others_that_they_ended(ws: Workspace) -> None:
    made = seed.make(ws, "every 5 minutes run 'true'")
    seed.ran(ws, made)
    ws.store.write(runs.enqueue, made.id, Event("waits"), START, trigger="manual")
    async with at_terminal(ws) as person:
        await open_runs(person)
        await person.press("s")
        await person.sees("Run 2 is asked to stop", "STOP")
        await person.press("j", "s")
        await person.sees("Run 1 has ended already.")


async def test_y_sends_a_text_of_the_run_to_the_terminal(ws: Workspace) -> None:
    seed.ran(ws, seed.make(ws, "every 5 minutes run 'true'"), RunStatus.FAILURE)
    async with at_terminal(ws) as person:
        await open_runs(person)
        await person.press("y")
        await person.sees("Copy from run 1", "number", "error", "trace")
        await person.press("j", "enter")
        await person.sees("Error of run 1: sent to the terminal", "nomologi trace 1")
        assert person.app.clipboard == "`backup.sh` ended with exit code 2. Run it by hand to see why."


HOSTILE = Path(__file__).parent / "hostile"
NO_CONTROLS = {*range(32), 127, *range(128, 160)} - {10}


@pytest.mark.parametrize("path", sorted(HOSTILE.iterdir()), ids=lambda path: path.stem)
async def test_hostile_text_is_shown_as_text(ws: Workspace, path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    made = seed.acting(ws, f"goal {text[:300]}", WRITE)
    begun = START - timedelta(minutes=5)
    run_id = ws.store.write(runs.enqueue, made.id, Event("h", {"subject": text}), begun, trigger="manual").run_id
    ws.store.write(runs.claim, seed.TOKEN, begun, 1)
    record = StepRecord(
        run_id, 1, StepType.ACTION, "make_text", "write", StepStatus.FAILURE, output={"text": text},
        reason=text, error=text, started_at=begun, finished_at=START,
    )  # fmt: skip
    ws.store.write(runs.begin_step, record, begun)
    ws.store.write(runs.end_step, record, START)
    ws.store.write(runs.finish, run_id, seed.TOKEN, RunStatus.FAILURE, START, summary=text, error=text)
    async with at_terminal(ws, (120, 40)) as person:
        await open_runs(person)
        await person.sees("FAIL", "goal", "Run 1 failed")
        await person.press("y")
        await person.sees("Copy from run 1")
        await person.press("escape")
        await person.rest()
        assert not {ord(letter) for letter in person.text} & NO_CONTROLS

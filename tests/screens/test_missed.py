"""The inbox of missed times: a line on home, a list, one key for each of the two things to do."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from nomologi_tui.model import MOST_COUNTED, Automation, Missed
from nomologi_tui.screens.automations.automation import AutomationScreen
from nomologi_tui.screens.words import many
from nomologi_tui.store import missed
from nomologi_tui.testing import START
from nomologi_tui.usecases.runs import deciding
from nomologi_tui.usecases.workspace import Workspace
from tests.screens import seed
from tests.screens.person import Person, at_terminal

Golden = Callable[[str, str], None]
REASON = "missed times are left out"


def miss(ws: Workspace, automation: Automation, number: int, hours_ago: int = 2, reason: str = REASON) -> None:
    """So many times of the automation's schedule did not run."""
    last = START - timedelta(hours=hours_ago)
    entry = Missed(
        0, automation.id, automation.steps[0].id, last - timedelta(hours=number - 1), last, number, START, reason
    )
    ws.store.write(missed.note, entry, "missed", none_runs=False)


def two_outages(ws: Workspace) -> None:
    miss(ws, seed.make(ws, "every hour run 'backup.sh'"), 3)
    miss(ws, seed.make(ws, "every day at 7 run 'report.sh --send'"), 1, hours_ago=26)


async def open_inbox(person: Person) -> None:
    await person.sees("missed:", "m lists them")
    await person.press("m")
    await person.sees("Missed times", "TIMES")


async def test_without_missed_times_home_has_no_line(ws: Workspace) -> None:
    seed.make(ws, "every hour run 'true'")
    async with at_terminal(ws) as person:
        await person.sees("1 of 1")
        assert "missed" not in person.text


async def test_enter_on_the_line_opens_the_list(ws: Workspace) -> None:
    two_outages(ws)
    async with at_terminal(ws) as person:
        await person.sees("4 missed: “every hour run 'backup.sh'” 08:00, and 1 more")
        await person.press("shift+tab", "enter")
        await person.sees("2 on the list", "Due from 06:00 to 08:00. Missed times are left out")
        await person.press("escape")
        await person.sees("1 of 2")


async def test_r_runs_the_latest_time_and_takes_the_entry_off(ws: Workspace) -> None:
    two_outages(ws)
    async with at_terminal(ws) as person:
        await open_inbox(person)
        await person.press("r")
        await person.sees("Run 1 is queued; it starts as soon as a runner is on", "1 on the list", "report.sh")
    assert ws.reader.run(1, 1).due == START - timedelta(hours=2)


async def test_d_takes_an_entry_off_and_the_last_one_the_line(ws: Workspace) -> None:
    miss(ws, seed.make(ws, "every hour run 'backup.sh'"), 3)
    async with at_terminal(ws) as person:
        await open_inbox(person)
        await person.press("d")
        await person.sees("Off the list, the log keeps it: every hour", "Nothing is missed.")
        await person.press("r", "d", "enter", "escape")
        await person.sees("1 of 1")
        await person.sees_no("lists them")
    assert ws.reader.runs(1) == []


async def test_shift_d_empties_the_list_after_a_question_of_which_cancel_has_the_focus(ws: Workspace) -> None:
    two_outages(ws)
    async with at_terminal(ws) as person:
        await open_inbox(person)
        await person.press("D")
        await person.sees("Take all 2 entries off the list?", "The log keeps them.", "[ Cancel ]", "[ Dismiss ]")
        await person.press("enter")
        await person.sees("2 on the list")
        await person.press("D")
        await person.sees("[ Dismiss ]")
        await person.press("right", "enter")
        await person.sees("Off the list, the log keeps them: 2", "Nothing is missed.")
    assert ws.reader.missed(1) == []


async def test_shift_r_runs_the_latest_time_of_each_after_a_question(ws: Workspace) -> None:
    two_outages(ws)
    async with at_terminal(ws) as person:
        await open_inbox(person)
        await person.press("R")
        await person.sees("Run the latest time of each of the 2 entries now?", "[ Run ]")
        await person.press("right", "enter")
        await person.sees("Queued: 2 runs; they start as soon as a runner is on", "Nothing is missed.")
    assert [run.due for run in ws.reader.runs(1)] == [START - timedelta(hours=2), START - timedelta(hours=26)]


async def test_an_entry_that_somebody_else_dealt_with_is_said(ws: Workspace) -> None:
    two_outages(ws)
    async with at_terminal(ws) as person:
        await open_inbox(person)
        await person.rest()
        inbox = person.app.screen
        row = inbox.list.selected  # type: ignore[attr-defined]
        deciding.dismiss_missed(ws, row.id)
        inbox._deal_with(row, run=True)  # type: ignore[attr-defined]
        await person.sees("There is no missed time 1.")
    assert ws.reader.runs(1) == []


async def test_enter_opens_the_automation(ws: Workspace) -> None:
    two_outages(ws)
    async with at_terminal(ws) as person:
        await open_inbox(person)
        await person.press("j", "enter")
        await person.until(lambda: isinstance(person.app.screen, AutomationScreen))
        await person.sees("report.sh --send")


@pytest.mark.parametrize("text", ["[/foo] [b]", "\x1b]52;c;cHduZWQ=\x07\x1b[2J", "\u202eexe.\u2066"])
async def test_a_reason_from_outside_is_only_ever_text(ws: Workspace, text: str) -> None:
    miss(ws, seed.make(ws, "every hour run 'true'"), 3, reason=f"because {text}")
    async with at_terminal(ws) as person:
        await open_inbox(person)
        await person.sees("Because")
        assert not [letter for letter in person.text if not letter.isprintable() and letter != "\n"]


def test_a_count_says_where_it_ends() -> None:
    assert (many(3), many(MOST_COUNTED)) == ("3", "1,000+")


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_home_with_the_line_and_the_list(ws: Workspace, golden: Golden, size: tuple[int, int]) -> None:
    two_outages(ws)
    async with at_terminal(ws, size) as person:
        await person.sees("missed:")
        await person.rest()
        golden(f"home-missed-{size[0]}x{size[1]}", person.text)
        await open_inbox(person)
        await person.rest()
        golden(f"missed-{size[0]}x{size[1]}", person.text)

"""Charts in the app: the last day of an automation, each day's runs, and the next 24 hours."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from nomologi_tui.model import RunStatus
from nomologi_tui.testing import START
from nomologi_tui.usecases.workspace import Workspace
from tests.screens import seed
from tests.screens.person import at_terminal

Golden = Callable[[str, str], None]
LOOKS = [((80, 24), "dark"), ((80, 24), "light"), ((80, 24), "NO_COLOR"), ((120, 40), "dark"), ((60, 20), "dark")]
FAIL = RunStatus.FAILURE


def some_weeks(ws: Workspace) -> None:
    """An automation with runs of two weeks, one of them failed three days ago and one this morning."""
    made = seed.some_days(ws)["OK"]
    for day in range(13, 0, -1):
        for number in range(day % 5 + 1):
            status = FAIL if (day, number) == (3, 0) else RunStatus.SUCCESS
            seed.ran(ws, made, status, minutes_ago=day * 1440 - number)
    seed.ran(ws, made, FAIL, minutes_ago=180)


@pytest.mark.parametrize(("size", "look"), LOOKS)
async def test_each_day_has_its_bar(
    ws: Workspace, golden: Golden, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], look: str
) -> None:
    if look == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    some_weeks(ws)
    async with at_terminal(ws, size) as person:
        if look == "light":
            person.app.theme = "textual-light"
        await person.sees("report.sh")
        await person.press("2")
        await person.sees("[2 Runs]", "STARTED")
        await person.press("c")
        await person.sees("Runs per day: all automations", "14 days: ")
        await person.rest()
        golden(f"days-{size[0]}x{size[1]}", person.text)


async def test_a_day_leads_to_its_first_run(ws: Workspace) -> None:
    some_weeks(ws)
    async with at_terminal(ws) as person:
        await person.sees("report.sh")
        await person.press("enter")
        await person.sees("24 h  ", "Took  ")
        await person.press("c")
        await person.sees("Runs per day: every 15 minutes run", "14 days: ")
        await person.press("j", "j", "j", "enter")
        await person.sees("WHEN")
        await person.rest()
        day = START - timedelta(days=3)
        assert f"> {day.astimezone(ws.settings.zone):%a}" in person.text
        assert "FAIL" in next(line for line in person.text.splitlines() if line.strip().startswith(">"))


async def test_the_last_day_stands_under_the_list_and_follows_the_cursor(ws: Workspace) -> None:
    some_weeks(ws)
    async with at_terminal(ws) as person:
        await person.sees("report.sh", "24 h  o....................x.o  4 ok, 1 failed")
        await person.press("j")
        await person.sees("24 h  ......................x.  1 failed")
        await person.press("end")
        await person.sees("24 h  ........................  nothing ended")


@pytest.mark.parametrize(("size", "look"), LOOKS)
async def test_the_next_day_hour_by_hour(
    ws: Workspace, golden: Golden, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], look: str
) -> None:
    if look == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    seed.some_days(ws)
    seed.make(ws, "every day at 18:30 run 'tidy.sh'")
    async with at_terminal(ws, size) as person:
        if look == "light":
            person.app.theme = "textual-light"
        await person.sees("report.sh")
        await person.press("t")
        await person.sees("The next 24 hours", "444444444444444444444444", "1 of 5")
        await person.rest()
        golden(f"ahead-{size[0]}x{size[1]}", person.text)


async def test_from_what_is_ahead_to_the_automation_and_back(ws: Workspace) -> None:
    seed.some_days(ws)
    async with at_terminal(ws) as person:
        await person.sees("report.sh")
        await person.press("t")
        await person.sees("The next 24 hours", "1 of ")
        await person.press("j", "enter")
        await person.sees("WHEN every hour")
        await person.press("escape")
        await person.sees("The next 24 hours")
        await person.press("f1")
        await person.sees("ten times or more")


async def test_where_nothing_is_due_it_says_what_would_be(ws: Workspace, golden: Golden) -> None:
    seed.acting(ws, "when I say so", *seed.nested())
    async with at_terminal(ws) as person:
        await person.sees("when I say so")
        await person.press("t")
        await person.sees("Nothing is due in the next 24 hours.")
        await person.rest()
        golden("ahead-empty", person.text)


async def test_todays_runs_are_counted_while_one_looks(ws: Workspace) -> None:
    made = seed.some_days(ws)["OK"]
    async with at_terminal(ws) as person:
        await person.sees("report.sh")
        await person.press("2")
        await person.sees("[2 Runs]", "STARTED")
        await person.press("c")
        await person.sees("14 days: 2 ok, 1 failed")
        await asyncio.to_thread(seed.ran, ws, made, FAIL, 1)
        await person.sees("14 days: 2 ok, 2 failed")
        assert "██xx" in person.text


async def test_help_tells_what_the_marks_mean(ws: Workspace) -> None:
    seed.some_days(ws)
    async with at_terminal(ws) as person:
        await person.sees("report.sh")
        await person.press("f1", "end")
        await person.sees("one mark an hour", "a run failed in that hour")

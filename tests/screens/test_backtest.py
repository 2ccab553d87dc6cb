"""What would it have done? One key, the figures, each event beside what really happened."""

import asyncio
import threading
from collections.abc import Callable

import pytest

from nomologi_tui.usecases.workspace import Workspace
from tests.screens import seed
from tests.screens.person import at_terminal

Golden = Callable[[str, str], None]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_b_says_what_it_would_have_done_and_t_looks_further_back(
    ws: Workspace, golden: Golden, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("HOME", "/nowhere/ada")
    made = seed.make(ws, "every day at 7 run 'report.sh --send'")
    seed.ran(ws, made, minutes_ago=180, was_due=True)
    async with at_terminal(ws, size) as person:
        await person.sees("report.sh")
        await person.rest()
        await person.press("b")
        await person.sees("would have run 7 times", "7 events", "Really: run 1")
        await person.rest()
        golden(f"backtest-{size[0]}x{size[1]}", person.text)
        await person.press("t")
        await person.sees("would have run 30 times", "30 events")
        await person.press("enter", "enter")
        await person.sees("Started by schedule")
        await person.press("escape", "escape")
        await person.sees("30 events")


async def test_what_nothing_would_have_started_is_told_with_the_reason(ws: Workspace, golden: Golden) -> None:
    seed.make(ws, "when a file appears in ~/Downloads run 'file {{ event.path }}'")
    async with at_terminal(ws) as person:
        await person.sees("Downloads")
        await person.rest()
        await person.press("b")
        await person.sees("Nothing would have started it", "t looks further back")
        await person.rest()
        golden("backtest-empty", person.text)


async def test_esc_stops_a_look_that_takes_long_and_shows_what_it_found(ws: Workspace) -> None:
    seed.make(ws, "every minute run 'date'")
    goes_on = threading.Event()
    async with at_terminal(ws) as person:
        await person.sees("every minute")
        await person.rest()
        before = asyncio.create_task(person.app.desk.look(lambda _: goes_on.wait()))  # it has to wait for its turn
        await person.press("b")
        await person.sees("looking …", "Esc stops")
        await person.press("escape")
        goes_on.set()
        await before
        await person.sees("629 older events were left out", "1 event")
        await person.press("escape")
        await person.sees("[1 Home]")

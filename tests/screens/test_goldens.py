"""Every screen as plain text, so that a change of a screen is a change of a file that a person can read."""

from collections.abc import Callable

import pytest

from nomologi_tui.screens.dialogs.ask import Ask, quit_question
from nomologi_tui.usecases.workspace import Workspace
from tests.screens import seed
from tests.screens.person import at_terminal

Golden = Callable[[str, str], None]
GOAL = "every weekday at 8 run 'df -h /'"


async def test_home_where_nothing_runs(ws: Workspace, golden: Golden) -> None:
    async with at_terminal(ws) as person:
        await person.sees("Nothing runs yet")
        await person.rest()
        golden("home-empty", person.text)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)])
async def test_home_with_every_state(ws: Workspace, golden: Golden, size: tuple[int, int]) -> None:
    seed.some_days(ws)
    async with at_terminal(ws, size) as person:
        await person.sees("DRAFT", "backup.sh")
        await person.rest()
        golden(f"home-{size[0]}x{size[1]}", person.text)


async def test_home_says_the_same_without_colour(
    ws: Workspace, golden: Golden, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    seed.some_days(ws)
    async with at_terminal(ws) as person:
        await person.sees("DRAFT")
        await person.rest()
        golden("home-80x24", person.text)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)])
async def test_the_three_forms(
    ws: Workspace, golden: Golden, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("HOME", "/nowhere/ada")
    async with at_terminal(ws, size) as person:
        await person.sees("Nothing runs yet")
        await person.paste(GOAL)
        await person.press("enter")
        await person.sees("STEP 2", "08:00 CET")
        await person.press("escape")
        await person.sees("STEP 1", "every weekday at 08:00", "NEXT", "draft saved")
        golden(f"flow-1-goal-{size[0]}x{size[1]}", person.text)
        await person.press("ctrl+n")
        await person.sees("STEP 2", "08:00 CET", "Enter goes on")
        golden(f"flow-2-when-{size[0]}x{size[1]}", person.text)
        await person.press("ctrl+n")
        await person.sees("STEP 3", "run df -h /")
        await person.press("ctrl+r")
        await person.sees("Nothing of this was done")
        golden(f"flow-3-what-{size[0]}x{size[1]}", person.text)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_steps_inside_steps(ws: Workspace, golden: Golden, size: tuple[int, int]) -> None:
    seed.acting(ws, "when I run it sort the scans", *seed.nested())
    async with at_terminal(ws, size) as person:
        await person.sees("sort the scans")
        await person.press("e")
        await person.sees("Change  STEP 1 of 3")
        await person.press("ctrl+n")
        await person.sees("STEP 2")
        await person.press("ctrl+n")
        await person.sees("STEP 3", "ELSE")
        await person.press("ctrl+r")
        await person.sees("Nothing of this was done")
        await person.rest()
        golden(f"flow-3-inside-{size[0]}x{size[1]}", person.text)
        await person.press("tab", "tab", "tab")
        await person.sees("How many")
        await person.rest()
        golden(f"flow-3-branch-{size[0]}x{size[1]}", person.text)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_one_automation(ws: Workspace, golden: Golden, size: tuple[int, int]) -> None:
    seed.some_days(ws)
    async with at_terminal(ws, size) as person:
        await person.sees("report.sh")
        await person.press("j", "enter")
        await person.sees("FAIL", "exit code 2", "WHEN")
        await person.rest()
        golden(f"automation-{size[0]}x{size[1]}", person.text)
        await person.press("enter")
        await person.sees("exit code 2")
        await person.rest()
        golden(f"automation-trace-{size[0]}x{size[1]}", person.text)


@pytest.mark.parametrize(
    ("size", "look"),
    [((80, 24), "dark"), ((120, 40), "dark"), ((60, 20), "dark"), ((80, 24), "light"), ((80, 24), "NO_COLOR")],
)
async def test_the_log_at_full_size(
    ws: Workspace, golden: Golden, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], look: str
) -> None:
    """The words are the same in every colour and in none."""
    if look == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    seed.some_days(ws)
    async with at_terminal(ws, size) as person:
        if look == "light":
            person.app.theme = "textual-light"
        await person.sees("report.sh")
        await person.press("l")
        await person.sees("FOLLOWING", "entry")
        await person.rest()
        golden(f"log-{size[0]}x{size[1]}", person.text)
        await person.press("slash", *"backup", "enter")
        await person.sees("filter: backup")
        await person.press("w", "k", "v", "v")
        await person.sees("WARN and up", "PAUSED")
        await person.rest()
        golden(f"log-chosen-{size[0]}x{size[1]}", person.text)


async def test_help_on_home(ws: Workspace, golden: Golden) -> None:
    seed.some_days(ws)
    async with at_terminal(ws) as person:
        await person.sees("report.sh")
        await person.press("question_mark")
        await person.sees("Help: home")
        golden("help-home", person.text)


async def test_help_where_there_is_little_room(ws: Workspace, golden: Golden) -> None:
    seed.some_days(ws)
    async with at_terminal(ws, (60, 20)) as person:
        await person.sees("report.sh")
        await person.press("enter")
        await person.sees("WHEN every 15 minutes")
        await person.press("question_mark")
        await person.sees("Help: one automation")
        await person.press("pagedown")
        await person.sees("clipboard")
        golden("help-automation-60x20", person.text)


async def test_choosing_a_block(ws: Workspace, golden: Golden) -> None:
    async with at_terminal(ws) as person:
        await person.sees("Nothing runs yet")
        await person.paste(GOAL)
        await person.press("enter")
        await person.sees("STEP 2", "08:00 CET")
        await person.press("f2")
        await person.sees("Add a step", "When a file appears")
        golden("pick-block", person.text)


async def test_the_question_before_the_runner_stops(ws: Workspace, golden: Golden) -> None:
    seed.some_days(ws)
    async with at_terminal(ws) as person:
        await person.sees("report.sh")
        await person.rest()
        person.app.push_screen(Ask(quit_question(2)))
        await person.sees("2 automations do not run", "[ Cancel ]", "[ Quit ]")
        golden("ask-quit", person.text)

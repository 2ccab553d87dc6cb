"""The tour at the first start: three pages that take no key which a goal needs, shown once."""

from collections.abc import Callable

import pytest

from nomologi_tui.screens.home import HomeScreen
from nomologi_tui.usecases.workspace import Workspace
from tests.screens import seed
from tests.screens.person import StillClock, at_terminal

Golden = Callable[[str, str], None]


@pytest.mark.parametrize(
    ("size", "look"), [((80, 24), "dark"), ((80, 24), "NO_COLOR"), ((120, 40), "light"), ((60, 20), "dark")]
)
async def test_a_first_start_shows_it_below_the_question(
    ws: Workspace, golden: Golden, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], look: str
) -> None:
    if look == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    async with at_terminal(ws, size) as person:
        if look == "light":
            person.app.theme = "textual-light"
        await person.sees("Nothing runs yet", "TOUR 1 of 3")
        await person.rest()
        golden(f"tour-1-{size[0]}x{size[1]}", person.text)
        await person.press("f2")
        await person.sees("TOUR 2 of 3")
        golden(f"tour-2-{size[0]}x{size[1]}", person.text)
        await person.press("f2")
        await person.sees("TOUR 3 of 3")
        golden(f"tour-3-{size[0]}x{size[1]}", person.text)
        await person.press("f2")
        await person.sees("LOG all goals")


async def test_it_is_not_in_the_way_of_a_goal_and_does_not_come_again(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await person.sees("TOUR 1 of 3")
        await person.type("every hour run 'date'")
        await person.press("enter")
        await person.sees("STEP 2 of 3")
        await person.press("ctrl+n")
        await person.sees("STEP 3 of 3")
        await person.press("ctrl+n")
        await person.sees("[1 Home]", "LOG all goals", "every hour run")
        await person.rest()
    again = Workspace(ws.settings, StillClock())
    async with at_terminal(again) as person:
        await person.sees("every hour run")
        await person.press("d")
        await person.sees("Nothing runs yet", "LOG all goals")
        assert "TOUR" not in person.text
        await person.sees_no("o on/off")  # no key is named that has nothing to act on
        await person.press("u")
        await person.sees("o on/off")


async def test_escape_ends_it_for_good_and_then_leaves_the_field_with_what_was_typed(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await person.sees("TOUR 1 of 3", "Esc ends it")
        await person.type("every hour")
        await person.press("escape")
        await person.sees("LOG all goals")
        await person.type(" run 'date'")
        await person.press("escape", "2")
        await person.sees("[2 Runs]")
        await person.press("1")
        await person.sees("every hour run 'date'")
        await person.rest()
    async with at_terminal(Workspace(ws.settings, StillClock())) as person:
        await person.sees("Nothing runs yet", "LOG all goals")
        await person.rest()
        assert "TOUR" not in person.text


async def test_the_palette_brings_it_back_from_any_mode(ws: Workspace) -> None:
    seed.some_days(ws)
    async with at_terminal(ws) as person:
        await person.sees("report.sh")
        await person.press("2")
        await person.sees("[2 Runs]")
        await person.press("ctrl+p")
        await person.type("tour")
        await person.sees("Three short pages about the app (F2)")
        await person.press("down", "enter")
        await person.sees("TOUR 1 of 3", "report.sh")
        assert isinstance(person.app.screen, HomeScreen)
        await person.press("escape")
        await person.sees("LOG all goals")

"""The header names the modes; a click on one shows it."""

import pytest

from nomologi_tui.usecases.workspace import Workspace
from tests.screens import seed
from tests.screens.person import at_terminal


@pytest.mark.parametrize(
    ("size", "clicked"), [((80, 24), ("2 Runs", "4 Templates", "1 Home")), ((60, 20), ("2 3", "4 ", "1 "))]
)
async def test_a_click_on_a_mode_shows_it(ws: Workspace, size: tuple[int, int], clicked: tuple[str, ...]) -> None:
    seed.some_days(ws)
    async with at_terminal(ws, size) as person:
        await person.sees("[1 Home]", "DRAFT")
        await person.rest()
        for words, shown in zip(clicked, ("[2 Runs]", "[4 Templates]", "[1 Home]"), strict=True):
            await person.click(words)
            await person.sees(shown)
            await person.rest()

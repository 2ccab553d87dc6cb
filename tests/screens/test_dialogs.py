"""Each dialog bears a terminal that shrinks and grows: its focus stays in sight, and then all of it is there again."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.screen import ModalScreen

from nomologi_tui.model import WaitingFor
from nomologi_tui.screens.dialogs.ask import Ask, Question
from nomologi_tui.screens.dialogs.inputs import Inputs
from nomologi_tui.screens.dialogs.twice import Twice, Wanted
from nomologi_tui.screens.runs.decision import Decision
from nomologi_tui.usecases.runs.deciding import Asked
from nomologi_tui.usecases.workspace import Workspace
from tests.screens.person import at_terminal

LONG = "What it did stays, and what it would do does not happen any more. " * 4
ASKED = Asked(1, "a goal", WaitingFor.DECISION, "May it go on? " * 9, "move", "move a to b", ("ops",))
DIALOGS: dict[str, Callable[[], ModalScreen[Any]]] = {
    "ask": lambda: Ask(Question("Remove it?", LONG, "Remove")),
    "inputs": lambda: Inputs({"title": "a", "path": "/home/ada/in", "days": "3"}, "It needs to be told"),
    "decision": lambda: Decision(ASKED),
    "twice": lambda: Twice(Wanted("A vault", "Passphrase", 8, LONG, "Make")),
}


@pytest.mark.parametrize("name", DIALOGS)
async def test_a_terminal_that_shrinks_keeps_the_focus_in_sight(ws: Workspace, name: str) -> None:
    async with at_terminal(ws) as person:
        await person.sees("Nothing runs yet", "TOUR 1 of 3")
        await person.rest()
        await person.app.push_screen(DIALOGS[name]())
        await person.rest()
        before, focused = person.text, person.app.focused
        assert focused is not None
        for size in ((60, 20), (20, 5), (80, 24)):
            await person.resize(*size)
            await person.until(lambda: focused.region.y >= 0 and focused.region.bottom <= person.app.size.height)
            assert person.app.focused is focused
        await person.until(lambda: person.text == before)

"""ctrl+p finds everything, also in a store with very much in it."""

import re
from functools import partial

from nomologi_tui.model import Automation, Step, StepType
from nomologi_tui.screens.automations.automation import AutomationScreen
from nomologi_tui.screens.dialogs.ask import Ask, quit_question
from nomologi_tui.screens.flow.goal import GoalScreen
from nomologi_tui.store import automations
from nomologi_tui.store.db import Tx
from nomologi_tui.testing import START
from nomologi_tui.usecases.workspace import Workspace
from tests.screens import seed
from tests.screens.person import Person, at_terminal


async def test_an_automation_is_found_by_words_of_its_goal_among_hundreds(ws: Workspace) -> None:
    steps = (Step(StepType.TRIGGER, "manual", name="manual"),)

    def fill(tx: Tx) -> None:
        for number in range(300):
            automations.create(tx, Automation(f"goal {number} [/b]", steps, user_id=1), START)

    _ = ws.user
    ws.store.write(fill)
    seed.make(ws, "every day at 7 run 'needle.sh'")
    async with at_terminal(ws) as person:
        await person.sees("goal 1")
        await person.rest()
        await person.press("ctrl+p")
        await person.type("needle")
        await person.sees("Open: every day at 7")
        await person.press("down", "enter")
        await person.until(lambda: isinstance(person.app.screen, AutomationScreen))
        await person.sees("needle.sh")


async def test_a_run_and_a_template_are_found(ws: Workspace) -> None:
    made = seed.make(ws, "every hour run 'date'")
    run_id = seed.ran(ws, made)
    async with at_terminal(ws) as person:
        await person.sees("date")
        await person.rest()
        await person.press("ctrl+p")
        await person.type(f"run {run_id}")
        await person.sees("One run, step by step")
        await person.press("down", "enter")
        await person.until(lambda: isinstance(person.app.screen, AutomationScreen))
        await person.press("escape", "ctrl+p")
        await person.type("disk nearly")
        await person.sees("Template: Disk nearly full")
        await person.press("down", "enter")
        await person.until(lambda: isinstance(person.app.screen, GoalScreen))


def _cursor_on(person: Person, name: str) -> bool:
    return re.search(rf"^ >.* {name} ", person.text, re.MULTILINE) is not None


async def test_a_setting_is_found_by_its_name_or_what_it_is_for(ws: Workspace) -> None:
    seed.make(ws, "every hour run 'date'")
    async with at_terminal(ws) as person:
        await person.sees("date")
        await person.rest()
        for words, name in (("quiet hours", "Quiet hours"), ("how long history is", "Days kept")):
            await person.press("ctrl+p")
            await person.type(words)
            await person.sees("Setting: ")
            await person.press("down", "enter")
            await person.sees("[5 Settings]")
            await person.until(partial(_cursor_on, person, name))
        await person.press("1")
        await person.sees("[1 Home]")


async def test_the_parts_of_the_screen_are_reached_from_the_palette_too(ws: Workspace) -> None:
    seed.make(ws, "every hour run 'date'")
    async with at_terminal(ws) as person:
        await person.sees("date")
        await person.rest()
        await person.press("ctrl+p")
        await person.type("jump")
        await person.sees("Letters over the parts of the screen (ctrl+o)")
        await person.press("down", "enter")
        await person.sees("[a]", "[s]")


async def test_what_a_key_does_is_done_from_the_palette_too(ws: Workspace) -> None:
    seed.make(ws, "every hour run 'date'")
    async with at_terminal(ws) as person:
        await person.sees("date")
        await person.rest()
        await person.press("ctrl+p")
        await person.sees("Run it now (r)", "Switch it on or off (o)")
        await person.type("switch")
        await person.press("enter")
        await person.sees("Switched off: every hour")


async def test_letters_in_that_order_find_a_command_and_it_comes_before_what_is_called_alike(ws: Workspace) -> None:
    seed.make(ws, "every hour run 'missed.sh'")
    async with at_terminal(ws) as person:
        await person.sees("missed.sh")
        await person.rest()
        await person.press("ctrl+p")
        await person.type("missed")
        await person.sees("The times that were missed (m)", "Open: every hour run 'missed.sh'")
        assert person.text.index("(m)") < person.text.index("Open: ")
        await person.press("ctrl+u")
        await person.type("msd")
        await person.sees("The times that were missed (m)")


async def test_a_dialog_has_its_jump_letters_too(ws: Workspace) -> None:
    seed.make(ws, "every hour run 'date'")
    async with at_terminal(ws) as person:
        await person.sees("date")
        await person.rest()
        person.app.push_screen(Ask(quit_question(2)))
        await person.sees("[ Cancel ]")
        await person.press("ctrl+o")
        await person.sees("[a]", "[s]")
        await person.press("s")
        await person.until(lambda: str(getattr(person.app.focused, "label", "")).strip("[ ]") == "Quit")

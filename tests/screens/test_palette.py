"""ctrl+p finds everything, also in a store with very much in it."""

from nomologi_tui.model import Automation, Step, StepType
from nomologi_tui.screens.automation import AutomationScreen
from nomologi_tui.screens.goal import GoalScreen
from nomologi_tui.store import automations
from nomologi_tui.store.db import Tx
from nomologi_tui.testing import START
from nomologi_tui.usecases.workspace import Workspace
from tests.screens import seed
from tests.screens.person import at_terminal


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

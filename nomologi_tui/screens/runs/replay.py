"""Repeating a run: which way, and whether something may happen twice. The use case loads libraries: import it late."""

import asyncio
from typing import Any

from nomologi_tui.screens.dialogs.ask import Ask, Question
from nomologi_tui.screens.dialogs.inputs import Inputs
from nomologi_tui.screens.dialogs.pick import Pick
from nomologi_tui.screens.page import Page
from nomologi_tui.telling.runs import one_line
from nomologi_tui.text import clean_line
from nomologi_tui.usecases.runs import replaying
from nomologi_tui.usecases.runs.differences import event_data
from nomologi_tui.usecases.runs.event_data import with_values
from nomologi_tui.usecases.runs.replaying import Plan, Wish, step_words
from nomologi_tui.usecases.workspace import Workspace

OF_THE_RUN = ("id", "trigger", "inputs")  # not asked for: inputs stand among the values themselves
EDITED = Wish(data={})  # the data is asked for
WAYS = (
    (Wish(), "the whole run", "same data, as the automation was"),
    (Wish(from_failed=True), "from the failed step", "earlier ones are not done again"),
    (EDITED, "with other data", "the event's values are asked for, with those of this run"),
    (Wish(newer=True), "the whole run, as it is now", "same data, on the newest revision"),
    (Wish(from_failed=True, newer=True), "from the failed step, as it is now", "on the newest revision"),
)


async def repeat_run(page: Page[Any], run_id: int) -> str:
    """Ask how a run shall be repeated, and queue it; what came of it in words. Raises NomologiError where it can't."""
    rows = [(name, what) for _, name, what in WAYS]
    wish = await page.app.push_screen_wait(Pick(f"Repeat run {run_id}", [wish for wish, _, _ in WAYS], rows))
    if wish is EDITED:
        wish = await _with_other_data(page, run_id)
    if wish is None:
        return ""
    planned = await page.desk.call(_plan, run_id, wish)
    if planned.twice and not await page.app.push_screen_wait(Ask(_twice(planned))):
        return "Nothing was done."
    made = await page.desk.call(replaying.start, planned)
    waits = "" if page.desk.ws.who_runs() else "; it starts as soon as a runner is on"
    return f"Run {made} repeats run {run_id}{waits}."


async def _with_other_data(page: Page[Any], run_id: int) -> Wish | None:
    """Ask for the event's values; None where the person thinks better of it. Raises BadInputError."""
    run = await page.desk.read(lambda reader, user: reader.run(user, run_id))
    data = event_data(run)
    before = {name: clean_line(one_line(value)) for name, value in data.items() if name not in OF_THE_RUN}
    if not before:
        page.say(f"The event of run {run_id} has no values.")
        return None
    after = await page.app.push_screen_wait(Inputs(before, f"Repeat run {run_id} with", "Repeat"))
    if after is None:
        return None
    return Wish(data=with_values(data, {name: text for name, text in after.items() if text != before[name]}))


def _plan(ws: Workspace, run_id: int, wish: Wish) -> Plan:
    return asyncio.run(replaying.plan(ws, run_id, wish))


def _twice(planned: Plan) -> Question:
    steps = "\n".join(f"  {step_words(one)}" for one in planned.twice)
    return Question("Do it again?", f"This happened already and would happen again:\n{steps}", "Repeat")

"""Repeating a run: which way, and whether something may happen twice. The use case loads libraries: import it late."""

import asyncio
from typing import Any

from nomologi_tui.screens.ask import Ask, Question
from nomologi_tui.screens.page import Page
from nomologi_tui.screens.pick import Pick
from nomologi_tui.usecases import replaying
from nomologi_tui.usecases.replaying import Plan, Wish, step_words
from nomologi_tui.usecases.workspace import Workspace

WAYS = (
    (Wish(), "the whole run", "same data, as the automation was"),
    (Wish(from_failed=True), "from the failed step", "earlier ones are not done again"),
    (Wish(newer=True), "the whole run, as it is now", "same data, on the newest revision"),
    (Wish(from_failed=True, newer=True), "from the failed step, as it is now", "on the newest revision"),
)


async def repeat_run(page: Page[Any], run_id: int) -> str:
    """Ask how a run shall be repeated, and queue it; what came of it in words. Raises NomologiError where it can't."""
    rows = [(name, what) for _, name, what in WAYS]
    wish = await page.app.push_screen_wait(Pick(f"Repeat run {run_id}", [wish for wish, _, _ in WAYS], rows))
    if wish is None:
        return ""
    planned = await page.desk.call(_plan, run_id, wish)
    if planned.twice and not await page.app.push_screen_wait(Ask(_twice(planned))):
        return "Nothing was done."
    made = await page.desk.call(replaying.start, planned)
    waits = "" if page.desk.ws.who_runs() else "; it starts as soon as a runner is on"
    return f"Run {made} repeats run {run_id}{waits}."


def _plan(ws: Workspace, run_id: int, wish: Wish) -> Plan:
    return asyncio.run(replaying.plan(ws, run_id, wish))


def _twice(planned: Plan) -> Question:
    steps = "\n".join(f"  {step_words(one)}" for one in planned.twice)
    return Question("Do it again?", f"This happened already and would happen again:\n{steps}", "Repeat")

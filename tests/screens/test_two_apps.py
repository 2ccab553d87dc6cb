"""Two apps on one store: what one does shows in the other, and nobody's work is overwritten unseen."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from nomologi_tui.settings import Settings
from nomologi_tui.testing import START
from nomologi_tui.usecases.automations import automations
from nomologi_tui.usecases.flow import drafting
from nomologi_tui.usecases.workspace import Workspace
from tests.screens import seed
from tests.screens.person import Person, StillClock, at_terminal


class TickingClock(StillClock):
    """Each look at the wall is a moment later, so that no two writes are of the same instant."""

    def __init__(self) -> None:
        super().__init__()
        self._ticks = itertools.count()

    def now(self) -> datetime:
        return START + timedelta(milliseconds=next(self._ticks))


@pytest.fixture
def pair(settings: Settings) -> tuple[Workspace, Workspace]:
    """Two processes' workspaces of one person; the apps close them."""
    return Workspace(settings, TickingClock()), Workspace(settings, TickingClock())


@asynccontextmanager
async def two(pair: tuple[Workspace, Workspace], *, runner: bool = False) -> AsyncIterator[tuple[Person, Person]]:
    """Two people, or one at two terminals."""
    async with at_terminal(pair[0], runner=runner) as first, at_terminal(pair[1]) as second:
        await first.sees("[1 Home]")
        await second.sees("[1 Home]")
        yield first, second


async def edits(person: Person, more: str) -> None:
    """Open the three forms of the chosen automation and type into its goal."""
    await person.rest()
    await person.press("e")
    await person.sees("STEP 1 of 3")
    await person.type(more)


async def test_an_edit_is_not_overwritten_unseen(pair: tuple[Workspace, Workspace]) -> None:
    one = seed.make(pair[0], "every 5 minutes run 'true'")
    async with two(pair) as (first, second):
        await first.sees("every 5 minutes")
        await second.sees("every 5 minutes")
        await second.rest()
        changed_elsewhere(pair[0], one.id, "every 6 minutes run 'true'")
        await second.press("e")
        await second.sees("STEP 1 of 3", "every 6 minutes")
        changed_elsewhere(pair[0], one.id, "every 7 minutes run 'true'")
        await second.press("ctrl+n")
        await second.sees("STEP 2 of 3")
        await second.press("ctrl+n")
        await second.sees("STEP 3 of 3")
        await second.press("ctrl+n")
        await second.reads("it is revision 3 now, and this edit began at 2")
        await second.press("ctrl+n")
        await second.sees("[1 Home]", "every 6 minutes")
        await first.sees("every 6 minutes")


def changed_elsewhere(ws: Workspace, id_: int, goal: str) -> None:
    """Somebody else edits it, by the command line."""
    flow, _ = drafting.flow_from_goal(ws, goal)
    begun = drafting.flow_from_automation(automations.find(ws, str(id_)))
    automations.save(ws, replace(begun, goal=goal, steps=flow.steps), turn_on=False)


async def test_of_a_draft_that_both_go_on_with_each_keeps_his_own(pair: tuple[Workspace, Workspace]) -> None:
    async with two(pair) as (first, second):
        await first.sees("Nothing runs yet")
        await first.paste("every 5 minutes run 'true'")
        await first.press("enter")
        await first.sees("STEP 2", "draft saved")
        await second.sees("Draft", "step 2 of 3")
        await second.rest()
        await second.press("escape", "escape")
        await second.rest()
        await second.press("c")
        await second.sees("STEP 2")
        for person, more in ((second, " -a"), (first, " -b")):
            await person.press("escape")
            await person.sees("STEP 1")
            await person.type(more)
            await person.sees(more)
            await person.rest()
            await person.sees("draft saved")
        await first.sees("Another app changed this draft too")
        wanted = {f"every 5 minutes run 'true' {more}" for more in ("-a", "-b")}
        reader, user = pair[0].reader, pair[0].user_id
        await first.until(lambda: wanted <= {one.answers["goal"] for one in reader.drafts(user)})


async def test_what_one_deletes_while_the_other_has_it_open_is_said_there(pair: tuple[Workspace, Workspace]) -> None:
    one = seed.make(pair[0], "every 5 minutes run 'true'")
    async with two(pair) as (first, second):
        await second.sees(one.goal)
        await second.rest()
        await second.press("enter")
        await second.sees("WHEN every 5 minutes")
        await first.sees(one.goal)
        await first.rest()
        await first.press("d")
        await first.sees("Deleted")
        await second.sees("This automation was deleted.")
        await first.press("u")
        await first.sees("Back, switched on")
        await second.press("escape")
        await second.sees("WAIT", one.goal)


async def test_an_edit_of_what_the_other_deleted_is_refused_and_its_draft_stays(
    pair: tuple[Workspace, Workspace],
) -> None:
    seed.make(pair[0], "every 5 minutes run 'true'")
    async with two(pair) as (first, second):
        await second.sees("every 5 minutes")
        await edits(second, " -u")
        await second.sees("draft saved")
        await first.sees("every 5 minutes")
        await first.rest()
        first.app.screen.query_one("#list").focus()
        await first.press("d")
        await first.sees("Deleted")
        for step in ("STEP 2 of 3", "STEP 3 of 3", "The automation that this draft edits was deleted."):
            await second.press("ctrl+n")
            await second.sees(step)
        assert pair[0].reader.drafts(pair[0].user_id)


async def test_a_run_that_one_starts_is_seen_live_in_the_other(pair: tuple[Workspace, Workspace]) -> None:
    seed.make(pair[0], "every day at 4:00 run 'echo seen from afar'")
    async with two(pair, runner=True) as (first, second):
        await first.sees("runner ON (app)")
        await second.sees("runner ON (app)", "every day")
        await second.rest()
        await second.press("r")
        await asyncio.gather(first.sees("seen from afar", "Done"), second.sees("seen from afar", "Done"))

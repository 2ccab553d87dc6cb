"""Alerts, the trash and revisions: lists with what is said of their rows."""

from collections.abc import Callable
from dataclasses import replace

from nomologi_tui.model import RunStatus
from nomologi_tui.store import automations as rows
from nomologi_tui.testing import START
from nomologi_tui.usecases.workspace import Workspace
from tests.screens import seed
from tests.screens.person import Person, at_terminal

Golden = Callable[[str, str], None]


async def opened(person: Person, words: str) -> None:
    await person.sees(words)
    await person.rest()


async def test_what_was_deleted_just_now_comes_back_as_it_was(ws: Workspace) -> None:
    seed.make(ws, "every hour run 'date'")
    seed.make(ws, "every day run 'other'")
    async with at_terminal(ws) as person:
        await opened(person, "date")
        await person.press("d")
        await person.sees("Deleted: every hour", "u brings it back")
        await person.press("u")
        await person.sees("Back, switched on: every hour")


async def test_what_was_deleted_before_the_app_began_is_in_the_trash(ws: Workspace, golden: Golden) -> None:
    seed.make(ws, "every day run 'other'")
    ws.store.write(rows.delete, seed.make(ws, "every hour run 'date'").id, START)
    async with at_terminal(ws) as person:
        await opened(person, "other")
        await person.press("u")
        await opened(person, "KEPT UNTIL")
        golden("trash", person.text)
        await person.press("enter")
        await person.sees("Back, switched off: every hour", "The trash is empty.")
        await person.press("escape")
        await person.sees("1 of 2")
        await person.press("u")
        await person.sees("There is nothing to bring back.")


async def test_alerts_say_what_is_open_and_enter_goes_there(ws: Workspace, golden: Golden) -> None:
    made = seed.make(ws, "every hour run 'date'")
    seed.ran(ws, made, RunStatus.FAILURE, 40)
    seed.ran(ws, made, RunStatus.SUCCESS, 20)
    seed.ran(ws, made, RunStatus.FAILURE, 10)
    async with at_terminal(ws) as person:
        await opened(person, "date")
        await person.press("A")
        await opened(person, "3 alerts")
        golden("alerts", person.text)
        await person.press("slash")
        await person.type("well again")
        await person.sees("No row has these words. Esc shows all.", "0 of 3")
        await person.press("escape")
        await person.sees("3 alerts")
        await person.press("enter")
        await person.sees("FAIL", "exit code 2", "WHEN every hour")


async def test_a_revision_says_what_it_changed_and_b_goes_back_to_it(ws: Workspace, golden: Golden) -> None:
    made = seed.make(ws, "every hour run 'date'")
    ws.store.write(rows.update, replace(made, goal="every hour run 'date -u'"), START)
    async with at_terminal(ws) as person:
        await opened(person, "date -u")
        await person.press("h")
        await person.sees("2 revisions", "+goal: every hour run 'date -u'")
        await person.rest()
        golden("revisions", person.text)
        await person.press("j", "b")
        await person.sees("It is as it was in revision 1; that is revision 3 now.", "3 revisions")
        await person.press("escape")
        await person.sees_no("date -u")

"""Choosing one of a list that may be long."""

from nomologi_tui.screens.dialogs.pick import Pick
from nomologi_tui.screens.flow.members import Around, MembersScreen
from nomologi_tui.settings.keymap import use
from nomologi_tui.usecases.workspace import Workspace
from tests.screens.person import at_terminal


async def test_words_narrow_it_and_what_is_taken_is_what_stands_there(ws: Workspace) -> None:
    taken: list[str | None] = []
    async with at_terminal(ws) as person:
        await person.sees("Nothing runs yet")
        names = ["apple", "banana", "cherry"]
        person.app.push_screen(Pick("A fruit", names, [(one, f"the {one}") for one in names]), taken.append)
        await person.sees("A fruit", "banana", "/ filter")
        await person.press("slash")
        await person.sees("Enter keep", "Esc leave")
        assert "/ filter" not in person.text
        await person.type("chER")
        await person.sees_no("banana")
        await person.press("enter", "enter")
        await person.until(lambda: taken == ["cherry"])


async def test_escape_shows_all_again_before_it_goes_back(ws: Workspace) -> None:
    taken: list[str | None] = []
    async with at_terminal(ws) as person:
        await person.sees("Nothing runs yet")
        person.app.push_screen(Pick("A fruit", ["apple", "fig"], [("apple", ""), ("fig", "")]), taken.append)
        await person.sees("fig")
        await person.press("slash", "x")
        await person.sees_no("fig")
        await person.press("enter", "escape")
        await person.sees("apple", "fig")
        await person.press("escape")
        await person.until(lambda: taken == [None])


async def test_a_form_inside_a_step_names_the_key_that_it_has_itself(ws: Workspace) -> None:
    async with at_terminal(ws) as person:
        await person.sees("Nothing runs yet")
        await person.rest()
        members = [{"block": "compare", "config": {}}]
        use({"members.insert": ("f12",)})
        try:
            person.app.push_screen(MembersScreen(person.app.desk, members, Around("a step"), lambda _: None))
            await person.sees("Conditions of: a step")
            await person.sees("F12 inserts a value.")
        finally:
            use({})

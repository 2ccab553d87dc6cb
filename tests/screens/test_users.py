"""Users in the app: let in, given a password, put out; and being somebody else without seeing what was there."""

import pytest

from nomologi_tui.usecases import users as use
from nomologi_tui.usecases.workspace import Workspace
from tests.screens import seed
from tests.screens.person import Person, at_terminal

PASSWORD = "a long password"


async def shown(person: Person) -> None:
    await person.sees("every hour")
    await person.rest()
    await person.press("5")
    await person.sees("[5 Settings]", "Theme")
    await person.press("U")
    await person.sees("Users of this store", "owner")


async def typed_twice(person: Person, text: str) -> None:
    for _ in range(2):
        await person.paste(text)
        await person.press("enter")
    await person.press("enter")


async def test_somebody_is_let_in_and_signs_in_and_sees_only_what_is_theirs(ws: Workspace) -> None:
    seed.make(ws, "every hour run 'x'")
    async with at_terminal(ws) as person:
        await shown(person)
        await person.press("n")
        await person.sees("Let somebody in")
        await person.paste("bob")
        await person.press("enter", "enter")
        await person.sees("A password for “bob”")
        await typed_twice(person, PASSWORD)
        await person.sees("“bob” may sign in", "password")
        await person.press("j", "enter")
        await person.sees("Nomologi: sign in", "bob")
        await person.paste(PASSWORD)
        await person.press("enter")
        await person.sees("Nothing runs yet")
        assert "every hour" not in person.text
        assert ws.user.email == "bob"


async def test_a_password_is_set_asked_for_after_sign_out_and_taken_away(ws: Workspace) -> None:
    seed.make(ws, "every hour run 'x'")
    async with at_terminal(ws) as person:
        await shown(person)
        await person.press("p")
        await person.sees("A password for “ada”")
        await typed_twice(person, "short")
        await person.sees("! It is shorter than 8.")
        await person.press("ctrl+u")
        await person.paste(PASSWORD)
        await person.press("enter", "ctrl+u")
        await person.paste(PASSWORD)
        await person.press("enter", "enter")
        await person.sees("The password of “ada” is set.")
        await person.press("o")
        await person.sees("Nomologi: sign in", "Esc quits")
        await person.paste(PASSWORD)
        await person.press("enter")
        await person.sees("[1 Home]", "every hour")
        await person.press("5", "U")
        await person.sees("Users of this store", "owner")
        await person.press("x")
        await person.sees("needs no password any more", "the account")


async def test_the_owner_puts_somebody_out_after_a_question_and_stays(ws: Workspace) -> None:
    seed.make(ws, "every hour run 'x'")
    use.add(ws, "bob", PASSWORD)
    async with at_terminal(ws) as person:
        await shown(person)
        await person.press("d")
        await person.sees("owns this store and stays")
        await person.press("j", "d")
        await person.sees("Remove “bob”?", "[ Cancel ]")
        await person.press("right", "enter")
        await person.sees("“bob” is removed.")
    assert [one.user.email for one in use.listed(Workspace(ws.machine, ws.clock))] == ["ada"]


@pytest.mark.parametrize("login", ["", "a b", "ada"])
async def test_a_login_that_can_not_be_is_said(ws: Workspace, login: str) -> None:
    seed.make(ws, "every hour run 'x'")
    async with at_terminal(ws) as person:
        await shown(person)
        await person.press("n")
        await person.sees("Let somebody in")
        if login:
            await person.paste(login)
        await person.press("enter", "enter")
        await person.sees("can't be a login" if login != "ada" else "There is a user “ada” already")

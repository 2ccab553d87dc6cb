"""Sign-in in the app: who has a password gives it there, and sees only what is theirs."""

from collections.abc import Callable

import pytest

from nomologi_tui.screens.home import HomeScreen
from nomologi_tui.usecases import users
from nomologi_tui.usecases.connections import connections
from nomologi_tui.usecases.workspace import Workspace
from tests.screens import seed
from tests.screens.person import Person, at_terminal

Golden = Callable[[str, str], None]
PASSWORD = "a long password"


@pytest.fixture
def fresh(ws: Workspace) -> Workspace:
    """The store of ada, who has a password and an automation, and of bob; nobody is signed in."""
    seed.make(ws, "every hour run 'hers'")
    hers = {"token": "env:TOKEN", "hosts": ["a.example"]}
    connections.add(ws, ws.providers.get("bearer"), "Her account", hers)
    users.add(ws, "bob", "bobs own password")
    users.set_password(ws, None, PASSWORD)
    ws.close()
    return Workspace(ws.settings, ws.clock)


async def enter(person: Person, password: str) -> None:
    await person.paste(password)
    await person.press("enter")


async def test_nothing_is_shown_before_the_password_and_wrong_ones_have_to_wait(
    fresh: Workspace, golden: Golden
) -> None:
    async with at_terminal(fresh) as person:
        await person.sees("Nomologi: sign in")
        golden("sign-in", person.text)
        await enter(person, "nonsense")
        await person.sees("The password for “ada” is wrong. Try again.")
        assert person.app.desk.opened is None
        for _ in range(2):
            await enter(person, "nonsense")
            await person.sees_no("Looking")
        await person.sees("is wrong. Try again in 1 s.")
        await enter(person, PASSWORD)
        await person.sees("Too many wrong passwords for “ada”. Try again in 1 s.")
        golden("sign-in-wait", person.text)
        assert "hers" not in person.text


async def test_another_person_signs_in_by_name_and_sees_only_their_own(fresh: Workspace) -> None:
    async with at_terminal(fresh) as person:
        await person.sees("Nomologi: sign in")
        await person.press("up", "ctrl+u")
        await person.type("bob")
        await person.press("enter")
        await enter(person, "bobs own password")
        await person.sees("Nothing runs yet")
        await person.rest()
        assert "hers" not in person.text
        await person.press("escape", "escape", "3")
        await person.sees("There is no connection yet")
        assert fresh.user.email == "bob"


async def test_the_right_password_opens_home_and_an_unknown_name_is_told_as_a_wrong_password(fresh: Workspace) -> None:
    async with at_terminal(fresh, (60, 20)) as person:
        await person.sees("Nomologi: sign in")
        await person.press("up", "ctrl+u")
        await person.paste("[b]nobody\x1b[31m")
        await person.press("enter")
        await enter(person, PASSWORD)
        await person.sees("The password for “[b]nobody")
        assert "\x1b" not in person.text
        await person.press("up", "ctrl+u")
        await person.type("ada")
        await person.press("enter")
        await enter(person, PASSWORD)
        await person.sees("every hour")
        assert isinstance(person.app.screen, HomeScreen)


async def test_escape_leaves_the_sign_in(fresh: Workspace) -> None:
    async with at_terminal(fresh, (20, 5)) as person:
        await person.sees("Password")
        await person.press("escape")
        await person.until(lambda: person.app.return_code == 0)
    assert not fresh.settings.places.runner_lock.exists()

"""Logging a connection in from the app: the code and where to type it, an address that is pasted, giving up."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from nomologi_tui.screens.connections.connections import ConnectionsScreen
from nomologi_tui.screens.connections.log_in import LogInScreen
from nomologi_tui.store.secrets import Secrets
from nomologi_tui.testing import START
from nomologi_tui.usecases.connections import connections as use
from nomologi_tui.usecases.connections.logging_in import EnterCode
from nomologi_tui.usecases.workspace import Workspace
from tests.blocks.conftest import web
from tests.blocks.web import WebServer
from tests.keyrings import MemoryKeyring
from tests.providers.login.hostile import GOOD, as_answer, serve
from tests.screens import seed
from tests.screens.person import Person, at_terminal

__all__ = ["web"]  # a fixture

Golden = Callable[[str, str], None]


@pytest.fixture
def keyring(ws: Workspace, web: WebServer) -> MemoryKeyring:
    """A keyring, a provider at `web`, and a connection that is not logged in."""
    made = MemoryKeyring()
    ws.secrets = Secrets({}, lambda: made, deadline=20)
    serve(web)
    device = {"device_code": "dc-1", "user_code": "ABCD-EFGH", "verification_uri": f"{web.url}/activate"}
    web.answers["/device"] = as_answer({**device, "expires_in": 900, "interval": 1})
    values = {"issuer": web.url, "client_id": "nomologi", "hosts": ["api.example.com"]}
    use.add(ws, ws.providers.get("oauth"), "Work", values)
    seed.make(ws, "every hour run 'x'")
    return made


async def begin(person: Person) -> None:
    await person.sees("every hour")
    await person.rest()
    await person.press("3")
    await person.sees("LOG IN", "It is not logged in. l does it.", "Secrets: ready")
    await person.press("l")
    await person.until(lambda: isinstance(person.app.screen, LogInScreen))


async def test_the_code_and_its_address_are_shown_and_then_it_is_logged_in(
    ws: Workspace, keyring: MemoryKeyring, web: WebServer
) -> None:
    async with at_terminal(ws) as person:
        await begin(person)
        await person.sees("Code: ABCD-EFGH", f"{web.url}/activate", "The code holds for 15 min 0 s more")
        await person.sees("“Work” is logged in", "OK ")
        await person.press("enter")
        await person.sees("Its login", "fingerprint")
    assert str(GOOD["access_token"]) in next(iter(keyring.kept.values()))


async def test_giving_up_keeps_nothing(ws: Workspace, keyring: MemoryKeyring, web: WebServer) -> None:
    web.answers["/token"] = as_answer({"error": "authorization_pending"}, 400)
    async with at_terminal(ws) as person:
        await begin(person)
        await person.sees("Code: ABCD-EFGH")
        await person.press("escape")
        await person.until(lambda: isinstance(person.app.screen, ConnectionsScreen))
        await person.sees("LOG IN")
    assert keyring.kept == {}


async def test_a_no_is_said_and_another_try_begins_anew(ws: Workspace, keyring: MemoryKeyring, web: WebServer) -> None:
    web.answers["/token"] = as_answer({"error": "access_denied"}, 400)
    async with at_terminal(ws) as person:
        await begin(person)
        await person.sees("was declined there", "It is not logged in. ctrl+r begins anew.")
        web.answers["/token"] = as_answer(GOOD)
        await person.press("ctrl+r")
        await person.sees("“Work” is logged in as ada@example.com")


async def test_without_codes_an_address_is_opened_and_the_one_it_ends_at_pasted(
    ws: Workspace, keyring: MemoryKeyring, web: WebServer
) -> None:
    serve(web, device_authorization_endpoint=None)
    async with at_terminal(ws, (80, 40)) as person:
        await begin(person)
        await person.sees("Open this address in a browser:", "/authorize?")
        await person.paste("http://127.0.0.1/nonsense")
        await person.press("enter")
        await person.sees_no("/nonsense")
        await person.until(lambda: bool(person.app.screen.query_one("#said").text))  # type: ignore[attr-defined]
        url = person.app.screen.query_one("#address").text  # type: ignore[attr-defined]
        state = url.partition("state=")[2].partition("&")[0]
        back = url.partition("redirect_uri=")[2].partition("&")[0].replace("%3A", ":").replace("%2F", "/")
        await person.paste(f"{back}?code=c-1&state={state}")
        await person.press("enter")
        await person.sees("“Work” is logged in as ada@example.com")


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_how_it_looks(
    ws: Workspace, keyring: MemoryKeyring, web: WebServer, golden: Golden, size: tuple[int, int]
) -> None:
    web.answers["/token"] = as_answer({"error": "authorization_pending"}, 400)
    async with at_terminal(ws, size) as person:
        await begin(person)
        await person.sees("Code: ABCD-EFGH")
        shown = EnterCode("https://login.example.com/device", "[b]AB\x1b[31mCD-EFGH", "", START + timedelta(minutes=14))
        person.app.screen.post_message(LogInScreen.Came(shown))
        await person.sees("14 min 0 s")
        assert "\x1b" not in person.text
        golden(f"log-in-{size[0]}x{size[1]}", person.text)

"""Removing a connection whose provider is in any mood: it is gone in each, and what is left to do is said."""

from dataclasses import replace
from datetime import timedelta

import pytest

from nomologi_tui.errors import NeedsPersonError, StoreError
from nomologi_tui.model import Automation, Connection, Step, StepType
from nomologi_tui.providers.login.tokens import Tokens
from nomologi_tui.store import automations, connections
from nomologi_tui.store.secrets import Secrets
from nomologi_tui.usecases.connections import connections as use
from nomologi_tui.usecases.connections.removing import Removed, remove
from nomologi_tui.usecases.workspace import Workspace
from tests.blocks.conftest import web
from tests.blocks.web import Answer, WebServer
from tests.keyrings import MemoryKeyring
from tests.providers.login.hostile import as_answer, lost, serve

__all__ = ["web"]  # a fixture


@pytest.fixture
def keyring(ws: Workspace) -> MemoryKeyring:
    made = MemoryKeyring()
    ws.secrets = Secrets({}, lambda: made, deadline=20)
    return made


@pytest.fixture
def made(ws: Workspace, keyring: MemoryKeyring, web: WebServer) -> Connection:
    """One that has logged in, at a provider that ends logins."""
    serve(web, revocation_endpoint=f"{web.url}/revoke")
    web.answers["/revoke"] = Answer()
    values = {"issuer": web.url, "client_id": "x", "hosts": [web.url]}
    added = use.add(ws, ws.providers.get("oauth"), "Home", values)
    now = ws.clock.now()
    keyring.kept["connection/abc/login"] = Tokens("at-1", now, now + timedelta(hours=1), "rt-1").as_text()
    reference = "keyring:connection/abc/login"
    return ws.store.write(
        connections.save, replace(added, access_token_ref=reference, refresh_token_ref=reference), now
    )


async def gone(ws: Workspace, keyring: MemoryKeyring, made: Connection) -> Removed:
    done = await remove(ws, made)
    assert (keyring.kept, use.listed(ws)) == ({}, [])
    assert done.words.startswith("“Home” and its secrets are removed.")
    return done


async def test_the_token_that_renews_is_ended(
    ws: Workspace, keyring: MemoryKeyring, web: WebServer, made: Connection
) -> None:
    done = await gone(ws, keyring, made)
    assert (done.ended, done.words.endswith(" Its login is ended at 127.0.0.1.")) == (True, True)
    assert web.received[-1].body == b"token=rt-1&token_type_hint=refresh_token&client_id=x"


@pytest.mark.parametrize(("answer", "why"), [
    (Answer(503), "127.0.0.1 answered 503"), (lost(), "broke off"),
    (as_answer({"error": "unsupported_token_type"}, 400), "refused (unsupported_token_type)"),
    (Answer(302, {"location": "http://169.254.169.254/"}), "is not followed"),
    (as_answer({"error": "\x1b[31m[b]"}, 400), "refused (\ufffd[31m[b])"),
])  # fmt: skip
async def test_a_provider_that_does_not_end_it_keeps_nothing_from_going(
    ws: Workspace, keyring: MemoryKeyring, web: WebServer, made: Connection, answer: Answer, why: str
) -> None:
    web.answers["/revoke"] = answer
    done = await gone(ws, keyring, made)
    assert not done.ended
    assert "Its login could not be ended: " in done.words
    assert why in done.words
    assert done.words.endswith("End it at the provider's own page.")


async def test_a_provider_without_that_page_or_at_all_says_where_to_end_it(
    ws: Workspace, keyring: MemoryKeyring, web: WebServer, made: Connection
) -> None:
    serve(web)
    assert "127.0.0.1 offers no way to end it from here" in (await gone(ws, keyring, made)).words


async def test_a_login_that_the_keyring_lost_is_said(
    ws: Workspace, keyring: MemoryKeyring, made: Connection, web: WebServer
) -> None:
    keyring.kept.clear()
    assert "the keyring does not hold it. End it at" in (await gone(ws, keyring, made)).words
    assert web.received == []


async def test_a_kind_without_a_login_ends_none(ws: Workspace, keyring: MemoryKeyring) -> None:
    plain = use.add(ws, ws.providers.get("bearer"), "Home", {"token": "t-123456", "hosts": ["a.example"]})
    assert await gone(ws, keyring, plain) == Removed("Home", None, "“Home” and its secrets are removed.")


async def test_what_stays_keeps_its_login(
    ws: Workspace, keyring: MemoryKeyring, made: Connection, web: WebServer
) -> None:
    step = Step(StepType.ACTION, "http_request", {"url": web.url, "connection": "Home"})
    ws.store.write(automations.create, Automation("Ask", (step,), user_id=ws.user.id), ws.clock.now())
    with pytest.raises(NeedsPersonError, match="is used by"):
        await remove(ws, made)
    keyring.locked = True
    with pytest.raises(StoreError, match="locked"):
        await remove(ws, made, force=True)
    assert (web.received, [one.connection.label for one in use.listed(ws)]) == ([], ["Home"])

"""Logins at a real provider (oidc-provider on loopback), from the first code to the last renewal."""

import asyncio
import json
import os
from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import asdict

import httpx
import pytest

from nomologi_tui.errors import BadInputError, BlockError, CredentialError, NeedsPersonError, StoreError
from nomologi_tui.model import Automation, Connection, Step, StepType
from nomologi_tui.providers.login import Service, account, grants
from nomologi_tui.providers.login.tokens import Tokens
from nomologi_tui.runner.connections.renewals import Renewals
from nomologi_tui.runner.connections.resolving import Connections
from nomologi_tui.store import automations
from nomologi_tui.store.secrets import Secrets
from nomologi_tui.testing import FakeClock
from nomologi_tui.usecases.connections import connections as use
from nomologi_tui.usecases.connections.logging_in import EnterCode, LoggedIn, OpenAddress, Remark, Way, login, tunnel
from nomologi_tui.usecases.connections.removing import remove
from nomologi_tui.usecases.workspace import Workspace
from tests.keyrings import MemoryKeyring
from tests.oidc import Browser, serving
from tests.support import DEADLINE, eventually
from tests.usecases.logins import SCOPES, log_in


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with serving() as found:
        yield found


@pytest.fixture
def keyring(ws: Workspace) -> MemoryKeyring:
    made = MemoryKeyring()
    ws.secrets = Secrets({"SECRET": "geheim+/%20"}, lambda: made, deadline=20)
    return made


@pytest.fixture
def made(ws: Workspace, keyring: MemoryKeyring, issuer: str) -> Connection:
    values = {"issuer": issuer, "client_id": "nomologi", "scopes": SCOPES, "hosts": [issuer]}
    return use.add(ws, ws.providers.get("oauth"), "Home", values)


def kept(ws: Workspace, keyring: MemoryKeyring) -> Tokens:
    reference = str(use.find(ws, "Home").access_token_ref)
    return Tokens.from_text(keyring.kept[reference.removeprefix("keyring:")])


async def test_a_code_leads_to_tokens_that_are_in_the_keyring_only(
    ws: Workspace, made: Connection, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    assert use.listed(ws)[0].health == "needs login"
    done = await log_in(ws, made, clock)
    assert done.words == "“Home” is logged in as ada@example.com; it renews itself."
    assert done.connection.account == "ada@example.com"
    assert (done.connection.status, use.listed(ws)[0].health) == ("ok", "ok")
    assert set(done.connection.scopes) == set(SCOPES)
    assert await use.try_out(ws, done.connection) == "127.0.0.1 took it (200)."
    tokens = kept(ws, keyring)
    assert tokens.access not in str(asdict(use.find(ws, "Home")))
    ws.close()
    files = [one.read_bytes() for one in ws.settings.places.database.parent.rglob("*") if one.is_file()]
    assert not [one for one in files if tokens.access.encode() in one or tokens.refresh.encode() in one]


async def test_who_waits_shows_a_code_and_when_it_ends(ws: Workspace, made: Connection, clock: FakeClock) -> None:
    async with aclosing(login(ws, made, "device")) as steps:
        shown = await anext(steps)
    assert isinstance(shown, EnterCode)
    assert (len(shown.code), (shown.until - clock.now()).total_seconds()) == (9, 600)
    assert use.find(ws, "Home").access_token_ref is None  # broken off: nothing was kept


async def test_a_person_who_says_no_leaves_all_as_it_was(
    ws: Workspace, made: Connection, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    await log_in(ws, made, clock)
    before = kept(ws, keyring)
    with pytest.raises(CredentialError, match="was declined"):
        await log_in(ws, made, clock, Browser(agrees=False))
    assert kept(ws, keyring) == before
    assert await use.try_out(ws, use.find(ws, "Home"))


async def through_browser(ws: Workspace, made: Connection, way: Way, *addresses: str) -> list[object]:
    """All that a login shows; the person pastes `addresses`, then the right one."""
    to_paste: asyncio.Queue[str] = asyncio.Queue()
    for one in addresses:
        to_paste.put_nowait(one)
    shown: list[object] = []
    async with aclosing(login(ws, made, way, to_paste.get)) as steps:
        async for step in steps:
            shown.append(step)
            if isinstance(step, OpenAddress):
                back = await asyncio.to_thread(Browser().visit, step.url)
                if way == "paste":
                    to_paste.put_nowait(back)
                else:
                    going = asyncio.ensure_future(asyncio.to_thread(httpx.get, back, trust_env=False))
    if way == "browser":
        assert "You are back" in (await going).text
    return shown


async def test_a_browser_comes_back_to_this_machine(
    ws: Workspace, keyring: MemoryKeyring, issuer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.9 50000 10.0.0.1 2222")
    values = {"issuer": issuer, "client_id": "secretive", "scopes": SCOPES, "hosts": [issuer]}
    made = use.add(ws, ws.providers.get("oauth"), "Home", {**values, "client_secret": "env:SECRET"})
    shown = await through_browser(ws, made, "browser")
    assert isinstance(shown[0], OpenAddress)
    assert "-L" in shown[0].tunnel
    assert isinstance(shown[-1], LoggedIn)
    assert kept(ws, keyring).refresh


async def test_an_address_is_pasted_back(ws: Workspace, made: Connection, keyring: MemoryKeyring) -> None:
    shown = await through_browser(ws, made, "paste", "", "http://127.0.0.1/callback?code=x&state=y")
    assert [type(one) for one in shown] == [OpenAddress, Remark, LoggedIn]
    assert isinstance(shown[1], Remark)
    assert shown[1].words.startswith("That address does not belong to this login.")


async def test_nobody_who_pastes_is_a_sentence(ws: Workspace, made: Connection) -> None:
    async def nothing() -> None:
        return None

    with pytest.raises(NeedsPersonError, match="No address was pasted"):
        _ = [one async for one in login(ws, made, "paste", nothing)]


async def test_nobody_who_comes_back_is_not_waited_for_for_ever(
    ws: Workspace, made: Connection, clock: FakeClock
) -> None:
    async with aclosing(login(ws, made, "browser")) as steps:
        assert isinstance(await anext(steps), OpenAddress)
        waiting = asyncio.ensure_future(anext(steps))
        await eventually(lambda: clock._sleepers)
        clock.tick(600)
        with pytest.raises(NeedsPersonError, match="in time"):
            await waiting


def test_the_tunnel_is_a_line_to_paste() -> None:
    line = tunnel(4242, {"SSH_CONNECTION": "10.0.0.9 50000 10.0.0.1 22"})
    assert line.startswith("ssh -N -L 4242:127.0.0.1:4242 ")
    assert line.endswith("@10.0.0.1")
    assert "-p 2222 " in tunnel(1, {"SSH_CONNECTION": "a 1 b 2222"})
    assert tunnel(1, {}) == tunnel(1, {"SSH_CONNECTION": "x"}) == ""


async def test_a_keyring_that_is_locked_is_met_before_a_person_does_anything(
    ws: Workspace, made: Connection, keyring: MemoryKeyring
) -> None:
    keyring.locked = True
    with pytest.raises(StoreError, match="A login can't be kept: The keyring is locked"):
        await anext(login(ws, made))


async def test_a_kind_without_a_login_and_a_provider_that_is_gone_say_so(ws: Workspace, keyring: MemoryKeyring) -> None:
    plain = use.add(ws, ws.providers.get("bearer"), "Plain", {"token": "t-123456", "hosts": ["a.example"]})
    with pytest.raises(BadInputError, match="has a secret and no login"):
        await anext(login(ws, plain))
    values = {"issuer": "http://127.0.0.1:9", "client_id": "x", "hosts": ["a.example"]}
    gone = use.add(ws, ws.providers.get("oauth"), "Gone", values)
    with pytest.raises(BlockError, match="refused the connection"):
        await anext(login(ws, gone))


async def test_a_token_is_renewed_at_four_fifths_of_its_life_and_turns(
    ws: Workspace, made: Connection, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    await log_in(ws, made, clock)
    first = kept(ws, keyring)
    clock.tick(2870)
    await use.try_out(ws, use.find(ws, "Home"))
    assert kept(ws, keyring) == first
    clock.tick(20)
    await use.try_out(ws, use.find(ws, "Home"))
    second = kept(ws, keyring)
    assert (second.access != first.access, second.refresh != first.refresh) == (True, True)
    assert use.find(ws, "Home").expires_at == second.expires_at
    assert len(keyring.kept) == 1


async def test_the_runner_renews_it_while_nothing_uses_it(
    ws: Workspace, made: Connection, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    await log_in(ws, made, clock)
    renewals = Renewals(use.tools_of(ws))
    seen = [kept(ws, keyring).refresh]
    for _ in range(3):  # each renewal spends a token that turns
        await renewals.look()
        clock.tick(2881)
        await renewals.look()
        seen.append(kept(ws, keyring).refresh)
    assert len(set(seen)) == 4
    assert await use.try_out(ws, use.find(ws, "Home"))


async def test_ten_who_need_it_at_once_renew_it_once(
    ws: Workspace, made: Connection, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    await log_in(ws, made, clock)
    clock.tick(3000)

    async def tick() -> None:
        while True:
            await eventually(lambda: clock._sleepers)
            clock.tick(0.05)  # who waits for the lock looks again
            await asyncio.to_thread(os.sched_yield)  # no hour passes while the provider answers

    ticking = asyncio.ensure_future(tick())
    tools = use.tools_of(ws)
    got = await asyncio.gather(*(Connections(tools, ws.user.id, str).get("Home", ()) for _ in range(10)))
    ticking.cancel()
    assert {one.headers["Authorization"] for one in got} == {f"Bearer {kept(ws, keyring).access}"}
    clock.tick(3000)
    assert await use.try_out(ws, use.find(ws, "Home"))  # a token spent twice would have ended the login


async def end_at_provider(issuer: str, token: str) -> None:
    async with httpx.AsyncClient(trust_env=False, timeout=DEADLINE) as client:
        found = (await client.get(f"{issuer}/.well-known/openid-configuration")).json()["revocation_endpoint"]
        assert (await client.post(found, data={"client_id": "nomologi", "token": token})).status_code == 200


async def test_a_login_that_was_ended_elsewhere_names_who_is_hit_and_what_to_do(
    ws: Workspace, made: Connection, keyring: MemoryKeyring, clock: FakeClock, issuer: str
) -> None:
    step = Step(StepType.ACTION, "http_request", {"url": f"{issuer}/me", "connection": "home"})
    hit = ws.store.write(automations.create, Automation("Ask", (step,), user_id=ws.user.id), clock.now())
    await log_in(ws, made, clock)
    tokens = kept(ws, keyring)
    await end_at_provider(issuer, tokens.refresh)
    clock.tick(3000)
    with pytest.raises(CredentialError) as raised:
        await use.try_out(ws, use.find(ws, "Home"))
    assert "“Home” needs a new login: 127.0.0.1 refused (invalid_grant" in raised.value.message
    assert f"It is used by {hit.slug}." in raised.value.message
    assert raised.value.hint == "Log in: nomologi connections login Home"
    assert use.listed(ws)[0].health == "needs login"
    assert kept(ws, keyring) == tokens  # nothing of ours was thrown away
    await log_in(ws, made, clock)
    assert use.listed(ws)[0].health == "ok"


async def test_a_token_that_is_refused_before_its_time_is_renewed(
    ws: Workspace, made: Connection, keyring: MemoryKeyring, clock: FakeClock, issuer: str
) -> None:
    await log_in(ws, made, clock)
    first = kept(ws, keyring)
    await end_at_provider(issuer, first.access)
    clock.tick(120)
    assert await use.try_out(ws, use.find(ws, "Home")) == "127.0.0.1 took it (200)."
    assert kept(ws, keyring).access != first.access


async def test_an_answer_that_is_lost_keeps_the_old_token_to_its_end(
    ws: Workspace, made: Connection, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    await log_in(ws, made, clock)
    reference = str(use.find(ws, "Home").access_token_ref).removeprefix("keyring:")
    left = {**json.loads(keyring.kept[reference]), "asked_at": clock.now().isoformat()}
    keyring.kept[reference] = json.dumps(left)  # as one leaves it who is killed after the question
    clock.tick(3000)
    assert await use.try_out(ws, use.find(ws, "Home"))
    assert kept(ws, keyring).access == left["access"]
    clock.tick(1000)
    assert await use.try_out(ws, use.find(ws, "Home"))
    assert (kept(ws, keyring).access != left["access"], kept(ws, keyring).asked_at) == (True, None)


async def test_a_new_login_forgets_the_old_tokens_and_removal_forgets_all(
    ws: Workspace, made: Connection, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    await log_in(ws, made, clock)
    first = kept(ws, keyring)
    await log_in(ws, made, clock)
    assert kept(ws, keyring).access != first.access
    assert len(keyring.kept) == 1
    removed = await remove(ws, use.find(ws, "Home"))
    assert removed.words == "“Home” and its secrets are removed. Its login is ended at 127.0.0.1."
    assert keyring.kept == {}


async def test_a_connection_that_is_removed_ends_its_login_at_the_provider(
    ws: Workspace, made: Connection, keyring: MemoryKeyring, clock: FakeClock, issuer: str
) -> None:
    await log_in(ws, made, clock)
    tokens, service = kept(ws, keyring), Service(issuer, "nomologi")
    endpoints = await service.endpoints(clock)
    await grants.renew(tokens, service, endpoints, clock)  # it can still be renewed, and turns
    await log_in(ws, made, clock)
    tokens = kept(ws, keyring)
    assert (await remove(ws, use.find(ws, "Home"))).ended
    with pytest.raises(CredentialError, match="invalid_grant"):
        await grants.renew(tokens, service, endpoints, clock)
    with pytest.raises(BlockError, match="answered 401|refused"):
        await account.asked(tokens.access, service, endpoints, clock)


async def test_a_login_whose_tokens_are_gone_says_what_to_do(
    ws: Workspace, made: Connection, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    with pytest.raises(CredentialError, match="“Home” has not logged in yet"):
        await use.try_out(ws, made)
    await log_in(ws, made, clock)
    keyring.kept.clear()
    with pytest.raises(CredentialError, match="“Home” has lost its login"):
        await use.try_out(ws, use.find(ws, "Home"))

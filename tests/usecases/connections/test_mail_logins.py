"""Mailboxes that log in by OAuth 2, at a real dovecot and a real aiosmtpd: both ask the real provider about a token."""

from base64 import b64decode
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import pytest
from aiosmtpd.smtp import SMTP, AuthResult

from nomologi_tui.errors import BlockError, CredentialError, NeedsPersonError
from nomologi_tui.model import Automation, Connection, Step, StepType
from nomologi_tui.providers.login.tokens import Tokens
from nomologi_tui.store import automations
from nomologi_tui.store.secrets import Secrets
from nomologi_tui.testing import FakeClock
from nomologi_tui.usecases.connections import connections as use
from nomologi_tui.usecases.workspace import Workspace
from tests.blocks.actions.test_send_email import Post, post_office
from tests.blocks.mailboxes import MailServer, mail_serving
from tests.keyrings import MemoryKeyring
from tests.oidc import serving
from tests.support import DEADLINE
from tests.usecases.logins import SCOPES, log_in

PASSDB = """
auth_mechanisms = plain xoauth2
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {file}
}}
"""
ASKS = """
introspection_mode = post
introspection_url = http://server:pw@{issuer}/token/introspection
username_attribute = sub
active_attribute = active
active_value = true
"""


class ByToken(Post):
    """Says as Gmail does what is wrong before it says no, and wants an empty line for that."""

    def __init__(self, issuer: str) -> None:
        super().__init__()
        self.issuer = issuer

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802 - aiosmtpd's name
        user, bearer, *_ = b64decode(args[1]).decode().split("\x01")
        async with httpx.AsyncClient(trust_env=False, timeout=DEADLINE) as client:
            answer = await client.get(f"{self.issuer}/me", headers={"Authorization": bearer.removeprefix("auth=")})
        if answer.status_code == 200 and answer.json()["sub"] == user.removeprefix("user="):
            return AuthResult(success=True)
        await server.push("334 eyJzdGF0dXMiOiI0MDEifQ==")
        assert await server._reader.readline() == b"\r\n"
        return AuthResult(success=False, handled=False)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with serving() as found:
        yield found


@pytest.fixture(scope="module")
def imap(issuer: str) -> Iterator[MailServer]:
    """A dovecot that asks the provider whose a token is."""
    with TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        file = Path(folder) / "oauth2"
        file.write_text(ASKS.format(issuer=issuer.removeprefix("http://")))
        with mail_serving(more=PASSDB.format(file=file)) as server:
            yield server


@pytest.fixture
def smtp(issuer: str) -> Iterator[Post]:
    """An aiosmtpd that does the same."""

    with post_office(ByToken(issuer)) as post:
        yield post


@pytest.fixture
def keyring(ws: Workspace) -> MemoryKeyring:
    made = MemoryKeyring()
    ws.secrets = Secrets({}, lambda: made, deadline=20)
    return made


@pytest.fixture
async def lender(ws: Workspace, keyring: MemoryKeyring, issuer: str, clock: FakeClock) -> Connection:
    values = {"issuer": issuer, "client_id": "nomologi", "scopes": SCOPES, "hosts": [issuer]}
    made = use.add(ws, ws.providers.get("oauth"), "Home", values)
    return (await log_in(ws, made, clock)).connection


def mailbox(ws: Workspace, imap: MailServer | None = None, smtp: Post | None = None, **more: Any) -> Connection:
    values = {"address": "ada@example.com", "username": "ada", "login": "home", **more}
    if imap:
        values |= {"imap_host": "127.0.0.1", "imap_port": imap.port, "imap_security": "none"}
    if smtp:
        values |= {"smtp_host": "127.0.0.1", "smtp_port": smtp.port, "smtp_security": "none"}
    return use.add(ws, ws.providers.get("mailbox"), "Mails", values)


async def test_one_login_serves_both_servers(
    ws: Workspace, lender: Connection, imap: MailServer, smtp: Post, keyring: MemoryKeyring
) -> None:
    made = mailbox(ws, imap, smtp)
    assert await use.try_out(ws, made) == "127.0.0.1 and 127.0.0.1 took it."
    assert [one.health for one in use.listed(ws)] == ["ok", "ok"]
    assert len(keyring.kept) == 1  # the mailbox itself has no secret


async def test_the_token_is_renewed_for_the_mailbox_too(
    ws: Workspace, lender: Connection, imap: MailServer, clock: FakeClock, keyring: MemoryKeyring
) -> None:
    made = mailbox(ws, imap)
    before = list(keyring.kept.values())
    clock.tick(2900)
    assert await use.try_out(ws, made) == "127.0.0.1 took it."
    assert list(keyring.kept.values()) != before


@pytest.mark.parametrize("which", ["imap", "smtp"])
async def test_another_persons_mailbox_is_refused_in_words(
    ws: Workspace, lender: Connection, imap: MailServer, smtp: Post, which: str
) -> None:
    made = mailbox(ws, imap if which == "imap" else None, smtp if which == "smtp" else None, username="eve")
    with pytest.raises(CredentialError, match="refused the login of eve") as refused:
        await use.try_out(ws, made)
    assert "the same account's" in refused.value.hint
    assert [one.health for one in use.listed(ws)] == ["ok", "refused"]


async def test_a_token_that_was_ended_early_is_renewed_and_taken(
    ws: Workspace, lender: Connection, imap: MailServer, clock: FakeClock, keyring: MemoryKeyring, issuer: str
) -> None:
    made = mailbox(ws, imap)
    [kept] = keyring.kept.values()
    data = {"client_id": "nomologi", "token": Tokens.from_text(kept).access}
    async with httpx.AsyncClient(trust_env=False, timeout=DEADLINE) as client:
        assert (await client.post(f"{issuer}/token/revocation", data=data)).status_code == 200
    clock.tick(120)
    assert await use.try_out(ws, made) == "127.0.0.1 took it."


async def test_a_server_without_such_logins_gets_no_token(ws: Workspace, lender: Connection) -> None:
    with mail_serving() as plain, post_office() as post:
        for options in ({"imap": plain}, {"smtp": post}):
            made = mailbox(ws, **options)
            with pytest.raises(BlockError, match=r"takes no login by a token \(XOAUTH2\)"):
                await use.try_out(ws, made)
            use.remove(ws, made)
        assert not [line for line in plain.log() if "xoauth2" in line.lower()]


async def test_a_login_that_a_mailbox_uses_stays_and_names_who_is_hit(
    ws: Workspace, lender: Connection, imap: MailServer
) -> None:
    mailbox(ws, imap)
    step = Step(StepType.TRIGGER, "mail", {"mailbox": "Mails"})
    slug = ws.store.write(automations.create, Automation("Read", (step,), user_id=ws.user.id), ws.clock.now()).slug
    listed = use.listed(ws)[0]
    assert (listed.used_by, listed.lent_to) == ((slug,), ("Mails",))
    for deed in (partial(use.remove, ws, lender), partial(use.change, ws, lender, "Other", lender.config)):
        with pytest.raises(NeedsPersonError, match=f"{slug}, the connection “Mails”"):
            deed()


async def test_a_mailbox_by_what_has_no_login_is_said(ws: Workspace, keyring: MemoryKeyring) -> None:
    use.add(ws, ws.providers.get("bearer"), "Home", {"token": "t-123456", "hosts": ["a.example"]})
    made = mailbox(ws, imap_host="127.0.0.1")
    with pytest.raises(BlockError, match="“Home” is of the kind bearer, which this step can't use"):
        await use.try_out(ws, made)

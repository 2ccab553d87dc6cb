"""A mailbox, tried at servers on loopback."""

import socket
from typing import Any

import pytest

from nomologi_tui.blocks.fields import check
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError, CredentialError
from nomologi_tui.providers.mail_hosts import BY_DOMAIN
from nomologi_tui.providers.mailbox import mailbox
from nomologi_tui.providers.mailbox_form import Mailbox
from nomologi_tui.providers.oauth import OAuth
from nomologi_tui.testing.bad_input import fault_of_failure
from tests.providers.mail import NAME, PASSWORD, HangsUp, Imap, OddRelay, OldImap, Relay, Smtp, serving


def of_imap(port: int, password: str = PASSWORD, **more: Any) -> Mailbox:
    values = {"imap_host": "127.0.0.1", "imap_port": port, "imap_security": "none", **more}
    return Mailbox(address=NAME, password=password, **values)


def of_smtp(port: int, password: str = "plain", **more: Any) -> Mailbox:
    values = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", **more}
    return Mailbox(address=NAME, password=password, **values)


async def tried(config: Mailbox) -> str:
    return await mailbox.test(config, SystemClock())


async def test_both_ways_are_tried() -> None:
    with serving(OldImap) as imap, serving(Smtp) as smtp:
        both = of_imap(imap, "plain", smtp_host="127.0.0.1", smtp_port=smtp, smtp_security="none")
        assert await tried(both) == "127.0.0.1 and 127.0.0.1 took it."


async def test_a_password_may_have_any_letters_where_the_server_takes_them() -> None:
    with serving(Imap) as port:
        assert await tried(of_imap(port)) == "127.0.0.1 took it."
    with serving(OldImap) as port, pytest.raises(BlockError, match="takes no name or password with such letters"):
        await tried(of_imap(port))


@pytest.mark.parametrize(("server", "make"), [(Imap, of_imap), (OldImap, of_imap), (Smtp, of_smtp)])
async def test_a_refused_login_is_named_without_what_the_server_said(server: Any, make: Any) -> None:
    words = f"refused the login of {NAME}"
    with serving(server) as port, pytest.raises(CredentialError, match=words) as refused:
        await tried(make(port, "wrong"))
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize("server", [Relay, OddRelay])
async def test_a_server_that_offers_no_login_is_said_to(server: Any) -> None:
    with serving(server) as port, pytest.raises(BlockError, match="offers no login that is known here") as failure:
        await tried(of_smtp(port))
    assert fault_of_failure(failure.value) == ""


@pytest.mark.parametrize("make", [of_imap, of_smtp])
async def test_a_server_that_hangs_up_or_is_not_there_is_a_sentence(make: Any) -> None:
    with serving(HangsUp) as port, pytest.raises(BlockError, match="hung up"):
        await tried(make(port))
    with socket.socket() as deaf, pytest.raises(BlockError, match="could not be reached") as failure:
        deaf.bind(("127.0.0.1", 0))  # it holds the port and does not listen
        await tried(make(deaf.getsockname()[1]))
    assert failure.value.passing


@pytest.mark.parametrize(
    ("make", "server", "key"), [(of_imap, Imap, "imap_security"), (of_smtp, Smtp, "smtp_security")]
)
@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_a_server_without_encryption_gets_no_password(make: Any, server: Any, key: str, security: str) -> None:
    with serving(server) as port, pytest.raises(BlockError, match="does not speak TLS|offers no STARTTLS"):
        await tried(make(port, **{key: security}))


def test_a_mailbox_without_any_server_is_said_while_editing() -> None:
    assert check(Mailbox, {"address": NAME, "password": "x"})[1] == {
        "imap_host": "It needs an IMAP server, an SMTP server, or both."
    }


@pytest.mark.parametrize(("address", "imap", "smtp"), [
    ("ada@gmail.com", "imap.gmail.com", ("smtp.gmail.com", 465, "tls")),
    (" Ada@Outlook.COM ", "outlook.office365.com", ("smtp-mail.outlook.com", 587, "starttls")),
])  # fmt: skip
def test_an_address_of_a_known_service_tells_its_servers(address: str, imap: str, smtp: tuple[str, int, str]) -> None:
    found = mailbox.filled({"address": address})
    assert (found["imap_host"], found["imap_port"], found["imap_security"]) == (imap, 993, "tls")
    assert (found["smtp_host"], found["smtp_port"], found["smtp_security"]) == smtp


@pytest.mark.parametrize("values", [
    {}, {"address": 7}, {"address": "ada@example.com"}, {"address": "gmail.com@evil.example"},
    {"address": "ada@gmail.com", "imap_host": "imap.of.mine"}, {"address": "ada@gmail.com", "smtp_host": "mine"},
])  # fmt: skip
def test_what_is_typed_is_left_as_it_is(values: dict[str, Any]) -> None:
    assert mailbox.filled(values) == {}


def test_every_known_service_makes_a_mailbox_that_is_right() -> None:
    for domain in BY_DOMAIN:
        values = {"address": f"a@{domain}", "password": "x"}
        assert check(Mailbox, {**values, **mailbox.filled(values)})[1] == {}


def test_it_needs_a_password_or_a_login_which_goes_before() -> None:
    assert check(Mailbox, {"address": NAME, "imap_host": "x"})[1] == {
        "password": "It needs a password, or a login instead."
    }
    logged_in = OAuth(issuer="https://a.example", client_id="x", hosts=["a.example"])
    logged_in.with_token("at-1")
    both = Mailbox(address=NAME, imap_host="x", password="p", login="Google")
    both.lend("login", logged_in)
    found = both.imap()
    assert found
    assert (found.password, found.token) == ("", "at-1")
    assert "at-1" not in repr(found) + repr(both) + str(both.model_dump())

"""What a trigger with a connection finds there while it is being made: a real dovecot, a real Mosquitto."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks.tools.mqtt.client import publish
from nomologi_tui.model import Step, StepType
from nomologi_tui.store.secrets import Secrets
from nomologi_tui.testing import FakeClock
from nomologi_tui.usecases.connections import connections as use
from nomologi_tui.usecases.flow.previewing import Seen, can_look, look
from nomologi_tui.usecases.workspace import Workspace
from tests.blocks.mailboxes import MailServer, a_mail, mail_serving
from tests.mqtt import Broker
from tests.support import eventually


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    with mail_serving() as found:
        yield found


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    made = Broker(tmp_path)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def mails(ws: Workspace, server: MailServer) -> MailServer:
    """A mailbox of Eve's own, and the connection to it."""
    ws.secrets = Secrets({"PW": "pw", "WRONG": "hunter2"})
    add_mailbox(ws, server, "Mails", "env:PW")
    return server.of("eve@example.com")


def add_mailbox(ws: Workspace, server: MailServer, label: str, password: str) -> None:
    values = {"address": "eve@example.com", "imap_host": "127.0.0.1", "imap_port": server.port, "imap_security": "none"}
    use.add(ws, ws.providers.get("mailbox"), label, {**values, "password": password})


def trigger(block: str, **config: Any) -> Step:
    return Step(StepType.TRIGGER, block, config)


async def test_the_newest_mails_that_fit_are_shown_and_stay_unread(ws: Workspace, mails: MailServer) -> None:
    for number in range(7):
        mails.deliver(a_mail(f"Invoice {number}", sender="Eve <eve@example.com>"))
    mails.deliver(a_mail("Other \x1b]0;x\x07[b]"))
    seen = await look(ws, trigger("mail", mailbox="Mails", subject=["invoice"]))
    lines = seen.words.splitlines()
    assert (lines[0], len(lines), seen.refused) == ("There now:", 6, False)
    assert lines[1].endswith("eve@example.com  Invoice 6")
    assert lines[5].endswith("eve@example.com  Invoice 2")
    assert not list((mails.folder() / "cur").glob("*:2,*S*"))
    everything = (await look(ws, trigger("mail", mailbox="Mails"))).words
    assert "\x1b" not in everything
    none = await look(ws, trigger("mail", mailbox="Mails", subject=["nothing like it"]))
    assert none.words == "There now: none of the newest 8 mails in INBOX fits."


@pytest.mark.parametrize(("config", "why"), [
    ({"mailbox": "Gone"}, "There is no connection called “Gone”."),
    ({"mailbox": "Wrong"}, "refused the login of eve@example.com"),
    ({"mailbox": "Mails", "folder": "Nowhere"}, "There is no folder “Nowhere” in the mailbox."),
])  # fmt: skip
async def test_what_keeps_it_from_looking_is_said_without_a_secret(
    ws: Workspace, mails: MailServer, config: dict[str, str], why: str
) -> None:
    add_mailbox(ws, mails, "Wrong", "env:WRONG")
    seen = await look(ws, trigger("mail", **config))
    assert why in seen.words
    assert "hunter2" not in seen.words
    assert seen.refused is (config["mailbox"] == "Wrong")


async def test_a_message_that_is_there_is_shown_or_why_it_does_not_count(ws: Workspace, broker: Broker) -> None:
    values = {"host": "127.0.0.1", "port": broker.port, "tls": False}
    use.add(ws, ws.providers.get("mqtt"), "Home", values)
    await publish(broker.config().broker(), "lamp/kitchen", b"\x1b[31m", 1, retain=True)
    plain = await look(ws, trigger("mqtt", connection="Home", topic="lamp/+"))
    assert plain.words == "There now: lamp/kitchen (retained)\n\ufffd[31m"
    await publish(broker.config().broker(), "lamp/kitchen", b'{"contact": false}', 1, retain=True)
    step = trigger("mqtt", connection="Home", topic="lamp/+", json_value="contact")
    words = (await look(ws, step)).words
    assert words == 'There now: lamp/kitchen (retained)\n{"contact": false}\ncontact is False'
    other = await look(ws, trigger("mqtt", connection="Home", topic="lamp/+", json_value="battery"))
    assert other.words == "There now: lamp/kitchen (retained) has no battery, so it does not count."


async def test_a_topic_on_which_nothing_comes_is_not_waited_for(
    ws: Workspace, broker: Broker, clock: FakeClock
) -> None:
    use.add(ws, ws.providers.get("mqtt"), "Home", {"host": "127.0.0.1", "port": broker.port, "tls": False})
    looking = asyncio.ensure_future(look(ws, trigger("mqtt", connection="Home", topic="nothing/#")))
    await eventually(lambda: clock._sleepers or looking.done())
    clock.tick(3)
    assert await looking == Seen("There now: nothing is retained under nothing/#, and nothing came in 3 s.")


async def test_a_broker_that_is_not_there_is_said(ws: Workspace) -> None:
    use.add(ws, ws.providers.get("mqtt"), "Home", {"host": "127.0.0.1", "port": 9, "tls": False})
    assert "127.0.0.1:9" in (await look(ws, trigger("mqtt", connection="Home", topic="x"))).words


def test_only_what_is_whole_and_asks_somebody_looks(ws: Workspace) -> None:
    assert can_look(ws, trigger("mail", mailbox="Mails"))
    for step in (
        trigger("mail"),
        trigger("manual"),
        trigger("flurb"),
        trigger("mqtt", connection="Home", topic="a/#/b"),
    ):
        assert not can_look(ws, step)

"""The trigger against a real dovecot; what no server of good will sends comes from a small one of ours."""

import asyncio
import os
import shutil
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme

from nomologi_tui.blocks import Connected
from nomologi_tui.blocks.tools.mail.form import Mails
from nomologi_tui.blocks.triggers.mail import mail
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError, CredentialError
from nomologi_tui.providers.mailbox_form import Mailbox
from nomologi_tui.testing import FakeClock, FakeTriggerContext
from tests.blocks.mailboxes import MailServer, a_mail, mail_serving
from tests.blocks.triggers.hearing import Hearing, hearing
from tests.support import eventually


def context(connection: Connected, cursor: dict[str, Any] | None = None) -> FakeTriggerContext:
    made = FakeTriggerContext(cursor, clock=SystemClock())
    made.connections["m"] = connection
    made.process_name = "nomologi-x-trigger-1"
    return made


@asynccontextmanager
async def following(server: MailServer, cursor: dict[str, Any] | None = None, **fields: Any) -> AsyncIterator[Hearing]:
    """The trigger, once it has begun."""
    made = context(server.connection(), cursor)
    async with hearing(mail, Mails(mailbox="m", **fields), made) as found:
        await eventually(lambda: made.beats or not found.events.empty())
        yield found


def mail_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "mail" and thread.is_alive()]


async def refusal(connection: Connected, **fields: Any) -> BlockError:
    with pytest.raises(BlockError) as failure:
        await anext(mail.run(Mails(mailbox="m", **fields), context(connection)))
    return failure.value


async def subjects(found: Hearing, number: int) -> list[str]:
    return [(await found.next()).data["subject"] for _ in range(number)]


async def test_a_mail_is_told_as_it_comes_and_stays_unread(mails: MailServer) -> None:
    mails.deliver(a_mail("Old"))
    async with following(mails) as found:
        mails.deliver(a_mail("Rechnung Nr. 7 für März", "Dear Ada,\n€ 5", files=[("März.pdf", b"x" * 57)]))
        event = await found.next()
    assert event.data["subject"] == "Rechnung Nr. 7 für März"
    assert (event.data["from"], event.data["from_name"]) == ("eve@example.com", "Eve")
    assert (event.data["to"], event.data["date"]) == ("ada@example.com", "2026-11-24T09:00:00+00:00")
    assert (event.data["text"], event.data["folder"]) == ("Dear Ada,\n€ 5", "INBOX")
    assert event.data["attachments"] == [{"name": "März.pdf", "type": "application/octet-stream", "size": 57}]
    assert set(event.data) == set(mail.gives)
    assert event.id.startswith(f"mail:{event.data['uid']}:")
    assert [path for path in (mails.folder() / "cur").iterdir() if "S" in path.name.rpartition(",")[2]] == []


async def test_the_first_start_can_bring_the_last_ones_that_fit_or_everything(mails: MailServer) -> None:
    for subject in ("a fits", "b", "c fits", "d fits", "e"):
        mails.deliver(a_mail(subject))
    async with following(mails, first="last", number=2, subject=["FITS"]) as found:
        assert await subjects(found, 2) == ["c fits", "d fits"]
    async with following(mails, first="everything") as found:
        assert await subjects(found, 5) == ["a fits", "b", "c fits", "d fits", "e"]


async def test_sender_subject_and_file_must_all_fit(mails: MailServer) -> None:
    fields: dict[str, Any] = {
        "sender": ["@SHOP.example", "Bob"],
        "subject": ["invoice", "receipt"],
        "attachment": ["*.pdf"],
    }
    pdf = [("a.PDF", b"x")]
    async with following(mails, **fields) as found:
        mails.deliver(a_mail("Invoice 1", sender="x@shop.example", files=[("a.txt", b"x")]))
        mails.deliver(a_mail("Hello", sender="x@shop.example", files=pdf))
        mails.deliver(a_mail("Invoice 2", files=pdf))
        mails.deliver(a_mail("Your Receipt", sender="Bob <b@example.com>", files=pdf))
        assert await subjects(found, 1) == ["Your Receipt"]
    assert found.context.cursor is not None
    assert found.context.cursor["uid"] == 4


async def test_what_came_while_nobody_listened_or_the_server_was_away_is_told_once(own_mails: MailServer) -> None:
    async with following(own_mails) as before:
        own_mails.deliver(a_mail("1"))
        await before.next()
    own_mails.deliver(a_mail("2"))
    with pytest.raises(BlockError, match="hung up"):
        async with following(own_mails, before.context.cursor) as during:
            assert await subjects(during, 1) == ["2"]
            own_mails.stop()
            await eventually(during.task.done)
    own_mails.deliver(a_mail("3"))
    assert "could not be reached" in (await refusal(own_mails.connection())).message
    own_mails.start()
    async with following(own_mails, during.context.cursor) as after:
        own_mails.deliver(a_mail("4"))
        assert await subjects(after, 2) == ["3", "4"]


async def test_a_folder_that_was_numbered_anew_floods_nobody_and_says_so(own_mails: MailServer) -> None:
    for subject in ("1", "2"):
        own_mails.deliver(a_mail(subject))
    async with following(own_mails) as before:
        pass
    own_mails.stop()
    for path in own_mails.folder().glob("dovecot*"):
        path.unlink()
    own_mails.start()
    cursor = {**(before.context.cursor or {}), "validity": 1}  # which dovecot takes from the clock, to the second
    async with following(own_mails, cursor) as after:
        own_mails.deliver(a_mail("3"))
        assert await subjects(after, 1) == ["3"]
    assert "numbered the mails of INBOX anew" in after.context.lines[0]


async def test_numbers_that_went_back_count_as_new_ones(mails: MailServer) -> None:
    async with following(mails) as before:
        pass
    async with following(mails, {**(before.context.cursor or {}), "uid": 700}) as after:
        mails.deliver(a_mail("1"))
        assert await subjects(after, 1) == ["1"]
    assert "anew" in after.context.lines[0]


async def test_another_folder_begins_anew(mails: MailServer) -> None:
    mails.deliver(a_mail("1"), "Lists")
    async with following(mails) as before:
        pass
    async with following(mails, before.context.cursor, folder="Lists", first="everything") as after:
        assert await subjects(after, 1) == ["1"]
    assert after.context.lines == []


async def test_a_folder_may_have_any_name_and_one_that_is_missing_is_named(mails: MailServer) -> None:
    mails.deliver(a_mail("1"), "R&-M&AOQ-rz")  # as IMAP spells it
    async with following(mails, folder="R&März", first="everything") as found:
        assert await subjects(found, 1) == ["1"]
    error = await refusal(mails.connection(), folder='No"ne\\')
    assert "There is no folder" in error.message
    assert "R&März" in error.hint
    assert "can't be a folder" in (await refusal(mails.connection(), folder="x\r\nX LOGOUT")).message


async def test_a_folder_that_vanishes_ends_the_listening_with_its_name(own_mails: MailServer) -> None:
    own_mails.deliver(a_mail("1"), "Lists")
    with pytest.raises(BlockError, match="hung up"):
        async with following(own_mails, folder="Lists") as found:
            shutil.rmtree(own_mails.folder("Lists"))
            own_mails.stop()
            await eventually(found.task.done)
    own_mails.start()
    assert "There is no folder “Lists”" in (await refusal(own_mails.connection(), folder="Lists")).message


async def test_a_wrong_password_is_asked_once_and_then_left_alone_for_a_while(own_mails: MailServer) -> None:
    wrong = own_mails.connection("wrong")
    assert isinstance(await refusal(wrong), CredentialError)
    own_mails.stop()
    again = await refusal(wrong)
    assert "refused the login of ada@example.com" in again.message
    assert "tried again in a while" in again.hint
    assert "could not be reached" in (await refusal(own_mails.connection("another"))).message


async def test_a_large_folder_is_not_read_at_the_start(mails: MailServer) -> None:
    mails.deliver(a_mail("Old"))
    first = next((mails.folder() / "new").iterdir())
    for number in range(10_000):
        os.link(first, first.with_name(f"1600000000.{number}.here"))
    async with following(mails) as found:
        mails.deliver(a_mail("New"))
        assert await subjects(found, 1) == ["New"]
    assert (found.context.cursor or {})["uid"] == 10_002
    await eventually(
        lambda: any("hdr_count=1 " in line for line in mails.log())
    )  # mails whose headers were sent to us, says dovecot


async def test_triggers_of_one_folder_share_one_connection_and_no_thread_waits(mails: MailServer) -> None:
    async with AsyncExitStack() as stack:
        all_of_them = [await stack.enter_async_context(following(mails)) for _ in range(20)]
        mails.deliver(a_mail("1"))
        for one in all_of_them:
            assert await subjects(one, 1) == ["1"]
        await eventually(lambda: not mail_threads())
    assert len([line for line in mails.log() if " Login: " in line]) == 1
    await eventually(lambda: any("hdr_count=1 " in line for line in mails.log()))


async def test_one_that_ends_leaves_the_connection_to_the_others(mails: MailServer) -> None:
    async with following(mails) as stays:
        async with following(mails):
            pass
        mails.deliver(a_mail("1"))
        assert await subjects(stays, 1) == ["1"]
    assert len([line for line in mails.log() if " Login: " in line]) == 1


async def test_a_server_that_can_t_speak_by_itself_is_asked_each_minute() -> None:
    with mail_serving(more="protocol imap {\n  imap_capability = IMAP4rev1\n}") as server:
        clock = FakeClock()
        made = context(server.connection())
        made.clock = clock
        async with hearing(mail, Mails(mailbox="m"), made) as found:
            await eventually(lambda: made.beats and clock._sleepers)
            server.deliver(a_mail("1"))
            for _ in range(3):
                await eventually(lambda: clock._sleepers)
                clock.tick(20)
            assert await subjects(found, 1) == ["1"]


async def test_a_quiet_connection_is_proved_again_and_again(mails: MailServer) -> None:
    clock = FakeClock()
    made = context(mails.connection())
    made.clock = clock
    async with hearing(mail, Mails(mailbox="m"), made) as found:
        for _ in range(14):
            await eventually(lambda: made.beats and clock._sleepers)
            clock.tick(20)
        assert found.events.empty()
    assert made.beats >= 13


async def test_a_certificate_of_nobody_is_refused_and_one_of_ours_is_taken(tmp_path: Path) -> None:
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    issued.private_key_and_cert_chain_pem.write_to_path(tmp_path / "pem")
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    with mail_serving(certificate=tmp_path / "pem", key=tmp_path / "pem") as server:
        for fields in ({"imap_port": server.tls_port, "imap_security": "tls"}, {"imap_security": "starttls"}):
            error = await refusal(server.connection(**fields))
            assert "certificate that can't be trusted" in error.message
            server.folder("Lists")
            trusting = server.connection(authority=str(tmp_path / "ca.pem"), **fields)
            assert "no folder “x”" in (await refusal(trusting, folder="x")).message


async def test_a_mailbox_that_only_sends_is_a_sentence() -> None:
    only = Mailbox(address="a@b.example", password="x", smtp_host="127.0.0.1")
    assert "has no IMAP server" in (await refusal(Connected("Out", "mailbox", only))).message


async def test_mails_that_automations_here_sent_do_not_count(mails: MailServer) -> None:
    own = a_mail("Own").replace(b"<4f776e@", b"<nomologi-x-7-2@")
    async with following(mails) as found:
        mails.deliver(own)
        mails.deliver(a_mail("Theirs"))
        assert await subjects(found, 1) == ["Theirs"]


@pytest.mark.parametrize("greeting", [b"", b"* OK ready\r\n"], ids=["silent", "greets"])
async def test_a_server_that_never_answers_keeps_nobody_from_stopping(greeting: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        values = {"imap_host": "127.0.0.1", "imap_port": deaf.getsockname()[1], "imap_security": "none"}
        made = context(Connected("D", "mailbox", Mailbox(address="a@b.example", password="x", **values)))
        async with hearing(mail, Mails(mailbox="m"), made):
            with (await asyncio.to_thread(deaf.accept))[0] as accepted:
                accepted.sendall(greeting)
                await eventually(mail_threads)
        await eventually(lambda: not mail_threads())


PAPER = b"From: a@b.example\r\nSubject: paper\r\nMessage-ID: <p@b.example>\r\n"
NESTED = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1000))
NAMED = b"Content-Type: application/x; name=%b\r\nContent-Disposition: attachment; filename=%b\r\n\r\nx"
HOSTILE = {
    "empty": b"",
    "binary": bytes(range(256)) * 40,
    "eight bits": b"From: \xff\xfe <\xe4@b.example>\r\nSubject: caf\xe9 \x1b[31m\r\n\r\n\xe9\x1b]52;c;aGk=\x07",
    "coded": PAPER.replace(b"paper", b"=?utf-8?q?=1B[2J=0A=0D?= =?nonsense?b?!!!?= =?utf-8?b?4oCu?=") + b"\r\nx",
    "nested": PAPER + NESTED + b"x",
    "boundary": PAPER + b"Content-Type: multipart/mixed\r\n\r\n--\r\n--\r\n",
    "header": PAPER + b"X-Long: " + b"x" * 3_000_000 + b"\r\nTo: " + b"a@b.example, " * 100_000 + b"\r\n\r\nx",
    "subject": PAPER.replace(b"paper", b"=?utf-8?q?x?= " * 100_000) + b"\r\nx",
    "charset": PAPER + b'Content-Type: text/plain; charset="../\\"x"\r\nContent-Transfer-Encoding: x\r\n\r\nx',
    "base64": PAPER + b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n=!=a",
    "html": PAPER + b"Content-Type: text/html\r\n\r\n" + b"<script><b><!--" * 20_000,
    "large": PAPER + b"Content-Type: text/plain\r\n\r\n" + b"<x " * 3_000_000,
    "name": PAPER + NAMED % (b'"../../\\"x\x1b\0"', b'"=?utf-8?b?4oCuZ3BqLmV4ZQ==?="'),
    "split name": PAPER
    + b"Content-Disposition: attachment; filename*0*=nonsense'x'%ff; filename*9999999999=y\r\n\r\nx",
}


async def test_hostile_mails_are_sane_events_and_the_next_one_comes(mails: MailServer) -> None:
    for body in (*HOSTILE.values(), a_mail("Next")):
        mails.deliver(body)
    async with following(mails, first="everything") as found:
        events = {name: await found.next() for name in (*HOSTILE, "next")}
    assert events["next"].data["subject"] == "Next"
    for name, event in events.items():
        shown = repr(event.data)
        assert len(shown) < 40_000, name
        assert not {"\u202e", "\x1b", "\0"} & set("".join(map(str, event.data.values()))), name
        assert "\\x1b" not in shown, name
    assert events["name"].data["attachments"][0]["name"] == "\ufffdgpj.exe"
    assert events["eight bits"].data["subject"] == "caf\ufffd \ufffd[31m"

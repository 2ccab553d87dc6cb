"""Sending to a real SMTP server of another hand, aiosmtpd, on loopback."""

import asyncio
import email
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from nomologi_tui.blocks import Connected
from nomologi_tui.blocks.actions.send_email import send_email
from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.tools.mail import write as mail_write
from nomologi_tui.blocks.tools.mail.form import SendEmail
from nomologi_tui.errors import BlockError, CredentialError
from nomologi_tui.providers.mailbox_form import Mailbox
from nomologi_tui.testing import FakeContext
from tests.ports import free_port
from tests.support import DEADLINE


class Post:
    """What aiosmtpd asks for each mail; `says` are answers of ours to the commands that a test names."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.says: dict[str, str] = {}
        self.port = 0

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's names
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.says.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.says.get(address, "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.says.get("DATA") == "hang up":
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        self.envelopes.append(envelope)
        return self.says.get("DATA", "250 OK")

    def mail(self) -> EmailMessage:
        content = self.envelopes[-1].content
        assert isinstance(content, bytes)
        read = email.message_from_bytes(content, policy=policy.default)
        assert isinstance(read, EmailMessage)
        return read


@contextmanager
def post_office(post: Post | None = None, **options: Any) -> Iterator[Post]:
    post = post or Post()
    post.port = free_port()

    def authenticate(*arguments: Any) -> AuthResult:
        return AuthResult(success=arguments[-1].password == b"pw", handled=False)

    made = Controller(
        post, "127.0.0.1", post.port, authenticator=authenticate,
        auth_require_tls=options.pop("tls_first", False), **options,
    )  # fmt: skip
    made.start()
    try:
        yield post
    finally:
        made.stop()


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as found:
        yield found


def context(port: int, password: str = "pw", **more: Any) -> FakeContext:
    values = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", **more}
    made = FakeContext({"event.name": "x"})
    made.connections["m"] = Connected("Mails", "mailbox", Mailbox(address="me@b.example", password=password, **values))
    return made


def a_config(**fields: Any) -> SendEmail:
    return SendEmail(**{"mailbox": "m", "to": ["ada@example.com"], "subject": "Hello", "text": "Hi", **fields})


async def sent(post: Post, **fields: Any) -> dict[str, Any]:
    found: dict[str, Any] = await send_email.run(a_config(**fields), context(post.port))
    return found


async def test_a_mail_arrives_as_it_was_written(post: Post, tmp_path: Path) -> None:
    (tmp_path / "Größe.pdf").write_bytes(b"\0\xff" * 100)
    people = {"to": ["Ada Ü <ada@example.com>", "bob@bücher.example"], "cc": ["c@d.example"], "bcc": ["h@d.example"]}
    files = [f"{tmp_path}/Größe.pdf"]
    told = await sent(post, **people, subject="Größe ✓", text="Dear Ada,\n.\n€ 5 " + "x" * 3000, files=files)
    mail = post.mail()
    assert told["to"] == ["ada@example.com", "bob@xn--bcher-kva.example", "c@d.example", "h@d.example"]
    assert post.envelopes[0].rcpt_tos == told["to"]
    assert (mail["From"], mail["Subject"], mail["Cc"]) == ("me@b.example", "Größe ✓", "c@d.example")
    assert str(mail["To"]) == "Ada Ü <ada@example.com>, bob@xn--bcher-kva.example"
    assert "h@d.example" not in mail.as_string()
    body = mail.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n").startswith("Dear Ada,\n.\n€ 5 xxx")
    (file,) = mail.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("Größe.pdf", b"\0\xff" * 100)


async def test_each_try_of_a_step_has_the_same_message_id_and_no_machine_answers(post: Post) -> None:
    first, again = await sent(post), await sent(post)
    assert first["message_id"] == again["message_id"] == "<try-1@b.example>"
    assert post.mail()["Auto-Submitted"] == "auto-generated"


HEADERS = ["x\r\nBcc: evil@e.example", "x\nBcc: evil@e.example\n\nbody", "x\u2028Bcc: evil@e.example", "x\0\x1b[31m"]


@pytest.mark.parametrize("value", HEADERS)
async def test_no_value_adds_a_header(post: Post, value: str) -> None:
    await sent(post, subject=value)
    assert post.envelopes[0].rcpt_tos == ["ada@example.com"]
    mail = post.mail()
    assert mail["Bcc"] is None
    assert "\x1b" not in str(mail["Subject"])
    assert set(mail.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding",
    }  # fmt: skip


@pytest.mark.parametrize(
    "to",
    ["", "ada", "a@b.example, evil@e.example", "a@b.example;evil@e.example", "a@b.example\r\nRCPT TO:<e@e.example>",
     "A <a@b.example> <e@e.example>", "@b.example", "a@", '"a b"@c.example', "a@b@c.example", "a\0@b.example",
     "ü@b.example", "a@" + "b" * 300, "a@-.\u202eexample"],
)  # fmt: skip
async def test_a_value_is_one_recipient_or_nothing_is_sent(post: Post, to: str) -> None:
    with pytest.raises(BlockError, match="is not the address of one recipient|letters that mail servers"):
        await sent(post, to=["ok@b.example", to])
    assert post.envelopes == []


async def test_a_value_in_html_is_text(post: Post) -> None:
    made = context(post.port)
    made.values["event.name"] = "<script>alert('\"&\x1b')</script>"
    await send_email.run(a_config(html="<p>Hello <b>{{ event.name }}</b>"), made)
    html = post.mail().get_body(("html",))
    assert html is not None
    assert html.get_content().strip() == "<p>Hello <b>&lt;script&gt;alert(&#x27;&quot;&amp;�&#x27;)&lt;/script&gt;</b>"
    with pytest.raises(BlockError, match="only values"):
        await sent(post, html="{% for x in y %}{% endfor %}")


async def test_files_come_from_where_the_automation_says_only(post: Post, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "link").symlink_to(tmp_path / "secret")
    made = context(post.port)
    for name, says in (("../secret", "leads to another folder"), ("link", "is a link"), ("none", "does not exist")):
        made.values["event.name"] = name
        with pytest.raises(BlockError, match=says):
            await send_email.run(a_config(files=[f"{tmp_path}/out/{{{{ event.name }}}}"]), made)
    with (tmp_path / "large").open("wb") as file:
        file.truncate(mail_write.LARGEST + 1)
    with pytest.raises(BlockError, match="larger than 20 MB"):
        await sent(post, files=[f"{tmp_path}/large"])
    assert post.envelopes == []


@pytest.mark.parametrize(
    ("says", "words", "passing"),
    [
        ({"MAIL": "451 later"}, r"did not take mail from me@b.example \(451: later\)", True),
        ({"b@b.example": "550 nobody"}, r"did not take mail to b@b.example \(550: nobody\)", False),
        ({"b@b.example": "450 greylisted"}, "450: greylisted", True),
        ({"DATA": "554 spam"}, r"did not take the mail \(554: spam\)", False),
        ({"DATA": "451 disk full"}, "451: disk full", True),
        ({"DATA": "hang up"}, "may have left or not", False),
    ],
)
async def test_a_refusal_goes_to_nobody_and_passes_only_where_nothing_left(
    post: Post, says: dict[str, str], words: str, passing: bool
) -> None:
    post.says = says
    with pytest.raises(BlockError, match=words) as failure:
        await sent(post, to=["a@b.example", "b@b.example"])
    assert failure.value.passing is passing
    assert post.envelopes == [] or "DATA" in says


async def test_a_wrong_password_and_a_server_that_is_not_there(post: Post) -> None:
    with pytest.raises(CredentialError, match="refused the login of me@b.example"):
        await send_email.run(a_config(), context(post.port, "wrong"))
    with pytest.raises(BlockError, match="could not be reached") as failure:
        await send_email.run(a_config(), context(1))
    assert failure.value.passing
    reads = Connected("R", "mailbox", Mailbox(address="a@b.example", password="x", imap_host="127.0.0.1"))
    only = FakeContext()
    only.connections["m"] = reads
    with pytest.raises(BlockError, match="has no SMTP server"):
        await send_email.run(a_config(), only)


async def test_encryption_from_the_start_or_later_with_a_certificate_that_is_trusted(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    with post_office(tls_context=tls, tls_first=True) as post:
        trusting = context(post.port, smtp_security="starttls", authority=str(tmp_path / "ca.pem"))
        await send_email.run(a_config(), trusting)
        with pytest.raises(BlockError, match="certificate that can't be trusted"):
            await send_email.run(a_config(), context(post.port, smtp_security="starttls"))
        assert len(post.envelopes) == 1


async def test_a_step_that_is_stopped_waits_for_no_server() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.1") as server:
        step = asyncio.create_task(send_email.run(a_config(), context(server.sockets[0].getsockname()[1])))
        done, _ = await asyncio.wait([step], timeout=0.2)
        assert not done
        step.cancel()
        await asyncio.wait_for(asyncio.wait([step]), DEADLINE)
        assert step.cancelled()


@pytest.mark.parametrize("missing", ["mailbox", "to", "subject"])
def test_what_is_missing_is_named(missing: str) -> None:
    values = {"mailbox": "m", "to": ["a@b.example"], "subject": "x"}
    assert list(check(SendEmail, {**values, missing: [] if missing == "to" else None})[1]) == [missing]


async def test_preview_and_plan_say_who_gets_it() -> None:
    config = a_config(cc=["c@d.example"], files=["~/a.pdf"])
    shown = await send_email.previewed(config, FakeContext())
    assert shown == "would send “Hello” by email to ada@example.com, c@d.example from “m”, with ~/a.pdf:\nHi"
    assert [touch.verb for touch in send_email.plan(config)] == ["send", "read"]

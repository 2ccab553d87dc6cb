"""Write a mail and hand it over: no value adds a header, a recipient or markup, and nothing is sent twice."""

import html
import mimetypes
import re
import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from pathlib import Path

from nomologi_tui.blocks.tools.files.held import held
from nomologi_tui.blocks.tools.files.placing import file_errors, open_regular
from nomologi_tui.blocks.tools.mail.line import Login
from nomologi_tui.blocks.tools.mail.mailbox import sending
from nomologi_tui.errors import BlockError
from nomologi_tui.text import clean, clean_line

LARGEST = 20 * 1024 * 1024  # bytes of all files: many servers take 25 MB, and a file grows by a third
_PEOPLE = 100  # recipients of one mail
_PATIENCE = 600.0  # seconds
_LONGEST = 900  # characters of a subject
_ADDRESS = re.compile(r"""[^\s@<>()\[\],;:\\"]{1,64}@[^\s@<>()\[\],;:\\"]{1,250}""")
_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>")
_VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be sent, filled in. Each of `to`, `cc` and `bcc` is one recipient."""

    sender: str
    to: Sequence[str]
    cc: Sequence[str]
    bcc: Sequence[str]
    subject: str
    text: str
    html: str
    files: Sequence[Path]
    key: str  # the same for every try: it becomes the Message-ID
    now: datetime


def recipient(text: str) -> tuple[str, str]:
    """Name and address of one recipient: `Ada <ada@example.com>` or the address alone. Raises BlockError."""
    line = clean_line(text)
    named = _NAMED.fullmatch(line)
    name, address = (named["name"].strip(' "'), named["address"].strip()) if named else ("", line)
    if not _ADDRESS.fullmatch(address) or "\ufffd" in line or len(text.strip().splitlines()) > 1:
        raise BlockError(f"“{text[:100]}” is not the address of one recipient.", "Write ada@example.com.")
    return name, _in_ascii(address)


def _in_ascii(address: str) -> str:
    local, _, domain = address.rpartition("@")
    try:
        local.encode("ascii")
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        raise BlockError(f"“{address[:100]}” has letters that mail servers don't take.", "Use another one.") from None


def fill_markup(typed: str, render: Callable[[str], str]) -> str:
    """HTML as typed, with each value in it as text. Raises BlockError for other templates, which nobody could check."""
    if "{%" in _VALUE.sub("", typed):
        raise BlockError("In HTML only values like {{ event.name }} can stand.", "Build the text in a step before.")
    return _VALUE.sub(lambda found: html.escape(clean(render(found[0]))), typed)


def written(letter: Letter) -> tuple[EmailMessage, list[str]]:
    """The mail, and the addresses that it goes to. Blocks while files are read. Raises BlockError."""
    people = {name: [recipient(one) for one in getattr(letter, name)] for name in ("to", "cc", "bcc")}
    addresses = list(dict.fromkeys(address for found in people.values() for _, address in found))
    if not 0 < len(addresses) <= _PEOPLE:
        raise BlockError(f"There are {len(addresses)} recipients.", f"Give 1 to {_PEOPLE}.")
    mail = EmailMessage(policy.SMTP.clone(cte_type="7bit"))
    _, sender = recipient(letter.sender)
    mail["From"], mail["Subject"] = sender, clean_line(letter.subject)[:_LONGEST]
    for name in ("to", "cc"):
        if people[name]:
            mail[name.capitalize()] = ", ".join(formataddr(one) for one in people[name])
    mail["Date"] = format_datetime(letter.now)
    mail["Message-ID"] = f"<{re.sub(r'[^A-Za-z0-9.-]', '-', letter.key)}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"  # nobody's holiday notice answers it
    mail.set_content(clean(letter.text, max_line=100_000))
    if letter.html:
        mail.add_alternative(clean(letter.html, max_line=100_000), subtype="html")
    _attach(mail, letter.files)
    return mail, addresses


def _attach(mail: EmailMessage, files: Sequence[Path]) -> None:
    left = LARGEST
    for path in files:
        words = f"{path} can't be attached"
        with file_errors(words), held(path.parent) as folder, open_regular(folder / path.name) as file:
            data = file.read(left + 1)
        left -= len(data)
        if left < 0:
            raise BlockError(f"The files are larger than {LARGEST // 1024**2} MB.", "Send a link, or fewer files.")
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        main, _, sub = kind.partition("/")
        mail.add_attachment(data, maintype=main, subtype=sub, filename=clean_line(path.name))


async def send(login: Login, mail: EmailMessage, addresses: Sequence[str]) -> None:
    """Hand it over to all of them, or to nobody.

    Raises BlockError; passing only where it certainly did not leave: another try would send it twice else.
    """
    data, handed = mail.as_bytes(), False

    def work(client: smtplib.SMTP) -> None:
        nonlocal handed
        _announce(client, login, str(mail["From"]), addresses)
        handed = True
        _judge(login, "the mail", *_handed_over(client, data))

    async with sending(login) as session:
        try:
            await session.ask(work, _PATIENCE)
        except _RefusedError:
            raise
        except BlockError as error:
            if not handed:
                raise BlockError(error.message, error.hint, passing=True) from error
            raise BlockError(
                f"{login.place} went away while it took the mail, which may have left or not.", "Ask who gets it."
            ) from error


def _handed_over(client: smtplib.SMTP, data: bytes) -> tuple[int, bytes]:
    """What the server says at the end; servers look for viruses meanwhile."""
    if client.sock:
        client.sock.settimeout(_PATIENCE)
    try:
        return client.data(data)
    except smtplib.SMTPDataError as error:  # to the word DATA: it got nothing
        return error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else error.smtp_error.encode()


class _RefusedError(BlockError):
    """The server said that it did not take it."""


def _announce(client: smtplib.SMTP, login: Login, sender: str, addresses: Sequence[str]) -> None:
    _judge(login, f"mail from {sender}", *client.mail(sender))
    for address in addresses:
        _judge(login, f"mail to {address}", *client.rcpt(address))


def _judge(login: Login, what: str, code: int, answer: bytes) -> None:
    """Raise unless the code says yes. One of 4… says that it may be taken later."""
    if not 200 <= code < 300:
        words = clean_line(answer.decode("utf-8", "replace"))[:200].rstrip(".")
        raise _RefusedError(f"{login.host} did not take {what} ({code}: {words}).", passing=400 <= code < 500)

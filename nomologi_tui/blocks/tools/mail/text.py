"""Headers and text of a mail that anybody may have sent: plain, bounded, and never a reason to fail."""

import binascii
import html
import quopri
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime

from nomologi_tui.blocks.tools.charset import known_charset
from nomologi_tui.blocks.tools.mail.structure import Part, in_words
from nomologi_tui.text import clean, clean_line

MOST_TEXT = 10_000  # characters
SAMPLE = 256 * 1024  # bytes of a text that are looked at
_LONGEST = 2000  # characters of a header
_BREAKS = re.compile(r"/?(br|p|div|tr|li|h[1-6]|table|ul|ol|blockquote|hr)\b", re.IGNORECASE)
_HIDING = re.compile(r"(script|style|title|template)\b", re.IGNORECASE)


def headers_of(data: bytes) -> dict[str, str]:
    """`from`, `from_name`, `to`, `subject`, `date` (ISO, empty where there is none) and `message_id`."""
    found = BytesHeaderParser().parsebytes(data)
    name, sender = next(iter(_addresses(found, "from")), ("", ""))
    people = [address for name in ("to", "cc") for _, address in _addresses(found, name)]
    return {
        "from": sender,
        "from_name": name,
        "to": ", ".join(people[:50]),
        "subject": clean_line(in_words(_raw(found, "subject"))),
        "date": _date(_raw(found, "date")),
        "message_id": _raw(found, "message-id")[:500],
    }


def _raw(found: Message, name: str) -> str:
    """A header as it stands; bytes that are no ASCII are taken for UTF-8."""
    text = str(next((value for key, value in found.raw_items() if key.lower() == name), ""))[:_LONGEST]
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return clean_line(text)


def _addresses(found: Message, name: str) -> list[tuple[str, str]]:
    """Names and addresses. Decoded after they are taken apart: a coded comma parts nobody."""
    return [
        (clean_line(in_words(shown))[:200], clean_line(address)[:320])
        for shown, address in getaddresses([_raw(found, name)])
        if address
    ]


def _date(text: str) -> str:
    try:
        found = parsedate_to_datetime(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def arrived_at(text: bytes) -> str:
    """The server's time for a mail (`01-Feb-2026 10:00:00 +0000`) as ISO; empty where it is none."""
    try:
        return (
            datetime.strptime(text.decode("ascii", "replace").strip(), "%d-%b-%Y %H:%M:%S %z")
            .astimezone(UTC)
            .isoformat()
        )
    except (ValueError, OverflowError):
        return ""


def main_text(parts: list[Part]) -> Part | None:
    """The part that a person reads: plain where there is such a text, HTML else."""
    texts = [one for one in parts if one.type in ("text/plain", "text/html") and not one.attached and one.size]
    return next((one for one in texts if one.type == "text/plain"), next(iter(texts), None))


def text_of(part: Part, data: bytes) -> str:
    """The first `MOST_TEXT` characters of a text part, of which `data` is the beginning as it was sent."""
    raw = decoded(part.encoding, data)
    text = _in_letters(raw, part.charset)
    if part.type == "text/html":
        text = without_tags(text)
    return clean(text.replace("\r\n", "\n").replace("\r", "\n").strip()[:MOST_TEXT])


def decoded(encoding: str, data: bytes) -> bytes:
    """Bytes as they were before they were made fit for mail; of a broken end nothing."""
    if encoding == "base64":
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
        return binascii.a2b_base64(letters[: len(letters) // 4 * 4] + _rest_of(letters))
    if encoding == "quoted-printable":
        return quopri.decodestring(data)
    return data


def _rest_of(letters: bytes) -> bytes:
    rest = letters[len(letters) // 4 * 4 :]
    return rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""


def _in_letters(raw: bytes, charset: str) -> str:
    known = known_charset(charset)
    try:
        return raw.decode(known, "replace" if known == charset else "strict")
    except ValueError:
        return raw.decode("latin-1")


def without_tags(text: str) -> str:
    """What a person reads of HTML, in one pass: it may be hostile, and nothing of it is needed but words."""
    lines = (" ".join(line.split()) for line in html.unescape("".join(_pieces(text))).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _pieces(text: str) -> Iterator[str]:
    first, *tags = text.split("<")
    yield first.replace("\n", " ")
    hidden = ""  # what ends the comment or script that we are in
    for tag in tags:
        hides = _HIDING.match(tag)
        hidden = hidden or ("-->" if tag.startswith("!--") else f"/{hides[1].lower()}" if hides else "")
        if not hidden:
            inside, _, after = tag.partition(">")
            yield ("\n" if _BREAKS.match(inside) else "") + after.replace("\n", " ")
        elif (hidden == "-->" and hidden in tag) or tag.lower().startswith(hidden):
            yield tag.partition("-->" if hidden == "-->" else ">")[2].replace("\n", " ")
            hidden = ""

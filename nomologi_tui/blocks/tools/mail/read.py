"""From the server's answers to mails: headers and structure of many at once, a text where one is wanted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nomologi_tui.blocks.tools.mail.imap import Imap, number_of
from nomologi_tui.blocks.tools.mail.structure import Part, parts_of, read_answer
from nomologi_tui.blocks.tools.mail.text import SAMPLE, arrived_at, headers_of, main_text, text_of

_HEADERS = "BODY.PEEK[HEADER.FIELDS (FROM TO CC SUBJECT DATE MESSAGE-ID)]<0.16384>"
_ASKED = f"UID RFC822.SIZE INTERNALDATE BODYSTRUCTURE {_HEADERS}"
_NONE = {"from": "", "from_name": "", "to": "", "subject": "", "date": "", "message_id": ""}
_BROKEN = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@dataclass(slots=True)
class Mail:
    """A mail without its content. `text` is None until somebody wanted it."""

    uid: int
    size: int  # bytes
    headers: dict[str, str]
    parts: list[Part]
    text: str | None = None

    @property
    def attachments(self) -> list[Part]:
        return [part for part in self.parts if part.attached]


def read_mails(imap: Imap, uids: Sequence[int]) -> list[Mail]:
    """Those that are still there, in order. Blocks."""
    wanted, found = set(uids), {}
    for values in read_answer(imap.fetch_of(uids, _ASKED)):
        uid = number_of(values.get("UID"))
        if uid in wanted and "BODYSTRUCTURE" in values:
            found[uid] = _mail(uid, values)
    return [found[uid] for uid in uids if uid in found]


def _mail(uid: int, values: dict[str, Any]) -> Mail:
    """What is so broken that nothing can be made of it is a mail without words: the next ones shall be told too."""
    header = next((value for name, value in values.items() if name.startswith("BODY[")), b"")
    try:
        headers = headers_of(header if isinstance(header, bytes) else b"")
        parts = parts_of(values["BODYSTRUCTURE"])
    except _BROKEN:
        headers, parts = dict(_NONE), []
    headers["date"] = headers["date"] or arrived_at(values.get("INTERNALDATE", b""))
    return Mail(uid, number_of(values.get("RFC822.SIZE")), headers, parts)


def read_text(imap: Imap, mail: Mail) -> str:
    """The text that a person would read of it; empty where there is none. Blocks."""
    part = main_text(mail.parts)
    if part is None:
        return ""
    data = imap.part(mail.uid, part.section, 0, SAMPLE) or b""
    try:
        return text_of(part, data)
    except _BROKEN:
        return ""

"""What actions do with one mail: find it, move it, mark it. No other mail is touched."""

import contextlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

from nomologi_tui.blocks.contexts import ActionContext
from nomologi_tui.blocks.tools.mail.form import FOLDER, UID, OneMail
from nomologi_tui.blocks.tools.mail.imap import Imap, quoted
from nomologi_tui.blocks.tools.mail.mailbox import Session, imap_of, reading
from nomologi_tui.errors import BlockError
from nomologi_tui.text import clean_line

_UID = re.compile(r"(?:(\d{1,10}):)?(\d{1,10})")
MARKS = {
    "read": ("+", r"\Seen"),
    "unread": ("-", r"\Seen"),
    "starred": ("+", r"\Flagged"),
    "not starred": ("-", r"\Flagged"),
    "answered": ("+", r"\Answered"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A mail whose folder is open."""

    session: Session
    uid: int
    folder: str


@contextlib.asynccontextmanager
async def found(config: OneMail, ctx: ActionContext, *, readonly: bool = False) -> AsyncIterator[Found]:
    """The mail that a step is about. Raises BlockError, also where its number may mean another mail by now."""
    login = imap_of(ctx.connection(config.mailbox))
    typed = config.uid or ctx.render(UID)
    folder = config.folder or ctx.render(FOLDER)
    match = _UID.fullmatch(typed.strip())
    if match is None:
        raise BlockError(f"“{clean_line(typed)[:80]}” is not the number of a mail.", "Give {{ event.uid }} of a mail.")
    validity, uid = int(match[1] or 0), int(match[2])

    def open_folder(imap: Imap) -> None:
        chosen = imap.choose(folder, readonly=readonly)
        if validity and chosen.validity != validity:
            raise BlockError(
                f"The server has numbered the mails of {folder} anew, so nobody knows which one was meant.",
                "Nothing was done; do it by hand.",
            )
        if not imap.is_there(uid):
            raise BlockError(f"The mail is not in {folder} any more.", "Was it moved or deleted meanwhile?")

    async with reading(login) as session:
        await session.ask(open_folder)
        yield Found(session, uid, folder)


def move(imap: Imap, uid: int, to: str, *, make: bool) -> None:
    """Into another folder of the mailbox. Blocks. Raises BlockError."""
    verb = "MOVE" if imap.has("MOVE") else "COPY"
    typ, _ = imap.uid(verb, str(uid), quoted(to))
    if typ != "OK" and make:
        imap.create(quoted(to))
        typ, _ = imap.uid(verb, str(uid), quoted(to))
    if typ != "OK":
        raise BlockError(f"The mail can't go to the folder “{clean_line(to)}”.", f"There are {imap.names()}.")
    if verb == "COPY":
        _remove(imap, uid)


def _remove(imap: Imap, uid: int) -> None:
    """Where the server can't remove this one only it stays, marked: EXPUNGE would take those that others marked."""
    mark(imap, uid, "+", r"\Deleted")
    if imap.has("UIDPLUS"):
        imap.uid("EXPUNGE", str(uid))


def mark(imap: Imap, uid: int, sign: str, flag: str) -> None:
    """Give the mail a flag, or take it away. Blocks. Raises BlockError."""
    if imap.uid("STORE", str(uid), f"{sign}FLAGS.SILENT", f"({flag})")[0] != "OK":
        raise BlockError("The server did not mark the mail.", "May this mailbox be written to?")

"""A mail server that says what a test wants: what no server of good will sends. It holds one mail, number 1 of 7."""

import socketserver
from collections.abc import Callable, Mapping

from nomologi_tui.blocks import Connected
from nomologi_tui.providers.mailbox_form import Mailbox
from tests.providers.mail import serving

HEADER = b"From: Eve <eve@example.com>\r\nSubject: Hi\r\nMessage-ID: <1@example.com>\r\n\r\n"
PARTS = (
    b'(("TEXT" "PLAIN" NIL NIL NIL "7BIT" 5 1)'
    b'("APPLICATION" "PDF" ("NAME" "a.pdf") NIL NIL "BASE64" 8 NIL ("ATTACHMENT" ("FILENAME" "a.pdf"))) "MIXED")'
)


def a_mail(uid: int = 1, parts: bytes = PARTS, header: bytes = HEADER, size: bytes = b"100") -> bytes:
    """What a server says to a FETCH of headers and structure."""
    head = b"* 1 FETCH (UID %d RFC822.SIZE %b BODYSTRUCTURE %b BODY[HEADER.FIELDS (FROM)]<0> {%d}\r\n%b)"
    return head % (uid, size, parts, len(header), header)


def a_part(data: bytes, uid: int = 1) -> bytes:
    return b"* 1 FETCH (UID %d BODY[1]<0> {%d}\r\n%b)" % (uid, len(data), data)


Say = bytes | Callable[[], bytes]
SAYS: Mapping[str, Say] = {
    "GREETING": b"* OK ready",
    "CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN IDLE MOVE",
    "EXAMINE": b"* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 2] x",
    "SEARCH": b"* SEARCH 1",
    "FETCH": a_mail(),
    "PART": a_part(b"aGVsbG8="),
    "LOGOUT": b"* BYE",
}


class FakeImap(socketserver.StreamRequestHandler):
    """`says` is what comes before the `OK` to a command; one that begins with its verb and NO stands instead of it."""

    says: Mapping[str, Say] = {}

    def handle(self) -> None:
        try:
            self._send(self._words("GREETING") + b"\r\n")
            while line := self.rfile.readline():
                self._answer(*line.decode("latin-1").upper().split())
        except OSError:
            return  # the client left

    def _words(self, name: str) -> bytes:
        words = {**SAYS, **self.says}.get("EXAMINE" if name == "SELECT" else name, b"")
        return words if isinstance(words, bytes) else words()

    def _send(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def _answer(self, tag: str, verb: str, *rest: str) -> None:
        name = rest[0] if verb == "UID" else verb
        name = "PART" if name == "FETCH" and "BODYSTRUCTURE" not in " ".join(rest) else name
        words = self._words(name)
        if words.startswith((b"NO", b"BAD")):
            self._send(tag.encode() + b" " + words + b"\r\n")
            return
        if name in ("AUTHENTICATE", "IDLE"):
            self._send(b"+ go on\r\n")
            self._send(words)
            self.rfile.readline()
            words = b""
        self._send((words + b"\r\n" if words else b"") + tag.encode() + b" OK done\r\n")


def saying(**says: Say) -> type[FakeImap]:
    """A server that says this instead."""
    return type("Saying", (FakeImap,), {"says": says})


def connection(port: int) -> Connected:
    values = {"imap_host": "127.0.0.1", "imap_port": port, "imap_security": "none"}
    return Connected("M", "mailbox", Mailbox(address="ada@example.com", password="x", **values))


__all__ = ["FakeImap", "a_mail", "a_part", "connection", "saying", "serving"]

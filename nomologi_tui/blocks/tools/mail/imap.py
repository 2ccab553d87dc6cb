"""IMAP as the mail blocks speak it: the library's commands over a line of ours, with limits, and with IDLE."""

import base64
import imaplib
import re
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from nomologi_tui.blocks.tools.mail.line import Line, Login, need_bearer
from nomologi_tui.blocks.tools.mail.structure import read_answer
from nomologi_tui.errors import BlockError
from nomologi_tui.text import clean_line, shorten

LITERAL = 4 * 1024 * 1024  # bytes; we ask for less at once
MOST = 64 * 1024 * 1024  # bytes that a server may send for one piece of work
MOST_LINES = 50_000  # for one piece of work; each one costs far more memory than its bytes
LONGEST_LINE = 16 * 1024 * 1024  # bytes; the numbers of two million mails fit in
_LONGEST_LIST = 200  # characters of the folders' names in a sentence
_DIGITS = 10  # of the largest number that IMAP has
_TAG = b"IDLE1"  # of our own: the library knows no IDLE


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a folder is numbered by (UIDVALIDITY), and the number that its next mail gets."""

    validity: int
    next: int


class Imap(imaplib.IMAP4):
    """A session. Blocks: for a thread. Raises imaplib's errors, OSError, BlockError."""

    def __init__(self, line: Line, host: str, port: int) -> None:
        self._line = line
        self._buffer = bytearray()
        self._allow_more()
        self._can: frozenset[str] = frozenset()
        self.idling = False
        self.stirred = False  # the server said that a mail came, and nobody looked since
        super().__init__(host, port)

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:  # noqa: ARG002
        """The line is there already."""
        self.host, self.port, self.sock = host, port, self._line.sock

    def read(self, size: int) -> bytes:
        """A literal, of which the server says how long it is."""
        if size > LITERAL:
            raise self._too_much()
        while len(self._buffer) < size:
            self._receive()
        return self._take(size)

    def readline(self) -> bytes:
        start = 0
        self._lines_left -= 1
        while (end := self._buffer.find(b"\n", start)) < 0:
            start = len(self._buffer)
            if start > LONGEST_LINE or self._lines_left < 0:
                raise self._too_much()
            self._receive()
        return self._take(end + 1)

    def shutdown(self) -> None:
        self.sock.close()

    @property
    def unread(self) -> bool:
        """Whether the server said something that the line will not tell of any more."""
        return bool(self._buffer) or (isinstance(self.sock, ssl.SSLSocket) and self.sock.pending() > 0)

    def _receive(self) -> None:
        data = self.sock.recv(65_536)
        self._left -= len(data)
        if not data:
            raise self.abort("socket error: EOF")
        if self._left < 0:
            raise self._too_much()
        self._buffer += data

    def _allow_more(self) -> None:
        """For the next piece of work."""
        self._left, self._lines_left = MOST, MOST_LINES

    def _too_much(self) -> BlockError:
        self._buffer.clear()
        return BlockError(f"{self.host}:{self.port} sends more than a mail server should.", "Is it one?")

    def _take(self, size: int) -> bytes:
        data = bytes(self._buffer[:size])
        del self._buffer[:size]
        return data

    def has(self, capability: str) -> bool:
        """Whether the server can do that, as it says now: more once somebody is logged in."""
        if not self._can:
            self._can = frozenset(b" ".join(self.capability()[1]).decode("ascii", "replace").upper().split())
        return capability in self._can

    def begin_tls(self, login: Login) -> None:
        """STARTTLS. What came before it is forgotten: it could be anybody's."""
        self.xatom("STARTTLS")
        self._line.encrypt(login)
        self.sock = self._line.sock
        self._buffer.clear()
        self._can = frozenset()

    def log_in(self, login: Login) -> None:
        """By AUTHENTICATE where the server takes it: LOGIN has no spelling for what is not ASCII. Raises BlockError."""
        if login.token:
            need_bearer(login, offered=self.has("AUTH=XOAUTH2"))
            answers = iter([login.bearer.encode()])  # a refusal is explained, and wants an empty answer
            self.authenticate("XOAUTH2", lambda _: next(answers, b""))
        elif self.has("AUTH=PLAIN"):
            self.authenticate("PLAIN", lambda _: f"\0{login.username}\0{login.password}".encode())
        else:
            self.login(login.username, login.password)
        self._can = frozenset()

    def choose(self, folder: str, *, readonly: bool) -> Chosen:
        """Open a folder; to read it only, nothing in it is ever marked as read. Raises BlockError for none."""
        if self.select(quoted(folder), readonly)[0] != "OK":
            raise BlockError(f"There is no folder “{folder}” in the mailbox.", f"It has {self.names()}.")
        found = [number_of((self.response(name)[1] or [None])[0]) for name in ("UIDVALIDITY", "UIDNEXT")]
        return Chosen(found[0], found[1] or max(self.after(0), default=0) + 1)

    def names(self) -> str:
        """The folders, for a sentence."""
        lines = [one for one in self.list()[1] if isinstance(one, bytes)]
        names = [match[1].decode("ascii", "replace") for line in lines if (match := re.search(rb'"?([^"]+)"?$', line))]
        return shorten(clean_line(", ".join(_from_utf7(name) for name in names[:20])), _LONGEST_LIST) or "none"

    def after(self, uid: int) -> list[int]:
        """The numbers above `uid`, in order. One that the server names always, the last one, may be below."""
        _, lines = self.uid("SEARCH", "UID", f"{uid + 1}:*")
        numbers = b" ".join(line for line in lines if isinstance(line, bytes)).split()
        return sorted(number for one in numbers if (number := number_of(one)) > uid)

    def fetch_of(self, uids: Iterable[int], parts: str) -> list[Any]:
        """What the server says to a FETCH, as the library gives it; empty where no such mail is there."""
        typ, lines = self.uid("FETCH", ",".join(map(str, uids)), f"({parts})")
        if typ != "OK":
            raise self.error("FETCH")
        return [line for line in lines if line]

    def is_there(self, uid: int) -> bool:
        """Whether the open folder has such a mail."""
        _, lines = self.uid("SEARCH", "UID", str(uid))
        return str(uid).encode() in b" ".join(line for line in lines if isinstance(line, bytes)).split()

    def part(self, uid: int, section: str, begin: int, length: int) -> bytes | None:
        """Bytes of a part of a mail; fewer at its end. None where the mail is not there any more."""
        self._allow_more()
        lines = self.fetch_of([uid], f"BODY.PEEK[{section}]<{begin}.{length}>")
        told = [values for values in read_answer(lines) if number_of(values.get("UID")) == uid]
        data = next((value for values in told for name, value in values.items() if name.startswith("BODY[")), None)
        if not isinstance(data, bytes):
            return None
        is_nil = data == b"NIL" and not any(isinstance(line, tuple) for line in lines)
        return b"" if is_nil else data[:length]

    def wake(self) -> None:
        """Leave IDLE, if it is on; then the server is asked whether it lives, and tells what came."""
        self._allow_more()
        if self.idling:
            self.send(b"DONE\r\n")
            while not (line := self.readline()).startswith(_TAG):
                self._hear(line)
            self.idling = False
        self.noop()
        self._notice()

    def rest(self) -> None:
        """Begin IDLE where the server can and does: from then on it speaks when a mail comes."""
        self._notice()
        if not self.has("IDLE"):
            return
        self.send(_TAG + b" IDLE\r\n")
        while not (line := self.readline()).startswith(b"+"):
            if line.startswith(_TAG):  # it said that it could
                self._can -= {"IDLE"}
                return
            self._hear(line)
        self.idling = True

    def _hear(self, line: bytes) -> None:
        self.stirred = self.stirred or b"EXISTS" in line

    def _notice(self) -> None:
        self.stirred = self.stirred or bool((self.response("EXISTS")[1] or [None])[0])


def number_of(text: object) -> int:
    """A number as IMAP has them, of 32 bits; 0 for anything else that a server says."""
    is_one = isinstance(text, bytes) and text.isdigit() and len(text) <= _DIGITS
    return int(text) if is_one and isinstance(text, bytes) else 0


def quoted(folder: str) -> str:
    """A folder's name as IMAP spells it, in UTF-7 of its own. Raises BlockError for one with control characters.

    Not even in code: servers tell the name back as it is, which would be an answer of somebody else's choice.
    """
    if not folder.strip() or re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", folder):
        raise BlockError(f"“{clean_line(folder)[:80]}” can't be a folder of a mailbox.", "Give its name.")
    coded = re.sub(r"[^\x20-\x7e]+", lambda found: _to_base64(found[0]), folder.replace("&", "&-"))
    return '"' + coded.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _to_base64(text: str) -> str:
    coded = base64.b64encode(text.encode("utf-16-be", "replace")).decode().rstrip("=").replace("/", ",")
    return f"&{coded}-"


def _from_utf7(name: str) -> str:
    def decoded(found: "re.Match[str]") -> str:
        data = found[1].replace(",", "/")
        return base64.b64decode(data + "=" * (-len(data) % 4)).decode("utf-16-be") if data else "&"

    try:
        return re.sub(r"&([^-]*)-", decoded, name)
    except ValueError:
        return name

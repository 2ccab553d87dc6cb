"""Secrets never reach the disk: one redactor an automation, by value and in common encodings, before a write."""

import base64
import html
import json
import re
import shlex
import threading
import weakref
from collections.abc import Sequence
from urllib.parse import quote, quote_plus

from nomologi_tui.text import clean_line

HIDDEN = "[hidden]"
SHORTEST = 4  # shorter values would hide half the log
GROUPED = 8  # characters of a spelling that is also found where line ends, spaces or colons stand in between
PIECE = 6  # characters of a value's beginning or end that are hidden where a text was cut through it
MOST = 200  # values that are remembered: of a token that changes each hour the last week
_CUT = re.compile("(\ufffd*\\s?…\\s?\ufffd*)")  # our mark, and what was a letter before it was cut through
# What the parts of an address leave as it is, as browsers and libraries do (WHATWG's URL standard, encodeURI).
_MARKS = "!$&'()*+,-./:;=?@[\\]^_`{|}~"
_LEFT = (
    _MARKS,
    _MARKS.replace("'", ""),
    "!$&'()*+,-./:;=@[\\]^_|~",
    "!$&'()*+,-._~",
    "!'()*-._~",
    "!'()*-._~;,/?:@&=+$#",
)
_LEFT_IN_URLS = ("", "/", *_LEFT, *(f"{one}%" for one in _LEFT))  # `%`: what looks quoted is not quoted again

_ADDING = threading.Lock()


class Redactor:
    """Call it with a text; it returns the text without any value that was added.

    Promised: a value that stands whole in the text, as it is or in one of the spellings of `_forms`, also broken into
    lines or groups (`base64`, `fold`, hex with colons); each line of a value of several lines; and where a text was cut
    through a value (two log lines, two chunks, our mark “…”), the piece at the cut, if it has 6 characters or more. Not
    promised: values shorter than 4 characters, pieces with other text between them (`xxd`), and spellings that a step
    makes up itself (reversed, encrypted, compressed).
    """

    __slots__ = ("__weakref__", "_forms", "_grouped", "_known", "_longest", "_torn")

    def __init__(self) -> None:
        self._known: dict[str, set[str]] = {}
        self._forms: tuple[str, ...] = ()
        self._grouped: tuple[str, ...] = ()  # without what may stand between their parts
        self._longest = 1
        self._torn: tuple[tuple[str, str, str], ...] = ()  # with the beginning and the end that a cut may leave

    def __bool__(self) -> bool:
        """Whether there is anything to hide."""
        return bool(self._forms)

    def add(self, secret: str) -> str:
        """Remember `secret`; returned as it is, so that resolving and remembering are one step."""
        if len(secret) >= SHORTEST and secret not in self._known:
            with _ADDING:  # secrets are fetched in threads
                known = self._known | {secret: _forms(secret)}
                if len(known) > MOST:
                    del known[next(iter(known))]
                forms = tuple(sorted(set().union(*known.values()), key=len, reverse=True))
                grouped = dict.fromkeys(_together(form) for form in forms)
                self._grouped = tuple(form for form in grouped if len(form) >= GROUPED)
                self._torn = tuple((form, form[:PIECE], form[-PIECE:]) for form in forms)
                self._longest = len(forms[0])
                self._known, self._forms = known, forms
        return secret

    def __call__(self, text: str) -> str:
        for form in self._forms:
            if form in text:
                text = text.replace(form, HIDDEN)
        text = self._without_groups(text)
        torn = text if "…" in text else text[: self._longest] + text[-self._longest :]
        here = [form for form, begins, ends in self._torn if begins in torn or ends in torn]
        if not here:
            return text
        return "".join(self._without_pieces(part, here) for part in _CUT.split(text))

    def _without_groups(self, text: str) -> str:
        """Without a value whose characters stand in groups or on several lines."""
        together = _together(text)
        if len(together) < len(text):
            for form in self._grouped:
                if form in together:
                    text = re.sub(_BETWEEN.join(map(re.escape, form)), HIDDEN, text)
        return text

    @staticmethod
    def _without_pieces(part: str, forms: Sequence[str]) -> str:
        """A part of a text without what a cut left of a value at its two ends."""
        for form in forms:
            part = _without_beginning(_without_end(part, form), form)
        return part


_BETWEEN = r"(?:=?[\s:])*"  # `=` ends a line of quoted-printable that goes on


def _together(text: str) -> str:
    """`text` without what may stand between the parts of a spelling."""
    return "".join(text.replace("=\r\n", "").replace("=\n", "").split()).replace(":", "")


class Redactors:
    """One redactor for each automation, as long as a trigger or a run of it holds it.

    So an event is without the secrets of the runs before it, and a run need not spell out its secrets anew.
    """

    def __init__(self) -> None:
        self._made: weakref.WeakValueDictionary[int, Redactor] = weakref.WeakValueDictionary()

    def of(self, automation_id: int) -> Redactor:
        """The automation's."""
        return self._made.setdefault(automation_id, Redactor())


def _without_end(text: str, form: str) -> str:
    """`text` without the beginning of `form` that it ends with: the rest of it was cut off."""
    start = max(len(text) - len(form) + 1, 0)
    while (start := text.find(form[:PIECE], start)) >= 0:
        if form.startswith(text[start:]):
            return text[:start] + HIDDEN
        start += 1
    return text


def _without_beginning(text: str, form: str) -> str:
    """`text` without the end of `form` that it begins with."""
    head = text[: len(form) - 1]
    end = len(head)
    while (start := head.rfind(form[-PIECE:], 0, end)) >= 0:
        end = start + PIECE
        if form.endswith(text[:end]):
            return HIDDEN + text[end:]
        end -= 1
    return text


def _forms(secret: str) -> set[str]:
    """The spellings that a secret takes on its way through commands, URLs, JSON and HTML; each of its lines too."""
    forms = {
        secret, clean_line(secret), *_in_urls(secret), *_in_json(secret), *_in_markup(secret), *_in_shells(secret),
        *secret.splitlines(),
        *(form for raw in _encoded(secret) for form in _in_bytes(raw)),
    }  # fmt: skip
    return {form for form in forms | {clean_line(form) for form in forms if "\0" in form} if len(form) >= SHORTEST}


def _encoded(secret: str) -> tuple[bytes, ...]:
    """Its bytes, also as Windows keeps text."""
    wide = (secret.encode(code, "surrogatepass") for code in ("utf-16-le", "utf-16-be"))
    return secret.encode("utf-8", "surrogateescape"), *wide


def _in_urls(secret: str) -> set[str]:
    """Once and twice, and with what each part of an address leaves as it is: parameters, path, name with password."""
    quoted = quote(secret, safe="")
    once = {quote(secret, safe=safe) for safe in _LEFT_IN_URLS}
    each = "".join(f"%{byte:02x}" for byte in secret.encode("utf-8", "surrogateescape"))
    texts = {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    told = {quote(text, safe=safe) for text in texts for safe in ("", "/")}
    return {quoted.lower(), quote(quoted, safe=""), quote_plus(secret), each, each.upper(), *told, *once}


def _in_json(secret: str) -> set[str]:
    """As JSON and Python write it, also inside a text that is written so again, and as Go and PHP do."""
    texts = {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    go = {text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e") for text in texts}
    again = {json.dumps(text, ensure_ascii=False)[1:-1] for text in texts}
    shown = repr(secret)[1:-1]
    return {*texts, *go, *again, shown, repr(shown)[1:-1], json.dumps(secret)[1:-1].replace("/", "\\/")}


def _in_markup(secret: str) -> set[str]:
    """As HTML, XML, YAML, SQL and tables write it."""
    bare, whole = html.escape(secret, quote=False), html.escape(secret)
    doubled = {secret.replace(mark, mark * 2) for mark in "'\""}
    return {bare, bare.replace('"', "&quot;"), whole, whole.replace("&#x27;", "&#39;"), *doubled}


def _in_shells(secret: str) -> set[str]:
    """As shells write it when they show what they do, and `printf %q`."""
    return {shlex.quote(secret).strip("'"), secret.replace("'", "'\\''"), re.sub(r"([^\w@%+=:,./-])", r"\\\1", secret)}


def _in_bytes(raw: bytes) -> set[str]:
    """Its bytes in hex, as Python writes them, read as Latin-1, and in base64 at each of its three alignments."""
    forms = {raw.hex(), raw.hex().upper(), repr(raw)[2:-1], raw.decode("latin-1")}
    for start in range(3):  # without the ragged ends
        text = base64.b64encode(b"\0" * start + raw).decode().rstrip("=")
        core = text[(0, 2, 3)[start] : len(text) - (1 if (start + len(raw)) % 3 else 0)]
        forms |= {core, core.replace("+", "-").replace("/", "_"), core.replace("/", "\\/"), quote(core, safe="")}
    return forms

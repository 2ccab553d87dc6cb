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
PIECE = 6  # characters of a value's beginning or end that are hidden where a text was cut through it
MOST = 200  # values that are remembered: of a token that changes each hour the last week
_CUT = re.compile("(\ufffd*\\s?…\\s?\ufffd*)")  # our mark, and what was a letter before it was cut through


_ADDING = threading.Lock()


class Redactor:
    """Call it with a text; it returns the text without any value that was added.

    Promised: a value that stands whole in the text, as it is or in one of the spellings of `_forms`; each line of a
    value of several lines; and where a text was cut through a value (two log lines, two chunks, our mark “…”), the
    piece at the cut, if it has 6 characters or more. Not promised: values shorter than 4 characters, pieces with other
    text between them, and spellings that a step makes up itself (reversed, encrypted, compressed).
    """

    __slots__ = ("__weakref__", "_forms", "_known")

    def __init__(self) -> None:
        self._known: dict[str, set[str]] = {}
        self._forms: tuple[str, ...] = ()

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
                self._known, self._forms = known, tuple(sorted(set().union(*known.values()), key=len, reverse=True))
        return secret

    def __call__(self, text: str) -> str:
        for form in self._forms:
            if form in text:
                text = text.replace(form, HIDDEN)
        if "…" not in text:
            return self._without_pieces(text, self._forms)
        here = [form for form in self._forms if form[:PIECE] in text or form[-PIECE:] in text]
        return "".join(self._without_pieces(part, here) for part in _CUT.split(text)) if here else text

    @staticmethod
    def _without_pieces(part: str, forms: Sequence[str]) -> str:
        """A part of a text without what a cut left of a value at its two ends."""
        for form in forms:
            part = _without_beginning(_without_end(part, form), form)
        return part


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
    quoted = quote(secret, safe="")
    forms = {
        secret, quoted, quoted.lower(), quote(secret), quote(quoted, safe=""), quote_plus(secret),
        json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], repr(secret)[1:-1],
        json.dumps(secret)[1:-1].replace("/", "\\/"), html.escape(secret), shlex.quote(secret).strip("'"),
        html.escape(secret).replace("&#x27;", "&#39;"), clean_line(secret),
    }  # fmt: skip
    raw = secret.encode("utf-8", "surrogateescape")
    forms |= {raw.hex(), raw.hex().upper(), repr(raw)[2:-1]}
    for start in range(3):  # base64 at each of its three alignments, without the ragged ends
        text = base64.b64encode(b"\0" * start + raw).decode().rstrip("=")
        core = text[(0, 2, 3)[start] : len(text) - (1 if (start + len(raw)) % 3 else 0)]
        forms |= {core, core.replace("+", "-").replace("/", "_"), core.replace("/", "\\/"), quote(core, safe="")}
    forms |= set(secret.splitlines())
    return {form for form in forms if len(form) >= SHORTEST}

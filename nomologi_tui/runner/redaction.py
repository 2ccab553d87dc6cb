"""Secrets never reach the disk: one redactor a run, by value and in common encodings, before anything is written."""

import base64
import html
import json
import shlex
from urllib.parse import quote, quote_plus

HIDDEN = "[hidden]"
SHORTEST = 4  # shorter values would hide half the log
PIECE = 6  # characters of a value's beginning or end that are hidden where a text was cut through it


class Redactor:
    """Call it with a text; it returns the text without any value that was added.

    Promised: a value that stands whole in the text, as it is or in one of the spellings of `_forms`; each line of a
    value of several lines; and where a text was cut through a value (two log lines, two chunks), the piece at the
    text's beginning or end, if it has 6 characters or more. Not promised: values shorter than 4 characters, pieces
    with other text between them, and spellings that a step makes up itself (reversed, encrypted, compressed).
    """

    __slots__ = ("_forms",)

    def __init__(self) -> None:
        self._forms: tuple[str, ...] = ()

    def add(self, secret: str) -> str:
        """Remember `secret`; returned as it is, so that resolving and remembering are one step."""
        if len(secret) >= SHORTEST:
            self._forms = tuple(sorted({*self._forms, *_forms(secret)}, key=len, reverse=True))
        return secret

    def __call__(self, text: str) -> str:
        for form in self._forms:
            if form in text:
                text = text.replace(form, HIDDEN)
        for form in self._forms:
            text = _without_beginning(_without_end(text, form), form)
        return text


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
        html.escape(secret), shlex.quote(secret).strip("'"),
    }  # fmt: skip
    raw = secret.encode("utf-8", "surrogateescape")
    forms |= {raw.hex(), raw.hex().upper()}
    for start in range(3):  # base64 at each of its three alignments, without the ragged ends
        text = base64.b64encode(b"\0" * start + raw).decode().rstrip("=")
        core = text[(0, 2, 3)[start] : len(text) - (1 if (start + len(raw)) % 3 else 0)]
        forms |= {core, core.replace("+", "-").replace("/", "_")}
    forms |= set(secret.splitlines())
    return {form for form in forms if len(form) >= SHORTEST}

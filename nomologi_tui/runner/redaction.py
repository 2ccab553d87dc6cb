"""Secrets never reach the disk: one redactor a run, by value and in common encodings, before anything is written."""

import base64
import json
from urllib.parse import quote, quote_plus

HIDDEN = "[hidden]"
SHORTEST = 4  # shorter values would hide half the log


class Redactor:
    """Call it with a text; it returns the text without any value that was added."""

    def __init__(self) -> None:
        self._forms: list[str] = []

    def add(self, secret: str) -> str:
        """Remember `secret`; returned as it is, so that resolving and remembering are one step."""
        if len(secret) >= SHORTEST:
            self._forms = sorted({*self._forms, *_forms(secret)}, key=len, reverse=True)
        return secret

    def __call__(self, text: str) -> str:
        for form in self._forms:
            if form in text:
                text = text.replace(form, HIDDEN)
        return text


def _forms(secret: str) -> set[str]:
    """The spellings that a secret takes on its way through commands, URLs and JSON; also each part of several lines."""
    forms = {
        secret,
        quote(secret, safe=""),
        quote_plus(secret),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
    }
    raw = secret.encode()
    forms |= {raw.hex(), raw.hex().upper()}
    for start in range(3):  # base64 at each of its three alignments, without the ragged ends
        text = base64.b64encode(b"\0" * start + raw).decode().rstrip("=")
        core = text[(0, 2, 3)[start] : len(text) - (1 if (start + len(raw)) % 3 else 0)]
        forms |= {core, core.replace("+", "-").replace("/", "_")}
    forms |= {line for line in secret.splitlines() if len(line) >= SHORTEST}
    return {form for form in forms if len(form) >= SHORTEST}

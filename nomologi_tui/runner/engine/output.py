"""What is kept of a step's input and output: plain JSON, redacted, at most 256 KB, the cut marked."""

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice
from typing import Any

from nomologi_tui.model import Event

MAX_OUTPUT = 256 * 1024  # characters of JSON of one step's output that are kept
MAX_DEPTH = 100
MAX_ITEMS = 1_000_000
MAX_BITS = 1024  # Python itself refuses to write out numbers of more than 4,300 digits
CUT = "… cut here"

Redact = Callable[[str], str]

_to_json = json.JSONEncoder(ensure_ascii=False).encode  # `json.dumps` would make an encoder for each value


def plain(value: Any) -> Any:
    """`value` as a JSON tree, whatever a block returned: it may hold itself, hold strange objects or never end.

    What lies deeper than 100 levels or beyond a million items is replaced by a mark.
    """
    return _Copy().of(value, MAX_DEPTH)


class _Copy:
    """Copies one value and counts what it has copied."""

    def __init__(self) -> None:
        self._left = MAX_ITEMS

    def of(self, value: Any, depth: int) -> Any:
        self._left -= 1
        if value is None or isinstance(value, bool | str):
            return value
        if isinstance(value, int):
            return value if value.bit_length() < MAX_BITS else _text(value)
        if isinstance(value, float):
            return value if math.isfinite(value) else _text(value)
        if not isinstance(value, dict | list | tuple | set | frozenset):
            return _text(value)
        if depth <= 0 or self._left <= 0:
            return CUT
        if isinstance(value, dict):
            return {_text(key): self.of(item, depth - 1) for key, item in self._some(value.items())}
        return [self.of(item, depth - 1) for item in self._some(value)]

    def _some(self, items: Iterable[Any]) -> Iterable[Any]:
        return islice(items, max(self._left, 0))


def _text(value: Any) -> str:
    try:
        return str(value)
    except Exception as error:  # noqa: BLE001 - a stranger's object; that it can't say what it is must not fail the step
        return f"({type(value).__name__} that can't be shown: {type(error).__name__})"


def kept(value: Any, redact: Redact) -> Any:
    """A plain `value` with every text in it redacted; one that is longer than 256 KB is cut, and says so."""
    safe = redacted(value, redact)
    text = _to_json(safe)
    if len(text) <= MAX_OUTPUT:
        return safe
    return {"cut": True, "note": f"{len(text):,} characters, of which 256 KB are kept", "text": text[:MAX_OUTPUT]}


def is_cut(value: Any) -> bool:
    """Whether `kept` cut this value."""
    return isinstance(value, dict) and value.keys() == {"cut", "note", "text"} and len(str(value["text"])) == MAX_OUTPUT


def redacted(value: Any, redact: Redact) -> Any:
    """Every text in a plain `value` redacted. Not cleaned: it is data, cleaned where it is shown.

    A number may be a secret too.
    """
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, dict):
        return {redact(key): redacted(item, redact) for key, item in value.items()}
    if isinstance(value, list):
        return [redacted(item, redact) for item in value]
    if value is None or isinstance(value, bool):
        return value
    shown = str(value)
    safe = redact(shown)
    return value if safe == shown else safe


def without_secrets(event: Event, redact: Redact) -> Event:
    """`event` as it may be written down; what is the same twice stays the same, so its id still tells it apart."""
    data, cursor = redacted(plain(event.data), redact), redacted(plain(event.cursor), redact)
    return replace(event, id=redact(event.id), data=data, cursor=cursor)

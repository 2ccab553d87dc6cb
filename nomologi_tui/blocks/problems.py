"""What is said of a value that a field can't take: one clean sentence, however long or hostile the value is.

Pydantic finds what is wrong; the words are ours, also for what it may find one day.
"""

import re
from collections.abc import Mapping
from typing import Any

from nomologi_tui.text import clean_line, shorten, show_duration

NEEDED = "This is needed."
LONGEST = 1024 * 1024  # characters of a text in a config, also of one that was filled in
LONGEST_PART, LONGEST_PATH = 255, 4095  # bytes of a name in a path and of all of it, on nearly every file system
_LONGEST_SENTENCE = 300
_LONGEST_NAME = 80
_DEEPEST = 50
_HALF = re.compile("[\ud800-\udfff]")
_OWN = ("value_error", "assertion_error")  # whose words are those of the block
_BOOLEAN, _WHOLE, _NUMBER = "It takes yes or no.", "It takes a whole number.", "It takes a number."
_TEXT, _LIST, _PAIRS = "It takes a text.", "It takes a list.", "It takes names with a value each."
_WORDS = {
    "missing": NEEDED,
    "extra_forbidden": "There is no such field.",
    "bool_parsing": _BOOLEAN,
    "bool_type": _BOOLEAN,
    "int_from_float": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_type": _WHOLE,
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "finite_number": _NUMBER,
    "string_type": _TEXT,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "dict_type": _PAIRS,
    "model_type": _PAIRS,
    "model_attributes_type": _PAIRS,
    "multiple_of": "It has to be a multiple of {multiple_of}.",
    "literal_error": "It takes one of these: {expected}.",
    "enum": "It takes one of these: {expected}.",
    "greater_than": "It has to be more than {gt}.",
    "greater_than_equal": "It has to be at least {ge}.",
    "less_than": "It has to be less than {lt}.",
    "less_than_equal": "It has to be at most {le}.",
    "string_too_short": "It needs at least {min_length} characters.",
    "string_too_long": "It has more than {max_length} characters.",
    "too_short": "It needs at least {min_length}.",
    "too_long": "It has more than {max_length}.",
}


def no_text(value: object, *, nul: bool, depth: int = 0) -> str:
    """Why nothing can be done with a text in `value`, which may hold `nul`; empty where all are good."""
    if depth > _DEEPEST:
        return f"It is nested more than {_DEEPEST} levels deep."
    if isinstance(value, dict | list | tuple):
        parts = (part for pair in value.items() for part in pair) if isinstance(value, dict) else iter(value)
        return next((wrong for one in parts if (wrong := no_text(one, nul=nul, depth=depth + 1))), "")
    if not isinstance(value, str):
        return ""
    if len(value) > LONGEST:
        return f"It has {len(value):,} characters; at most {LONGEST:,} are taken."
    if "\0" in value and not nul:
        return "It holds a NUL, which is no character of a text."
    return "" if value.isascii() or not _HALF.search(value) else "It holds half a character, which is no text."


def too_long(path: str) -> str:
    """Why no file system takes `path`, as the end of a sentence; empty where its length is fine."""
    names = path.encode("utf-8", "surrogateescape").split(b"/")
    if max(map(len, names)) > LONGEST_PART or sum(map(len, names)) + len(names) > LONGEST_PATH:
        return f"is too long: names have at most {LONGEST_PART} bytes, paths {LONGEST_PATH:,}"
    return ""


def check_port(url: str) -> str:
    """`url`, if a port in it is one that there can be. Raises ValueError."""
    port = re.match(r"https?://[^/?#{]*:(\d*)(?=[/?#]|$)", url)
    if port and not 0 < int(port[1][:9] or 80) < 65_536:
        raise ValueError(f"“{shorten(url, 60)}” names a port that there can't be; they go from 1 to 65535")
    return url


class MissingError(ValueError):
    """A check of a whole model: `field` is needed by what the others say; to be answered, so not wrong."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


def place_of(error: Mapping[str, Any]) -> str:
    """The field that one entry of pydantic's `errors()` is about; empty for the whole."""
    cause = error.get("ctx", {}).get("error")
    return cause.field if isinstance(cause, MissingError) else str(*error["loc"][:1])


def sentence_of(error: Mapping[str, Any], example: str = "", is_duration: bool = False) -> str:
    """What is wrong by one entry of pydantic's `errors()`, as a sentence; `example` is a value that the field takes."""
    kind, limits = error["type"], error.get("ctx", {})
    if kind in _OWN:
        text = re.sub("^(Value error|Assertion failed), ", "", error["msg"])
        text = shown(text[:1].upper() + text[1:])
        return text if text.endswith((".", "!", "?")) else text + "."
    if kind in ("string_too_short", "too_short") and limits.get("min_length") == 1:
        return NEEDED
    words = _WORDS.get(kind, "It can't be this; write for example {example}." if example else "It can't be this.")
    told = {name: _limit(value, is_duration=is_duration) for name, value in limits.items()}
    sentence, place = words.format_map({**told, "example": example}), _place(error["loc"][1:])
    return shown(f"In {place}: {sentence[:1].lower()}{sentence[1:]}" if place else sentence)


def _limit(value: Any, *, is_duration: bool) -> str:
    if isinstance(value, str):  # choices, quoted
        return value.replace("'", "")
    if not isinstance(value, int | float):
        return ""
    return show_duration(value) if is_duration else f"{value:.12g}"


def _place(inside: tuple[str | int, ...]) -> str:
    """Where it is inside of the field's value."""
    return ", ".join(f"number {one + 1}" if isinstance(one, int) else f"“{shown_name(one)}”" for one in inside)


def shown(words: str) -> str:
    """Words that may hold what was typed, for one line."""
    return shorten(clean_line(words), _LONGEST_SENTENCE)


def shown_name(name: object = "") -> str:
    """The name of a field, which may be one that there is not."""
    return shorten(clean_line(str(name)), _LONGEST_NAME)

"""What is said of a value that a field can't take: one clean sentence, however long or hostile the value is."""

import re

from nomologi_tui.text import clean_line, shorten

NEEDED = "This is needed."
LONGEST = 1024 * 1024  # characters of a text in a config, also of one that was filled in
LONGEST_PART, LONGEST_PATH = 255, 4095  # bytes of a name in a path and of all of it, on nearly every file system
_LONGEST_SENTENCE = 300
_LONGEST_NAME = 80
_DEEPEST = 50
_HALF = re.compile("[\ud800-\udfff]")
_SENTENCES = {
    "missing": NEEDED,
    "extra_forbidden": "There is no such field.",
    **dict.fromkeys(("int_parsing", "int_type", "int_from_float", "int_parsing_size"), "A whole number is needed."),
    **dict.fromkeys(("float_parsing", "float_type", "finite_number"), "A number is needed."),
    **dict.fromkeys(("bool_parsing", "bool_type"), "Yes or no is needed."),
    **dict.fromkeys(("list_type", "tuple_type"), "A list is needed."),
    "dict_type": "Names with their values are needed.",
    "string_type": "A text is needed.",
}
_SPOKEN = (  # how pydantic begins what it says, and how we do
    ("Input should be greater than or equal to ", "It is at least "),
    ("Input should be less than or equal to ", "It is at most "),
    ("Input should be greater than ", "It is more than "),
    ("Input should be less than ", "It is less than "),
    ("Input should be ", "It is one of: "),
    ("String should have ", "It has "),
)


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


def sentence_of(kind: str, message: str, example: str = "") -> str:
    """What pydantic says of a value, as a sentence; `example` is one that the field takes."""
    if kind == "string_pattern_mismatch":  # whose message is a regular expression
        return f"It can't be this; write for example {example}." if example else "It can't be this."
    if kind in _SENTENCES:
        return _SENTENCES[kind]
    text = message.removeprefix("Value error, ")
    for theirs, ours in _SPOKEN:
        text = text.replace(theirs, ours, 1) if text.startswith(theirs) else text
    text = shown(text[:1].upper() + text[1:])
    return text if text.endswith((".", "!", "?")) else text + "."


def shown(words: str) -> str:
    """Words that may hold what was typed, for one line."""
    return shorten(clean_line(words), _LONGEST_SENTENCE)


def shown_name(name: object = "") -> str:
    """The name of a field, which may be one that there is not."""
    return shorten(clean_line(str(name)), _LONGEST_NAME)

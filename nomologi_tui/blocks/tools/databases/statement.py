"""One statement of SQL as a person typed it: values are bound, never a part of it."""

import re
from collections.abc import Mapping

_COMMENTS = re.compile(r"\s+|--[^\n]*(\n|$)|/\*.*?\*/|\(", re.DOTALL)
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|`[^`]*`|--[^\n]*|/\*.*?\*/", re.DOTALL)
_MARK = re.compile(r"(?<![:\w\\]):(\w+)(?!:)")  # as SQLAlchemy finds them: not `::type`, not `\:`
_READS = ("select", "with", "values", "table", "show", "explain", "describe")
_STREAMS = _READS[:3]  # what a cursor of the server can be opened for


def check_statement(text: str) -> str:
    """`text`, if it is one statement without `{{ … }}`. Raises ValueError."""
    if not text.strip() or "\0" in text:
        raise ValueError("the statement is empty")
    if "{{" in text or "{%" in text:
        raise ValueError("a value never stands in the statement: write :name there, and the value under Values")
    if ";" in _QUOTED.sub("", text).strip().rstrip(";"):
        raise ValueError("it is more than one statement; take a step for each")
    return text


def check_values(statement: str, values: Mapping[str, str]) -> None:
    """Raises ValueError where a mark has no value."""
    missing = [name for name in marks_of(statement) if name not in values]
    if missing:
        raise ValueError(f"the value of :{missing[0]} is missing; a plain colon is written \\:")


def marks_of(statement: str) -> list[str]:
    """The names that stand as `:name` in it."""
    return list(dict.fromkeys(_MARK.findall(statement)))


def reads(statement: str) -> bool:
    """Whether it only asks, by its first word: it is then carried out where nothing can be changed."""
    return _first_word(statement) in _READS


def streams(statement: str) -> bool:
    """Whether its rows can come one by one."""
    return _first_word(statement) in _STREAMS


def _first_word(statement: str) -> str:
    at = 0
    while found := _COMMENTS.match(statement, at):
        at = found.end()
    word = re.compile(r"\w+").match(statement, at)
    return word[0].lower() if word else ""

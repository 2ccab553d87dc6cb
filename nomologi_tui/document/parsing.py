"""YAML as text, lists and mappings only, made of the parser's events: nothing is built that a limit refuses.

libyaml parses where PyYAML has it, some twenty times as fast; PyYAML's own parser elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from nomologi_tui.errors import BadInputError
from nomologi_tui.text import clean_line

MAX_DEPTH = 50
PARSERS: tuple[Any, ...] = (*((yaml.CBaseLoader,) if yaml.__with_libyaml__ else ()), yaml.BaseLoader)
_NO_KEY = object()


@dataclass(slots=True)
class _Open:
    """A list or a mapping that has not ended yet; `key`: the one that waits for its value."""

    holds: list[Any] | dict[str, Any]
    key: Any = _NO_KEY


@dataclass(slots=True)
class _Building:
    """What the events so far make."""

    open: list[_Open] = field(default_factory=list)
    whole: Any = None

    def begin(self, event: Any, holds: list[Any] | dict[str, Any]) -> None:
        self.take(event, holds)
        self.open.append(_Open(holds))

    def take(self, event: Any, value: Any) -> None:
        """A value where it belongs. Raises BadInputError for one too deep, and for a key that can be none."""
        if len(self.open) >= MAX_DEPTH:
            raise BadInputError(f"The document is nested more than {MAX_DEPTH} levels deep.")
        if not self.open:
            self.whole = value
            return
        last = self.open[-1]
        if isinstance(last.holds, list):
            last.holds.append(value)
        elif last.key is _NO_KEY:
            last.key = _key(event, value, last.holds)
        else:
            last.holds[last.key] = value
            last.key = _NO_KEY


def _key(event: Any, value: Any, among: dict[str, Any]) -> str:
    where = f"on line {event.start_mark.line + 1}, column {event.start_mark.column + 1}"
    if not isinstance(value, str):
        raise BadInputError(f"The document has a list or a mapping as a key {where}.", "Write a word before the colon.")
    if value in among:
        raise BadInputError(f"The document has a key twice: {clean_line(value)[:60]}, {where}.", "Keep one of them.")
    return value


def parsed(text: str, parser: Any = PARSERS[0]) -> Any:
    """What one YAML document says, every scalar as text; None of an empty one. Raises BadInputError saying where."""
    if wrong := yaml.reader.Reader.NON_PRINTABLE.search(text):
        before = text[: wrong.start()]
        line, column = before.count("\n") + 1, wrong.start() - before.rfind("\n")
        raise _no_yaml(f"line {line}, column {column}: special characters are not allowed")
    try:
        return _built(_events(text, parser))
    except yaml.MarkedYAMLError as error:
        said = " ".join(one for one in (error.context, error.problem) if one)
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise _no_yaml(f"{where}{clean_line(said)[:200]}") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise _no_yaml(clean_line(str(error))[:200]) from None


def _no_yaml(why: str) -> BadInputError:
    return BadInputError(f"The document is not YAML: {why}.")


def _events(text: str, parser: Any) -> Iterator[Any]:
    reading = parser(text)
    try:
        while (event := reading.get_event()) is not None:
            yield event
    finally:
        reading.dispose()


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _built(events: Iterator[Any]) -> Any:
    building, documents = _Building(), 0
    for event in events:
        match event:
            case yaml.ScalarEvent():
                building.take(event, event.value)
            case yaml.MappingStartEvent():
                building.begin(event, {})
            case yaml.SequenceStartEvent():
                building.begin(event, [])
            case yaml.CollectionEndEvent():
                building.open.pop()
            case yaml.AliasEvent():
                raise BadInputError(
                    f"The document uses an alias (*name) on line {_line(event)}.", "Write the value out."
                )
            case yaml.DocumentStartEvent():
                documents += 1
                if documents > 1:
                    raise _no_yaml(f"line {_line(event)}, column 1: another document begins here")
            case _:
                pass
    return building.whole

"""The items of a list that a field names, or whose lines stand in it."""

import re
from collections.abc import Callable
from typing import Any

from nomologi_tui.blocks.tools.values.data import list_of, value_of

_ONE_VALUE = re.compile(r"\s*\{\{-?((?:(?!\{\{|\}\}).)+?)-?\}\}\s*", re.DOTALL)
_AS_JSON = re.compile(r"\|\s*json\s*$")


def items_in(typed: str, render: Callable[[str], str]) -> list[Any]:
    """The items of `{{ event.files }}`, of a text that is a JSON list, or its lines. Raises a NomologiError."""
    text = render(_as_json(typed))
    value = value_of(text)
    return [line for line in value.splitlines() if line.strip()] if isinstance(value, str) else list_of(text)


def value_in(typed: str, render: Callable[[str], str]) -> Any:
    """The value that `{{ event.order }}` names as it is; of other texts what they come to. Raises a NomologiError."""
    only_one = _ONE_VALUE.fullmatch(typed)
    text = render(_as_json(typed))
    return value_of(text) if only_one else text


def _as_json(typed: str) -> str:
    """A list as such: Liquid would write its items one behind the other."""
    found = _ONE_VALUE.fullmatch(typed)
    return typed if found is None or _AS_JSON.search(found[1]) else f"{{{{ {found[1].strip()} | json }}}}"

"""Templates of Home Assistant that name one value of what started the automation; all others are not translated."""

import re
from typing import Any

from nomologi_tui.adopting.flow import Given, NotTakenError

TRIGGER = "t0"  # the id of the only trigger's node
_MARK = re.compile(r"\{\{|\{%|\{#")
_VALUE = re.compile(r"\{\{\s*((?:trigger|repeat)(?:\.[A-Za-z_]\w*)+)\s*\}\}")
_COMPARED = re.compile(
    r"""\{\{\s*(trigger(?:\.[A-Za-z_]\w*)+)(?:\s*\|\s*(?:int|float)(?:\(0\))?)?\s*(==|!=|>=|<=|>|<)\s*"""
    r"""(?:'([^'{}]*)'|"([^"{}]*)"|(-?\d+(?:\.\d+)?))\s*\}\}"""
)
_OPERATORS = {
    "==": "is", "!=": "is not", ">": "greater than", ">=": "at least", "<": "less than", "<=": "at most",
}  # fmt: skip


def has_mark(text: str) -> bool:
    return bool(_MARK.search(text))


def translated(value: Any, given: Given) -> Any:
    """A setting with its templates as ours. Raises NotTakenError for a template that is more than one value."""
    if isinstance(value, dict):
        return {name: translated(one, given) for name, one in value.items()}
    if isinstance(value, list):
        return [translated(one, given) for one in value]
    if not isinstance(value, str) or not has_mark(value):
        return value
    if has_mark(_VALUE.sub("", value)):
        raise NotTakenError("its template is not translated")
    return _VALUE.sub(lambda found: f"{{{{ {_path(found[1], given)} }}}}", value)


def comparison(template: str, given: Given) -> dict[str, str]:
    """A template that compares one value with a fixed one. Raises NotTakenError for others."""
    found = _COMPARED.fullmatch(template.strip())
    number = found[5] if found else None
    if not found or (number is None and found[2] not in ("==", "!=")):  # which of two texts comes first is not asked
        raise NotTakenError("its template is not translated")
    right = number if number is not None else found[3] if found[3] is not None else found[4]
    test = {"left": f"{{{{ {_path(found[1], given)} }}}}", "operator": _OPERATORS[found[2]], "right": right}
    return test | ({} if number is not None else {"type": "text"})


def _path(name: str, given: Given) -> str:
    first, second, *rest = name.split(".")
    held = given.of.get(TRIGGER)
    if first == "repeat" and second == "item" and not rest:
        return "item"
    if first == "trigger" and isinstance(held, dict) and second in held and (not rest or second not in _FLAT):
        return ".".join([held[second], *rest])
    raise NotTakenError("its template is not translated")


_FLAT = ("payload", "topic")
OF_MESSAGE = {"payload": "event.payload", "topic": "event.topic", "payload_json": "event.value"}
OF_WEBHOOK = {"json": "event.json", "query": "event.query"}

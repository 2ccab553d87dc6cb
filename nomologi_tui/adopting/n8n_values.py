"""What the settings of n8n's nodes hold: text, values of the node before, accounts."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from nomologi_tui.adopting.flow import Given, Gives, Node, NotTakenError
from nomologi_tui.adopting.literals import as_literal
from nomologi_tui.model import Step, StepType

_EXPRESSION = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_ITEM = r"(?:item|first\(\)|last\(\))"  # of one item each of them is the same
_JSON = re.compile(
    rf"""\s*(?:\$json|\$input\.{_ITEM}\.json|\$\((["'])(?P<node>[^"']+)\1\)\.{_ITEM}\.json"""
    r"""|\$node\[(["'])(?P<old>[^"']+)\3\]\.json)"""
    r"""(?P<path>(?:\.[A-Za-z_]\w*|\[(?:"[\w-]+"|'[\w-]+'|\d+)\])+)\s*"""
)
_PART = re.compile(r"""\.([A-Za-z_]\w*)|\[["']([\w-]+)["']\]|\[(\d+)\]""")
_ONE_VALUE = re.compile(r"\{\{ ((?:(?!\{\{|\}\}|\|).)+?) \}\}")

OF_NODE = "of the node"  # what stands beside its parameters
_OPTIONS = ("options", "additionalFields", "otherOptions")
_HARMLESS = {"appendAttribution", "includeLinkToWorkflow", "rawBody", "caseSensitive", "typeValidation"}
_HARMLESS |= {"fallbackOutput", "allMatchingOutputs"}


def left_out(node: Node) -> tuple[str, ...]:
    """What a node that is taken over says beside that, in sentences."""
    given = [found for key in _OPTIONS if isinstance(found := node.settings.get(key), dict)]
    options = sorted({str(key) for one in given for key, value in one.items() if value and key not in _HARMLESS})
    of_node = node.settings[OF_NODE]
    left = [f"its options are not taken over: {', '.join(options)}"] if options else []
    if of_node.get("retryOnFail") is True:
        left.append("errors that pass are tried again here after 2, 15 and 60 seconds")
    if str(of_node.get("onError", "")).startswith("continue") or of_node.get("continueOnFail") is True:
        left.append("where it fails, the run ends here; there it went on")
    return tuple(left)


def text(value: Any, given: Given) -> str:
    """A setting as our text. Raises NotTakenError for an expression that is not just a value of a node before."""
    return _filled(value, as_literal, lambda found: _value(found, given))


def json_text(value: Any, given: Given) -> str:
    """The same as a piece of JSON; one value alone keeps its type there."""
    said = "" if value is None else value
    if not isinstance(said, str) or not said.startswith("="):
        return as_literal(json.dumps(said, ensure_ascii=False))
    if alone := _EXPRESSION.fullmatch(said.removeprefix("=").strip()):
        found = _ONE_VALUE.fullmatch(_value(alone[1], given))
        if found:
            return f"{{{{ {found[1]} | json }}}}"
    raise NotTakenError("a field of its body is put together of text and values")


def _filled(value: Any, literal: Callable[[str], str], of_value: Callable[[str], str]) -> str:
    said = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    if not said.startswith("="):
        return literal(said)
    out, at = "", 1
    for found in _EXPRESSION.finditer(said):
        out += literal(said[at : found.start()]) + of_value(found[1])
        at = found.end()
    return out + literal(said[at:])


def _value(expression: str, given: Given) -> str:
    found = _JSON.fullmatch(expression)
    named = found and (found["node"] or found["old"])
    gives = given.last if not named else given.of.get(named, "")
    if not found or not gives:
        raise NotTakenError(f"its expression “{expression.strip()[:60]}” is not translated")
    names = [one[1] or one[2] or int(one[3]) for one in _PART.finditer(found["path"])]
    return _inside(gives, names, expression)


def _inside(gives: Gives, names: list[str | int], expression: str) -> str:
    """The value under these names of what a node gives. Raises NotTakenError where it does not give it."""
    if isinstance(gives, str):
        names = ["json", *names[1:]] if gives == "event" and names[0] == "body" else names
        return f"{{{{ {gives}{''.join(_part(one) for one in names)} }}}}"
    held = gives.get(str(names[0]))
    if held is None and "" in gives:  # all others pass through it
        return _inside(gives[""], names, expression)
    alone = _ONE_VALUE.fullmatch(held or "")
    if held is None or (names[1:] and not alone):
        raise NotTakenError(f"its expression “{expression.strip()[:60]}” is not translated")
    return f"{{{{ {alone[1]}{''.join(_part(one) for one in names[1:])} }}}}" if alone and names[1:] else held


def _part(name: str | int) -> str:
    if isinstance(name, int):
        return f"[{name}]"
    return f".{name}" if re.fullmatch(r"[A-Za-z_]\w*", name) else f'["{name}"]'


def plain(value: Any, what: str) -> str:
    if not isinstance(value, str | int | float) or str(value).startswith("="):
        raise NotTakenError(f"its {what} is an expression or missing")
    return str(value)


def account(node: Node) -> tuple[str, tuple[str, ...]]:
    label = node.settings[""] or f"n8n {node.kind}"
    return label, (f"make a connection called “{label}”; no secret is taken over",)


def trigger(block: str, config: dict[str, Any]) -> Step:
    return Step(StepType.TRIGGER, block, config)


def action(block: str, name: str, config: dict[str, Any]) -> tuple[Step, ...]:
    return (
        Step(
            StepType.ACTION, block, {key: value for key, value in config.items() if value not in ("", {}, None)}, name
        ),
    )


def number(one: Mapping[str, Any], name: str, default: int, low: int, high: int) -> int:
    value = one.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise NotTakenError(f"its {name} can't be said here")
    return value

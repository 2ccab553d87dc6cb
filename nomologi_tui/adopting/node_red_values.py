"""The message of Node-RED: its payload, parts of that, and texts with them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from nomologi_tui.adopting.flow import Given, Gives, Node, NotTakenError, Piece
from nomologi_tui.adopting.literals import as_literal
from nomologi_tui.adopting.ways import MOST_WAYS, OTHERWISE, WAY, apart, compared, way_piece

_PROPERTY = re.compile(r"(?:msg\.)?payload((?:\.[A-Za-z_]\w*|\[\d+\])*)")
_MUSTACHE = re.compile(r"\{\{(\{?)\s*([^{}]*?)\s*\}?\}\}")
_OPERATORS = {
    "eq": "is", "neq": "is not", "lt": "less than", "lte": "at most", "gt": "greater than", "gte": "at least",
    "cont": "contains", "regex": "matches", "empty": "is empty", "nempty": "is not empty",
}  # fmt: skip
_FIXED = {"true": ("is", "true"), "false": ("is", "false")}


def data(path: str, text: str = "") -> Gives:
    """A payload that has parts: where it stands, and as text."""
    return {"path": path, "text": text or f"{{{{ {path} | json }}}}"}


def payload(given: Given) -> str:
    """What the node before hands on as msg.payload, as text."""
    if not given.last:
        raise NotTakenError("it uses msg.payload of a node whose message is not known here")
    return given.last if isinstance(given.last, str) else given.last["text"]


def part(name: Any, given: Given) -> str:
    """The value of `payload`, or `payload.temperature`. Raises NotTakenError for another part of the message."""
    found = _PROPERTY.fullmatch(str(name))
    if not found:
        raise NotTakenError("it looks at another part of the message than its payload")
    whole = payload(given)
    if isinstance(given.last, Mapping):
        return f"{{{{ {given.last['path']}{found[1]} }}}}"
    if found[1]:
        raise NotTakenError(f"it looks for {found[0]} in a text; read it as JSON first")
    return whole


def template(node: Node, given: Given) -> tuple[str, tuple[str, ...]]:
    """The text of a template, and what differs. Raises NotTakenError for more than values in it."""
    own = node.settings
    text, plain = str(own.get("template", "")), own.get("syntax", "mustache") != "mustache"
    if own.get("field", "payload") != "payload" or own.get("output", "str") != "str":
        raise NotTakenError("it does not set msg.payload to a text")
    if plain or "{{" not in text:
        return as_literal(text), ()
    out, at, escaped = "", 0, False
    for found in _MUSTACHE.finditer(text):
        out += as_literal(text[at : found.start()]) + part(found[2], given)
        at, escaped = found.end(), escaped or not found[1]
    if "{{" in text[at:]:
        raise NotTakenError("its template has more than values of the message")
    remark = "values between two braces were escaped for HTML there; here they are put in as they are"
    return out + as_literal(text[at:]), (remark,) if escaped else ()


def changed(node: Node, given: Given) -> Gives:
    """What a change node makes of the payload. Raises NotTakenError where it changes something else."""
    rules = node.settings.get("rules")
    for one in rules if isinstance(rules, list) and rules else [{}]:
        given = Given(_changed(one if isinstance(one, dict) else {}, given))
    return given.last


def _changed(rule: Mapping[str, Any], given: Given) -> Gives:
    form, value = (rule.get("t"), rule.get("pt", "msg")), rule.get("to", "")
    if form == ("move", "msg") and value == "payload" and rule.get("tot", "msg") == "msg":
        return _moved(rule.get("p"), given)
    if form != ("set", "msg") or rule.get("p") != "payload":
        raise NotTakenError("it does more than set msg.payload")
    if rule.get("tot") == "msg":
        return _moved(value, given)
    if rule.get("tot") not in ("str", "num", "bool"):
        raise NotTakenError("what it sets msg.payload to has no like here")
    return as_literal(str(value))


def _moved(name: Any, given: Given) -> Gives:
    value = part(name, given)
    return data(value[3:-3]) if isinstance(given.last, Mapping) else value


def switch_ways(node: Node) -> list[Node]:
    rules = _rules(node)
    ways = {
        OTHERWISE if one.get("t") == "else" else number: output
        for number, (one, output) in enumerate(zip(rules, node.outputs, strict=False))
    }
    return apart(node, ways)


def _rules(node: Node) -> Sequence[Mapping[str, Any]]:
    rules = node.settings.get("rules")
    return [one for one in rules if isinstance(one, dict)] if isinstance(rules, list) else []


def switch(node: Node, given: Given, name: str) -> Piece:
    own, rules = node.settings, _rules(node)
    asking = [one for one in rules if one.get("t") != "else"]
    in_order = asking == list(rules[: len(asking)]) and len(rules) - len(asking) < 2
    if WAY not in own or not 0 < len(asking) <= MOST_WAYS or not in_order:
        raise NotTakenError("its ways can't be read, or are too many")
    left = part(own.get("property", ""), given)
    asked = [_asked(one, left) for one in asking]
    return way_piece(node, asked, name, first_only=str(own.get("checkall", "true")) == "false")


def _asked(rule: Mapping[str, Any], left: str) -> dict[str, Any]:
    kind, type_ = str(rule.get("t")), rule.get("vt", "str")
    if kind in _FIXED:
        return compared("all", [{"left": left, "operator": _FIXED[kind][0], "right": _FIXED[kind][1]}])
    if type_ not in ("str", "num") or rule.get("case") is True:
        raise NotTakenError("its comparison has no like here")
    if kind == "btwn" and rule.get("v2t", type_) in ("str", "num"):
        ends = [("at least", rule.get("v", "")), ("at most", rule.get("v2", ""))]
        return compared("all", [_test(left, operator, value) for operator, value in ends])
    if kind not in _OPERATORS:
        raise NotTakenError("its comparison has no like here")
    as_text = {"type": "text"} if type_ == "str" and kind in ("eq", "neq") else {}
    return compared("all", [_test(left, _OPERATORS[kind], rule.get("v", "")) | as_text])


def _test(left: str, operator: str, right: Any) -> dict[str, str]:
    return {"left": left, "operator": operator, "right": as_literal(str(right))}

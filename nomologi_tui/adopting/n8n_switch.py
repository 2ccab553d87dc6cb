"""The switch of n8n, of each of its generations."""

from typing import Any

from nomologi_tui.adopting.flow import Given, Node, NotTakenError, Piece
from nomologi_tui.adopting.n8n_if import any_case, old_test, tests_of
from nomologi_tui.adopting.ways import MOST_WAYS, OTHERWISE, WAY, apart, compared, way_piece


def ways_of(node: Node) -> list[Node]:
    rules, options = _rules(node), node.settings.get("options")
    fallback = options.get("fallbackOutput") if isinstance(options, dict) else node.settings.get("fallbackOutput")
    ways = dict(enumerate(node.outputs[: len(rules)]))
    other = len(rules) if fallback == "extra" else fallback
    if isinstance(other, int) and 0 <= other < len(node.outputs):
        ways[OTHERWISE] = node.outputs[other]
    return apart(node, ways)


def _rules(node: Node) -> list[Any]:
    """What leads to each output, in their order."""
    given = node.settings.get("rules")
    new, old = (given.get(key) if isinstance(given, dict) else None for key in ("values", "rules"))
    if isinstance(new, list):
        return new
    rows = [one for one in old if isinstance(one, dict)] if isinstance(old, list) else []
    in_order = [one.get("output", 0) for one in rows] == [*range(len(rows))]
    return rows if in_order else []


def switch(node: Node, given: Given, name: str) -> Piece:
    own, rules = node.settings, _rules(node)
    if own.get("mode", "rules") != "rules" or WAY not in own or not 0 < len(rules) <= MOST_WAYS:
        raise NotTakenError("which way it takes is an expression, or can't be read")
    options = own.get("options")
    each = isinstance(options, dict) and options.get("allMatchingOutputs") is True
    return way_piece(node, [_asked(node, one, given) for one in rules], name, first_only=not each)


def _asked(node: Node, rule: Any, given: Given) -> dict[str, Any]:
    if not isinstance(rule, dict):
        raise NotTakenError("its rules can't be read")
    conditions = rule.get("conditions")
    if not isinstance(conditions, dict):
        row = {"value1": node.settings.get("value1"), **rule}
        return compared("all", [old_test(str(node.settings.get("dataType", "number")), row, given)])
    if any_case(node, conditions):
        raise NotTakenError("it takes upper and lower case for the same; here they are not")
    return compared("any" if conditions.get("combinator") == "or" else "all", tests_of(conditions, given))

"""Conditions of n8n, of both generations of its node."""

from collections.abc import Mapping
from typing import Any

from nomologi_tui.adopting.flow import Node, NotTakenError, Piece
from nomologi_tui.adopting.n8n_values import text
from nomologi_tui.model import Step, StepType

_OPERATORS = {
    "equal": "is", "equals": "is", "notEqual": "is not", "notEquals": "is not", "contains": "contains",
    "notContains": "does not contain", "startsWith": "starts with", "endsWith": "ends with", "larger": "greater than",
    "gt": "greater than", "largerEqual": "at least", "gte": "at least", "smaller": "less than", "lt": "less than",
    "smallerEqual": "at most", "lte": "at most", "isEmpty": "is empty", "empty": "is empty",
    "isNotEmpty": "is not empty", "notEmpty": "is not empty", "regex": "matches", "after": "after", "before": "before",
}  # fmt: skip


def branch(node: Node, gives: str, name: str) -> Piece:
    found = node.settings.get("conditions")
    given = found if isinstance(found, dict) else {}
    new = given.get("conditions")
    tests = _new_tests(new, gives) if isinstance(new, list) else _old_tests(given, gives)
    if _any_case(node, given):
        raise NotTakenError("it takes upper and lower case for the same; here they are not")
    if not tests:
        raise NotTakenError("it has no condition that can be read")
    any_of = given.get("combinator") == "or" or node.settings.get("combineOperation") == "any"
    config = {"mode": "any" if any_of else "all", "conditions": [{"block": "compare", "config": one} for one in tests]}
    return Piece((Step(StepType.ACTION, "branch", config, name),), holds=True)


def _any_case(node: Node, given: Mapping[str, Any]) -> bool:
    """Whether some texts are compared whatever their case is."""
    how, own = given.get("options"), node.settings.get("options")
    loose = (isinstance(how, dict) and how.get("caseSensitive") is False) or (
        isinstance(own, dict) and own.get("ignoreCase") is True
    )
    rows = given.get("conditions")
    kinds = [one.get("operator") for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
    return loose and any(isinstance(one, dict) and one.get("type") == "string" for one in kinds)


def _new_tests(rows: list[Any], gives: str) -> list[dict[str, str]]:
    tests = []
    for one in rows:
        operator = one.get("operator") if isinstance(one, dict) else None
        named = operator.get("operation") if isinstance(operator, dict) else None
        tests.append(_test(one.get("leftValue"), named, one.get("rightValue"), gives) if operator else {})
    return [] if {} in tests else tests


def _old_tests(given: Mapping[str, Any], gives: str) -> list[dict[str, str]]:
    rows = [
        (kind, one) for kind, each in given.items() if isinstance(each, list) for one in each if isinstance(one, dict)
    ]
    return [
        _test(
            one.get("value1"),
            one.get("operation", "smaller" if kind == "number" else "equal"),
            one.get("value2"),
            gives,
        )
        for kind, one in rows
    ]


def _test(left: Any, operation: Any, right: Any, gives: str) -> dict[str, str]:
    if operation in ("true", "false"):
        return {"left": text(left, gives), "operator": "is", "right": str(operation)}
    if operation not in _OPERATORS:
        raise NotTakenError(f"its comparison “{operation}” has no like here")
    test = {"left": text(left, gives), "operator": _OPERATORS[operation]}
    return test if operation in ("isEmpty", "empty", "isNotEmpty", "notEmpty") else test | {"right": text(right, gives)}

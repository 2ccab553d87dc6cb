"""Conditions of n8n, of both generations of its node."""

from collections.abc import Mapping
from typing import Any

from nomologi_tui.adopting.flow import Given, Node, NotTakenError, Piece
from nomologi_tui.adopting.n8n_values import text
from nomologi_tui.adopting.ways import branch_step

_OPERATORS = {
    "equal": "is", "equals": "is", "notEqual": "is not", "notEquals": "is not", "contains": "contains",
    "notContains": "does not contain", "startsWith": "starts with", "endsWith": "ends with", "larger": "greater than",
    "gt": "greater than", "largerEqual": "at least", "gte": "at least", "smaller": "less than", "lt": "less than",
    "smallerEqual": "at most", "lte": "at most", "isEmpty": "is empty", "empty": "is empty",
    "isNotEmpty": "is not empty", "notEmpty": "is not empty", "regex": "matches", "after": "after", "before": "before",
}  # fmt: skip
_LEFT_OUT: dict[str, Any] = {"boolean": False, "number": 0}  # an export names no value that is the default


def branch(node: Node, given: Given, name: str) -> Piece:
    found = node.settings.get("conditions")
    conditions = found if isinstance(found, dict) else {}
    tests = tests_of(conditions, given)
    if any_case(node, conditions):
        raise NotTakenError("it takes upper and lower case for the same; here they are not")
    any_of = conditions.get("combinator") == "or" or node.settings.get("combineOperation") == "any"
    members = [{"block": "compare", "config": one} for one in tests]
    return Piece((branch_step("any" if any_of else "all", members, name),), holds=True)


def tests_of(conditions: Mapping[str, Any], given: Given) -> list[dict[str, str]]:
    """What conditions of either form ask. Raises NotTakenError."""
    new = conditions.get("conditions")
    tests = _new_tests(new, given) if isinstance(new, list) else _old_tests(conditions, given)
    if not tests:
        raise NotTakenError("it has no condition that can be read")
    return tests


def any_case(node: Node, given: Mapping[str, Any]) -> bool:
    """Whether some texts are compared whatever their case is."""
    how, own = given.get("options"), node.settings.get("options")
    loose = (isinstance(how, dict) and how.get("caseSensitive") is False) or (
        isinstance(own, dict) and own.get("ignoreCase") is True
    )
    rows = given.get("conditions")
    kinds = [one.get("operator") for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
    return loose and any(isinstance(one, dict) and one.get("type") == "string" for one in kinds)


def _new_tests(rows: list[Any], given: Given) -> list[dict[str, str]]:
    tests = []
    for one in rows:
        operator = one.get("operator") if isinstance(one, dict) else None
        if not isinstance(operator, dict):
            return []
        test = _test(one.get("leftValue"), operator.get("operation"), one.get("rightValue"), given)
        tests.append(test | ({"type": "text"} if operator.get("type") == "string" else {}))
    return tests


def _old_tests(conditions: Mapping[str, Any], given: Given) -> list[dict[str, str]]:
    rows = [
        (kind, one) for kind, each in conditions.items() if isinstance(each, list) for one in each
        if isinstance(one, dict)
    ]  # fmt: skip
    return [old_test(kind, one, given) for kind, one in rows]


def old_test(kind: str, one: Mapping[str, Any], given: Given) -> dict[str, str]:
    operation = one.get("operation", "smaller" if kind == "number" else "equal")
    return _test(one.get("value1"), operation, one.get("value2", _LEFT_OUT.get(kind)), given)


def _test(left: Any, operation: Any, right: Any, given: Given) -> dict[str, str]:
    if operation in ("true", "false"):
        return {"left": text(left, given), "operator": "is", "right": str(operation)}
    if operation not in _OPERATORS:
        raise NotTakenError(f"its comparison “{operation}” has no like here")
    test = {"left": text(left, given), "operator": _OPERATORS[operation]}
    return test if operation in ("isEmpty", "empty", "isNotEmpty", "notEmpty") else test | {"right": text(right, given)}

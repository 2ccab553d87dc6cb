"""Compare two texts as numbers, moments or text, and say the outcome in words."""

import operator
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime
from typing import Any
from zoneinfo import ZoneInfo

from nomologi_tui.errors import BlockError
from nomologi_tui.text import clean_line, shorten

Compare = Callable[[Any, Any], bool]
Value = str | Decimal | datetime

# operator: how it compares, its words when it holds and when it does not
_PHRASES: dict[str, tuple[Compare, str, str]] = {
    "is": (operator.eq, "is", "is not"),
    "is not": (operator.ne, "is not", "is"),
    "contains": (operator.contains, "contains", "does not contain"),
    "does not contain": (lambda left, right: right not in left, "does not contain", "contains"),
    "starts with": (str.startswith, "starts with", "does not start with"),
    "ends with": (str.endswith, "ends with", "does not end with"),
    "is empty": (lambda left, _: not left.strip(), "is empty", "is not empty"),
    "is not empty": (lambda left, _: bool(left.strip()), "is not empty", "is empty"),
    "greater than": (operator.gt, "is greater than", "is not greater than"),
    "at least": (operator.ge, "is at least", "is less than"),
    "less than": (operator.lt, "is less than", "is not less than"),
    "at most": (operator.le, "is at most", "is greater than"),
    "before": (operator.lt, "is before", "is not before"),
    "after": (operator.gt, "is after", "is not after"),
}
UNARY = ("is empty", "is not empty")
_ORDER = ("greater than", "at least", "less than", "at most")
_MOMENTS = ("before", "after")
_EQUAL = ("is", "is not")


def compare(left: str, op: str, right: str, kind: str, zone: ZoneInfo) -> tuple[bool, str]:
    """Whether it holds, and the words for that. `kind`: auto, text, number, date.

    Moments without an offset are meant in `zone`. Raises BlockError when a value is not of the kind.
    """
    function, met_words, unmet_words = _PHRASES[op]
    met = function(*_typed(left, op, right, kind, zone))
    return met, phrase(left, met_words if met else unmet_words, "" if op in UNARY else right)


def operator_words(op: str) -> str:
    """`is greater than` for `greater than`."""
    return _PHRASES[op][1] if op in _PHRASES else op


def phrase(left: str, words: str, right: str) -> str:
    """`"503" is not 200`: the value that was looked at always in quotes, a number to compare with bare."""
    shown = right if not right or _number(right) is not None else f'"{_short(right)}"'
    return f'"{_short(left)}" {words} {shown}'.strip()


def _typed(left: str, op: str, right: str, kind: str, zone: ZoneInfo) -> tuple[Value, Value]:
    """Both values in the type that the operator and `kind` ask for."""
    if op in _MOMENTS or (kind == "date" and op in (*_EQUAL, *_ORDER)):
        return _need_moment(left, zone), _need_moment(right, zone)
    if kind == "number" and op in (*_EQUAL, *_ORDER):
        return _need_number(left), _need_number(right)
    if op in _ORDER and kind == "text":
        return left, right
    if op in _ORDER:
        return _both_moments(left, right, zone) or (_need_number(left), _need_number(right))
    if op in _EQUAL and kind == "auto":
        return _both_numbers(left, right) or (left, right)
    return left, right


def _both_numbers(left: str, right: str) -> tuple[Value, Value] | None:
    first, second = _number(left), _number(right)
    return None if first is None or second is None else (first, second)


def _both_moments(left: str, right: str, zone: ZoneInfo) -> tuple[Value, Value] | None:
    if _both_numbers(left, right):
        return None
    first, second = _moment(left, zone), _moment(right, zone)
    return None if first is None or second is None else (first, second)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip().removesuffix("%"))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _need_number(text: str) -> Decimal:
    number = _number(text)
    if number is None:
        raise BlockError(f'"{_short(text)}" is not a number.', "Compare it as text, or point at another value.")
    return number


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text.strip())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return None


def _need_moment(text: str, zone: ZoneInfo) -> datetime:
    moment = _moment(text, zone)
    if moment is None:
        raise BlockError(f'"{_short(text)}" is not a date.', "Write it as 2027-01-31 or 2027-01-31 09:00.")
    return moment


def _short(text: str) -> str:
    return shorten(clean_line(text), 80)

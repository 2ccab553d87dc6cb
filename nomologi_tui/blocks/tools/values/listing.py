"""Which items of a list stay, and in which order."""

import json
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from nomologi_tui.blocks.tools.aside import GoOn
from nomologi_tui.blocks.tools.values.comparing import UNARY, compare, operator_words
from nomologi_tui.blocks.tools.values.data import shown

OPERATORS = (
    "is", "is not", "contains", "does not contain", "starts with", "ends with", "is empty", "is not empty",
    "greater than", "at least", "less than", "at most", "before", "after",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the list shall be; `keep` is one of `OPERATORS` or all, `field` the name that items are looked at by."""

    keep: str
    value: str
    field: str
    order: str
    once: bool
    most: int | None
    zone: ZoneInfo


def changed(items: list[Any], wanted: Wanted, go_on: GoOn) -> list[Any]:
    """The items that stay. Raises BlockError where one can't be compared as said."""
    kept = []
    for item in items:
        go_on()
        if wanted.keep == "all" or _stays(item, wanted):
            kept.append(item)
    if wanted.once:
        firsts: dict[str, Any] = {}
        for item in kept:
            firsts.setdefault(json.dumps(item, sort_keys=True), item)
        kept = list(firsts.values())
    if wanted.order != "as it is":
        kept = _in_order(kept, wanted)
    return kept[: wanted.most]


def in_words(data: str, keep: str, value: str, field: str, order: str, most: int | None) -> str:
    by = f" {field}" if field else ""
    kept = "" if keep == "all" else f", keep where{by or ' it'} {operator_words(keep)}"
    kept += f" {' '.join(value.split())}" if kept and keep not in UNARY else ""
    ordered = "" if order == "as it is" else f", sort{f' by{by}' if by else ''} {order}"
    return f"take the list {data}{kept}{ordered}" + (f", at most {most}" if most else "")


def _stays(item: Any, wanted: Wanted) -> bool:
    return compare(_looked_at(item, wanted.field), wanted.keep, wanted.value, "auto", wanted.zone)[0]


def _looked_at(item: Any, field: str) -> str:
    return shown(item.get(field) if field and isinstance(item, dict) else item)


def _in_order(items: list[Any], wanted: Wanted) -> list[Any]:
    texts = [_looked_at(item, wanted.field) for item in items]
    numbers = [_number(text) for text in texts]
    keys: list[Any] = [text.casefold() for text in texts] if None in numbers else numbers
    places = sorted(range(len(items)), key=keys.__getitem__, reverse=wanted.order == "descending")
    return [items[place] for place in places]


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None

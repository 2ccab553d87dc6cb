"""Fills what a trigger's value has to cross: `above 80 %`, `less than 5 % left`, `under 20 GB`."""

import re
from collections.abc import Mapping
from typing import Any

from nomologi_tui.blocks.fields import FieldSpec
from nomologi_tui.expressions import expression
from nomologi_tui.goals.sentence.piece import Piece
from nomologi_tui.goals.sentence.sentence import LIMIT, folded
from nomologi_tui.goals.words.forms import plain

# What is still there is spoken of, not what is used
_LEFT = frozenset(
    "free left remaining available spare frei freier ubrig verfugbar libre libres reste restant disponible queda "
    "quedan quede queden restante".split()
)
_MEMORY = frozenset("memory ram mem arbeitsspeicher memoire memoria geheugen".split())
_MOST = "limit"  # of a program: in megabytes, or in %
_USED, _FREE = " used", " free"
_IN_GIGA = {"k": 1e-6, "m": 1e-3, "g": 1.0, "t": 1e3}
_SHARE = frozenset(["%", "percent", "prozent"])
_COUNTS = {"twice": 2, "two": 2, "three": 3, "five": 5, "zweimal": 2, "dreimal": 3, "deux": 2, "trois": 3, "dos": 2,
           "tres": 3}  # fmt: skip
_IN_A_ROW = expression(
    rf"(?<!\w)(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)})(?: ?(?:times|x|checks|pings|mal|fois|veces))?"
    r"(?: (?:in a row|running|consecutively|hintereinander|nacheinander|in folge|de suite|d'affilee|seguidas)|"
    r" consecutive (?:times|failures|checks|pings))(?!\w)",
)
_OF_TIME = expression(r"ms|s(?:ec|$)|min|h(?:our|$)|day")
_VERB_LAST = expression(  # `85 Grad übersteigt`
    r"(?<![\w.])(?P<number>-?\d+(?:[.,]\d+)?)\s*(?P<unit>%|prozent|grad|°\s?[cf]?|[kmgt]i?b|ms|s(?!\w))?\s*"
    r"(?:(?P<over>ubersteig\w*|uberschr[ei]\w*|erreich\w*)|(?P<under>unterschr[ei]\w*))(?!\w)",
)
_ALONE = expression(r"(\d{1,9}(?:\.\d{1,3})?)(?:%|°?c|gb)?", re.IGNORECASE)


def fill_misses(specs: Mapping[str, FieldSpec], piece: Piece) -> dict[str, Any]:
    """`3 times in a row`: after how many bad looks something counts as down."""
    said = _IN_A_ROW.search(folded(piece.said())) if "misses" in specs else None
    if said is None:
        return {}
    piece.use_between(*said.span())
    return {"misses": int(said["count"]) if said["count"].isdigit() else _COUNTS[said["count"].lower()]}


def fill_limit(specs: Mapping[str, FieldSpec], piece: Piece, config: Mapping[str, Any]) -> dict[str, Any]:
    """The number that is to be crossed and which way; else the only number that is said.

    It is asked for where it is said in a unit that the field does not have.
    """
    needed = next(iter(_needed(specs)), "")
    text = folded(piece.said())
    limit = LIMIT.search(text) or _VERB_LAST.search(text)
    if limit is None:
        return _only_number(needed, piece)
    number, under = _number(limit), bool(limit["under"])
    unit = (limit["unit"] or "").lower()
    found: dict[str, Any] = {needed: number} if needed else {}
    if _MOST in specs and not under and not _OF_TIME.match(unit):
        found[_MOST] = round(number * _IN_GIGA.get(unit[:1], 1e-3) * 1000, 6)
    for spec in specs.values():
        if "goes above" in spec.choices:
            found[spec.name] = "goes below" if under else "goes above"
        elif "less than" in spec.choices and "than" in specs and "value" in (config.get("events") or []):
            found |= {spec.name: "less than" if under else "greater than", "than": f"{number:g}"}
        elif spec.kind == "duration" and spec.name in (config.get("events") or []):
            found[spec.name] = f"{limit['number']}{'ms' if unit == 'ms' else 's'}"
    if found:
        piece.use_between(limit.start(), limit.end())
    measured = next((spec for spec in specs.values() if any(one.endswith(_USED) for one in spec.choices)), None)
    return found | _of_rest(found, measured, config, piece, unit) if measured and needed else found


def _of_rest(
    found: dict[str, Any], measured: FieldSpec, config: Mapping[str, Any], piece: Piece, unit: str
) -> dict[str, Any]:
    """What is measured is what is used in %, or what is free in GB; `5 % left` is 95 % used, 20 GB are what is free."""
    words = {plain(token.value) for token in piece.tokens.values()}
    what, (needed, number) = str(config.get(measured.name, "")), next(iter(found.items()))
    what = f"memory{_USED}" if words & _MEMORY and what.endswith(_FREE) else what
    left = what.endswith(_FREE) or not words.isdisjoint(_LEFT)
    base = what.removesuffix(_USED).removesuffix(_FREE)
    if base == what:
        return {}
    if unit in _SHARE and left:
        turned = {"goes above": "goes below", "goes below": "goes above"}
        return {measured.name: base + _USED, needed: 100 - number} | {
            name: turned[way] for name, way in found.items() if way in turned
        }
    if unit.rstrip("b").rstrip("i") not in _IN_GIGA:
        return {}
    if base + _FREE not in measured.choices or not (left or "goes below" in found.values()):
        return {measured.name: what, needed: None}
    return {measured.name: base + _FREE, needed: number * _IN_GIGA[unit[0]]}


def _needed(specs: Mapping[str, FieldSpec]) -> list[str]:
    found = [spec.name for spec in specs.values() if spec.kind == "number" and spec.required]
    return found if len(found) == 1 else []


def _number(limit: re.Match[str]) -> float:
    return 50.0 if limit["number"].lower() == "half" else float(limit["number"].replace(",", "."))


def _only_number(needed: str, piece: Piece) -> dict[str, Any]:
    said = {
        place: one[1] for place, token in piece.tokens.items() if (one := _ALONE.fullmatch(token.value)) is not None
    }
    if not needed or len(said) != 1:
        return {}
    ((place, number),) = said.items()
    piece.used |= {place, place + 1} if place + 1 in piece.tokens and piece.tokens[place + 1].value == "%" else {place}
    return {needed: float(number)}

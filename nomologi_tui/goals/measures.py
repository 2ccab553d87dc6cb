"""What a limit means in the unit that the trigger measures in: `less than 15 % of the disk is free` is 85 % used."""

import re
from typing import Any

from nomologi_tui.blocks.fields import FieldSpec
from nomologi_tui.goals.piece import Piece
from nomologi_tui.goals.sentence import LIMIT, folded

_FREE = frozenset(
    "free left available remaining unused frei ubrig libre libres restant restants reste quedan queda bleiben".split()
)
_MEMORY = frozenset("memory ram mem arbeitsspeicher memoire memoria geheugen swap".split())
_GIGABYTES = {"k": 1e-6, "m": 1e-3, "g": 1.0, "t": 1e3}
_BYTES = re.compile(r"[kmgt]i?b$", re.IGNORECASE)
_PERCENT = ("%", "percent", "prozent")
_SIZES = ("disk used", "disk free", "memory used", "swap used")
_USED, _LEFT = "disk used", "disk free"
_OTHER_WAY = {"goes above": "goes below", "goes below": "goes above"}


def in_its_unit(specs: dict[str, FieldSpec], piece: Piece, config: dict[str, Any]) -> dict[str, Any]:
    """`config` with what is measured and its threshold as they belong together.

    Without the threshold where nothing measures that: a folder's size, memory in bytes.
    """
    what, limit = config.get("what", ""), LIMIT.search(folded(piece.said()))
    if what not in _SIZES or limit is None or "threshold" not in config or "what" not in specs:
        return config
    unit, words = (limit["unit"] or "").lower(), {piece.word(place) for place in piece.tokens}
    if words & _MEMORY:
        config = config | {"what": what if what.startswith(("memory", "swap")) else "memory used"}
    disk, free = config["what"].startswith("disk"), not words.isdisjoint(_FREE)
    if _BYTES.match(unit) and disk and free:
        return config | {"what": _LEFT, "threshold": round(config["threshold"] * _GIGABYTES[unit[0]], 6)}
    if _BYTES.match(unit):
        piece.used -= {p for p, one in piece.tokens.items() if one.start < limit.end() and one.end > limit.start()}
        return {name: value for name, value in config.items() if name != "threshold"}
    if unit in _PERCENT and free:
        used = {"what": _USED if disk else config["what"], "threshold": 100 - config["threshold"]}
        return config | used | {"crosses": _OTHER_WAY.get(config.get("crosses", ""), "goes above")}
    return config

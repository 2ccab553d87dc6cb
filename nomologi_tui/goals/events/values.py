"""What the value that an event brings must be, as a condition: `says open`, `goes above 30`, `is on for 10 minutes`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import describe
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.expressions import expression
from nomologi_tui.goals.conditions.conditions import COMPARED
from nomologi_tui.goals.sentence.piece import Piece
from nomologi_tui.goals.sentence.sentence import LASTING, LIMIT, folded, length_of, places_between
from nomologi_tui.goals.words.forms import plain
from nomologi_tui.model import StepType

VALUE = "value"  # what such an event gives
_ONCE = "0s"  # told when it becomes so
_SAYS = frozenset(
    "says say = equals reports report sends shows reads publishes publish meldet sagt zeigt sendet dit affiche envoie "
    "dice muestra envia".split()
)
_IS = frozenset(
    "is are been goes becomes turns gets stays remains ist wird bleibt steht geht est devient reste es esta "
    "queda".split()
)
_STATES = frozenset(
    "on off open opened closed true false wet dry online offline locked unlocked occupied clear home away detected "
    "pressed an aus offen auf zu geschlossen nass trocken allume eteint ouvert ouverte ferme fermee encendido apagado "
    "abierto abierta cerrado cerrada".split()
)
_OF_TIME = expression(  # how long, not how much
    r"\s*(?:m?s(?!\w)|sec|sek|seg|min|h(?!\w)|hour|heure|hora|stund|day|tag|jour|dia)"
)


@dataclass(frozen=True, slots=True)
class Demanded:
    """The condition, the places that say it, and what was taken for granted, in words."""

    block: Block
    config: dict[str, Any]
    places: tuple[int, ...]
    assumed: str = ""


def demanded(piece: Piece, registry: Registry, *, named: bool = True) -> Demanded | None:
    """What the clause wants the event's value to be; None where it says nothing of it.

    Where it is not `named` whose value that is, only a number is taken, and only where it is the one limit.
    """
    text = folded(piece.said())
    key = ""
    limits = [one for one in LIMIT.finditer(text) if not _OF_TIME.match(text, one.end("number"))]
    if limits and (named or len(limits) == 1):
        limit = limits[0]
        operator, right = ("less than" if limit["under"] else "greater than"), limit["number"].replace(",", ".")
        right = "-" * (text[limit.start("number") - 1] == "-") + right
        places, assumed = places_between([*piece.tokens.values()], limit.start(), limit.end()), ""
        places = [[*piece.tokens][one] for one in places]
    elif named and (said := _said(piece)):
        operator, (right, places, assumed) = "is", said
        key = piece.word(places[1]) if len(places) > 2 else ""
    else:
        return None
    lasts = LASTING.search(text)
    if lasts:
        tokens = [*piece.tokens]
        places = [*places, *(tokens[one] for one in places_between([*piece.tokens.values()], *lasts.span()))]
    length = length_of(lasts) if lasts else _ONCE
    block = _holder(registry)
    config = {
        "left": f"{{{{ event.{VALUE}{key and '.' + key} }}}}",
        "operator": operator,
        "right": right,
        "duration": length,
    }
    return Demanded(block, config, tuple(sorted({*places})), assumed) if block else None


def _said(piece: Piece) -> tuple[str, list[int], str] | None:
    """The value, the places that say it, and what is assumed of it."""
    for place, token in piece.tokens.items():
        after = piece.tokens.get(place + 1)
        word = plain(token.value)
        if after is None or word not in _SAYS | _IS:
            continue
        typed = piece.typed([place + 1])
        state = plain(after.value) in _STATES
        if word in _SAYS and (after.kind in ("quoted", "number") or state or typed.isupper()):
            return after.value if after.kind == "quoted" else typed, [place, place + 1], ""
        third = piece.tokens.get(place + 2)
        if (
            word in _SAYS
            and after.kind == "word"
            and third
            and (third.kind == "number" or plain(third.value) in _STATES)
        ):
            key = f"“{piece.typed([place + 1])}” is taken from the JSON of the message."
            return piece.typed([place + 2]), [place, place + 1, place + 2], key
        if word in _IS and state:
            return typed, [place, place + 1], f"“{typed}” is what a message says then."
    return None


def _holder(registry: Registry) -> Block | None:
    """The condition that compares and asks how long."""
    for block in registry.of_type(StepType.CONDITION):
        names: Sequence[str] = [spec.name for spec in describe(block.config)]
        if {*names} >= COMPARED | {"duration"}:
            return block
    return None

"""What of a Home Assistant service a sentence says: the service by verb and thing, entities as they are written."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from nomologi_tui.blocks.fields import FieldSpec
from nomologi_tui.goals.sentence.piece import Piece
from nomologi_tui.goals.words.tokens import ENTITY

_Verbs = dict[str, tuple[str, ...]]
_ON = ("on", "enable", "activate", "an", "ein")
_OFF = ("off", "disable", "deactivate", "aus")
_SWITCHED: _Verbs = {"turn_on": _ON, "turn_off": _OFF, "toggle": ("toggle",)}
_MOVES: _Verbs = {"open_cover": ("open", "raise"), "close_cover": ("close", "lower")}
_LOCKS: _Verbs = {"lock": ("lock",), "unlock": ("unlock",)}
_DOMAINS: dict[str, tuple[_Verbs, str]] = {  # by the thing's word, with what is done to it
    "light": (_SWITCHED, "light lights"),
    "cover": (_MOVES, "blind blinds shutter shutters curtain curtains awning garage cover"),
    "lock": (_LOCKS, "door doors lock"),
}
_BY_DOMAIN: dict[str, _Verbs] = {"cover": _MOVES, "lock": _LOCKS}
_ALL = frozenset(["all", "every"])
_LEAD = frozenset("the a an my our of in to".split())
_TAIL = frozenset("via by with through using in on off at and then".split())
_VERBS = {word for verbs in (_SWITCHED, _MOVES, _LOCKS) for words in verbs.values() for word in words}


def house_fields(specs: Sequence[FieldSpec], piece: Piece) -> dict[str, Any]:
    """Service and entities; `piece.open_entity` holds the words for a thing whose entity nobody wrote."""
    if not {"service", "entities"} <= {spec.name for spec in specs}:
        return {}
    written = [(place, token.value) for place, token in piece.tokens.items() if re.fullmatch(ENTITY, token.value)]
    entities = [value for place, value in written]
    words = [piece.word(place) for place in piece.tokens]
    service = _service(entities, words)
    piece.used |= {place for place, _ in written}
    if service:
        piece.used |= {place for place in piece.tokens if piece.word(place) in _VERBS}
    if not entities and service.startswith("light.") and not _ALL.isdisjoint(words):
        entities = ["all"]
    if not entities and service:
        piece.open_entity = _thing(piece)
    elif service:
        _name_things(piece)
    return ({"service": service} if service else {}) | ({"entities": entities} if entities else {})


def _service(entities: Sequence[str], words: Sequence[str]) -> str:
    """`light.turn_on`; empty where verb and thing do not say it for certain."""
    if entities:
        domains = {one.partition(".")[0] for one in entities}
        domain = domains.pop() if len(domains) == 1 else "homeassistant"
        return _done(domain, _BY_DOMAIN.get(domain, _SWITCHED), words)
    for domain, (verbs, things) in _DOMAINS.items():
        if not {*things.split()}.isdisjoint(words) and (service := _done(domain, verbs, words)):
            return service
    return ""


def _done(domain: str, verbs: _Verbs, words: Iterable[str]) -> str:
    said = {name for name, forms in verbs.items() if not {*forms}.isdisjoint(words)}
    return f"{domain}.{said.pop()}" if len(said) == 1 else ""


def _thing(piece: Piece) -> str:
    """The words that name the thing, which are used: `living room light`."""
    places = [place for place in piece.tokens if place not in piece.used or place in piece.own]
    places = [place for place in places if piece.word(place) not in _VERBS | {"turn", "switch", "put", "power"}]
    while places and piece.word(places[0]) in _LEAD:
        places.pop(0)
    end = next((at for at, place in enumerate(places) if _ends(piece, places, at)), len(places))
    piece.used |= {*places[:end]}
    return piece.typed(places[:end])


def _ends(piece: Piece, places: Sequence[int], at: int) -> bool:
    mark = piece.tokens[places[at]].kind != "word"
    return mark or piece.word(places[at]) in _TAIL or (at > 0 and places[at] - places[at - 1] > 2)


def _name_things(piece: Piece) -> None:
    """The kind of thing beside its entity says nothing more: `the light light.hallway in Home Assistant`."""
    known = {word for _, things in _DOMAINS.values() for word in things.split()} | {"home", "assistant", "switch"}
    piece.used |= {place for place in piece.tokens if piece.word(place) in known}

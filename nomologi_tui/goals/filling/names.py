"""The name of a service, container, program, machine or automation, as a sentence says it."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from nomologi_tui.blocks.fields import FieldSpec
from nomologi_tui.goals.sentence.piece import Piece
from nomologi_tui.goals.words.forms import plain
from nomologi_tui.goals.words.lexicon import EMPTY
from nomologi_tui.goals.words.vocabulary import ALSO_NAMES, ANYBODY, CLASSES, GENERIC, NAMED, SKIPPED, THINGS

NAMES = ("unit", "automation", "name", "container", "process", "host")
_ANY = frozenset("new old running stopped unhealthy dead important single certain specific compose whole".split())
_CALLED = frozenset("called labelled labeled beschriftet named namens appele appelee llamado llamada".split())
_NO_NAMES = frozenset(
    "ping pings pinged answer answers respond responds again back up down neu wieder uses using consumes hogs eats "
    "called named memory ram cpu processor".split()
)
_OF_TWO = frozenset(tuple(one.split("_")) for one in CLASSES["program"].split() if one.count("_") == 1)
_ANY_TEXT = "* is any text"  # says a field that takes a pattern


def named(specs: Sequence[FieldSpec], piece: Piece, places: Sequence[int]) -> dict[str, Any]:
    """The name: quoted, `nginx.service`, or a word at `places`.

    One of two words (`the home assistant container`) is written in nobody knows which way: as a pattern where the
    field takes one and needs none, else `piece.open_name` holds the words for the question.
    """
    spec = next((one for one in specs if one.name in NAMES and one.kind in ("text", "host")), None)
    if spec is None:
        return {}
    if spec.kind == "text" and (two := _of_two(piece, places)):
        piece.used |= {*two}
        piece.open_name = piece.typed(two) if spec.required else ""
        return {} if spec.required or _ANY_TEXT not in spec.help else {spec.name: "*".join(map(piece.word, two))}
    if not spec.required:  # then only right beside what kind of thing it is: `the container web`, `the web container`
        places = [one for one in places if piece.before(one) in THINGS or _is_kind_of(piece, one)]
    value = piece.take(lambda token: token.kind == "quoted") or piece.take(
        lambda token: token.kind in ("path", "host") and "/" not in token.value
    )
    called = [one for one in piece.tokens if piece.word(one - 1) in _CALLED]
    glued = [one for one in piece.tokens if _is_glued(piece, one)] if spec.name == "automation" else []
    free = (one for one in [*called, *places] if may_name(piece, one))
    place = None if value else next(iter([*glued, *free]), None)
    if place is not None:
        piece.used |= {place - 1} if place in called else set()
        value = piece.take_word(place)
    return {spec.name: value} if value else {}


def _of_two(piece: Piece, places: Sequence[int]) -> list[int]:
    """The places of a name of two words: one that is known, or two before what kind of thing it is."""
    if any(token.kind == "quoted" for token in piece.tokens.values()):
        return []
    amid = [place for place in piece.tokens if piece.own and min(piece.own) < place < max(piece.own)]
    for first in sorted({*places, *amid}):
        pair = (piece.word(first), piece.word(first + 1))
        if not _stand_alone(piece, first):
            continue
        known = pair in _OF_TWO
        kind = piece.word(first + 2) in THINGS and may_name(piece, first)
        if known or (kind and pair[0] not in _ANY and (may_name(piece, first + 1) or pair[1] in THINGS - {"app"})):
            return [first, first + 1]
    return []


def _stand_alone(piece: Piece, first: int) -> bool:
    """Whether two words stand there that no third one belongs to, each by itself."""
    pair = [piece.tokens.get(first), piece.tokens.get(first + 1)]
    typed = all(one is not None and one.kind == "word" for one in pair)
    before = piece.word(first - 1)
    free = typed and first not in piece.used
    return free and (before in GENERIC | SKIPPED | EMPTY | {""} or first - 1 in piece.own)


def _is_kind_of(piece: Piece, place: int) -> bool:
    """`the web container`; not where its name may have two words: `the home assistant container`."""
    alone = piece.word(place - 1) in GENERIC | SKIPPED | EMPTY | {""}
    return alone and piece.word(place + 1) in THINGS and piece.word(place) not in _ANY


def _is_glued(piece: Piece, place: int) -> bool:
    """Whether a name of several words begins here: `nightly-backup`."""
    parts = [piece.tokens.get(place + step) for step in range(3)]
    glued = all(one and other and one.end == other.start for one, other in pairwise(parts))
    return (
        glued
        and parts[1] is not None
        and parts[1].value == "-"
        and place not in piece.used
        and len(piece.word(place)) > 2
    )


def may_name(piece: Piece, place: int) -> bool:
    """Whether the word there may be a name."""
    token = piece.tokens.get(place)
    if token is None or place in piece.used or token.kind != "word":
        return False
    if piece.before(place) in NAMED and token.value in ALSO_NAMES:
        return True
    known = GENERIC | ANYBODY | SKIPPED | EMPTY | _NO_NAMES
    return token.value not in known and plain(token.value) not in _NO_NAMES and len(token.value) > 1

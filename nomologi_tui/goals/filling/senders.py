"""Who wrote a mail that came: an address, a name (`from Anna`, `when DHL mails me`), or a person who is asked for."""

from collections.abc import Iterator
from typing import Any

from nomologi_tui.blocks.fields import FieldSpec
from nomologi_tui.goals.sentence.piece import Piece
from nomologi_tui.goals.words.forms import plain
from nomologi_tui.goals.words.lexicon import EMPTY
from nomologi_tui.goals.words.vocabulary import ANYBODY, CLASSES, SKIPPED

_FROM = frozenset("from by von vom de d' du da".split())
_WRITES = frozenset(
    "emails mails writes answers replies sends schreibt mailt antwortet ecrit m'ecrit repond escribe responde "
    "manda".split()
)
_WHOSE = frozenset("my our the a an mein meine meinem meiner unser unserem der dem den mon ma notre mi nuestro el la "
                   "le un une una ein einem einer".split())  # fmt: skip
_TITLES = frozenset("mr mrs ms miss dr prof herr herrn frau monsieur madame mme senor senora sra".split())
_HEADS = frozenset("when whenever if once wenn sobald falls quand lorsque si cuando".split())
_MAILS = frozenset(plain(one) for one in CLASSES["mail"].split()) | {"attachment", "attachments", "anhang", "anhange"}
_NOBODY = ANYBODY | _MAILS | frozenset(
    "this that these those any all each every it them outside today yesterday inbox gmail outlook here there address "
    "addresses sender senders person people domain which who whom whose new".split()
)  # fmt: skip
_LONGEST = 3  # words of a name


def sender_named(spec: FieldSpec, piece: Piece) -> dict[str, Any]:
    """The sender by name; who is only described (`my boss`) is left open in the piece, to be asked for."""
    for places in _named_behind(piece), _named_before(piece):
        titled = [place for place in places if _as_typed(piece, place)[:1].isupper()]
        named = [place for place in titled if piece.word(place) not in _TITLES]
        whose = places[0] - 1 if places and piece.word(places[0] - 1) in _WHOSE else -1
        own = piece.word(whose) not in _WHOSE - {"the", "der", "le", "la", "el"}
        if named and own:
            piece.used |= {*titled, whose}
            return {spec.name: [piece.typed(named)]}
        if places and not named and whose < 0 and piece.word(places[0]).isalpha():
            return {spec.name: [piece.take_word(places[0])]}  # `mails from paypal`
        if places:
            piece.used |= {*places[:1], *titled}
            piece.open_sender = piece.typed([*([whose] if whose >= 0 else []), *(titled or places[:1])])
            return {}
    return {}


def _named_behind(piece: Piece) -> list[int]:
    """The words behind `from`, without an article."""
    for place in piece.tokens:
        if piece.word(place) not in _FROM or not _behind_mail(piece, place):
            continue
        first = place + 1 + (piece.word(place + 1) in _WHOSE)
        places = list(_name_from(piece, first))
        if places:
            piece.used.add(place)
        return places
    return []


def _behind_mail(piece: Piece, place: int) -> bool:
    """Whether a mail is named before: `an email in the evening from Anna`."""
    return any(piece.word(one) in _MAILS or piece.word(one).startswith("newsletter") for one in range(place))


def _named_before(piece: Piece) -> list[int]:
    """The words between the head of the clause and what somebody does: `when my boss emails me`."""
    verb = next((place for place in piece.tokens if piece.word(place) in _WRITES), -1)
    first = verb
    while first - 1 in piece.tokens and piece.word(first - 1) not in _HEADS | _WHOSE | {""}:
        first -= 1
    fits = 0 < verb - first <= _LONGEST and not _is_nobody(piece, first)
    return list(range(first, verb)) if fits else []


def _name_from(piece: Piece, first: int) -> Iterator[int]:
    """A word, and those behind it that are written large as well."""
    if _is_nobody(piece, first):
        return
    yield first
    large = _as_typed(piece, first)[:1].isupper()
    for place in range(first + 1, first + _LONGEST):
        if not large or _is_nobody(piece, place) or not _as_typed(piece, place)[:1].isupper():
            return
        yield place


def _is_nobody(piece: Piece, place: int) -> bool:
    token = piece.tokens.get(place)
    return (
        token is None or place in piece.used or token.kind != "word" or plain(token.value) in _NOBODY | EMPTY | SKIPPED
    )


def _as_typed(piece: Piece, place: int) -> str:
    token = piece.tokens[place]
    return piece.text[token.start : token.end]

"""All actions of a sentence: its verbs, where what is told goes to, and actions that are only named as things."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nomologi_tui.goals.finding.clauses import Clause
from nomologi_tui.goals.finding.destinations import destinations, nouns
from nomologi_tui.goals.finding.verbs import Deed
from nomologi_tui.goals.finding.words_of_blocks import Words
from nomologi_tui.goals.sentence.sentence import Sentence

_STRICTLY_BY = frozenset("via by per through using uber par por tramite".split())


@dataclass(frozen=True, slots=True)
class Doings:
    """The actions in order, and the clauses without the places that these took out of them."""

    deeds: tuple[Deed, ...]
    clauses: tuple[Clause, ...]


def doings_of(sentence: Sentence, words: Words, verbs: Sequence[Deed], clauses: Sequence[Clause]) -> Doings:
    """Verbs first; a verb that tells goes where the words behind it say; without verbs, things that are named."""
    own = {place for deed in verbs for place in deed.own + deed.typed}
    told = {p for clause in clauses if not clause.watched and (clause.arrow or not clause.lead) for p in clause.places}
    free = {place for place in range(len(sentence.tokens)) if place not in own | sentence.in_time}
    ways = [way for way in destinations(sentence, words.verbs, free) if way.first not in told or _by(sentence, way)]
    clauses = [_without(clause, ways) for clause in clauses]
    deeds = _sent(verbs, ways, words.tells)
    named = _named(sentence, words, clauses, verbs)
    telling = any(deed.block[1] in words.tells for deed in deeds)
    deeds += [deed for deed in named if not telling or deed.block[1] not in words.tells]
    return Doings(tuple(sorted(deeds, key=lambda deed: deed.first)), tuple(clauses))


def without_watched(doings: Doings, places: Sequence[int], tells: frozenset[str]) -> Doings:
    """The actions without what is only a thing that the trigger watches: the backup of `backup failure alert`."""
    kept = [deed for deed in doings.deeds if not deed.noun or deed.block[1] in tells or not {*deed.own} <= {*places}]
    return replace(doings, deeds=tuple(kept))


def _by(sentence: Sentence, way: Deed) -> bool:
    """Whether a destination within an event's clause is none of the event: `tell me when it is down via Telegram`."""
    before = sentence.word(way.first - 1)
    last = way.own[-1] == len(sentence.tokens) - 1
    return before in _STRICTLY_BY or (last and before in ("on", "to", "auf", "an", "sur", "en", "a"))


def _without(clause: Clause, ways: list[Deed]) -> Clause:
    inside = [way.first for way in ways if way.first in clause.places]
    if not inside:
        return clause
    cut = max(clause.body, min(inside) - 1)
    return replace(clause, end=cut)


def _named(sentence: Sentence, words: Words, clauses: Sequence[Clause], verbs: Sequence[Deed]) -> list[Deed]:
    """Outside of events and verbs, what is named as a thing is done: `nightly dump to the NAS, mail me if …`."""
    spent = {
        place
        for clause in clauses
        if not clause.watched and not _about_times(sentence, clause)
        for place in clause.places
    }
    for deed in verbs:
        spent |= set(_extent(sentence, deed, clauses))
    return nouns(sentence, words.verbs, [p for p in sentence.region(0, len(sentence.tokens)) if p not in spent])


def _about_times(sentence: Sentence, clause: Clause) -> bool:
    """Whether what stands before a comma may be an action: some time is said, so it need not tell of an event."""
    return clause.lead and not clause.arrow and bool(sentence.in_time)


def _extent(sentence: Sentence, deed: Deed, clauses: Sequence[Clause]) -> range:
    """The places of a verb and what belongs to it: until a mark or a clause."""
    end = max(deed.own + deed.typed, default=deed.first - 1) + 1
    begun = {clause.first for clause in clauses}
    while end < len(sentence.tokens) and not sentence.stops(end) and end not in begun:
        end += 1
    return range(min((deed.first, *deed.own, *deed.typed)), end)


def _sent(verbs: Sequence[Deed], ways: list[Deed], tells: frozenset[str]) -> list[Deed]:
    """The verbs, with those that tell replaced by the ways that are said behind them."""
    result: list[Deed] = []
    left = list(ways)
    for number, deed in enumerate(verbs):
        end = verbs[number + 1].first if number + 1 < len(verbs) else 10**6
        mine = [way for way in left if deed.first <= way.first < end]
        left = [way for way in left if way not in mine]
        if deed.block[1] not in tells or not mine:
            result += [deed, *(way for way in mine if not way.config.get("_device") and way.block != deed.block)]
            continue
        result += _by_these(deed, mine)
    return result + left


def _by_these(deed: Deed, ways: list[Deed]) -> list[Deed]:
    specific = deed.config.get("_specific", False)
    blocks = {way.block for way in ways}
    first = [deed] if specific and deed.block not in blocks else []
    merged = [
        replace(
            deed,
            block=way.block,
            own=(*deed.own, *way.own) if number == 0 else way.own,
            config=(deed.config if way.block == deed.block else {}) | way.config,
        )
        for number, way in enumerate(ways)
    ]
    return first + merged

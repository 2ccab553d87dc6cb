"""Verbs that do not begin their clause: German infinitives at its end, and what is to be done to something."""

from collections.abc import Iterator
from dataclasses import replace

from nomologi_tui.goals.finding.no_verbs import is_message_to
from nomologi_tui.goals.finding.verbs import (
    LEADS,
    Deed,
    Verbs,
    acting_at,
    clause_region,
    deed_of,
    head_before,
    is_forbidden,
    is_told_of,
)
from nomologi_tui.goals.sentence.patterns import match, match_at
from nomologi_tui.goals.sentence.sentence import Sentence
from nomologi_tui.goals.words.structure import CUTS, HEADS, JOINS, NOT_BEFORE_VERB

# May follow an infinitive: `herunterladen nach ~/Videos`
_WHERE = frozenset(["nach", "in", "auf", "zu", "unter", "per", "uber", "via", "mit"])
_AS_NOUN = frozenset(["beim", "zum", "vom", "im"])  # `beim Hochfahren`
_DONE_TO = frozenset("be gets get is are".split())
_WANTING = frozenset("want wants need needs like love have get".split())
_DONE = ("ed", "sent", "put", "written", "taken", "made", "told", "kept", "shut", "run", "cut", "set", "done", "built")
_FRAME = 14  # words from `have` to `emailed` in `could we have the order emailed to …`
_HAS_BEEN = frozenset("gets get got is are was were been".split())
_PASSIVE = frozenset("is are be been was were gets get est sont ist sind wird werden".split())


def last_verbs(sentence: Sentence, verbs: Verbs) -> Iterator[Deed]:
    """German infinitives, which close their clause: `… nach ~/Archiv verschieben`."""
    for place in range(1, len(sentence.tokens)):
        closes = place + 1 == len(sentence.tokens) or sentence.word(place + 1) in LEADS | _WHERE
        closes = closes or sentence.phrase(place + 1, HEADS) > 0
        named = sentence.word(place - 1) in _AS_NOUN
        if not closes or named or place in sentence.in_time or not sentence.word(place).endswith(("en", "ern", "eln")):
            continue
        first = _segment_start(sentence, place)
        if first == place or head_before(sentence, place) >= 0:
            continue
        behind = clause_region(sentence, place)[1:] if sentence.word(place + 1) in _WHERE else []
        region = [*sentence.region(first, place + 1), *behind]
        best = max(_loosely(sentence, verbs, place, region), key=lambda deed: deed.weight, default=None)
        if best is not None:
            best.first = region[0]
            yield best


def _loosely(sentence: Sentence, verbs: Verbs, place: int, region: list[int]) -> Iterator[Deed]:
    for atom, hits in sentence.hits.items():
        if atom not in verbs.by_atom or not any(hit.end == place + 1 for hit in hits):
            continue
        for pattern in verbs.by_atom[atom]:
            found = match(replace(pattern, loose=True), sentence.hits, region, sentence.tokens)
            if found and place in found.places:
                yield deed_of(sentence, found, place)


def _segment_start(sentence: Sentence, place: int) -> int:
    while place > 0 and sentence.word(place - 1) not in LEADS | CUTS:
        place -= 1
    return place


def passive(sentence: Sentence, verbs: Verbs) -> list[Deed]:
    """`it should be mailed to …`, `I want it moved to …`, `new article saved to …`: where nothing else is done."""
    found: list[Deed] = []
    be = [place for place in range(1, len(sentence.tokens)) if sentence.word(place - 1) == "be"]
    for place in [*be, *range(1, len(sentence.tokens))]:
        if is_message_to(sentence, place) or is_told_of(sentence, verbs, place):
            continue
        if sentence.word(place - 1) in _HAS_BEEN and head_before(sentence, place) >= 0:
            continue  # `when a job gets posted on …`
        joined = found and (sentence.word(place - 1) not in JOINS or place < found[-1].first)
        if sentence.word(place - 1) in NOT_BEFORE_VERB - _PASSIVE or joined:
            continue  # `new posts`, `failed executions`, `when I get …`
        best = max(_inflected(sentence, verbs, place), key=lambda deed: deed.weight, default=None)
        if best is not None and not is_forbidden(sentence, best):
            found.append(replace(best, first=_subject_of(sentence, place)) if place in be else best)
    return found


def _subject_of(sentence: Sentence, place: int) -> int:
    """Where what it is done to begins: `/etc must be copied to …`; the verb itself where that tells of an event."""
    first = _segment_start(sentence, place)
    comes = {hit.first for name in ("<comes>", "<new>") for hit in sentence.hits.get(name, ())}
    told = head_before(sentence, place) >= 0 or not comes.isdisjoint(range(first, place))
    return place if told else first


def _is_wanted(sentence: Sentence, place: int) -> bool:
    """Whether somebody wants it done to something: `could we have the order emailed to …`."""
    before = range(max(0, place - _FRAME), place - 1)
    return sentence.word(place).endswith(_DONE) and any(sentence.word(one) in _WANTING for one in before)


def _inflected(sentence: Sentence, verbs: Verbs, place: int) -> Iterator[Deed]:
    atoms = acting_at(sentence, verbs, place)
    region = clause_region(sentence, place) if atoms else []
    for atom in atoms:
        for pattern in verbs.by_atom[atom]:
            found = match_at(pattern, sentence.hits, region, sentence.tokens, place)
            done = sentence.word(place - 1) in _DONE_TO or _is_wanted(sentence, place)
            if found and (len(found.hits) > 1 or done):
                yield deed_of(sentence, found, place)

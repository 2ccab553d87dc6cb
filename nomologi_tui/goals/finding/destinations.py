"""Where what is told goes to, and actions that a sentence only names as things."""

from dataclasses import replace
from typing import Any

from nomologi_tui.goals.finding.no_verbs import is_pinged
from nomologi_tui.goals.finding.verbs import Deed, Verbs, begins
from nomologi_tui.goals.sentence.patterns import Hit, match
from nomologi_tui.goals.sentence.sentence import Sentence
from nomologi_tui.goals.words.structure import AGENTS, BY, COMING, KINDS, NEXT, RECEIVED, SPARE, STOPS
from nomologi_tui.goals.words.vocabulary import SKIPPED

_TO_ME = frozenset("back to me us in mir uns bei".split())  # `gets back to me by email`
_AFTER_PLACE = STOPS | {"an", "to", "me", "mich", "a", "und", "and", "for", "my", "the", "our"}
_NO_NEWS = frozenset("older newer that which who".split())  # `newsletters older than 14 days`


def destinations(sentence: Sentence, verbs: Verbs, free: set[int]) -> list[Deed]:
    """`via Telegram`, `Slack alerts`, `=> email`: channels that are named as a place to send to."""
    found: list[Deed] = []
    for pattern in verbs.via:
        for hit in sentence.hits.get(pattern.atoms[0], ()):
            if hit.first in free and _is_place(sentence, hit, found):
                own = tuple(range(hit.first, hit.end))
                found.append(Deed(pattern.block, hit.first, own, pattern.config, 1.0, noun=True))
    return _in_one(sentence, sorted(found, key=lambda deed: deed.first))


def _in_one(sentence: Sentence, found: list[Deed]) -> list[Deed]:
    """Those between which only words stand that lead on are one: `in the Slack channel #ops`, `by mail to …`."""
    kept: list[Deed] = []
    for deed in found:
        between = range(kept[-1].own[-1] + 1, deed.first) if kept else range(0)
        if kept and kept[-1].block == deed.block and all(sentence.word(place) in BY | SKIPPED for place in between):
            kept[-1] = replace(kept[-1], own=(*kept[-1].own, *deed.own))
        else:
            kept.append(deed)
    return kept


def _is_place(sentence: Sentence, hit: Hit, found: list[Deed]) -> bool:
    before = hit.first - 1
    while sentence.word(before) in ("my", "the", "our", "a", "an", "mein", "meine", "mon", "mi", "#"):
        before -= 1
    if sentence.word(hit.end) in RECEIVED or sentence.word(hit.first).endswith("ing"):
        return False  # `Rechnungen, die per Mail kommen`, `the mailing list`
    done_by = sentence.word(before) == "by" and sentence.word(before - 1).endswith(("ed", "'d", "en", "sent"))
    if done_by or is_source(sentence, hit.first) or sentence.word(before) in KINDS or sentence.word(hit.end) in KINDS:
        return False
    if sentence.word(before) in BY or any(deed.own[-1] == hit.first - 1 for deed in found):
        return True
    if sentence.word(before) in NEXT and any(deed.own[-1] == before - 1 for deed in found):
        return True
    if begins(sentence, hit.first) and (hit.end == len(sentence.tokens) or sentence.word(hit.end) in _AFTER_PLACE):
        return True
    messages = {one.first for one in sentence.hits.get("<message>", ())}
    return hit.end in messages or (hit.end + 1 in messages and sentence.word(hit.end) not in STOPS)


def is_source(sentence: Sentence, place: int) -> bool:
    """Whether what is named comes, or something is taken from it: `mails from …`, `invoices from mail`."""
    by = sentence.word(place - 1) in BY
    before = place - 2
    while sentence.word(before) in _TO_ME:
        before -= 1
    received = by and sentence.word(before) in RECEIVED
    news = {hit.end for hit in sentence.hits.get("<message>", ())}
    if any(sentence.is_arrow(one) for one in range(place + 1, len(sentence.tokens))):
        return True  # `sent by mail → ~/in`
    titled = by and place > 2 and sentence.word(place + 1) == ":" and place - 1 not in news
    sender = sentence.tokens[place].kind == "email" and sentence.word(place - 1) in ("von", "de", "da")
    comes = sentence.word(place - 1) in ("from", "aus", "depuis", "desde")
    return titled or received or sentence.incoming(place) or comes or sender


def nouns(sentence: Sentence, verbs: Verbs, region: list[int]) -> list[Deed]:
    """Actions that are named as things: `weekly backup to …`, `… alerts`."""
    found: dict[Any, Deed] = {}
    for pattern in verbs.nouns:
        one = match(pattern, sentence.hits, region, sentence.tokens)
        acting = one is not None and pattern.block not in verbs.tells
        if one and acting and sentence.word(max(one.places) + 1) in AGENTS | SPARE:
            continue  # `update checker`, `backup resolver`
        if one and acting and sentence.word(min(one.places)) == "back" and sentence.word(min(one.places) - 1) in COMING:
            continue  # `has come back up`
        if one and sentence.word(max(one.places) + 1) in _NO_NEWS:
            continue
        if one and not acting and is_pinged(sentence, one.hits[0]):
            continue
        if one and (is_source(sentence, min(one.places)) or sentence.word(min(one.places) - 1) in KINDS):
            continue
        if one and (pattern.block not in found or found[pattern.block].weight < one.weight):
            found[pattern.block] = Deed(
                pattern.block, min(one.places), one.places, pattern.config, one.weight, noun=True
            )
    return sorted(found.values(), key=lambda deed: deed.first)

"""The people that a sentence names by their first names, as those who are told: `remind Sarah`, `me and Tom`."""

from collections.abc import Sequence

from nomologi_tui.goals.finding.verbs import Deed
from nomologi_tui.goals.sentence.sentence import Sentence

# Verbs with the person right behind
_WHOM = frozenset(
    "remind tell notify alert warn ping page text inform message email mail nudge erinnere rappelle".split()
)
_WITH = ("and", "und", "et", "y", "e", "&")


def people_in(sentence: Sentence, deeds: Sequence[Deed]) -> list[str]:
    """Their names as typed, in the order of the sentence."""
    me = {hit.end for hit in sentence.hits.get("<me>", ())}
    places = [deed.first + 1 for deed in deeds if sentence.word(deed.first) in _WHOM]
    places += [end + 1 for end in me if sentence.word(end) in _WITH]
    return [name for place in sorted(set(places)) if (name := _name(sentence, place))]


def _name(sentence: Sentence, place: int) -> str:
    if place >= len(sentence.tokens) or place in sentence.in_time or sentence.tokens[place].kind != "word":
        return ""
    token = sentence.tokens[place]
    typed = sentence.goal[token.start : token.end]
    known = any(
        hit.first == place for name in ("<message>", "<chat>", "<mail>", "<me>") for hit in sentence.hits.get(name, ())
    )
    return typed if typed.istitle() and len(typed) > 2 and not known else ""

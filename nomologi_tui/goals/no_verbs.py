"""What looks like an action's verb and is none: names, things, headings, a part of a limit."""

from nomologi_tui.goals.patterns import Found, Hit
from nomologi_tui.goals.sentence import Sentence
from nomologi_tui.goals.structure import BY, OBJECTS, STOPS

_SOURCES = frozenset(["of", "from", "von", "aus", "de", "depuis", "desde"])


def is_label(sentence: Sentence, found: Found) -> bool:
    """Whether it is the heading of what follows: `Docker: …`, `suspend hook: …`."""
    verb = found.hits[0]
    if verb.first or len(found.hits) > 1:
        return False
    named = sentence.word(verb.end) not in OBJECTS and sentence.word(verb.end) != ""
    return sentence.word(verb.end) == ":" or (named and sentence.word(verb.end + 1) == ":")


def is_noun(sentence: Sentence, verb: Hit, *, free: bool) -> bool:
    """Whether what looks like a verb is a service's name, or things: `alertmanager fires`, `files older than …`."""
    if verb.first and sentence.word(verb.first - 1) in ("a", "an", "un", "une", "ein", "eine"):
        return True
    if sentence.word(verb.first + 1).endswith("ed") and sentence.word(verb.first + 2) in BY | STOPS | {"to"}:
        return True  # `commit pushed to …`
    if any(hit.first == verb.first and hit.end > verb.end for hit in sentence.hits.get("<record>", ())):
        return True  # `pull requests`
    if any(hit.first <= verb.first < hit.end for hit in sentence.hits.get("<limit>", ())):
        return True  # `goes over 1.2`
    names = ("<service>",) if verb.plain and not free else ("<service>", "<document>")
    return any(hit.first == verb.first for name in names for hit in sentence.hits.get(name, ()))


def sends_to_source(sentence: Sentence, found: Found) -> bool:
    """Whether what a sending verb is sent to is where something comes from: `post each entry of https://…`."""
    last = found.hits[-1].first
    return found.pattern.config.get("method") == "POST" and last > 0 and sentence.word(last - 1) in _SOURCES

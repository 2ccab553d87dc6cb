"""What looks like an action's verb and is none: names, things, headings, a part of a limit."""

from collections.abc import Container

from nomologi_tui.goals.sentence.patterns import Found, Hit
from nomologi_tui.goals.sentence.sentence import Sentence
from nomologi_tui.goals.words.structure import AGENTS, ASKING, BY, COMING, OBJECTS, RECEIVED, STOPS, TOOL_JOINTS, TOOLS

_BY_POST = frozenset("by via per par por through".split())
_AT = frozenset("at over above under below is has".split())
_SOURCES = frozenset(["of", "from", "von", "aus", "de", "depuis", "desde"])


# Verbs that have alerts and the like for an object
_GIVING = frozenset("send get push give post want need receive create raise show display trigger issue set make start "
                    "stop run add build open mute unmute silence pause snooze disable enable dismiss block "
                    "sound fire forward deliver restart monitor have".split())  # fmt: skip
_FRAME = 7  # words from `give` to `that` in `give me a big red button that …`


def is_frame(sentence: Sentence, place: int) -> bool:
    """Whether the verb at `place` asks for something that does the rest: `build me a bot that …`."""
    after = range(place + 1, place + _FRAME)
    return sentence.word(place) in ASKING and any(does_the_rest(sentence, one + 1) for one in after)


def does_the_rest(sentence: Sentence, place: int) -> bool:
    """Whether `place` is behind `a button that`, so that an action begins there."""
    named = sentence.word(place - 2) in TOOLS and sentence.word(place - 1) in TOOL_JOINTS
    before = [sentence.word(one) for one in range(max(0, place - _FRAME), place - 2)]
    return named and (place < _FRAME - 1 or not ASKING.isdisjoint(before))


def is_label(sentence: Sentence, found: Found) -> bool:
    """Whether it is the heading of what follows: `Docker: …`, `suspend hook: …`."""
    verb = found.hits[0]
    if verb.first or len(found.hits) > 1:
        return False
    if not sentence.word(0) and sentence.word(1) in _AT:
        return True  # `/var at 90 percent: …`
    named = sentence.word(verb.end) not in OBJECTS and sentence.word(verb.end) != ""
    return sentence.word(verb.end) == ":" or (named and sentence.word(verb.end + 1) == ":")


def is_noun(sentence: Sentence, verb: Hit, *, free: bool) -> bool:
    """Whether what looks like a verb is a service's name, or things: `alertmanager fires`, `files older than …`."""
    if sentence.word(verb.first) == "running" and sentence.word(verb.end) in ("low", "out", "hot", "short", "late"):
        return True
    if sentence.word(verb.end) in AGENTS and sentence.word(verb.first) not in _GIVING:
        return True  # `Email Triage with …`
    if verb.first and sentence.word(verb.first - 1) in ("a", "an", "the", "un", "une", "ein", "eine"):
        return True
    several = not verb.plain and sentence.word(verb.first).endswith("s")  # `releases of …`
    come = several and sentence.word(verb.end) in ("of", "von", "de")
    come |= sentence.word(verb.first) == "back" and sentence.word(verb.first - 1) in COMING  # `has come back up`
    if come or (free and sentence.word(verb.first) == "branch"):  # `push to the release branch`
        return True
    if sentence.word(verb.first + 1).endswith("ed") and sentence.word(verb.first + 2) in BY | STOPS | {"to"}:
        return True  # `commit pushed to …`
    if any(hit.first == verb.first and hit.end > verb.end for hit in sentence.hits.get("<record>", ())):
        return True  # `pull requests`
    more = sentence.word(verb.first) == "free"  # `less than 10 GB free`
    if any(hit.first <= verb.first < hit.end + more for hit in sentence.hits.get("<limit>", ())):
        return True  # `goes over 1.2`
    done = verb.plain and (not free or sentence.word(verb.end) in OBJECTS)  # `… download it`
    names = ("<service>",) if done else ("<service>", "<document>")
    return any(hit.first == verb.first for name in names for hit in sentence.hits.get(name, ()))


def sends_to_source(sentence: Sentence, found: Found) -> bool:
    """Whether what a sending verb is sent to is where something comes from: `post each entry of https://…`."""
    last = found.hits[-1].first
    return found.pattern.config.get("method") == "POST" and last > 0 and sentence.word(last - 1) in _SOURCES


def takes_source(sentence: Sentence, found: Found) -> bool:
    """Whether the phrase goes on into how something comes: `reply to everyone who arrives by email`."""
    lasts = (hit.first for hit in found.hits[1:])
    return any(sentence.word(last - 1) in _BY_POST and sentence.word(last - 2) in RECEIVED for last in lasts)


def is_message_to(sentence: Sentence, place: int) -> bool:
    """Whether it is what a message tells somebody to do: `a reminder to put out the bin`."""
    told = sentence.word(place - 1) in ("to", "zu", "de", "di")
    return told and any(hit.end == place - 1 for hit in sentence.hits.get("<message>", ()))


def third_person(word: str, verbs: Container[str]) -> bool:
    """Whether somebody is said to do it, so that nobody is asked to: `when my boss emails me`."""
    return len(word) > 3 and word[-1] == "s" and (word[:-1] in verbs or (word[-2:] == "es" and word[:-2] in verbs))


def is_pinged(sentence: Sentence, verb: Hit) -> bool:
    """`ping 1.1.1.1`, `ping my router`: no message is sent there."""
    after = verb.end + (sentence.word(verb.end) in OBJECTS)
    if after < len(sentence.tokens) and sentence.tokens[after].kind in ("host", "url"):
        return True
    machines = {hit.first for hit in sentence.hits.get("<machine>", ())}
    return sentence.word(verb.first) in ("ping", "pinge") and after in machines

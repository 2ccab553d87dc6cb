"""Several events in one sentence, any of which starts it: `when postgres dies or the disk is above 90 %`."""

from collections.abc import Iterator, Sequence

from nomologi_tui.goals.finding.clauses import Clause, best_of
from nomologi_tui.goals.sentence.patterns import Found, Pattern
from nomologi_tui.goals.sentence.sentence import Sentence
from nomologi_tui.goals.words.vocabulary import HAPPENINGS, SKIPPED

OR = frozenset("or oder ou o".split())
_JOINED = OR | frozenset("and und et y , ;".split())  # before a second `when`
_WHOLE = 1.6  # what an event weighs that is told with its thing and what happens to it
_TYPED = ("path", "url", "host", "email", "number", "remote")
_THINGS = ("path", "url", "host")  # each of which a trigger watches by itself
Event = tuple[tuple[int, ...], Found]


def several_events(sentence: Sentence, telling: Sequence[Clause], patterns: Sequence[Pattern]) -> list[Event]:
    """The places of each event and its words; none where one is told, or one of them not in full.

    Two of a kind each name their own thing: `is down or slow` tells of one website, in two ways.
    """
    if any(clause.watched or clause.lead or clause.condition for clause in telling):
        return []
    shared = _sharing(sentence, telling)
    regions = shared or [region for clause in telling for region in _parts(sentence, clause)]
    apart = all({sentence.word(clause.first - 1), sentence.word(clause.first - 2)} & _JOINED for clause in telling[1:])
    events = list(_found(sentence, regions, patterns)) if apart and len(regions) > 1 else []
    whole = len(events) == len(regions) and all(one.weight >= _WHOLE for _, one in events)
    return events if whole and len(regions) > 1 and (shared or _differ(sentence, events)) else []


def _sharing(sentence: Sentence, telling: Sequence[Clause]) -> list[list[int]]:
    """The places of each event where several things have one verb: `when nginx or postgres stops`; else nothing."""
    parts = [[*_parts(sentence, clause)] for clause in telling]
    if len(parts) != 1 or len(parts[0]) < 2:
        return []
    clause, happened = telling[0], _happened(sentence)
    *firsts, last = [[place for place in part if place >= clause.body] for part in parts[0]]
    begin = next((at for at, place in enumerate(last) if at and place in happened), 0)
    last_name = _name(sentence, last[:begin])
    names = [_name(sentence, part) for part in firsts]
    alike = {sentence.tokens[one[0]].kind for one in [*names, last_name] if one}
    told = any(not happened.isdisjoint(part) for part in firsts)
    if told or not (begin and last_name and all(names)) or len(alike) != 1:
        return []
    head = [*range(clause.first, clause.body)]
    return [[*head, *part, *last[begin:]] for part in firsts] + [[*head, *last]]


def _name(sentence: Sentence, places: Sequence[int]) -> list[int]:
    """The places of the one name among these; nothing where more or other things stand there."""
    named = [place for place in places if sentence.word(place) not in SKIPPED]
    typed = [place for place in named if sentence.tokens[place].kind in _THINGS]
    programs = {hit.first for hit in sentence.hits.get("<program>", ())}
    alone = len(named) == 1 and (bool(typed) or named[0] in programs)
    return named if alone else []


def _happened(sentence: Sentence) -> set[int]:
    """Where it is said what happens."""
    hits = (hit for name in HAPPENINGS for hit in sentence.hits.get(f"<{name}>", ()))
    return {place for hit in hits for place in range(hit.first, hit.end)}


def _found(sentence: Sentence, regions: Sequence[list[int]], patterns: Sequence[Pattern]) -> Iterator[Event]:
    """The events in the regions; one that names no thing is about that of the first: `crashes or becomes unhealthy`."""
    happened = _happened(sentence)
    first: Found | None = None
    for region in regions:
        own, places = best_of(patterns, sentence, region), region
        if first is not None and (own is None or own.pattern.block != first.pattern.block):
            wider = [place for place in regions[0] if place not in happened] + region
            other = best_of(patterns, sentence, wider)
            if other and other.pattern.block == first.pattern.block and other.weight > (own.weight if own else 0):
                own, places = other, wider
        first = first or own
        if own:
            yield tuple(places), own


def _parts(sentence: Sentence, clause: Clause) -> Iterator[list[int]]:
    """The places of the clause between its `or`s."""
    part: list[int] = []
    for place in sentence.region(clause.first, clause.end):
        if sentence.word(place) in OR and place > clause.body:
            yield part
            part = []
        else:
            part.append(place)
    if part:
        yield part


def _differ(sentence: Sentence, events: Sequence[Event]) -> bool:
    """Whether each is another one; several values of one field are one event: `created or changed`."""
    blocks = {one.pattern.block for _, one in events}
    kinds = {str(one.pattern.config) for _, one in events}
    listed = any(isinstance(value, list) for _, one in events for value in one.pattern.config.values())
    things = [{place for place in region if sentence.tokens[place].kind in _TYPED} for region, _ in events]
    named = all(things) and len({frozenset(one) for one in things}) == len(events) and things[0].isdisjoint(things[1])
    return len(blocks) == len(events) or named or (len(kinds) == len(events) and not listed)

"""Several events in one sentence, any of which starts it: `when postgres dies or the disk is above 90 %`."""

from collections.abc import Iterator, Sequence

from nomologi_tui.goals.clauses import Clause, best_of
from nomologi_tui.goals.patterns import Found, Pattern
from nomologi_tui.goals.sentence import Sentence
from nomologi_tui.goals.vocabulary import HAPPENINGS

OR = frozenset("or oder ou o".split())
_JOINED = OR | frozenset("and und et y , ;".split())  # before a second `when`
_WHOLE = 1.6  # what an event weighs that is told with its thing and what happens to it
_TYPED = ("path", "url", "host", "email", "number", "remote")
Event = tuple[tuple[int, ...], Found]


def several_events(sentence: Sentence, telling: Sequence[Clause], patterns: Sequence[Pattern]) -> list[Event]:
    """The places of each event and its words; none where one is told, or one of them not in full.

    Two of a kind each name their own thing: `is down or slow` tells of one website, in two ways.
    """
    if any(clause.watched or clause.lead or clause.condition for clause in telling):
        return []
    regions = [region for clause in telling for region in _parts(sentence, clause)]
    apart = all({sentence.word(clause.first - 1), sentence.word(clause.first - 2)} & _JOINED for clause in telling[1:])
    events = list(_found(sentence, regions, patterns)) if apart and len(regions) > 1 else []
    whole = len(events) == len(regions) and all(one.weight >= _WHOLE for _, one in events)
    return events if whole and len(regions) > 1 and _differ(sentence, events) else []


def _found(sentence: Sentence, regions: Sequence[list[int]], patterns: Sequence[Pattern]) -> Iterator[Event]:
    """The events in the regions; one that names no thing is about that of the first: `crashes or becomes unhealthy`."""
    happened = {
        place
        for name in HAPPENINGS
        for hit in sentence.hits.get(f"<{name}>", ())
        for place in range(hit.first, hit.end)
    }
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

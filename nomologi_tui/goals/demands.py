"""What a sentence demands of an event beside what happens: behind `and`, `whose`, `with`, or after `if` at its end."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from nomologi_tui.goals.clauses import Clause
from nomologi_tui.goals.doing import Doings
from nomologi_tui.goals.predicates import Predicate, loose_predicate, predicate_of
from nomologi_tui.goals.sentence import Sentence

_LINKS = frozenset("and but whose where und aber deren dessen wobei et mais dont y pero cuyo cuya".split())
_RELATIVE = frozenset("whose where deren dessen dont cuyo cuya".split())
_OR = frozenset("or oder ou o".split())
_UNLESS = frozenset("unless except without excluding ausser ohne sauf sans excepto salvo sin menos moins".split())
_WHILE = frozenset("while as long solange mientras tant whether".split())


@dataclass(frozen=True, slots=True)
class Demand:
    """What the tokens at `places` demand of the event. `clause`: they are the whole of it, behind an action.

    `loose`: the trigger's own words may say the same (`with a pdf attached`): it is none where nothing meets it.
    """

    places: tuple[int, ...]
    said: Predicate | None
    clause: Clause | None = None
    loose: bool = False

    @property
    def may_be_told(self) -> bool:
        """Whether a trigger's own fields may say it: in its own clause, and nothing that must not be."""
        return self.clause is None and self.said is not None and " not" not in f" {self.said.operator}"


def demands_of(sentence: Sentence, doings: Doings) -> Iterator[Demand]:
    """The demands from left to right, clause by clause."""
    for clause in doings.clauses:
        if clause.failing or clause.watched:
            continue
        whole = _behind(sentence, clause, doings)
        yield from [whole] if whole else _beside(sentence, clause, doings)


def _beside(sentence: Sentence, clause: Clause, doings: Doings) -> Iterator[Demand]:
    """What stands behind `and`, `whose` or the like in the event's own clause, or right behind it."""
    clause = replace(clause, end=_end(sentence, clause, doings))
    links = [
        place
        for place in range(clause.body + 1, clause.end)
        if sentence.word(place) in _LINKS | _OR and place not in sentence.in_time
    ]
    found: list[Demand] = []
    for first, end in pairwise([*links, clause.end]):
        places = range(first, end)
        said = None if {*places} & sentence.in_time else predicate_of(sentence, places)
        if sentence.word(first) not in _OR and said:
            found.append(Demand(tuple(places), said))
        elif found and sentence.word(first) in _OR:
            found[-1] = Demand((*found[-1].places, *places), None)
    yield from found
    yield from _loose(sentence, clause, {place for one in found for place in one.places})


def _end(sentence: Sentence, clause: Clause, doings: Doings) -> int:
    """The end of the clause with what is said of its thing behind it: `…, deren Name mit scan beginnt`."""
    first = clause.end + (sentence.word(clause.end) == ",")
    if sentence.word(first) not in _RELATIVE:
        return clause.end
    begun = {deed.first for deed in doings.deeds} | {other.first for other in doings.clauses}
    ends = (at for at in range(first + 1, len(sentence.tokens)) if sentence.stops(at) or at in begun)
    return next(ends, len(sentence.tokens))


def _loose(sentence: Sentence, clause: Clause, taken: set[int]) -> Iterator[Demand]:
    """`with status failed`, `has python in the title`, `mentions python`, up to the next joint."""
    for first in range(clause.body + 1, clause.end):
        ends = (place for place in range(first + 1, clause.end) if sentence.word(place) in _LINKS | _OR | {","})
        places = range(first, next(ends, clause.end))
        said = None if {*places} & (taken | sentence.in_time) else loose_predicate(sentence, places)
        if said:
            but = next((one for one in range(first - 1, clause.body, -1) if sentence.word(one) in _UNLESS), first)
            said = said.opposite() if but < first else said
            yield Demand(tuple(range(but, places.stop)), said, loose=True)
            return


def _behind(sentence: Sentence, clause: Clause, doings: Doings) -> Demand | None:
    """What a clause behind an action demands: `…, run ~/x.sh if the branch is main`."""
    head = {sentence.word(place) for place in range(clause.first, clause.body)}
    after = any(deed.first < clause.first and not deed.noun for deed in doings.deeds)
    after = after or any(one.first < clause.first and not one.watched for one in doings.clauses)
    another = sentence.word(clause.first - 1) in _OR  # event
    if another or not (clause.either or clause.condition) or not after or head & _WHILE:
        return None
    if {*clause.places} & sentence.in_time:
        return None
    said = predicate_of(sentence, range(clause.body, clause.end))
    said = said.opposite() if said and head & _UNLESS else said
    return Demand(tuple(clause.places), said, clause) if said and (said.subject or said.points) else None

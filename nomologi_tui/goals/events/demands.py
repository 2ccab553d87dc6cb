"""What a sentence demands of an event beside what happens: behind `and`, `whose`, `with`, or after `if` at its end."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from nomologi_tui.goals.conditions.predicates import Predicate, loose_predicate, predicate_of
from nomologi_tui.goals.finding.clauses import Clause
from nomologi_tui.goals.finding.doing import Doings
from nomologi_tui.goals.sentence.sentence import Sentence

_LINKS = frozenset("and but whose where und aber deren dessen wobei et mais dont y pero cuyo cuya".split())
_RELATIVE = frozenset("whose where deren dessen dont cuyo cuya".split())
_OR = frozenset("or oder ou o".split())
_UNLESS = frozenset("unless except without excluding ausser ohne sauf sans excepto salvo sin menos moins".split())
_PUSHES = frozenset(
    "push pushes pushed pushing commit commits committed merge merges merged github gitlab gitea forgejo".split()
)
_BRANCH, _REF = ("branch",), ("ref",)  # what a branch is called, and what those who tell of a push call it
_HOOKS = frozenset("webhook webhooks hook web_hook".split())
_SAYS = frozenset("says say said reports reported meldet sagt dit dice".split())
_ONTO = frozenset("on to onto into for in of at from".split())
_TRUNKS = frozenset("main master develop trunk".split())
_BUT = frozenset("but except excluding".split())
_PLACE = 4  # tokens of `to the main branch`, which a clause with a soft head may not hold
_ANY = frozenset("any every each all new this that which some my our feature".split())  # no name of a branch
_NO_BRANCH = _ANY | _LINKS | _OR | {"branch"}
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
        others = [*_beside(sentence, clause, doings), *_of_branch(sentence, clause)]
        found = [whole] if whole else others
        yield from (_as_told(sentence, one) for one in found)


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
        places = range(first, _happens(sentence, first, end))
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


def _happens(sentence: Sentence, first: int, end: int) -> int:
    """Where it is said what happens behind what is said of the thing: `whose name contains draft shows up in ~/in`."""
    comes = (hit.first for hit in sentence.hits.get("<comes>", ()) if first + 2 < hit.first < end)
    return min(comes, default=end)


def _loose(sentence: Sentence, clause: Clause, taken: set[int]) -> Iterator[Demand]:
    """`with status failed`, `has python in the title`, `mentions python`, up to the next joint."""
    for first in range(clause.body + 1, clause.end):
        after = range(first + 1, _happens(sentence, first, clause.end))
        ends = (place for place in after if sentence.word(place) in _LINKS | _OR | {","})
        places = range(first, next(ends, after.stop))
        free = not {*places} & (taken | sentence.in_time)
        said = (loose_predicate(sentence, places) or _told_by_hook(sentence, places)) if free else None
        if said:
            but = next((one for one in range(first - 1, clause.body, -1) if sentence.word(one) in _UNLESS), first)
            said = said.opposite() if but < first else said
            yield Demand(tuple(range(but, places.stop)), said, loose=True)
            return


def _told_by_hook(sentence: Sentence, places: range) -> Predicate | None:
    """`the CI webhook says failure`: what must be in what comes."""
    says = places and sentence.word(places[0]) in _SAYS and not _HOOKS.isdisjoint(sentence.words)
    value = [place for place in places[1:] if sentence.word(place) not in ("that", "dass", "que")]
    if not says or len(value) != 1:
        return None
    token = sentence.tokens[value[0]]
    said = token.value if token.kind == "quoted" else sentence.goal[token.start : token.end]
    return Predicate((), "contains", said, tuple(places), points=True)


def _of_branch(sentence: Sentence, clause: Clause) -> Iterator[Demand]:
    """`on the main branch`, `to branch release`, `pushed to main`, `any branch but main`."""
    end = clause.end + (_PLACE if clause.soft else 0)
    for place in range(clause.body, end):
        if place in sentence.in_time or sentence.word(place) not in _ONTO:
            continue
        first = place + 1 + (sentence.word(place + 1) in ("the", "my", "our"))
        behind = _behind_but(sentence, first)
        name = behind or first + (sentence.word(first) == "branch")
        called = behind or name > first or sentence.word(_end_of(sentence, name)) == "branch"
        pushed = sentence.word(first) in _TRUNKS and not _PUSHES.isdisjoint(sentence.words)
        named = name < min(end, len(sentence.tokens)) and sentence.word(name) not in _NO_BRANCH
        if named and (called or pushed):
            last = _end_of(sentence, name)
            value = sentence.goal[sentence.tokens[name].start : sentence.tokens[last - 1].end].strip("\"'`")
            places = tuple(range(place, last + (sentence.word(last) == "branch")))
            yield Demand(places, Predicate(_BRANCH, "is not" if behind else "is", value, places), loose=not behind)
            return


def _behind_but(sentence: Sentence, place: int) -> int:
    """Where the name stands in `any branch but main`; 0 where that is not said."""
    if sentence.word(place) not in _ANY or sentence.word(place + 1) not in ("branch", "branches"):
        return 0
    other = sentence.word(place + 2) == "other" and sentence.word(place + 3) == "than"
    return place + 4 if other else place + 3 if sentence.word(place + 2) in _BUT else 0


def _end_of(sentence: Sentence, place: int) -> int:
    """The end of what is written without a blank from `place` on: `release-2`."""
    tokens, end = sentence.tokens, place + 1
    while end < len(tokens) and tokens[end].start == tokens[end - 1].end and tokens[end].value not in (",", ";", ":"):
        end += 1
    return end


def _as_told(sentence: Sentence, demand: Demand) -> Demand:
    """A branch as a push tells of it: `refs/heads/main`."""
    said = demand.said
    if said is None or said.subject != _BRANCH or said.operator not in ("is", "is not"):
        return demand
    if _PUSHES.isdisjoint(sentence.words) or "/" in said.value:
        return demand
    return replace(demand, said=replace(said, subject=_REF, value=f"refs/heads/{said.value}"))


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
